"""One worksheet (ECMA-376-1 §18.3), read as a stream: cells in their columns, hidden rows and columns, header and footer."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from lxml import etree

from extractors.base import Trouble
from extractors.ooxml import attribute, local
from inspection.errors import InspectionError
from inspection.model import Part, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.limits import Budget

ROWS_A_PASSAGE = 2000
MAX_COLUMNS = 16_384  # Excel's own limit
_TRUE = frozenset({"1", "true"})
# Header and footer codes (§18.3.1.46): sections, fonts, sizes, colours, fields. && is an ampersand.
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|[0-9]{1,3}|[A-JM-QS-Za-jm-qs-z])')
_SECTIONS = re.compile(r"&[LCRlcr]")


@dataclass(slots=True)
class Rows:
    """Lines of a table with their 1-based row numbers."""

    numbers: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def add(self, number: int, cells: dict[int, str]) -> None:
        """A row: its cells by 0-based column, each in its place behind as many TABs."""
        last = max(cells)
        self.numbers.append(number)
        self.lines.append("\t".join([cells.get(column, "") for column in range(last + 1)]))

    def passages(self, place: str, part: Part) -> Iterator[Passage]:
        """Passages of at most 2,000 rows."""
        for at in range(0, len(self.lines), ROWS_A_PASSAGE):
            end = at + ROWS_A_PASSAGE
            yield Passage("\n".join(self.lines[at:end]), place, part, rows=tuple(self.numbers[at:end]))


class Sheet:
    """Reads one worksheet part.

    Args:
        strings: the workbook's shared strings.
        used: collects the indices of the strings that cells refer to.

    Attributes:
        shown, hidden_rows, hidden_columns: rows; those of hidden columns are in ``shown`` too, to keep rows whole.
        headers, footers: of all pages, their codes removed.
        prompts: messages and lists of data validation.
        whole: False when the part broke off.
        limit: what stopped the reading, if a limit did; the rows until then are kept.
    """

    def __init__(self, strings: list[str], used: set[int], budget: Budget) -> None:
        self._strings = strings
        self._used = used
        self._budget = budget
        self._hidden: set[int] = set()
        self._columns: dict[str, int] = {}
        self.shown = Rows()
        self.hidden_rows = Rows()
        self.hidden_columns = Rows()
        self.headers: dict[str, None] = {}
        self.footers: dict[str, None] = {}
        self.prompts: dict[str, None] = {}
        self.links: list[tuple[str, str]] = []  # relation id, tool tip
        self.whole = True
        self.limit: Trouble | None = None

    def read(self, data: bytes) -> Sheet:
        """Add the rows of a part; as far as it can be parsed."""
        tags = ["{*}row", "{*}col", "{*}headerFooter", "{*}dataValidation", "{*}hyperlink"]
        events = etree.iterparse(
            io.BytesIO(data), events=("end",), tag=tags, remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
        )  # fmt: skip
        number = 0
        try:
            for _, node in events:
                name = local(node)
                if name == "row":
                    number = self._row(node, number + 1)
                elif name == "col":
                    self._column(node)
                elif name == "headerFooter":
                    for child in node:
                        where = self.headers if local(child).endswith("Header") else self.footers
                        where[header_text(child.text or "")] = None
                elif name == "hyperlink":
                    self.links.append((attribute(node, "id"), attribute(node, "display")))
                else:
                    texts = [node.get(key) or "" for key in ("promptTitle", "prompt", "errorTitle", "error")]
                    texts += [child.text or "" for child in node if (child.text or "").startswith('"')]
                    self.prompts.update(dict.fromkeys(text for text in texts if text.strip()))
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
        except etree.XMLSyntaxError:
            self.whole = False
        except InspectionError as error:
            self.limit = Trouble(error.reason, error.detail)
        last = events.error_log.last_error
        if last is not None and last.level >= etree.ErrorLevels.ERROR:
            self.whole = False
        return self

    def _column(self, node: Any) -> None:
        if node.get("hidden") in _TRUE or node.get("width") == "0":
            first, last = _integer(node.get("min"), 1), _integer(node.get("max"), 1)
            self._hidden.update(range(max(first - 1, 0), min(last, MAX_COLUMNS)))

    def _row(self, node: Any, expected: int) -> int:
        number = _integer(node.get("r"), expected)
        cells: dict[int, str] = {}
        columns = self._columns
        column = -1
        for cell in node:
            reference = cell.get("r")
            if reference:
                letters = reference.rstrip("0123456789")
                if (known := columns.get(letters)) is None:
                    known = columns[letters] = column_of(letters)
                column = known
            else:
                column += 1
            text = self._text(cell)
            if text and 0 <= column < MAX_COLUMNS:
                cells[column] = text
        if cells:
            self._budget.spend(sum(map(len, cells.values())) + max(cells))
            hidden = node.get("hidden") in _TRUE or node.get("ht") == "0"
            (self.hidden_rows if hidden else self.shown).add(number, cells)
            if self._hidden and not hidden:
                veiled = {at: text for at, text in cells.items() if at in self._hidden}
                if veiled:
                    self.hidden_columns.add(number, veiled)
        return number

    def _text(self, cell: Any) -> str:
        kind = cell.get("t")
        text = formula = ""
        for child in cell:
            tag = child.tag
            end = (
                tag[-2:] if tag.__class__ is str else ""
            )  # of {namespace}v; local() here was a third of a sheet's time
            if end in ("}v", "v"):
                text = child.text or ""
            elif end == "is":
                text = rich_text(child)
            elif end in ("}f", "f"):
                formula = child.text or ""
        if kind == "s":
            index = _integer(text, -1)
            if not 0 <= index < len(self._strings):
                return ""
            self._used.add(index)
            text = self._strings[index]
        elif kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        elif kind is None or kind == "n":
            text = number_text(text)
        if not text and formula:
            text = f"={formula}"
        return " ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text


def rich_text(node: Any) -> str:
    """The text of a string item: plain or in runs, without phonetic guides (§18.4.8)."""
    if len(node) == 1 and local(node[0]) == "t":
        return str(node[0].text or "").replace("_x000D_", "")
    parts: list[str] = []
    for child in node:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [piece.text or "" for piece in child if local(piece) == "t"]
    return "".join(parts).replace("_x000D_", "")


def number_text(text: str) -> str:
    """A stored number without exponent, as a cell wide enough would show it: 1.10101199003078E+17 → 110101199003078000."""
    if "E" not in text and "e" not in text:
        return text.removesuffix(".0")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 40:
        return text
    return f"{number.to_integral_value() if number == number.to_integral_value() else number:f}"


def header_text(code: str) -> str:
    """Header or footer text without its codes; sections as lines."""
    plain = code.replace("&&", "\0")
    plain = _CODES.sub("", _SECTIONS.sub("\n", plain)).replace("\0", "&")
    return "\n".join(line.strip() for line in plain.split("\n") if line.strip())


def column_of(reference: str) -> int:
    """The 0-based column of B4; -1 for nonsense."""
    column = 0
    for char in reference:
        if "A" <= char <= "Z":
            column = column * 26 + ord(char) - 64
        elif "a" <= char <= "z":
            column = column * 26 + ord(char) - 96
        elif char != "$":
            break
        if column > MAX_COLUMNS:
            return -1
    return column - 1


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
