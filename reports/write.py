"""The front door of the reports: which formats there are, and the one function that writes them."""

from __future__ import annotations

import difflib
import os
from typing import TYPE_CHECKING

from inspection.errors import SettingsError
from reports.html import Html
from reports.lines import Csv, Jsonl
from reports.pdf import Pdf, fonts_found
from reports.sarif import Sarif
from reports.spreadsheet import Spreadsheet
from reports.view import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from inspection.summary import RunSummary
    from reports.base import Writer

__all__ = ["WRITERS", "fonts_found", "write"]

WRITERS: tuple[Writer, ...] = (Html(), Pdf(), Spreadsheet(), Jsonl(), Csv(), Sarif())


def write(summary: RunSummary, formats: Sequence[str], folder: Path, *, name: str) -> list[Path]:
    """Write a summary in each of the formats as ``folder/name.suffix``.

    A file appears whole or not at all: it is written beside its place and renamed. Formats are checked before anything is
    written; each is written once, in the order asked for.

    Args:
        summary: what the report says.
        formats: words of :data:`WRITERS` (html, pdf, xlsx, jsonl, csv, sarif).
        folder: made where it does not exist.
        name: of the files, without suffix.

    Returns:
        The files written.

    Raises:
        SettingsError: an unknown format, an unusable name, a folder that cannot be written.
    """
    writers = [_writer(word) for word in dict.fromkeys(formats)]
    if not name or name != os.path.basename(name) or name.startswith("."):  # noqa: PTH119  # a name, not a path
        raise SettingsError(f"报告文件名不可用：{name!r}。请使用不含路径分隔符、不以点开头的名称")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(_refusal(folder, error)) from error
    summary = numbered(summary)
    return [_place(writer, summary, folder, name) for writer in writers]


def _place(writer: Writer, summary: RunSummary, folder: Path, name: str) -> Path:
    final = folder / f"{name}{writer.suffix}"
    draft = folder / f".{name}.{os.getpid()}{writer.suffix}"
    try:
        writer.write(summary, draft)
        draft.replace(final)
    except OSError as error:
        raise SettingsError(_refusal(final, error)) from error
    finally:
        draft.unlink(missing_ok=True)
    return final


def _writer(word: str) -> Writer:
    known = {writer.format: writer for writer in WRITERS}
    if word in known:
        return known[word]
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    hint = f"；是否想写 {near[0]}？" if near else ""
    raise SettingsError(f"不支持的报告格式 {word!r}；可用的有：{'、'.join(known)}{hint}")


def _refusal(place: Path, error: OSError) -> str:
    return f"无法写入报告 {place}：{error.strerror or error}。请检查磁盘空间和目录权限，或用 --out 指定其他目录"
