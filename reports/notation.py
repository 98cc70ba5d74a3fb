"""How numbers, times, sizes, addresses and foreign text are written in every report.

Foreign text is whatever a website wrote: it may hold control characters, half a surrogate pair, direction overrides that
let ``gpj.exe`` read as ``exe.jpg``, or a digit run that slipped through. It passes :func:`plain` before anything shows it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from inspection.masking import mask_name_or_url

if TYPE_CHECKING:
    from collections.abc import Sequence

# Asia/Shanghai has had no summer time since 1991: a fixed offset needs no time zone data on the machine.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
THIN = "\u2009"

# Unicode 15.1, property Bidi_Control, and the line separators that would end a line inside a cell.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Code points that are no characters, or that UTF-8 and XML cannot carry.
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_MARKED = re.compile("「([^「」]*)」")


def plain(text: str) -> str:
    """Foreign text made safe to show: one line, in its logical order, encodable, personal numbers masked.

    Direction controls become visible as ``[U+202E]``: a name that needs one to look harmless is itself a clue.
    """
    if not text.isascii():
        text = _DIRECTIONS.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
        text = _IMPOSSIBLE.sub("□", text)
    # Addresses and file names are full of long numbers that name nobody; excerpts come masked by their detector.
    return mask_name_or_url(_CONTROLS.sub(" ", text)).strip()


def marked(excerpt: str) -> tuple[str, str, str]:
    """An excerpt as (before, hit, after); the hit stands between 「 and 」, nearest the middle where several do."""
    middle = len(excerpt) / 2
    hits = sorted(_MARKED.finditer(excerpt), key=lambda found: abs((found.start() + found.end()) / 2 - middle))
    if not hits:
        return excerpt, "", ""
    return excerpt[: hits[0].start()], hits[0][1], excerpt[hits[0].end() :]


def middle_out(text: str, limit: int) -> str:
    """``text`` shortened in the middle to about ``limit`` characters, with its full length stated."""
    if len(text) <= limit:
        return text
    head = limit * 2 // 3
    return f"{text[:head]} …〔共 {number(len(text))} 字符〕… {text[head - limit :]}"


def short(text: str, limit: int = 60) -> str:
    """Foreign text for a name, a heading or a cell: :func:`plain`, and never longer than fits there."""
    return middle_out(plain(text), limit)


def web_address(url: str) -> str:
    """``url`` where it can be opened as it stands: http or https, nothing masked in it; else an empty string."""
    if not url.lower().startswith(("http://", "https://")) or "*" in url or "□" in url or " " in url:
        return ""
    return url


def number(value: int) -> str:
    """12 345: thousands apart by a thin space."""
    return f"{value:,}".replace(",", THIN)


def percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` with one decimal, rounded down: 100 % is said only of all of it. ``—`` of nothing."""
    if whole <= 0:
        return "—"
    if part >= whole:
        return "100%"
    return f"{part * 1000 // whole / 10:.1f}%"


UNFINISHED = "未查完"


def coverage(done: int, missed: int, *, complete: bool) -> str:
    """The share that was inspected. Of a run that did not end nobody knows the whole, so no share is said."""
    return percent(done, done + missed) if complete else UNFINISHED


def local(when: datetime) -> datetime:
    """``when`` in Asia/Shanghai; a time without zone is UTC, as in the ledger."""
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(SHANGHAI)


def day(when: datetime) -> str:
    """2026-11-23."""
    return local(when).strftime("%Y-%m-%d")


def moment(when: datetime) -> str:
    """2026-11-23 09:05."""
    return local(when).strftime("%Y-%m-%d %H:%M")


def iso(when: datetime) -> str:
    """2026-11-23T09:05:00+08:00, for programs."""
    return local(when).isoformat(timespec="seconds")


def chinese_day(when: datetime) -> str:
    """2026年11月3日: the date of a paper (GB/T 9704-2012: Arabic figures, no leading zeros)."""
    at = local(when)
    return f"{at.year}年{at.month}月{at.day}日"


def span(start: datetime, end: datetime) -> str:
    """A period: by the minute within two days, else by the day."""
    if end - start <= timedelta(days=2):
        same = day(start) == day(end)
        return f"{moment(start)} 至 {local(end).strftime('%H:%M') if same else moment(end)}"
    return f"{day(start)} 至 {day(end)}"


def duration(seconds: float) -> str:
    """3 小时 12 分, 4 分 5 秒, 8 秒."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {left} 秒" if minutes else f"{left} 秒"


def size(count: int) -> str:
    """12.3 MB (powers of 1024)."""
    value = float(count)
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} TB"


def ranges(ids: Sequence[str]) -> str:
    """F-000001—F-000004、F-000009: consecutive numbers drawn together from four on, in ascending order."""
    parts: list[str] = []
    run: list[str] = []
    for name in [*sorted(ids), ""]:
        if run and _number(name) == _number(run[-1]) + 1:
            run.append(name)
            continue
        parts.extend([f"{run[0]}—{run[-1]}"] if len(run) > 3 else run)
        run = [name]
    return "、".join(parts)


def _number(name: str) -> int:
    digits = name.rpartition("-")[2]
    return int(digits) if digits.isascii() and digits.isdigit() else -2
