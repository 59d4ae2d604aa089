"""Handlers of every shape, in places that Python's versions treat differently. Read by test_agreement.py."""
# fmt: off
# ruff: noqa

import contextlib, functools, operator

from skerry.app import page

from sample_helpers import with_wraps, without_wraps


def plain(state):
    """A docstring, ä ö ü – 漢字."""
    # a comment
    state.count += 1


def generator():
    yield


async def coroutine(state): ...


async def async_generator():
    yield


def defaults(a, /, b: int = 3, *args: "text", c=(lambda: 1), **kwargs) -> None: ...


def strings(x):
    return f"{x!r:>{10}} {x}" + f'''
    indented {x
        }
''' "and" rf"\d"


class Box:
    at_class_level = lambda self: 1
    two = [lambda self: 1, lambda self: 1]

    def method(self): ...

    def __private(self): ...

    @classmethod
    def of_class(cls): ...

    @staticmethod
    def static(): ...

    @functools.lru_cache
    def cached(self): ...

    @property
    def prop(self):
        return lambda: self

    def __call__(self):
        def inner():
            return lambda: (self, inner)
        return inner

    class Inner:
        def method(self): ...

    private = __private


class Heir(Box):
    pass


@with_wraps(2)
def wrapped(): ...


@with_wraps(
    times=3,
)
@functools.lru_cache(maxsize=None)
def wrapped_twice(): ...


@without_wraps
def bare_1(): ...


@without_wraps
def bare_2(): ...


def link(url):
    def go():
        return url

    return go


def in_comprehensions():
    return [
        [(lambda: i) for i in range(1)][0],
        {i: (lambda: i) for i in range(1)}[0],
        next((lambda: i) for i in range(1)),
        *{(lambda: i) for i in range(1)},
        [[(lambda: i) for i in range(1)] for j in range(1)][0][0],
        [(lambda: (lambda: i)) for i in range(1)][0](),
    ]


at_top = [(lambda: i) for i in range(1)]

one_line = [lambda: 1, lambda: 1, lambda: None, lambda: None, lambda s: s and 1, lambda s: s or 1, lambda: (yield)]
nested = lambda: lambda: lambda: 1
called = lambda: (lambda: 1)()
umlauts = ["ä", lambda: "ä", lambda: "ö"]
several_lines = lambda: (
    1,
    2,
)
conditional = lambda x: 1 if x else 2
in_fstring = []
f"{in_fstring.append(lambda: 1)}{in_fstring.append(lambda: 2)}" f"{in_fstring.append(lambda: 3)}"

if True:
    def in_branch(): return 1
else:
    def in_branch(): return 1

same_1 = in_branch


def in_branch(): return 1


with contextlib.suppress(KeyError):
    def in_with(
        state
    ):

        # far away

        return 1

def one_liner(): return 1; # and so on

walrus = [w := lambda: 1, lambda: w]
	
def tabbed():
	if 1:
		return [lambda:
			2]
	return 0


exec("def from_exec(a): return a")


@page("/")
def home(): ...


def everything():
    box = Box()
    found = {
        name: value for name, value in globals().items()
        if callable(value) and getattr(value, "__module__", "").endswith(".sample") and value is not everything
        and not isinstance(value, type)
    }
    del found["w"]  # it is in the list, too
    lists = {
        "class_two": Box.two, "comprehension": in_comprehensions(), "top": at_top, "one_line": one_line,
        "umlauts": umlauts[1:], "in_fstring": in_fstring, "walrus": walrus, "tabbed": tabbed(),
        "nested_inside": [nested(), nested()()],
        "box_inside": [box(), box()(), box.prop],
        "default": [defaults.__kwdefaults__["c"]],
        "builtin": [print, len, operator.itemgetter(1), dict.get, str],
    }
    for name, values in lists.items():
        found |= {f"{name}_{n}": value for n, value in enumerate(values)}
    return found | {
        "method": box.method, "private": Box.private, "of_class": Box.of_class, "static": Box.static,
        "cached": Box.cached, "inner": Box.Inner().method, "at_class_level": box.at_class_level,
        "box": box, "heir": Heir(), "closure_1": link("/1"), "closure_2": link("/2"),
        "bare_1": bare_1, "bare_2": bare_2,
        "wrapped_partial": functools.partial(functools.partial(wrapped, 1), x=2),
    }
