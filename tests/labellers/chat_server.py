"""A chat-completions server on this machine that answers as told, well or badly."""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

Item = dict[str, Any]


@dataclass
class Reply:
    """What the server sends: a message, or a bare body, or nothing but the end of the connection.

    ``cut`` closes in the middle of the body, ``reset`` before the first byte.
    """

    message: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    cut: bool = False
    reset: bool = False


@dataclass
class Chat:
    """A running server: the replies that come first, what answers after them, and every request that was received."""

    answer: Callable[[dict[str, Any]], str]
    script: list[Reply] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    base_url: str = ""

    def questions(self) -> list[dict[str, Any]]:
        """The sentences asked for, request by request."""
        return [json.loads(request["messages"][1]["content"]) for request in self.requests]


@contextmanager
def serving(answer: Callable[[dict[str, Any]], str]) -> Iterator[Chat]:
    """A server on a free port, stopped at the end. ``answer`` makes the message for a question."""
    chat = Chat(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            chat.requests.append(request)
            chat.keys.append(self.headers.get("Authorization", ""))
            question = json.loads(request["messages"][1]["content"])
            reply = chat.script.pop(0) if chat.script else Reply(chat.answer(question))
            if reply.reset:
                self.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
            body = (completion(reply.message) if reply.body is None else reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if reply.cut else body)
            self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def handle_error(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda request, address: None  # type: ignore[method-assign]
    chat.base_url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def completion(message: str) -> str:
    """A response in the shape of the protocol; it costs 100 and 10 tokens."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": message}}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return json.dumps({"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage})
