"""The server. Every request is counted, with tokens in and out."""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.loopback.chat import Chat, Reply

Brain = Callable[[Chat], Reply]
Count = Callable[[str], int]

HTTP_FAULTS = ("rate-limit", "server-error", "timeout", "cut", "no-json", "not-the-protocol", "overflow", "refused-key")
SAID_FAULTS = ("wrong-json", "wrong-values", "refusal", "tool-loop", "unknown-tool", "lies")
FAULTS = (*HTTP_FAULTS, *SAID_FAULTS)


def about(text: str) -> int:
    """Count tokens roughly, at four characters each; benchmarks count with a real tokenizer."""
    return -(-len(text) // 4)


@dataclass
class Script:
    """What the server does: the brain that answers, and the fault that befalls a share of the requests."""

    brain: Brain
    fault: str = ""
    share: float = 0.0
    seed: int = 0
    slow: float = 0.6
    """Seconds that a timeout takes; longer than the client waits."""
    count: Count = about
    requests: list[tuple[str, int, int]] = field(default_factory=list)
    """Role, tokens in and tokens out of each request that was answered."""
    faulty: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._lock = threading.Lock()

    def draw(self) -> bool:
        """Say whether this request goes wrong."""
        with self._lock:
            hit = bool(self.fault) and self._random.random() < self.share
            self.faulty += hit
            return hit


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Script

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        chat = Chat.read(raw)
        spared = chat.role == "probe" and self.script.fault == "overflow"  # six words overflow nothing
        fault = self.script.fault if not spared and self.script.draw() else ""
        if fault in HTTP_FAULTS:
            self._fail(fault)
            return
        reply = chat.spoiled(fault, self.script.brain) if fault else self.script.brain(chat)
        message = reply.message()
        tokens_in = self.script.count(chat.counted)
        tokens_out = self.script.count(json.dumps(message.get("tool_calls") or message["content"]))
        self.script.requests.append((chat.role, tokens_in, tokens_out))
        usage = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
        choice = {"index": 0, "message": message, "finish_reason": reply.finish}
        body = {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
        self._send(200, json.dumps(body).encode())

    def _fail(self, fault: str) -> None:
        if fault == "timeout":
            time.sleep(self.script.slow)
            self.close_connection = True
        elif fault == "cut":
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", "5000")
            self.end_headers()
            self.wfile.write(b'{"id": "x", "choices": [{"mess')
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "no-json":
            self._send(200, b"<html>Bad gateway</html>")
        elif fault == "not-the-protocol":
            self._send(200, b'{"choices": []}')
        else:
            status, code = {
                "rate-limit": (429, "rate_limit_exceeded"),
                "server-error": (500, "server_error"),
                "overflow": (400, "context_length_exceeded"),
                "refused-key": (401, "invalid_api_key"),
            }[fault]
            error = {"message": "sk-secret is no good", "type": "error", "param": None, "code": code}
            self._send(status, json.dumps({"error": error}).encode())

    def _send(self, status: int, body: bytes) -> None:
        with suppress(ConnectionError):  # the client may have waited long enough
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """Serve a script; gives the address for `openai:NAME@ADDRESS`."""
    handler = type("Handler", (_Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
