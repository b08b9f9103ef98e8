"""The loading script: the releases that travel with the package, read without the network."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinwen.errors import XinwenError

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict, IterableDataset, IterableDatasetDict

_PREFIX = "xinwen-"


def _homes() -> list[Path]:
    """Where releases may lie: inside the installed package, or in the checkout that the package is run from."""
    package = Path(str(files("xinwen")))
    return [package / "dataset", package.parents[1] / "dataset"]


def versions() -> list[str]:
    """The versions that are at hand, oldest first."""
    found = {p.name.removeprefix(_PREFIX) for home in _homes() if home.is_dir() for p in home.glob(f"{_PREFIX}*") if p.is_dir()}
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def path(version: str | None = None) -> Path:
    """The folder of a release, the newest when no version is named.

    Raises:
        XinwenError: ``release-missing`` when it is not at hand.
    """
    at_hand = versions()
    wanted = version or (at_hand[-1] if at_hand else None)
    for home in _homes():
        folder = home / f"{_PREFIX}{wanted}"
        if wanted and folder.is_dir():
            return folder
    raise XinwenError(
        "release-missing",
        f"There is no release {wanted or ''} in this installation; at hand: {', '.join(at_hand) or 'none'}.",
        place=str(_homes()[0]),
        remedy="Install the package version of the same number, or build one with `xinwen build`.",
    )


def load(
    name: str = "sentences", *, split: str | None = None, version: str | None = None, **options: Any
) -> Dataset | DatasetDict | IterableDataset | IterableDatasetDict:
    """Load a config of a release with ``datasets.load_dataset``, page checksums verified.

    Args:
        name: the config: sentences, ner, articles, entities, sentiments, claims, names or labels_raw.
        split: one split; without it all of them by name.
        version: a release other than the newest at hand.
        options: handed on to ``load_dataset``, e.g. ``streaming=True``.
    """
    from datasets import load_dataset

    return load_dataset(str(path(version)), name, split=split, **{**_checksums(), **options})


def _checksums() -> dict[str, Any]:
    """The option that makes the Parquet reader verify page checksums, where this version of ``datasets`` has it."""
    from datasets.packaged_modules.parquet.parquet import ParquetConfig
    from pyarrow.dataset import ParquetFragmentScanOptions

    if "fragment_scan_options" not in {field.name for field in fields(ParquetConfig)}:
        return {}
    return {"fragment_scan_options": ParquetFragmentScanOptions(page_checksum_verification=True)}
