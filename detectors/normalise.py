"""Fold a text once, so that rules read one spelling: NFKC, simplified, one ★, no invisible characters.

A numpy table over all code points (built at first use, 1:1 or deleted) with a map of folded offsets back to the
original that costs nothing until it is asked for. Views without spaces are folded views again, with the same map.
"""

from __future__ import annotations

import functools
import html
import re
from typing import TYPE_CHECKING

import numpy as np

from detectors.variants import SINGLE, folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

# Entities that were escaped twice and so reached the text: 机&nbsp;密&#9733;1年.
_ENTITY = re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,12});")
_NAMES = {"starf": "★", "bigstar": "★", "star": "★"}
_LAST_TABLED = 0x1FFFF  # planes above hold rare ideographs (themselves) and tags (deleted)


class View:
    """A text derived from another by replacing and deleting characters.

    Attributes:
        text: the derived text.
    """

    __slots__ = ("_kept", "text")

    def __init__(self, text: str, kept: NDArray[np.int64] | None) -> None:
        self.text = text
        self._kept = kept  # source offset of each character; None: all of them

    def source(self, at: int) -> int:
        """Offset in the source of the character at ``at``; the end maps behind the last character kept."""
        if self._kept is None:
            return at
        if at >= len(self._kept):
            return int(self._kept[-1]) + 1 if len(self._kept) else 0
        return int(self._kept[at])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that ``[start, end)`` of this view comes from."""
        if end <= start:
            at = self.source(start)
            return at, at
        return self.source(start), self.source(end - 1) + 1

    def at_or_after(self, source: int) -> int:
        """The first offset of this view that comes from ``source`` or behind it."""
        if self._kept is None:
            return min(source, len(self.text))
        return int(np.searchsorted(self._kept, source))

    def without(self, unwanted: Callable[[NDArray[np.uint32]], NDArray[np.bool_]]) -> View:
        """This view with the characters deleted that ``unwanted`` picks from the array of code points.

        The map of the result leads to this view's text (not to its source).
        """
        codes = _codes(self.text)
        kept = np.flatnonzero(~unwanted(codes))
        if len(kept) == len(codes):
            return View(self.text, None)
        return View(_text(codes[kept]), kept)


def fold(text: str) -> View:
    """``text`` as rules read it; the view's map leads back to ``text``."""
    codes = _codes(text)
    if "&" in text and _ENTITY.search(text):
        codes = _unescape(text, codes)
    table = _table()
    if len(codes) and int(codes.max()) > _LAST_TABLED:
        high = codes > _LAST_TABLED
        result = table[np.where(high, 0, codes)]
        result[high] = np.where(codes[high] >> 12 == 0xE0, 0, codes[high])
    else:
        result = table.take(codes)
    if result.all():
        return View(_text(result), None)
    kept = np.flatnonzero(result)
    return View(_text(result[kept]), kept)


def compact(view: View) -> View:
    """Without spaces; line ends and cell ends stay. For words that may be spaced out: 机 密 ★ 1 年."""
    return view.without(lambda codes: codes == 0x20)


def tight(view: View) -> View:
    """Without any white space. Only for marks split over lines and cells: it joins what stands apart (司机 密切)."""
    return view.without(lambda codes: (codes == 0x20) | (codes == 0x0A) | (codes == 0x09))


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le")


def _unescape(text: str, codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Each entity as its one character in the first place, and nothing (NUL) in the others."""
    codes = codes.copy()
    for match in _ENTITY.finditer(text):
        name = match[0][1:-1]
        char = _NAMES.get(name) or html.unescape(match[0])
        if len(char) == 1 and not 0xD800 <= ord(char) <= 0xDFFF:
            codes[match.start() : match.end()] = 0
            codes[match.start()] = ord(char)
    return codes


@functools.cache
def _table() -> NDArray[np.uint32]:
    """The fold of each code point. Ideographs, Hangul and their like are left alone, but for the pairs of our own."""
    table = np.arange(_LAST_TABLED + 1, dtype=np.uint32)
    for start, stop in ((0, 0x3400), (0xD800, 0xE000), (0xF000, 0x10000), (0x1D000, _LAST_TABLED + 1)):
        table[start:stop] = [folded(code) for code in range(start, stop)]
    for char in SINGLE:
        table[ord(char)] = folded(ord(char))
    return table
