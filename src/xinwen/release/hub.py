"""A release to a dataset repository of the Hugging Face Hub: one commit, and one tag for ``revision="v1.2.3"``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi
from huggingface_hub.errors import HFValidationError
from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

from xinwen.errors import XinwenError
from xinwen.release.changes import version_of
from xinwen.release.verification import verify_files

_KIND = "dataset"


@dataclass(frozen=True, slots=True)
class Push:
    """What would go where.

    Attributes:
        folder: the release; ``repo``: the dataset repository, ``owner/name``.
        tag: what ``revision=`` will take.
        files: paths relative to the release, the same in the repository, with their sizes in bytes.
    """

    folder: Path
    repo: str
    tag: str
    files: tuple[tuple[str, int], ...]


def plan(folder: Path, repo: str) -> Push:
    """What a push of ``folder`` would send; the network is not touched.

    Raises:
        XinwenError: ``hub-repo`` for a name that cannot be a repository's, and the first problem of a release that does not verify.
    """
    try:
        validate_repo_id(repo)
    except HFValidationError as error:
        message = f"This is no name of a repository: {error}"
        raise XinwenError("hub-repo", message, place=repo, remedy="Name it owner/name.") from None
    problems = verify_files(folder)
    if problems:
        raise problems[0]
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = tuple((path.relative_to(folder).as_posix(), path.stat().st_size) for path in paths)
    return Push(folder, repo, f"v{version_of(folder)}", files)


def push(planned: Push, api: HfApi | None = None, *, private: bool = False) -> str:
    """Send a release: create the repository if need be, one commit, one tag. Returns the commit's address.

    It is one commit, and not the library's folder upload, which may split a folder into several: who reads ``main`` meanwhile sees
    the old release or the new one. Data files of the release before are deleted in the same commit.

    Raises:
        XinwenError: ``hub-tag`` when the tag is there already (a release that was published never changes), ``hub-failed`` for
            whatever the Hub refuses.
    """
    api = api or HfApi()
    with _refusals(planned.repo):
        api.create_repo(planned.repo, repo_type=_KIND, private=private, exist_ok=True)
        _check_tag(api, planned)
        stale = _stale(api.list_repo_files(planned.repo, repo_type=_KIND), planned)
        additions = [CommitOperationAdd(name, planned.folder / name) for name, _ in planned.files]
        deletions = [CommitOperationDelete(name) for name in stale]
        commit = api.create_commit(planned.repo, [*additions, *deletions], commit_message=f"Release {planned.tag}", repo_type=_KIND)
        api.create_tag(planned.repo, tag=planned.tag, revision=commit.oid, repo_type=_KIND)
    return str(commit.commit_url)


@contextmanager
def _refusals(repo: str) -> Iterator[None]:
    """What the Hub refuses, as an error of ours. The library raises errors of its own, of Python's and of its HTTP client."""
    try:
        yield
    except XinwenError:
        raise
    except Exception as error:
        message = f"The Hub refused, or was not reached: {error}"
        raise XinwenError("hub-failed", message, place=repo, remedy="Log in with `hf auth login`, and try again.") from error


def _check_tag(api: HfApi, planned: Push) -> None:
    if planned.tag in {tag.name for tag in api.list_repo_refs(planned.repo, repo_type=_KIND).tags}:
        message = f"The repository has a tag {planned.tag} already, and a published release never changes."
        raise XinwenError("hub-tag", message, place=planned.repo, remedy="Raise the version and build again.")


def _stale(there: list[str], planned: Push) -> list[str]:
    """Files in the repository that belong to an older release: its data, its changes, its rejects."""
    kept = {name for name, _ in planned.files}
    ours = (name for name in there if name.startswith(("data/", "changes-")) or name == "rejects.jsonl")
    return sorted(name for name in ours if name not in kept)
