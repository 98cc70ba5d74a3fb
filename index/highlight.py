"""One highlighter for every backend: what was looked for, marked in title and text, personal numbers masked.

Backends' own highlighters mark single characters (tantivy) or refuse long texts (Elasticsearch).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index import query as tree
from index.base import Entry, Hit, Marked, PageEntry
from index.normalise import BREAK, HOLE, fold, norm
from index.query import Field
from inspection.masking import DIGIT, GAP, mask_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.query import Node

MAX_SNIPPETS = 3
CONTEXT = 20  # characters kept on each side of a hit
_CHUNK = 1_000  # a text is searched by parts until there are enough hits; only parts with a hit are folded
# How far beyond its edges a snippet looks for the rest of a number, which its mask must see as a whole. A run that goes on
# even there has more than _MOST_DIGITS digits, for at most four of five characters of it are separators.
_EDGE = 160
_MOST_DIGITS = 31  # the longest run that mask_digits takes for one number

# A run of digits that masking may touch as a whole.
_RUN = re.compile(rf"{DIGIT}(?:{GAP}{DIGIT})*(?:{GAP}[XxＸｘ×])?")


class Highlighter:
    """Marks what one query looks for.

    Args:
        expression: the query's tree; only what it affirms is marked.
        unmasked: leave personal numbers readable.
    """

    def __init__(self, expression: Node, *, unmasked: bool = False) -> None:
        phrases = list(_affirmed(expression))
        self._text = _regex([tree.pattern(text) for text, field in phrases if field is None])
        self._title = _regex([tree.pattern(text) for text, field in phrases if field in {None, Field.TITLE}])
        # White space and invisible characters inside a hit make it longer in the original than in the normal form.
        self._overlap = 100 + 4 * max((len(text) for text, _ in phrases), default=0)
        self._unmasked = unmasked

    def hit(self, entry: Entry, score: float) -> Hit:
        """The hit that shows ``entry``."""
        text = entry.text if isinstance(entry, PageEntry) else entry.excerpt
        title = entry.title
        numbers = list(self._numbers(title, 0, len(title)))
        marked = self._marked(title, 0, len(title), self._spans(title, self._title), numbers)
        shown: Entry
        if isinstance(entry, PageEntry):
            shown = replace(entry, text="", title=self._mask(title), path=tuple(map(self._mask, entry.path)))
        else:
            shown = replace(entry, title=self._mask(title), excerpt=self._mask(text))
        snippets = self._snippets(text)
        if not snippets and isinstance(entry, PageEntry):
            snippets = self._snippets(" » ".join(entry.path))
        return Hit(shown, score, marked, snippets or self._beginning(text))

    def _mask(self, text: str) -> str:
        at, pieces = 0, []
        for low, high, masked in self._numbers(text, 0, len(text)):
            pieces += [text[at:low], masked]
            at = high
        return "".join([*pieces, text[at:]])

    def _spans(self, text: str, wanted: re.Pattern[str] | None) -> list[tuple[int, int]]:
        """Merged spans of ``text`` that match, in order."""
        if wanted is None:
            return []
        folded = fold(text)
        merged: list[tuple[int, int]] = []
        for match in wanted.finditer(folded.text):
            start, end = folded.span(match.start(), match.start() + len(match[1]))
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _snippets(self, text: str) -> tuple[Marked, ...]:
        """The stretches around the first hits, each within its passage; empty where nothing of the text is marked."""
        windows: list[tuple[int, int, list[tuple[int, int]]]] = []
        for start, end in self._hits(text):
            low = max(start - CONTEXT, text.rfind(BREAK, max(start - CONTEXT, 0), start) + 1, 0)
            behind = text.find(BREAK, end, end + CONTEXT)
            high = min(end + CONTEXT, len(text)) if behind < 0 else behind
            if windows and low <= windows[-1][1]:
                first, _, spans = windows[-1]
                windows[-1] = (first, max(high, windows[-1][1]), [*spans, (start, end)])
            elif len(windows) == MAX_SNIPPETS:
                break
            else:
                windows.append((low, high, [(start, end)]))
        return tuple(self._window(text, *window) for window in windows)

    def _beginning(self, text: str) -> tuple[Marked, ...]:
        start = len(text) - len(text.lstrip())
        return (self._window(text, start, start + 2 * CONTEXT, []),) if start < len(text) else ()

    def _hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of the text, lazily: three snippets do not need all of a long document folded."""
        if self._text is None:
            return
        last = 0
        for base in range(0, len(text), _CHUNK):
            part = text[base : base + _CHUNK + self._overlap]
            if self._text.search(norm(part)) is None:
                continue
            for start, end in self._spans(part, self._text):
                if base + end > last:
                    yield max(base + start, last), base + end
                    last = base + end

    def _window(self, text: str, start: int, end: int, spans: list[tuple[int, int]]) -> Marked:
        """A snippet: the window, widened to whole numbers, between dots where the passage goes on."""
        start, end = max(start, 0), min(end, len(text))
        numbers = list(self._numbers(text, start, end))
        start = min([start, *(low for low, _, _ in numbers)])
        end = max([end, *(high for _, high, _ in numbers)])
        before = "…" if start and text[start - 1] != BREAK else ""
        after = "…" if end < len(text) and text[end] != BREAK else ""
        return _joined([(before, False), *self._marked(text, start, end, spans, numbers).pieces, (after, False)])

    def _marked(
        self, text: str, start: int, end: int, spans: list[tuple[int, int]], numbers: list[tuple[int, int, str]]
    ) -> Marked:
        """``text[start:end]`` in pieces; what masking hides is one piece, marked where any of it is."""
        pieces: list[tuple[str, bool]] = []
        at = start
        for low, high, masked in numbers:
            pieces += _slices(text, at, low, spans)
            pieces.append((masked, any(a < high and low < b for a, b in spans)))
            at = high
        pieces += _slices(text, at, end, spans)
        return _joined(pieces)

    def _numbers(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """What masking changes within ``start:end`` or across its edges: the span and what stands there instead."""
        if self._unmasked:
            return
        first, last = max(start - _EDGE, 0), min(end + _EDGE, len(text))
        for run in _RUN.finditer(text, first, last):
            if run.end() <= start or run.start() >= end:
                continue
            # In a longer list of numbers none can be told apart: hide all of it.
            endless = sum(map(str.isdigit, run[0])) > _MOST_DIGITS
            masked = re.sub(DIGIT, "*", run[0]) if endless else mask_digits(run[0])
            if masked != run[0]:
                head, tail = _common(run[0], masked), _common(run[0][::-1], masked[::-1])
                yield run.start() + head, run.end() - tail, masked[head : len(masked) - tail]


def _joined(pieces: list[tuple[str, bool]]) -> Marked:
    """Neighbours of the same kind as one, white space as one space, none at the ends."""
    joined: list[tuple[str, bool]] = []
    for text, hit in pieces:
        if joined and joined[-1][1] == hit:
            joined[-1] = (joined[-1][0] + text, hit)
        elif text:
            joined.append((text, hit))
    flat = [(re.sub(r"\s+", " ", text), hit) for text, hit in joined]
    if flat:
        flat[0] = (flat[0][0].lstrip(), flat[0][1])
        flat[-1] = (flat[-1][0].rstrip(), flat[-1][1])
    return Marked(tuple(piece for piece in flat if piece[0]))


def _common(one: str, other: str) -> int:
    """How many characters both begin with, at most a third of either, so that head and tail never meet."""
    most = min(len(one), len(other)) // 3
    return next((at for at in range(most) if one[at] != other[at]), most)


def _slices(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    at = start
    for first, last in spans:
        low, high = max(first, at), min(last, end)
        if low < high:
            yield text[at:low], False
            yield text[low:high], True
            at = high
    yield text[at:end], False


def _affirmed(node: Node) -> Iterator[tuple[str, Field | None]]:
    """The phrases that a hit may show, with their fields."""
    match node:
        case tree.Phrase(text, field):
            yield text, field
        case tree.Near(left, right, _):
            yield left.text, left.field
            yield right.text, right.field
        case tree.And(parts) | tree.Or(parts):
            for part in parts:
                yield from _affirmed(part)
        case _:
            return


def _regex(patterns: list[str]) -> re.Pattern[str] | None:
    """All occurrences, overlapping ones too: an empty match at each place, with the longest phrase there as group 1."""
    if not patterns:
        return None
    longest = sorted(set(patterns), key=len, reverse=True)
    parts = ["".join("." if c == HOLE else re.escape(c) for c in pattern) for pattern in longest]
    return re.compile(f"(?s)(?=({'|'.join(parts)}))")
