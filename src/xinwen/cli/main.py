"""The command line: ``xinwen``."""

from __future__ import annotations

import sys
from typing import Any

import click

from xinwen._version import __version__
from xinwen.cli.annotate import annotate
from xinwen.cli.bench import bench
from xinwen.cli.bench_cleaning import cleaning
from xinwen.cli.build import build, label
from xinwen.cli.check import check
from xinwen.cli.clean import clean
from xinwen.cli.convert import convert
from xinwen.cli.release import release
from xinwen.errors import XinwenError


class _Group(click.Group):
    """A group whose errors are plain sentences on standard error, with exit status 1."""

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


bench.add_command(cleaning)
for _command in (build, label, clean, check, annotate, convert, release, bench):
    main.add_command(_command)
