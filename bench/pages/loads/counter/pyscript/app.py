"""The same counter with PyScript."""

from pyscript import document, when

answer = document.querySelector("#answer")


@when("click", "#press")
def note(event):
    answer.textContent = str(int(answer.textContent) + 1)
