"""纯文本 and what reads as such: txt, csv, json, xml, svg. Charset told from the bytes; lines kept."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from extractors.base import Reading, Source, passage
from extractors.charset import decode
from inspection.model import Part

if TYPE_CHECKING:
    from extractors.limits import Budget

_NEWLINES = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_ESCAPE = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\u([0-9a-f]{4})", re.IGNORECASE)
TITLE_LENGTH = 80


class PlainText:
    """Reads text as it stands."""

    formats = ("text", "json", "xml", "svg")
    inline = True

    def extract(self, source: Source, kind: str, budget: Budget) -> Reading:
        """One passage, 正文, with the text's own lines; escaped characters of JSON and XML resolved."""
        text, _ = decode(source.body, (source.charset,), markup=kind in {"xml", "svg"})
        text = _NEWLINES.sub("\n", text.removeprefix("\ufeff")).replace("\0", "")
        if kind == "json":
            text = unescape(text)
        elif kind in {"xml", "svg"} and "&" in text:
            text = html.unescape(text)
        budget.spend(len(text))
        return Reading(tuple(passage(text, "正文", Part.BODY)), title=first_line(text) if kind == "text" else "")


def unescape(text: str) -> str:
    r"""``text`` with the \\uXXXX escapes of JSON and JavaScript resolved, surrogate pairs included."""
    return _ESCAPE.sub(_character, text) if "\\u" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return (bytes.fromhex(match[1]) + bytes.fromhex(match[2])).decode("utf-16-be", "replace")
    code = int(match[3], 16)
    return " " if code < 32 else "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def first_line(text: str) -> str:
    """The first line that says something (four characters or more), shortened: the title of what has none."""
    for raw in text[:2000].split("\n"):
        line = " ".join(raw.split())
        if len(line) >= 4:
            return line if len(line) <= TITLE_LENGTH else line[:TITLE_LENGTH] + "…"
    return ""
