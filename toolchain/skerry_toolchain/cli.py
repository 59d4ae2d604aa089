"""``skerry``: finds the command that is asked for, and loads no other."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Final

import click

import skerry
from skerry.errors import SkerryError, nearest

__all__ = ["main"]

# command -> where it is, and what it does in a line (said here, so that listing them loads none)
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("skerry_toolchain.commands.demo:demo", "Build the gallery of apps and show it."),
    "new": ("skerry_toolchain.new.command:new", "Begin a project."),
    "run": ("skerry_toolchain.dev.command:run", "Show an app, and every change of it at once."),
    "build": ("skerry_toolchain.commands.build:build", "Make a folder for any static host."),
    "serve": ("skerry_toolchain.commands.serve:serve", "Serve a folder that was built."),
    "host": ("skerry_toolchain.commands.host:host", "Run an app on a server, with its functions over HTTP."),
    "check": ("skerry_toolchain.commands.check:check", "Look for what cannot work in the page."),
    "stub": ("skerry_toolchain.stub.command:stub", "Write the handlers that an app still lacks."),
    "doctor": ("skerry_toolchain.commands.doctor:doctor", "Tell what is installed, and whether it is whole."),
}


class Commands(click.Group):
    """The table above as a click group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = nearest(args[0], COMMANDS) or (f" Did you mean 'skerry run {args[0]}'?" if args[0].endswith(".py") else "")
            raise click.UsageError(f"There is no command {args[0]!r}.{hint} The commands: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(skerry.__version__, prog_name="skerry")
def commands() -> None:
    """Event-driven user interfaces in Python that run inside the web page, without a server."""


def main() -> None:
    """Run the command line. What is wrong with an app or an argument is one message, not a traceback."""
    try:
        commands(prog_name="skerry")
    except SkerryError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
