"""Components: small functions that place accessible elements with the look of ``skerry.css``.

Every component takes ``key=``, ``class_=``, ``style=``, ``on_<event>=``, ``aria_*=``, ``data_*=`` and HTML's global attributes.
Fields also take ``label``, ``help``, ``error``, ``disabled``, ``label_hidden`` and ``bind=`` and
``validate=`` (``rules``). What is built inside a ``with``
stands inside the component.
"""

from ..view import updatable
from . import rules
from .buttons import button
from .chat import chat
from .choices import checkbox, multiselect, radio, select, switch
from .content import code, html, markdown
from .data_table import data_table, table_column
from .files import download_button, upload
from .form import form
from .gallery import gallery
from .generic import element
from .inputs import color, date, file_input, input, number, slider, textarea, time
from .json_view import json_view
from .layout import card, column, grid, row, sidebar
from .media import audio, image, video
from .panels import dialog, expander, tabs
from .pictures import image_input, microphone, webcam
from .plot import plot
from .repeater import repeater
from .status import metric, progress, spinner
from .table import table
from .text import divider, heading, link, text
from .theme import theme
from .window import shortcut, window
from .write import write

__all__ = [
    "audio",
    "button",
    "card",
    "chat",
    "checkbox",
    "code",
    "color",
    "column",
    "data_table",
    "date",
    "dialog",
    "divider",
    "download_button",
    "element",
    "expander",
    "file_input",
    "form",
    "gallery",
    "grid",
    "heading",
    "html",
    "image",
    "image_input",
    "input",
    "json_view",
    "link",
    "markdown",
    "metric",
    "microphone",
    "multiselect",
    "number",
    "plot",
    "progress",
    "radio",
    "repeater",
    "row",
    "rules",
    "select",
    "sidebar",
    "shortcut",
    "slider",
    "spinner",
    "switch",
    "table",
    "table_column",
    "tabs",
    "text",
    "textarea",
    "theme",
    "time",
    "upload",
    "video",
    "webcam",
    "window",
    "write",
]

for _name in __all__:  # each can be an output of a function
    if _name not in ("element", "repeater", "rules", "shortcut", "theme", "window", "write"):
        globals()[_name] = updatable(globals()[_name])
