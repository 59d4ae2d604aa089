"""Which port is taken."""

from __future__ import annotations

import errno
import socket

import click
import pytest

from skerry_toolchain import ports
from skerry_toolchain.ports import address_of, listen


def test_any_free_port() -> None:
    with listen("127.0.0.1", 0) as found:
        assert found.getsockname()[1] > 0


def test_a_port_that_was_asked_for_and_is_taken_is_an_error() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(click.ClickException, match=rf"Port {port} is taken.*--port {port + 1}"):
            listen("127.0.0.1", port)


def test_without_one_the_next_free_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with listen("127.0.0.1", 0) as first:
        monkeypatch.setattr(ports, "USUAL_PORT", first.getsockname()[1])
        with listen("127.0.0.1", None) as second:
            assert second.getsockname()[1] != first.getsockname()[1]


def test_a_host_of_no_network_of_this_machine() -> None:
    with pytest.raises(click.ClickException, match=r"Cannot listen on '192\.0\.2\.1'.*0\.0\.0\.0"):
        listen("192.0.2.1", 0)


def test_a_port_of_the_system_is_told_from_a_taken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    class Refusing(socket.socket):
        bind = refuse  # type: ignore[assignment]

    monkeypatch.setattr(ports.socket, "socket", Refusing)
    with pytest.raises(click.ClickException, match="Port 80 is reserved"):
        listen("127.0.0.1", 80)


@pytest.mark.parametrize(
    ("host", "name"),
    [("127.0.0.1", "localhost"), ("localhost", "localhost"), ("::1", "localhost"), ("0.0.0.0", "localhost"), ("harbour.example", "harbour.example")],
)
def test_an_address_is_one_that_this_machine_can_open(host: str, name: str) -> None:
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        assert address_of(host, listening) == f"http://{name}:{port}/"
        assert address_of(host, listening, "/some/where/") == f"http://{name}:{port}/some/where/"
