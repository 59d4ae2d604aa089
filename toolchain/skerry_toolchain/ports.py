"""Where to listen: on the port that was asked for, or the first free one from the usual one on; and how to get there."""

from __future__ import annotations

import errno
import socket
from typing import Final

import click

__all__ = ["LOOPBACK", "USUAL_PORT", "address_of", "listen"]

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
"""Hosts on which nobody but this machine is heard."""

USUAL_PORT: Final = 8000
_TRIES: Final = 20


def address_of(host: str, listening: socket.socket, path: str = "/") -> str:
    """The URL by which this machine reaches what listens on a host."""
    name = "localhost" if host in (*LOOPBACK, "0.0.0.0") else host
    return f"http://{name}:{listening.getsockname()[1]}{path}"


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on ``host``.

    port: a number is meant (0: any free one), None takes the first free one from 8000 on. Raises
    ``click.ClickException`` where the port is taken or not allowed, or the host is none of this machine's.
    """
    if port is not None:
        return _bind(host, port)
    for candidate in range(USUAL_PORT, USUAL_PORT + _TRIES):
        try:
            return _bind(host, candidate)
        except PortTaken:
            continue
    return _bind(host, 0)


class PortTaken(click.ClickException):
    """Another program listens there."""


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, proto)
    except OSError as error:
        raise click.ClickException(_unknown_host(host, error)) from None
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(128)
    except OSError as error:
        found.close()
        raise _explained(host, port, error) from None
    return found


def _explained(host: str, port: int, error: OSError) -> click.ClickException:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(
            f"Port {port} is taken by another program. Give another one, as in --port {port + 1 if port < 65535 else 8000}, "
            "or leave --port out to have a free one found."
        )
    if error.errno == errno.EACCES:
        return click.ClickException(f"Port {port} is reserved for the system. Take one above 1023, as in --port {USUAL_PORT}.")
    return click.ClickException(_unknown_host(host, error))


def _unknown_host(host: str, error: OSError) -> str:
    return (
        f"Cannot listen on {host!r}: {error.strerror or error}. "
        "--host is 127.0.0.1 for this machine only, or 0.0.0.0 for all of its networks."
    )
