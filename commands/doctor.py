"""`mijian doctor`: what is installed, reachable, writable, too old; each shortcoming with the one command that mends it."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from commands.terminal import Exit, clean, out, table
from commands.workspace import state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline import Handles


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the examination. ``mend``: the command or step that helps; empty where all is well."""

    name: str
    found: str
    good: bool = True
    mend: str = ""


def doctor(
    context: typer.Context,
    settings: Annotated[bool, typer.Option("--settings", help="列出每项设置的值和来源")] = False,
    migrate: Annotated[bool, typer.Option("--migrate", help="先备份，再把旧版台账升级到当前版本")] = False,
) -> int:
    """检查安装和工作区是否正常，缺什么、怎么补。

    例：mijian doctor --settings
    """
    home = state(context).folder()
    if settings:
        _print_settings(home)
        return Exit.COMPLETE
    if migrate:
        _migrate(home)
    items = [*_programs(), *_workspace(home)]
    rows = [
        (
            "[severity.1]● 正常[/]" if item.good else "[severity.3]▲ 需处理[/]",
            clean(item.name),
            clean(item.found),
            clean(item.mend),
        )
        for item in items
    ]
    out.print(table([("状态", "keep"), ("项目", "keep"), ("情况", "fold"), ("处理办法", "fold")], rows))
    bad = [item for item in items if not item.good]
    out.print(f"共 {len(items)} 项，{len(bad)} 项需要处理。" if bad else f"共 {len(items)} 项，全部正常。")
    return Exit.INCOMPLETE if bad else Exit.COMPLETE


def _programs() -> Iterator[Item]:
    yield Item("Python", sys.version.split()[0])
    yield _probe("文件类型识别", "libmagic", _magic, "sudo apt-get install libmagic1")
    yield _probe(
        "PDF 报告",
        "WeasyPrint",
        _weasyprint,
        "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    )
    yield _probe("报告字体", "", _fonts, "sudo apt-get install fonts-noto-cjk")
    yield _probe("PDF 读取", "pypdfium2", lambda: _version("pypdfium2"), "make setup")
    yield _optional("快速匹配", lambda: "hyperscan " + _version("hyperscan"), "未安装，改用较慢的方式，结果相同")
    yield _probe("内置检索", "", lambda: "tantivy " + _version("tantivy"), "make setup")
    yield _probe("国密摘要 SM3", "", _sm3, "需要 OpenSSL 3（Debian 12 自带）")


def _probe(name: str, what: str, look: Callable[[], str], mend: str) -> Item:
    try:
        found = look()
    except Exception as error:  # noqa: BLE001  # whatever a library does when something of it is missing
        return Item(name, f"{what} 不可用（{type(error).__name__}）".strip(), good=False, mend=mend)
    return Item(name, found)


def _optional(name: str, look: Callable[[], str], without: str) -> Item:
    """Something that one can do without."""
    found = _probe(name, "", look, "")
    return found if found.good else Item(name, without)


def _version(name: str) -> str:
    from importlib.metadata import version

    importlib.import_module(name)
    return version(name)


def _magic() -> str:
    import magic

    magic.from_buffer(b"%PDF-1.4", mime=True)
    return f"libmagic {magic.version()}"  # type: ignore[no-untyped-call]


def _weasyprint() -> str:
    return f"WeasyPrint {_version('weasyprint')}"


def _fonts() -> str:
    from reports.write import fonts_found

    found = fonts_found()
    if not found:
        raise LookupError
    return "、".join(found)


def _sm3() -> str:
    import hashlib

    hashlib.new("sm3")
    import ssl

    return ssl.OPENSSL_VERSION


def _workspace(home: Path) -> Iterator[Item]:
    from inspection.workspace import FILE

    if not (home / FILE).is_file():
        yield Item("工作区", f"{home}（尚未建立）", good=False, mend="mijian init")
        return
    writable = os.access(home, os.W_OK)
    yield Item("工作区", str(home), writable, "" if writable else "调整目录权限，或用 --home 指定其他目录")
    loose = home.stat().st_mode & 0o077
    yield Item(
        "工作区权限",
        "仅本账户可访问" if not loose else "其他账户可以访问",
        not loose,
        f"chmod 700 {home}" if loose else "",
    )
    free = shutil.disk_usage(home).free / 1e9
    yield Item("磁盘空间", f"剩余 {free:.1f} GB", free > 2, "" if free > 2 else "清理磁盘，至少留出 2 GB")
    yield from _handles(home)


def _handles(home: Path) -> Iterator[Item]:
    from inspection.errors import LedgerError, SettingsError
    from pipeline import open_handles

    try:
        with open_handles(home) as handles:
            yield Item("设置文件", "可以读取")
            yield Item("台账", handles.ledger_state())
            yield Item("规则库", f"版本 {handles.rules_version()}")
            yield _index(handles)
    except (SettingsError, LedgerError) as error:
        yield Item("设置与台账", str(error), good=False, mend="按左列说明处理后再试")


def _index(handles: Handles) -> Item:
    from inspection.errors import InspectionError, SettingsError

    try:
        health = handles.index().health()
    except SettingsError as error:
        return Item("检索库", str(error), good=False, mend="修改 mijian.toml 的 [index] url")
    except InspectionError as error:
        return Item("检索库", str(error), good=False, mend="mijian reindex")
    backlog = handles.backlog()
    late = f"，{backlog} 条待收入" if backlog else ""
    return Item("检索库", health.detail + late, health.ok, "" if health.ok else "mijian reindex")


def _migrate(home: Path) -> None:
    from pipeline import migrate_ledger

    out.print(clean(migrate_ledger(home)))


def _print_settings(home: Path) -> None:
    import tomllib

    from inspection.settings import SECTIONS, load
    from inspection.workspace import FILE

    path = home / FILE
    loaded = load(path if path.is_file() else None)
    given = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    rows = []
    for section, model in SECTIONS.items():
        for key, field in model.model_fields.items():
            value = getattr(getattr(loaded, section), key)
            if f"MIJIAN_{section}__{key}".upper() in {name.upper() for name in os.environ}:
                source = "环境变量"
            else:
                source = FILE if key in given.get(section, {}) else "默认"
            shown = _hide_password(str(value)) if "url" in key else str(value)
            rows.append(
                (f"[{section}] {key}".replace("[", "\\["), clean(shown), source, clean(field.description or ""))
            )
    out.print(table([("设置", "keep"), ("值", "fold"), ("来源", "keep"), ("说明", "fold")], rows))


def _hide_password(url: str) -> str:
    import re

    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:****@", url)


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(doctor)
