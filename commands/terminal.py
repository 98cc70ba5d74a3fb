"""How the terminal looks: one theme, tables that fit, Chinese errors that say what to do, exit codes."""

from __future__ import annotations

import contextlib
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

THEME = Theme(
    {
        "severity.4": "bold red",
        "severity.3": "dark_orange3",
        "severity.2": "yellow4",
        "severity.1": "steel_blue",
        "severity.0": "grey50",
        "accent": "steel_blue",
        "quiet": "grey50",
        "error": "bold red",
    }
)
SEVERITY = ("无风险", "一般", "关注", "严重", "紧急")
SHAPES = "○●◆▲■"

out = Console(theme=THEME, highlight=False, soft_wrap=False)
err = Console(theme=THEME, highlight=False, stderr=True)


class Exit(IntEnum):
    """Exit codes of surface.md 2."""

    COMPLETE = 0
    FINDINGS = 1
    WRONG_USE = 2
    INCOMPLETE = 3
    STOPPED = 4
    BUG = 70


def severity(step: int) -> str:
    """Word and shape in the severity's colour, as Rich markup."""
    return f"[severity.{step}]{SHAPES[step]} {SEVERITY[step]}[/]"


def clean(text: str) -> str:
    """Text from outside, without what would move the cursor, hide or reorder characters; markup brackets escaped."""
    from rich.markup import escape

    kept = "".join(
        c if c.isprintable() and c not in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069" else " " for c in text
    )
    return escape(kept)


def table(columns: Sequence[str | tuple[str, str]], rows: Iterable[Sequence[str]], *, title: str = "") -> Table:
    """A table that fits the terminal. A column given as (name, "right") is right-aligned; "fold" wraps instead of cutting."""
    made = Table(
        title=title or None, title_justify="left", box=None, header_style="accent", pad_edge=False, padding=(0, 2, 0, 0)
    )
    for column in columns:
        name, how = column if isinstance(column, tuple) else (column, "")
        made.add_column(
            name,
            justify="right" if how == "right" else "left",
            overflow="fold" if how == "fold" else "ellipsis",
            no_wrap=how in ("right", "keep"),
        )
    for row in rows:
        made.add_row(*row)
    return made


def known_format(word: str, known: Sequence[str]) -> None:
    """Refuse an output format that a command has not.

    Raises:
        SettingsError: it is none of ``known``.
    """
    if word not in known:
        from inspection.errors import SettingsError

        raise SettingsError(f"没有格式 {word}；可用：{'、'.join(known)}")


def local(when: datetime | None, *, timezone: str = "Asia/Shanghai") -> str:
    """2026-11-23 14:05 in the given zone; a dash for None."""
    from zoneinfo import ZoneInfo

    return "—" if when is None else when.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")


def print_line(record: dict[str, Any]) -> None:
    """One JSON line on standard output."""
    import json

    sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def quiet_pipe() -> None:
    """A reader that closes early (``| head``) ends the program without a trace."""
    with contextlib.suppress(OSError):
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
