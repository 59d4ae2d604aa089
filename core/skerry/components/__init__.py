"""Components: small functions that place accessible elements with the look of ``skerry.css``.

Every component takes ``key=``, ``class_=``, ``style=``, ``on_<event>=``, ``aria_*=``, ``data_*=`` and HTML's global attributes.
Fields also take ``label``, ``help``, ``error``, ``disabled``, ``label_hidden`` and ``bind=``. What is built inside a ``with``
stands inside the component.
"""

from .buttons import button
from .choices import checkbox, multiselect, radio, select, switch
from .content import code, html, markdown
from .form import form
from .generic import element
from .inputs import color, date, file_input, input, number, slider, textarea, time
from .layout import card, column, grid, row, sidebar
from .media import image
from .panels import dialog, expander, tabs
from .status import metric, progress, spinner
from .table import table
from .text import divider, heading, link, text
from .theme import theme
from .window import shortcut, window
from .write import write

__all__ = [
    "button",
    "card",
    "checkbox",
    "code",
    "color",
    "column",
    "date",
    "dialog",
    "divider",
    "element",
    "expander",
    "file_input",
    "form",
    "grid",
    "heading",
    "html",
    "image",
    "input",
    "link",
    "markdown",
    "metric",
    "multiselect",
    "number",
    "progress",
    "radio",
    "row",
    "select",
    "sidebar",
    "shortcut",
    "slider",
    "spinner",
    "switch",
    "table",
    "tabs",
    "text",
    "textarea",
    "theme",
    "time",
    "window",
    "write",
]
