"""The tools' interpreter itself."""

from __future__ import annotations

import pytest

from skerry_toolchain.interpreter import Interpreter, InterpreterError


def test_a_value_comes_back_and_globals_go_in(pyodide: Interpreter) -> None:
    assert pyodide.run("[*names, 3]", given={"names": ["é", None]}) == ["é", None, 3]


def test_globals_are_new_for_each_run(pyodide: Interpreter) -> None:
    pyodide.run("left = 1")
    with pytest.raises(InterpreterError, match="NameError: name 'left'"):
        pyodide.run("left")


def test_it_may_await(pyodide: Interpreter) -> None:
    assert pyodide.run("import asyncio\nawait asyncio.sleep(0, 'done')") == "done"


def test_what_is_printed_can_be_taken_also_where_the_code_fails(pyodide: Interpreter) -> None:
    messages: list[str] = []
    pyodide.run("print('one\\ntwo')", messages=messages)
    with pytest.raises(InterpreterError, match="ZeroDivisionError"):
        pyodide.run("print('three')\n1 / 0", messages=messages)
    assert messages == ["one", "two", "three"]


def test_what_is_no_json_is_an_error_of_the_run(pyodide: Interpreter) -> None:
    with pytest.raises(InterpreterError, match="JSON serializable"):
        pyodide.run("object()")
    assert pyodide.run("1") == 1


def test_stack_switching_is_a_choice() -> None:
    ask = "from pyodide.ffi import can_run_sync\ncan_run_sync()"
    with Interpreter() as able, Interpreter(stack_switching=False) as unable:
        assert (able.run(ask), unable.run(ask)) == (True, False)


def test_an_interpreter_that_has_ended_says_so() -> None:
    made = Interpreter()
    made.close()
    made.close()
    with pytest.raises((InterpreterError, ValueError)):
        made.run("1")
