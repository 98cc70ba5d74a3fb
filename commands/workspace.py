"""The workspace and what holds for every command: --home, -q, -v, --version; `init`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.terminal import clean, err, out

if TYPE_CHECKING:
    from inspection.model import Site
    from pipeline import Handles


@dataclass(frozen=True, slots=True)
class State:
    """What the options before the command said."""

    home: Path | None
    quiet: bool
    verbose: bool

    def folder(self) -> Path:
        """The workspace's folder by the rule of surface.md 1."""
        from inspection.workspace import locate

        return locate(self.home, environment=os.environ.get("MIJIAN_HOME"))

    def open(self) -> Handles:
        """The workspace with its handles; a line says so when this call made it."""
        from pipeline import open_handles

        handles = open_handles(self.folder(), level="DEBUG" if self.verbose else None)
        if handles.workspace.created and not self.quiet:
            err.print(f"[quiet]已建立工作区：{clean(str(handles.workspace.home))}[/]")
        return handles


def state(context: typer.Context) -> State:
    """The state that :func:`register`'s callback left."""
    found = context.find_object(State)
    assert found is not None
    return found


def start_of(site: Site) -> str:
    """The canonical start address of a site as a person gave it.

    Raises:
        SettingsError: it is no address, holds a password, or is a private one without the permission.
    """
    from dataclasses import replace

    from crawler.crawl import Scope
    from inspection.errors import InspectionError, SettingsError

    url = site.start_url if "://" in site.start_url else f"http://{site.start_url}"
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise SettingsError("网址中不能带用户名或密码")
    try:
        return Scope(replace(site, start_url=url)).start
    except InspectionError as error:
        raise SettingsError(error.detail) from error


def _version(asked: bool) -> None:
    if asked:
        from inspection import __version__

        out.print(f"mijian {__version__}")
        raise typer.Exit


def _options(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option("--home", help="工作区目录（默认：MIJIAN_HOME、上级目录中的 mijian.toml、./mijian-data）"),
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="只输出结果")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="日志写得更细")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")] = False,  # noqa: ARG001
) -> None:
    context.obj = State(home, quiet, verbose)


def init(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help="建在哪个目录（默认 ./mijian-data）")] = None,
) -> None:
    """建立工作区：设置文件、密钥、台账、内置规则。

    例：mijian init /srv/mijian
    """
    from inspection.workspace import FILE
    from pipeline import open_handles

    options = state(context)
    home = folder.expanduser().resolve() if folder else options.folder()
    with open_handles(home) as handles:
        made = "已建立" if handles.workspace.created else "已存在"
        out.print(f"工作区{made}：{clean(str(home))}")
        out.print(
            f"  设置 {FILE}（每一项都有说明）、台账 ledger.db、证据 evidence/、密钥 keys/（请另行备份，丢失后证据无法解密）"
        )
        out.print(f"  规则库版本 {handles.rules_version()}")
    out.print("下一步：mijian site add 网址 --name 名称 --agency 单位")


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.callback()(_options)
    app.command()(init)
