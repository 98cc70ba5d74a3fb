"""Serves a generated portal on its loopback addresses: ``python -m demo.server FOLDER [--port N]``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from demo import answer
from demo.routes import STATE, read
from demo.sites import PORT

if TYPE_CHECKING:
    from collections.abc import Iterator

_START_SECONDS = 60.0  # a large portal is read before the first answer


class ServerError(Exception):
    """The server could not start; the message says why, in Chinese."""


async def serve(folder: Path, port: int, *, until_eof: bool = False) -> None:
    """Serve until SIGTERM or SIGINT; print «ready …» when listening.

    Args:
        folder: written by :func:`demo.portal.generate` or :func:`demo.scale.generate_scale`.
        port: on each of the portal's addresses.
        until_eof: stop as well when standard input ends, that is when the parent is gone.

    Raises:
        ServerError: nothing to serve, or the port is taken.
    """
    try:
        routes = read(folder)
    except OSError as error:
        raise ServerError(f"{folder} 中没有示例门户，请先生成：{error.strerror}") from error
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if until_eof:
        loop.add_reader(sys.stdin.fileno(), _watch, stop)
    hosts = list(dict.fromkeys(route.host for route in routes))
    descriptor = os.open(folder / "access.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    runners = []
    try:
        for host in hosts:
            site = answer.Site(folder, host, [route for route in routes if route.host == host], descriptor)
            runner = web.ServerRunner(web.Server(site.handle, access_log=None), handle_signals=False)
            await runner.setup()
            runners.append(runner)
            try:
                await web.TCPSite(runner, host, port, backlog=512).start()
            except OSError as error:
                raise ServerError(_explain(error, host, port)) from error
        print(f"ready {' '.join(f'http://{host}:{port}/' for host in hosts)}", flush=True)  # noqa: T201  # the sign
        await stop.wait()
    finally:
        for runner in runners:
            await runner.cleanup()
        os.close(descriptor)


def _watch(stop: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        stop.set()


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{host}:{port} 已被占用，请结束占用它的程序，或用 --port 换一个端口"
    if error.errno == errno.EACCES:
        return f"没有权限监听 {host}:{port}，请用 --port 换一个大于 1024 的端口"
    return f"无法监听 {host}:{port}：{error.strerror}"


@contextlib.contextmanager
def serving(folder: Path, port: int | None = None) -> Iterator[str]:
    """Serve a folder in a child process while the block runs; yields its «ready» line.

    The child stops with the block, and also when this process dies.

    Args:
        folder: as for :func:`serve`.
        port: else the one that the portal was generated for.

    Raises:
        ServerError: the child could not start; its own message.
    """
    command = [sys.executable, "-m", "demo.server", str(folder.resolve()), "--until-eof"]
    if port is not None:
        command += ["--port", str(port)]
    root = Path(__file__).resolve().parents[1]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    child = subprocess.Popen(  # noqa: S603  # our own module
        command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        yield _wait_ready(child)
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream is not None:
                stream.close()


def _wait_ready(child: subprocess.Popen[str]) -> str:
    import selectors

    out = child.stdout
    assert out is not None
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        deadline = time.monotonic() + _START_SECONDS
        if not selector.select(max(0.0, deadline - time.monotonic())):
            raise ServerError(f"示例门户 {_START_SECONDS:.0f} 秒内未能启动")
    line = out.readline().strip()
    if not line.startswith("ready"):
        errors: Any = child.stderr
        raise ServerError(errors.read().strip() or "示例门户未能启动")
    return line


def own_port(folder: Path) -> int:
    """The port that a portal was generated for: its absolute links name it."""
    try:
        return int(json.loads((folder / STATE).read_text("utf-8"))["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return PORT


def main() -> int:
    """The command; exit code 2 when it cannot serve."""
    parser = argparse.ArgumentParser(prog="python -m demo.server", description="在本机回环地址上提供示例门户")
    parser.add_argument("folder", type=Path, help="示例门户所在目录")
    parser.add_argument("--port", type=int, help="端口，默认为生成示例门户时所用的端口")
    parser.add_argument("--until-eof", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        asyncio.run(serve(options.folder, options.port or own_port(options.folder), until_eof=options.until_eof))
    except ServerError as error:
        print(error, file=sys.stderr)  # noqa: T201  # the command's own message
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
