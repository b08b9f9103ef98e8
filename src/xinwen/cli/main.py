"""The command line: ``xinwen``."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from xinwen._version import __version__
from xinwen.errors import XinwenError

# Where each command is; a command's module is imported when the command is called, since all of them together take seconds.
_COMMANDS = {
    "annotate": "xinwen.cli.annotate",
    "bench": "xinwen.cli.bench",
    "build": "xinwen.cli.build",
    "check": "xinwen.cli.check",
    "clean": "xinwen.cli.clean",
    "convert": "xinwen.cli.convert",
    "label": "xinwen.cli.build",
    "release": "xinwen.cli.release",
}


class _Group(click.Group):
    """The commands; their errors are plain sentences on standard error, with exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, sorted."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None where there is none."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(_COMMANDS[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except XinwenError as error:
            click.echo(f"error {error}", err=True)
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xinwen")
def main() -> None:
    """芯闻 XinWen: clean, split, label and publish Chinese news as a dataset."""
