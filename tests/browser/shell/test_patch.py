"""The patch applier, in the browser: the vectors that Python's diff is tested with, and what only a DOM can show."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

VECTORS = Path(__file__).parents[2] / "vectors" / "patches.json"

# `apply(ops)` on a fresh root; `differs(nodes, trees)` says where the DOM is not what the trees say, "" where it is.
TOOLS = """
async () => {
  const [{ Nodes }, { Fields }, { Patcher }] = await Promise.all(
    ["nodes", "fields", "patch"].map((name) => import(`./skerry/js/${name}.js`)));
  const { need } = await import("./skerry/js/need.js");
  await Promise.all(["forms", "lists"].map(need)); // as messages do
  const fresh = () => {
    const root = document.createElement("div");
    document.querySelector("#place").replaceChildren(root);
    const nodes = new Nodes(root);
    const commands = [];
    const patcher = new Patcher(nodes, new Fields(), { follow() {}, use() {} }, (name, args) => commands.push([name, args]));
    Object.assign(window, { root, nodes, patcher, commands });
  };
  const apply = (ops, answered = 0) => {
    patcher.apply(ops, answered);
    patcher.settle();
  };
  // rendered: of a page that came as HTML, where attributes stand for properties.
  const differs = (found, trees, path = "root", rendered = false) => {
    found = [...found].filter((node) => node.nodeType !== Node.COMMENT_NODE);
    if (found.length !== trees.length) return `${path}: ${found.length} children, expected ${trees.length}`;
    for (const [at, tree] of trees.entries()) {
      const said = nodeDiffers(found[at], tree, `${path}/${at}`, rendered);
      if (said) return said;
    }
    return "";
  };
  const inTemplate = (node) => {
    while (!nodes.ids.has(node)) node = node.parentNode;
    return nodes.instances.has(nodes.ids.get(node));
  };
  const nodeDiffers = (node, tree, path, rendered) => {
    if (nodes.byId.get(nodes.ids.get(node)) !== node && !inTemplate(node)) return `${path}: the node has no id`;
    if (typeof tree === "string") return node.nodeType === 3 && node.nodeValue === tree ? "" : `${path}: text ${node.nodeValue}`;
    const [tag, attributes, specs, ...children] = tree;
    if (node.localName !== tag) return `${path}: <${node.localName}>, expected <${tag}>`;
    const listeners = JSON.stringify(nodes.specsOf(node).length ? nodes.listeners.get(node) : []);
    if (listeners !== JSON.stringify(specs || [])) return `${path}: listeners ${listeners}`;
    const inside = rendered && tag === "textarea" ? [] : [...node.childNodes];
    return attributesDiffer(node, attributes || {}, path, rendered) || differs(inside, children, path, rendered);
  };
  const attributesDiffer = (node, attributes, path, rendered) => {
    const names = new Set(node.getAttributeNames().filter((name) => !rendered || !/^(value|checked|selected)$/.test(name)));
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "style") {
        names.delete("style");
        const valid = Object.entries(value).filter(([property, text]) => CSS.supports(property, text));
        for (const [property, text] of valid) {
          const have = node.style.getPropertyValue(property);
          if (have.trim() !== text) return `${path}: style ${property} is ${have}, expected ${text}`;
        }
        if (node.style.length !== valid.length) return `${path}: styles ${node.style.cssText}`;
      } else if (name[0] === ".") {
        if (name === ".innerHTML" ? node.innerHTML !== value : JSON.stringify(node[name.slice(1)]) !== JSON.stringify(value)) {
          return `${path}: ${name} is ${JSON.stringify(node[name.slice(1)])}, expected ${JSON.stringify(value)}`;
        }
      } else if (node.getAttribute(name) !== value) return `${path}: ${name} is ${node.getAttribute(name)}`;
      names.delete(name);
    }
    if (!node.style?.length) names.delete("style");
    return names.size ? `${path}: also has ${[...names]}` : "";
  };
  Object.assign(window, { fresh, apply, differs });
  fresh();
}
"""


@pytest.fixture
def patch(shell_page: Page) -> Callable[..., None]:
    shell_page.evaluate(TOOLS)

    def apply(*ops: list[Any], answered: int = 0) -> None:
        shell_page.evaluate("([ops, answered]) => apply(ops, answered)", [list(ops), answered])

    return apply


def test_vectors(shell_page: Page) -> None:
    shell_page.evaluate(TOOLS)
    vectors = json.loads(VECTORS.read_text())
    wrong = shell_page.evaluate(
        """(vectors) => vectors.map(({ name, start, old, ops, new: expected }) => {
          fresh();
          for (const number of JSON.stringify([old, expected]).match(/\\d+/g) ?? []) {
            nodes.specs.set(+number, { e: "click", h: "h", o: {} });
          }
          apply(start);
          const before = differs([...root.childNodes], old);
          if (before) return `${name}, before: ${before}`;
          apply(ops);
          const after = differs([...root.childNodes], expected);
          return after && `${name}: ${after}`;
        }).filter(Boolean)""",
        vectors,
    )
    assert not wrong, "\n".join(wrong)
    assert len(vectors) > 20


def test_svg_and_math_have_their_namespaces_and_foreign_objects_are_html_again(
    shell_page: Page, patch: Callable[..., None]
) -> None:
    svg = [
        "svg",
        {"viewBox": "0 0 9 9"},
        0,
        ["g", 0, 0, ["foreignObject", 0, 0, ["p", {"id": "html"}, 0]]],
        ["use", {"xlink:href": "#x"}, 0],
    ]
    patch(["+", 0, 0, 1, [svg, ["math", 0, 0, ["mi", 0, 0, "x"]]]])
    patch(["+", 2, 0, 20, [["circle", {"r": "1", "class": "dot"}, 0]]])
    spaces = shell_page.evaluate(
        "Object.fromEntries(['svg', 'g', 'foreignObject', '#html', 'use', 'mi', 'circle']"
        ".map((name) => [name, root.querySelector(name).namespaceURI.split('/').pop()]))"
    )
    assert spaces == {
        "svg": "svg",
        "g": "svg",
        "foreignObject": "svg",
        "#html": "xhtml",
        "use": "svg",
        "mi": "MathML",
        "circle": "svg",
    }
    assert shell_page.evaluate("root.querySelector('use').href.baseVal") == "#x"


def test_values_wait_for_what_they_depend_on(shell_page: Page, patch: Callable[..., None]) -> None:
    options = [["option", {"value": v}, 0, v] for v in "abc"]
    patch(
        ["+", 0, 0, 1, [["select", {".value": "c"}, 0, *options], ["input", {".value": "150", "type": "range", "max": "200"}, 0]]]
    )
    assert shell_page.evaluate("[root.children[0].value, root.children[1].value]") == ["c", "150"]
    patch(
        ["p", 1, "value", "d"],
        ["+", 1, 0, 20, [["option", {"value": "d"}, 0, "d"]]],
        ["p", 8, "value", "450"],
        ["a", 8, "max", "500"],
    )
    assert shell_page.evaluate("[root.children[0].value, root.children[1].value]") == ["d", "450"]


def test_styles_go_through_the_cssom(shell_page: Page, patch: Callable[..., None]) -> None:
    patch(["+", 0, 0, 1, [["p", {"style": {"--own": "7px", "margin-left": "3px", "color": "red !important"}}, 0, "x"]]])
    read = "[getComputedStyle(root.firstChild).marginLeft, root.firstChild.style.getPropertyPriority('color')]"
    assert shell_page.evaluate(read) == ["3px", "important"]
    patch(["s", 1, "margin-left", "var(--own)"], ["s", 1, "color", None])
    assert shell_page.evaluate(read) == ["7px", ""]


def test_sanitized_html_gets_its_styles_without_style_attributes(shell_page: Page, patch: Callable[..., None]) -> None:
    patch(["+", 0, 0, 1, [["div", {".innerHTML": '<b data-style="margin-left: 5px">x</b>'}, 0]]])
    assert shell_page.evaluate("getComputedStyle(root.querySelector('b')).marginLeft") == "5px"


def test_a_dialog_opens_modally_once_its_content_is_there(shell_page: Page, patch: Callable[..., None]) -> None:
    patch(["+", 0, 0, 1, [["dialog", {".modal": True}, 0, ["button", 0, 0, "a"], ["button", {"autofocus": ""}, 0, "b"]]]])
    assert shell_page.evaluate("[root.firstChild.matches(':modal'), document.activeElement.textContent]") == [True, "b"]
    patch(["p", 1, "modal", False])
    assert shell_page.evaluate("root.firstChild.open") is False


def test_removed_nodes_are_forgotten(shell_page: Page, patch: Callable[..., None]) -> None:
    patch(["+", 0, 0, 1, [["ul", 0, 0, ["li", 0, 0, "a"], ["li", 0, 0, "b"]]]])
    assert shell_page.evaluate("nodes.byId.size") == 6
    patch(["-", 2])
    assert shell_page.evaluate("nodes.byId.size") == 4
    patch(["-", 1])
    assert shell_page.evaluate("nodes.byId.size") == 1


def test_commands_come_after_the_whole_patch(shell_page: Page, patch: Callable[..., None]) -> None:
    patch(["c", "focus", {"n": 1}], ["+", 0, 0, 1, [["input", 0, 0]]])
    assert shell_page.evaluate("commands") == [["focus", {"n": 1}]]


@pytest.mark.parametrize("op", [["?", 1], ["-", 99], ["l", 1, [5]]])
def test_a_wrong_patch_is_an_error_that_says_what(shell_page: Page, patch: Callable[..., None], op: list[Any]) -> None:
    patch(["+", 0, 0, 1, [["p", 0, 0, "x"]]])
    said = shell_page.evaluate("(op) => { try { apply([op]); return ''; } catch (error) { return error.message; } }", op)
    assert str(op[1] if op[0] == "-" else op[-1][0] if op[0] == "l" else "?") in said


MOVES = [True, False]  # with the browser's own moveBefore, and as in a browser without it


@pytest.fixture(params=MOVES, ids=["moveBefore", "insertBefore"])
def moving(request: pytest.FixtureRequest, shell_page: Page) -> Page:
    if not request.param:
        shell_page.evaluate("for (const type of [Element, Document, DocumentFragment]) delete type.prototype.moveBefore")
        assert shell_page.evaluate("'moveBefore' in document.body") is False
    return shell_page


def test_a_move_keeps_focus_selection_and_scroll(moving: Page, patch: Callable[..., None]) -> None:
    tall = ["div", {"id": "tall", "style": {"height": "50px", "overflow": "auto"}}, 0, ["div", {"style": {"height": "900px"}}, 0]]
    row = ["div", 0, 0, ["input", {".value": "hello"}, 0], tall]
    patch(["+", 0, 0, 1, [["p", 0, 0, "first"], row, ["p", 0, 0, "last"]]])
    moving.locator("input").focus()
    moving.evaluate("root.querySelector('input').setSelectionRange(1, 3); root.querySelector('#tall').scrollTop = 120")
    patch([">", 0, 1, 3])
    state = moving.evaluate(
        "(({ selectionStart, selectionEnd }) => [document.activeElement.localName, selectionStart, selectionEnd,"
        " root.querySelector('#tall').scrollTop, root.textContent])(root.querySelector('input'))"
    )
    assert state == ["input", 1, 3, 120, "firstlast"]
    assert moving.evaluate("root.firstChild.localName") == "div"


def test_a_move_keeps_media_playing(moving: Page, patch: Callable[..., None]) -> None:
    patch(["+", 0, 0, 1, [["p", 0, 0, "first"], ["div", 0, 0, ["video", {"loop": ""}, 0]]]])
    moving.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
          canvas.getContext("2d").fillRect(0, 0, 8, 8);
          const video = root.querySelector("video");
          video.muted = true;
          video.srcObject = canvas.captureStream(30);
          await video.play();
        }"""
    )
    patch([">", 0, 1, 3])
    playing = "new Promise((done) => setTimeout(() => done(!root.querySelector('video').paused)))"
    assert moving.evaluate(playing) is True
    assert moving.evaluate("root.firstChild.localName") == "div"
