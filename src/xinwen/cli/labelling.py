"""The options with which a command chooses its labeller."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from xinwen.labellers import DEFAULT, Labeller, labeller, labeller_options, parse_labeller
from xinwen.labellers.report import Report
from xinwen.labellers.threshold import Thresholded

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_OPTIONS = (
    click.option(
        "--labeller",
        "spec",
        default=DEFAULT,
        show_default=True,
        metavar="NAME[:PATH]",
        help="The labeller: hybrid, rules, tagger, strong, llm, hf:PATH (a token classifier).",
    ),
    click.option("--names", type=_FILE, help="CSV file of your own names: surface,type[,name_id,canonical]."),
    click.option("--tag-map", metavar="FILE|NAME", help="JSON file that maps a model's labels to our types."),
    click.option("--base-url", metavar="URL", help="llm: address of an OpenAI-compatible endpoint, with /v1."),
    click.option("--model", help="llm: name of the model there."),
    click.option("--api-key-env", metavar="NAME", help="llm: environment variable that holds the key; none is sent without it."),
    click.option("--cache", type=_FOLDER, help="llm: folder for the answers; none is asked for twice."),
    click.option("--batch", type=click.IntRange(1), help="Sentences that a model reads at once."),
    click.option("--threshold", type=click.FloatRange(0, 1), help="Leave labels below this confidence out."),
)
#: Names of the options above, as a command gets them.
LABELLING = ("spec", "names", "tag_map", "base_url", "model", "api_key_env", "cache", "batch", "threshold")
_FLAGS = {name: f"--{name.replace('_', '-')}" for name in LABELLING[1:]}

Command = TypeVar("Command", bound=Callable[..., Any])


def labelling_options(command: Command) -> Command:
    """Give a command the options of `LABELLING`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def was_given() -> bool:
    """Whether the user named any of the options."""
    source = click.get_current_context().get_parameter_source
    return any(source(name) is not ParameterSource.DEFAULT for name in LABELLING)


def chosen_labeller(given: Mapping[str, Any]) -> Labeller:
    """The labeller that the options ask for.

    Raises:
        click.UsageError: for an option that it does not take, and for one that it needs.
    """
    name, options = parse_labeller(given["spec"])
    options |= {key: given[key] for key in _FLAGS if key != "threshold" and given[key] is not None}
    known = labeller_options(name)
    unknown = sorted(options.keys() - known.keys())
    missing = [option for option, required in known.items() if required and option not in options]
    if unknown or missing:
        what = "does not take" if unknown else "needs"
        takes = ", ".join([*map(_shown, filter(_reachable, known)), _FLAGS["threshold"]])
        raise click.UsageError(f"The labeller {name} {what} {', '.join(map(_shown, unknown or missing))}. It takes {takes}.")
    made = labeller(name, **options)
    return made if given["threshold"] is None else Thresholded(made, given["threshold"])


def counted(report: Report | None) -> Iterator[tuple[str, int]]:
    """The rows of a table with what a labeller counted; nothing that never happened."""
    yield from sorted((what, n) for what, n in report.counts.items() if n) if report else ()


def _reachable(option: str) -> bool:
    return option in _FLAGS or option == "path"


def _shown(option: str) -> str:
    return ":PATH behind its name" if option == "path" else _FLAGS.get(option, option)
