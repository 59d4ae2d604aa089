"""Nodes, component scopes, the keyed diff and HTML text: from functions that build a page to operations on it."""

from .build import building, command, component, current_scope, effect, element, listen, slot, text, unique_id, updatable
from .each import Each, each
from .html import ForNow, render_html
from .nodes import CHANGED, Element, Node, SafeHTML, Scope, Slot, Text, Trigger, TwoWay, Unchanged
from .paths import find, path_of, path_text
from .templates.build import template
from .templates.instance import Instance
from .tree import Tree
from .where import parent_tag

__all__ = [
    "CHANGED",
    "Each",
    "Element",
    "ForNow",
    "Instance",
    "Node",
    "SafeHTML",
    "Scope",
    "Slot",
    "Text",
    "Tree",
    "Trigger",
    "TwoWay",
    "Unchanged",
    "building",
    "command",
    "component",
    "current_scope",
    "each",
    "effect",
    "element",
    "find",
    "listen",
    "parent_tag",
    "path_of",
    "path_text",
    "render_html",
    "slot",
    "template",
    "text",
    "unique_id",
    "updatable",
]
