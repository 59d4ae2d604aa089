"""Temperature: Celsius and Fahrenheit, each kept up to date from the other (7GUIs, task 2)."""

from __future__ import annotations

import skerry as sk


@sk.state
class Temperature:
    celsius: str = "20"
    fahrenheit: str = "68"


def parsed(text: str) -> float | None:
    """The number that a text says, with a point or a comma; None where it says none."""
    try:
        return float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None


def written(number: float) -> str:
    return f"{round(number, 2):g}" if abs(number) < 1e6 else f"{number:.6g}"


def from_celsius(state: Temperature):
    number = parsed(state.celsius)
    if number is not None:
        state.fahrenheit = written(number * 9 / 5 + 32)


def from_fahrenheit(state: Temperature):
    number = parsed(state.fahrenheit)
    if number is not None:
        state.celsius = written((number - 32) * 5 / 9)


def error_in(text: str) -> str:
    return "" if parsed(text) is not None or not text.strip() else "Write a number, such as 21.5"


@sk.page("/", title="Temperature converter")
def home(state: Temperature):
    sk.heading("Temperature")
    sk.text("Change either side; the other follows as you type.")
    with sk.row(align="start"):
        sk.input("Celsius", bind=sk.ref(state).celsius, error=error_in(state.celsius), on_input=from_celsius, key="c")
        sk.input(
            "Fahrenheit",
            bind=sk.ref(state).fahrenheit,
            error=error_in(state.fahrenheit),
            on_input=from_fahrenheit,
            key="f",
        )
