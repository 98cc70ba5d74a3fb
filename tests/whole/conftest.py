"""Whole inspections: the command line as a person runs it, portals on loopback, workspaces in temporary folders."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Result:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    def lines(self, kind: str = "") -> list[dict[str, Any]]:
        found = [json.loads(line) for line in self.out.splitlines()]
        return [line for line in found if not kind or line["kind"] == kind]


@dataclass
class Mijian:
    """The command line with its own workspace."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "cli", "--home", str(self.home), *map(str, words)]

    def env(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("MIJIAN_")}
        return {**kept, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200", **self.environment}

    def __call__(self, *words: object, input: bytes = b"", timeout: float = 240) -> Result:  # noqa: A002  # as in subprocess
        done = subprocess.run(
            self.command(*words),
            capture_output=True,
            input=input,
            cwd=self.home.parent,
            env=self.env(),
            timeout=timeout,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def mijian(tmp_path: Path) -> Mijian:
    return Mijian(tmp_path / "home")


def free_port(host: str) -> int:
    """A port that nobody listens on at this loopback address."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@contextmanager
def pages(routes: dict[str, tuple[str, bytes]]) -> Iterator[tuple[str, list[str]]]:
    """Serve bodies by path (content type, bytes); gives the start address and the log of paths."""
    log: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            log.append(self.path)
            kind, body = routes.get(self.path, ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", log
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
