"""A document as rules read it: all passages folded as one text, with lines, cells and places at hand.

Everything is computed when first asked for: most pages end at the gate and never pay for it. All looks around a hit are
bounded, so that hostile text costs linear time.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import unquote, urlsplit

from detectors import normalise
from detectors.facts import Facts
from inspection.model import Part, Passage

if TYPE_CHECKING:
    from collections.abc import Callable

    from detectors.normalise import View
    from inspection.model import Context, Document

T = TypeVar("T")

LINE = 400  # the most of a line that is looked at on each side of a hit
FLOW = frozenset({Part.BODY, Part.TITLE, Part.TABLE, Part.TEXT_BOX})  # parts whose lines count as lines of the page
_HEAD_ROWS = 6
_LONG_NUMBER = re.compile(r"[0-9]{15}")
_URL_PIECES = re.compile(r"[/?#&;]+")
_CELL_END = re.compile(r"[\t\n]|  ")


class Reading:
    """One document under the rules' eyes.

    Attributes:
        document, context: as given.
        passages: the document's, and behind them what its addresses and names say.
        text: all passages folded, a line end between two; spans of hits are spans of it.
    """

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.context = context
        self.passages = document.passages + _from_names(document, context)
        self._joined = "\n".join([passage.text for passage in self.passages])
        self._folded = normalise.fold(self._joined)
        self.text = self._folded.text
        self._known: dict[str, object] = {}

    @cached_property
    def compact(self) -> View:
        """The text without spaces; its map leads to ``text``."""
        return normalise.compact(self._folded)

    @cached_property
    def tight(self) -> View:
        """The text without any white space; its map leads to ``text``."""
        return normalise.tight(self._folded)

    @cached_property
    def facts(self) -> Facts:
        """What the whole document is: elements of an official document, topics."""
        body = "".join(
            self.part_text(number)
            for number, passage in enumerate(self.passages)
            if passage.part in FLOW or passage.part in {Part.HEADER, Part.FOOTER}
        )
        headings = [p.text for p in self.passages[:40] if (p.heading or p.part is Part.TITLE) and len(p.text) < 200]
        files = [name for name in self.document.path[-1:] if "://" not in name]
        names = [self.document.title, self.context.channel, *headings, *files]
        return Facts(body, normalise.fold("\n".join(name for name in names if name)).text)

    @cached_property
    def _sources(self) -> list[int]:
        """Offset in the joined text where each passage begins."""
        return list(accumulate((len(passage.text) + 1 for passage in self.passages), initial=0))[:-1]

    @cached_property
    def starts(self) -> list[int]:
        """Offset in ``text`` where each passage begins."""
        return [self._folded.at_or_after(source) for source in self._sources]

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, computed once for this document under ``name``."""
        if name not in self._known:
            self._known[name] = make()
        return cast("T", self._known[name])

    def index_at(self, at: int) -> int:
        """The number of the passage that holds offset ``at``."""
        return max(bisect_right(self.starts, at) - 1, 0)

    def passage_at(self, at: int) -> Passage:
        """The passage that holds offset ``at``."""
        return self.passages[self.index_at(at)]

    def bounds(self, number: int) -> tuple[int, int]:
        """The span of passage ``number`` in ``text``."""
        last = number + 1 == len(self.starts)
        return self.starts[number], len(self.text) if last else max(self.starts[number + 1] - 1, self.starts[number])

    def part_text(self, number: int) -> str:
        """The folded text of passage ``number``, with its line end."""
        start, end = self.bounds(number)
        return self.text[start : end + 1]

    def original(self, start: int, end: int) -> tuple[Passage, int, int]:
        """The passage of a hit, and the hit's span in the passage's own text."""
        number = self.index_at(start)
        first, last = self._folded.span(start, end)
        passage, base = self.passages[number], self._sources[number]
        return passage, min(first - base, len(passage.text)), min(last - base, len(passage.text))

    def line(self, at: int) -> tuple[int, int]:
        """The line round ``at``, at most LINE characters each way."""
        low = at - LINE if at > LINE else 0
        left = self.text.rfind("\n", low, at) + 1
        right = self.text.find("\n", at, at + LINE)
        return max(left, low), right if right >= 0 else min(len(self.text), at + LINE)

    def cell(self, start: int, end: int) -> tuple[int, int]:
        """The cell round a span: up to a tab, a line end or two spaces."""
        text, low = self.text, start - LINE if start > LINE else 0
        spaces = text.rfind("  ", low, start)
        left = max(
            text.rfind("\n", low, start) + 1, text.rfind("\t", low, start) + 1, spaces + 2 if spaces >= 0 else low
        )
        found = _CELL_END.search(text, end, end + LINE)
        return left, found.start() if found else min(len(text), end + LINE)

    def previous_lines(self, at: int, count: int = 1, reach: int = 240) -> list[str]:
        """The nearest non-blank lines above the one that holds ``at``, nearest first."""
        start = self.line(at)[0]
        low = max(self._flow(at, reach)[0], start - reach)
        lines = self.text[low : max(low, start - 1)].split("\n")
        return [line.strip() for line in reversed(lines) if line.strip()][:count]

    def next_lines(self, at: int, count: int = 1, reach: int = 240) -> list[str]:
        """The nearest non-blank lines below the one that holds ``at``, nearest first."""
        end = self.line(at)[1]
        lines = self.text[end : min(end + reach, self._flow(at, reach)[1])].split("\n")
        return [line.strip() for line in lines if line.strip()][:count]

    def _flow(self, at: int, reach: int) -> tuple[int, int]:
        """The span of text that is one with ``at``: its passage, and in the flow of a page the passages beside it."""
        number = last = self.index_at(at)
        if self.passages[number].part in FLOW:
            while number and self.passages[number - 1].part in FLOW and self.starts[number] > at - reach:
                number -= 1
            ends = len(self.passages) - 1
            while last < ends and self.passages[last + 1].part in FLOW and self.bounds(last)[1] < at + reach:
                last += 1
        return self.starts[number], self.bounds(last)[1]

    def lines_above(self, at: int, most: int = 16, reach: int = 700) -> int:
        """How many non-blank lines stand above on the same page (``most``, when there are more or much text)."""
        number = self.index_at(at)
        page, seen = self.passages[number].page, 0
        start, top = self.line(at)[0], self.starts[number]
        while True:
            if start - top > reach:
                return most
            if number == self.index_at(at) or self.passages[number].part in FLOW:
                seen += sum(1 for line in self.text[top:start].split("\n") if line.strip())
            reach -= start - top
            number -= 1
            if seen >= most or number < 0 or self.passages[number].page != page:
                return min(seen, most)
            if self.passages[number].part in FLOW:
                top, start = self.starts[number], self.bounds(number)[1]
            else:
                top = start = self.starts[number]

    def is_tabular(self, at: int) -> bool:
        """Whether the line round ``at`` is a row of cells."""
        return self.passage_at(at).part is Part.TABLE or "\t" in self.text[slice(*self.line(at))]

    def head_rows(self, at: int) -> list[tuple[int, list[str]]]:
        """The first rows of the table that holds ``at``, above its own row: where each begins, and its cells.

        Sheets are cut into passages of many rows; the heading stands in the first of them.
        """
        number = self.index_at(at)
        passage = self.passages[number]
        if passage.rows or passage.part is Part.TABLE:
            while (
                number
                and self.passages[number - 1].place == passage.place
                and passage.rows
                and self.passages[number - 1].rows
            ):
                number -= 1
            top = self.starts[number]
        else:
            blocks = self.once(f"blocks {number}", lambda: self._blocks(number))
            top = blocks[max(bisect_right(blocks, at) - 1, 0)] if blocks else at
        rows = self.once(f"rows at {top}", lambda: self._rows(top))
        own = self.line(at)[0]
        return [row for row in rows if row[0] < own]

    def column(self, at: int) -> int:
        """The 0-based column of the cell at ``at``."""
        return self.text.count("\t", self.line(at)[0], at)

    def _blocks(self, number: int) -> list[int]:
        """Where runs of lines with cells begin in a passage of running text."""
        found: list[int] = []
        at, within = self.starts[number], False
        for line in self.part_text(number).split("\n"):
            tabbed = "\t" in line
            if tabbed and not within:
                found.append(at)
            within = tabbed
            at += len(line) + 1
        return found

    def _rows(self, top: int) -> list[tuple[int, list[str]]]:
        found: list[tuple[int, list[str]]] = []
        for _ in range(_HEAD_ROWS):
            stop = self.text.find("\n", top, top + 4_000)
            if stop < 0:
                break
            found.append((top, self.text[top:stop].split("\t")))
            top = stop + 1
        return found

    def around(self, start: int, end: int, reach: int) -> str:
        """The text within ``reach`` characters of a span, in its passage."""
        low, high = self.bounds(self.index_at(start))
        return self.text[max(low, start - reach) : min(high, end + reach)]

    def nearby(self, start: int, end: int, reach: int) -> str:
        """What stands within ``reach`` characters of a span, without the span, in one flow with it."""
        low, high = self._flow(start, reach)
        return f"{self.text[max(low, start - reach) : start]}\n{self.text[end : min(high, end + reach)]}"

    def before(self, at: int, reach: int = 40) -> str:
        """What stands before ``at`` on the same line."""
        return self.text[max(self.line(at)[0], at - reach) : at]

    def after(self, at: int, reach: int = 40) -> str:
        """What stands behind ``at`` on the same line."""
        return self.text[at : min(self.line(at)[1], at + reach)]

    @property
    def is_page(self) -> bool:
        """The document is a web page, where the top of the text is not the top of the sheet."""
        return self.document.format == "html"


def _from_names(document: Document, context: Context) -> tuple[Passage, ...]:
    """Passages made of what names the document: its address, its file name when nobody gave it, its links' numbers."""
    made: list[Passage] = []
    if context.url and len(document.path) <= 1:
        address = urlsplit(context.url)
        pieces = f"{address.path}?{address.query}#{address.fragment}".strip("/?#")
        if pieces:
            text = "\n".join(piece for piece in _URL_PIECES.split(unquote(pieces)) if piece)
            made.append(Passage(text, "网址", Part.FILE_NAME))
    if document.path and not any(passage.part is Part.FILE_NAME for passage in document.passages):
        name = document.path[-1]
        if "://" not in name and (not made or posixpath.basename(name) not in made[0].text):
            made.append(Passage(name.replace("\\", "/"), "文件名", Part.FILE_NAME))
    if document.links:
        addresses = "\n".join([link.url for link in document.links])
        if _LONG_NUMBER.search(addresses):
            text = "\n".join(url for url in addresses.split("\n") if _LONG_NUMBER.search(url))
            made.append(Passage(unquote(text), "链接地址", Part.ATTRIBUTE))
    return tuple(made)
