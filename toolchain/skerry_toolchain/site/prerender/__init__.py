"""Pages as HTML, rendered while a site is built: in the interpreter that the page has, so that the host's Python does not matter.

inside      what runs in that interpreter: a session for each page, and a guard over what a build cannot know
render      asks it, and says in words what could not be rendered
body        what stands in a document for an app: its page and its data, or a placeholder
styles      the style sheet that a rendered page needs, since a strict policy allows no style in the document
"""

from .body import Part, Placed
from .render import NOT_RENDERED, Problem, RenderedApp, RenderedPage, Shape, Watch, render

__all__ = ["NOT_RENDERED", "Part", "Placed", "Problem", "RenderedApp", "RenderedPage", "Shape", "Watch", "render"]
