"""`mijian demo`: the sample portal on loopback, inspected and reported. The newcomer's first command."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.inspect import exit_code, print_summary, run_all
from commands.terminal import Exit, clean, err, out
from commands.workspace import state
from inspection.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inspection.model import Site
    from pipeline import Handles


def demo(
    context: typer.Context,
    serve: Annotated[bool, typer.Option("--serve", help="只提供示例门户，不检查；Ctrl-C 结束")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="示例门户的端口")] = 8931,
    seed: Annotated[int, typer.Option(help="示例门户的种子：同一种子内容相同")] = 7,
) -> int:
    """示例：生成虚构的“云溪市”三个门户，在本机上提供，检查并出报告。不访问外部网络。

    例：mijian demo（工作区为 ./mijian-demo，不影响正式的工作区）
    """
    from demo.portal import generate

    options = state(context)
    if options.home is None:  # never among the real sites
        options = replace(options, home=Path("mijian-demo"))
    begun = time.monotonic()
    with options.open() as handles:
        folder = handles.workspace.home / "demo-portal"
        with err.status("正在准备示例门户…"):
            generate(folder, seed=seed, port=port)
        with _served(folder, port):
            out.print(f"示例门户已在本机提供：{'　'.join(site.start_url for site in _sites(port))}", soft_wrap=True)
            if serve:
                _wait()
                return Exit.COMPLETE
            sites = [handles.register(site, site.start_url) for site in _sites(port)]
            outcomes = asyncio.run(run_all(handles, sites, quiet=options.quiet))
        print_summary(outcomes)
        paths = _report(handles, [outcome.run for outcome in outcomes])
        for path in paths:
            out.print(f"报告：{clean(_shown(path))}", soft_wrap=True)
        home = clean(_shown(handles.workspace.home))
        out.print(f"用时 {time.monotonic() - begun:.1f} 秒。用浏览器打开上面的 html 即可查看。")
        out.print(f"再试试检索：{_program()} search 内部资料 --home {home}", soft_wrap=True)
        code = exit_code(outcomes, 5)
        return Exit.COMPLETE if code == Exit.INCOMPLETE else code  # dead links are planted: the demo did what it should


@contextmanager
def _served(folder: Path, port: int) -> Iterator[None]:
    from demo.server import ServerError, serving

    try:
        with serving(folder, port):
            yield
    except ServerError as error:
        raise SettingsError(f"{error}。可用 --port 换一个端口") from error


def _sites(port: int) -> list[Site]:
    from demo.sites import PORTALS
    from inspection.model import Site

    return [
        Site(
            0,
            one.name,
            f"http://{one.host}:{port}/",
            agency=one.owner,
            district="云溪市",
            code=one.code,
            allow_private=True,
        )
        for one in PORTALS.values()
    ]


def _report(handles: Handles, runs: list[str]) -> list[Path]:
    from pipeline import report

    with err.status("正在生成报告…"):
        return report(handles, runs, formats=("html", "pdf"))


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _program() -> str:
    """How this program was called, so that the next command can be typed as shown."""
    return _shown(Path(sys.argv[0])) if "/" in sys.argv[0] else "mijian"


def _wait() -> None:
    import contextlib
    import signal

    out.print("按 Ctrl-C 结束。")
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(demo)
