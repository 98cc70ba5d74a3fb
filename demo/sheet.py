"""Spreadsheets with hidden sheets, rows and columns, cell notes, page headers and properties."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Rows = tuple[tuple[str, ...], ...]
_STAMP = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A worksheet.

    Attributes:
        hidden: "" visible, "hidden" or "very" (only macros can show it).
        hidden_columns, hidden_rows: 0-based numbers.
        notes: cell notes (批注) by cell, e.g. ("B3", "…").
        header, footer: of the printed page, in Excel's codes (&L left, &C centre, &R right).
    """

    name: str
    rows: Rows
    hidden: str = ""
    hidden_columns: tuple[int, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    header: str = ""
    footer: str = ""


def xlsx(
    sheets: Sequence[Sheet],
    *,
    properties: dict[str, str] | None = None,
    custom: dict[str, str] | None = None,
    names: dict[str, str] | None = None,
) -> bytes:
    """A .xlsx of these sheets; the same bytes each time.

    Args:
        sheets: the first must be visible.
        properties: title, subject, keywords, comments …
        custom: custom properties.
        names: defined names, e.g. {"密级": '="秘密★1年"'}.
    """
    import xlsxwriter

    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"author": "业务科", "created": _STAMP, **(properties or {})})
    for key, value in (custom or {}).items():
        book.set_custom_property(key, value)
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "align": "center"})
    cell = book.add_format({"border": 1})
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, head, cell)
    for name, formula in (names or {}).items():
        book.define_name(name, formula)
    book.close()
    return out.getvalue()


def _write(page: Any, sheet: Sheet, head: Any, cell: Any) -> None:
    for number, row in enumerate(sheet.rows):
        page.write_row(number, 0, row, head if number == 0 else cell)
    width = max((len(row) for row in sheet.rows), default=1)
    page.set_column(0, max(width - 1, 0), 16)
    for column in sheet.hidden_columns:
        page.set_column(column, column, 16, None, {"hidden": True})
    for row_number in sheet.hidden_rows:
        page.set_row(row_number, None, None, {"hidden": True})
    for where, note in sheet.notes:
        page.write_comment(where, note, {"author": "业务科"})
    if sheet.header:
        page.set_header(sheet.header)
    if sheet.footer:
        page.set_footer(sheet.footer)
    if sheet.hidden == "very":
        page.very_hidden()
    elif sheet.hidden:
        page.hide()
