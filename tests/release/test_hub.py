"""What a push sends, asked of the library's own requests: a server on this machine answers in the place of the Hub."""

from __future__ import annotations

import base64
import json
import shutil
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import HfApi, constants

from xinwen.errors import XinwenError
from xinwen.release.hub import plan, push

REPO = "someone/xinwen"
OID = "a" * 40


class Hub:
    """A repository that remembers what it was sent."""

    def __init__(self, files: tuple[str, ...] = (), tags: tuple[str, ...] = (), deny: str = "") -> None:
        self.files, self.tags, self.deny = files, tags, deny
        self.requests: list[tuple[str, str]] = []
        self.stored: dict[str, bytes] = {}
        self.commit: list[dict[str, Any]] = []
        self.tagged: dict[str, str] = {}

    def answer(self, method: str, path: str, body: bytes, base: str) -> tuple[int, Any]:
        """Status and JSON for one request."""
        self.requests.append((method, path))
        place = f"/api/datasets/{REPO}"
        if self.deny and path == self.deny:
            return 401, {"error": "Invalid credentials"}
        if path.startswith("/lfs/"):
            self.stored[path.removeprefix("/lfs/")] = body
            return 200, {}
        if path == f"{place}/refs":
            return 200, {
                "branches": [],
                "converts": [],
                "tags": [{"name": t, "ref": f"refs/tags/{t}", "targetCommit": OID} for t in self.tags],
            }
        if path.startswith(f"{place}/tree/main"):
            return 200, [{"type": "file", "path": name, "size": 1, "oid": OID} for name in self.files]
        if path == f"{place}/preupload/main":
            files = json.loads(body)["files"]
            modes = [{"path": f["path"], "uploadMode": "lfs" if f["path"].endswith(".parquet") else "regular"} for f in files]
            return 200, {"files": [{**mode, "shouldIgnore": False} for mode in modes]}
        if path.endswith("/info/lfs/objects/batch"):
            objects = json.loads(body)["objects"]
            return 200, {
                "transfer": "basic",
                "objects": [{**o, "actions": {"upload": {"href": f"{base}/lfs/{o['oid']}"}}} for o in objects],
            }
        if path == f"{place}/commit/main":
            self.commit = [json.loads(line) for line in body.decode().splitlines()]
            return 200, {"commitUrl": f"{base}/datasets/{REPO}/commit/{OID}", "commitOid": OID}
        if path.startswith(f"{place}/tag/"):
            self.tagged[json.loads(body)["tag"]] = path.rsplit("/", 1)[1]
            return 200, {}
        if path == "/api/repos/create":
            return 200, {"url": f"{base}/datasets/{REPO}"}
        return 200, {"errors": [], "warnings": []}  # validate-yaml


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Starts a Hub on this machine and gives an ``HfApi`` that talks to it."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    servers = []

    def start(hub: Hub) -> HfApi:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _do(self) -> None:
                if self.headers.get("Transfer-Encoding") == "chunked":
                    body = b"".join(iter(self._chunk, b""))
                else:
                    body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, value = hub.answer(
                    self.command, self.path.split("?")[0], body, f"http://127.0.0.1:{self.server.server_port}"
                )
                text = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def _chunk(self) -> bytes:
                size = int(self.rfile.readline(), 16)
                data = self.rfile.read(size)
                self.rfile.readline()
                return data

            do_GET = do_POST = do_PUT = _do

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return HfApi(endpoint=f"http://127.0.0.1:{server.server_port}", token="hf_of_the_tests")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def _sent(hub: Hub) -> dict[str, str]:
    """sha256 of every file of the commit, by path."""
    sent = {}
    for line in hub.commit:
        if line["key"] == "file":
            sent[line["value"]["path"]] = sha256(base64.b64decode(line["value"]["content"])).hexdigest()
        elif line["key"] == "lfsFile":
            oid = line["value"]["oid"]
            assert sha256(hub.stored[oid]).hexdigest() == oid
            sent[line["value"]["path"]] = oid
    return sent


def _deleted(hub: Hub) -> list[str]:
    return [line["value"]["path"] for line in hub.commit if line["key"] == "deletedFile"]


def test_a_push_sends_every_file_in_one_commit_and_tags_it(release: Path, serve: Any) -> None:
    hub = Hub()
    address = push(plan(release, REPO), serve(hub))
    there = {p.relative_to(release).as_posix(): sha256(p.read_bytes()).hexdigest() for p in release.rglob("*") if p.is_file()}
    assert _sent(hub) == there
    assert [path for _, path in hub.requests].count(f"/api/datasets/{REPO}/commit/main") == 1
    assert hub.commit[0] == {"key": "header", "value": {"summary": "Release v0.1.0", "description": ""}}
    assert hub.tagged == {"v0.1.0": OID}
    assert address.endswith(f"/datasets/{REPO}/commit/{OID}")


def test_data_of_the_release_before_is_deleted_in_the_same_commit_and_nothing_else(release: Path, serve: Any) -> None:
    stale = ("changes-0.0.1-0.0.2.parquet", "data/old/train-00000-of-00001.parquet")
    hub = Hub(files=(".gitattributes", "NOTES.md", "README.md", "data/ner/train-00000-of-00001.parquet", *stale), tags=("v0.0.2",))
    push(plan(release, REPO), serve(hub))
    assert _deleted(hub) == sorted(stale)


def test_a_version_that_is_tagged_already_is_not_pushed_again(release: Path, serve: Any) -> None:
    hub = Hub(tags=("v0.1.0",))
    with pytest.raises(XinwenError) as caught:
        push(plan(release, REPO), serve(hub))
    assert caught.value.id == "hub-tag"
    assert hub.commit == []


def test_a_refusal_of_the_hub_is_told_with_its_reason(release: Path, serve: Any) -> None:
    hub = Hub(deny=f"/api/datasets/{REPO}/commit/main")
    with pytest.raises(XinwenError) as caught:
        push(plan(release, REPO), serve(hub))
    assert caught.value.id == "hub-failed"
    assert "401" in caught.value.message
    assert hub.commit == []


def test_a_hub_that_is_not_reached_is_told(release: Path) -> None:
    with pytest.raises(XinwenError) as caught:
        push(plan(release, REPO), HfApi(endpoint="http://127.0.0.1:9", token="hf_of_the_tests"))
    assert caught.value.id == "hub-failed"


def test_a_plan_lists_every_file_and_the_tag_without_the_network(release: Path) -> None:
    planned = plan(release, REPO)
    assert planned.tag == "v0.1.0"
    assert dict(planned.files) == {p.relative_to(release).as_posix(): p.stat().st_size for p in release.rglob("*") if p.is_file()}


def test_a_release_that_does_not_verify_is_not_planned(own_release: Path) -> None:
    shutil.copy(own_release / "README.md", own_release / "stats.json")
    with pytest.raises(XinwenError) as caught:
        plan(own_release, REPO)
    assert (caught.value.id, caught.value.place) == ("verify-sha256", str(own_release / "stats.json"))


@pytest.mark.parametrize("name", ["no/such/name", "", "a--b/c", "x/.."])
def test_a_name_that_cannot_be_a_repository_s_is_refused(release: Path, name: str) -> None:
    with pytest.raises(XinwenError) as caught:
        plan(release, name)
    assert caught.value.id == "hub-repo"
