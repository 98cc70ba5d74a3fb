"""One story of a WordprocessingML document (ECMA-376-1 §17): body, header, footer, notes or comment, with what hides in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from extractors.base import TELLING, passage
from extractors.ooxml import attribute, local
from inspection.model import Link, Part, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.ooxml import Relation

_SKIP = frozenset(
    [
        "rPr",
        "pPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "fldChar",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "rt",
        "lastRenderedPageBreak",
        "pPrChange",
        "rPrChange",
        "Fallback",
        "ffData",
    ]
)
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# Wingdings F0AB is the star of classification markings that symbol dialogs insert.
_SYMBOLS = {0xF0AB: "★", 0xF0A8: "□", 0xF0FE: "☑", 0xF06F: "□", 0xF06E: "■", 0xF0B6: "☆"}
_HYPERLINK = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"([^"]+)"')
_OFF = frozenset({"0", "false", "off"})


class Story:
    """Collects the text of one story and apart from it whatever a reader would not see on the page.

    Args:
        relations: of the part, for the targets of hyperlinks.
        hidden_styles: ids of the styles whose text is hidden.
    """

    def __init__(self, relations: dict[str, Relation], hidden_styles: frozenset[str]) -> None:
        self._relations = relations
        self._hidden_styles = hidden_styles
        self.lines: list[str] = []
        self.boxes: list[str] = []
        self.watermarks: list[str] = []
        self.alternatives: dict[str, None] = {}
        self.inserted: list[str] = []
        self.deleted: list[str] = []
        self.hidden: list[str] = []
        self.fields: list[str] = []
        self.links: list[Link] = []

    def read(self, node: Any) -> Story:
        """Add everything below ``node``."""
        self._blocks(node, self.lines)
        return self

    def passages(self, place: str, part: Part) -> list[Passage]:
        """The story's passages; what hides in a header or a note says so in its place."""
        within = "" if place == "正文" else place
        return [
            *passage("\n".join(line for line in self.lines if line.strip()), place, part),
            *passage("\n".join(self.boxes), f"{within}文本框", Part.TEXT_BOX),
            *passage("\n".join(self.watermarks), "水印", Part.WATERMARK),
            *passage("\n".join(self.inserted), "修订-插入", Part.REVISION),
            *passage("\n".join(self.deleted), "修订-删除", Part.REVISION),
            *passage("\n".join(self.hidden), "隐藏文字", Part.HIDDEN),
            *passage("\n".join(self.fields), "域代码", Part.HIDDEN),
            *passage("\n".join(self.alternatives), "图片替代文字", Part.ATTRIBUTE),
        ]

    def _blocks(self, node: Any, out: list[str]) -> None:
        for child in node:
            name = local(child)
            if name == "p":
                out.append(self._paragraph(child))
            elif name == "tbl":
                self._table(child, out)
            elif name == "AlternateContent":
                self._blocks(_choice(child), out)
            elif name == "r":  # damaged files: a run outside its paragraph
                parts: list[str] = []
                self._inline((child,), parts)
                out.append("".join(parts))
            elif name not in _SKIP:
                self._blocks(child, out)

    def _table(self, node: Any, out: list[str]) -> None:
        for row in _nearest(node, "tr"):
            cells: list[str] = []
            for cell in _nearest(row, "tc"):
                lines: list[str] = []
                self._blocks(cell, lines)
                cells.append(" ".join(" ".join(lines).split()))
            out.append("\t".join(cells))

    def _paragraph(self, node: Any) -> str:
        parts: list[str] = []
        deleted, hidden = len(self.deleted), len(self.hidden)
        self._inline(node, parts)
        # The pieces of one paragraph belong together: a mark deleted in two strokes is one line.
        for pieces, start in ((self.deleted, deleted), (self.hidden, hidden)):
            if len(pieces) > start + 1:
                pieces[start:] = ["".join(pieces[start:])]
        return "".join(parts).strip()

    def _inline(self, node: Any, parts: list[str]) -> None:
        for child in node:
            name = local(child)
            if name == "t":
                if child.text:
                    parts.append(child.text)
            elif name == "r":
                if self._vanishes(child):
                    self._apart(child, self.hidden)
                else:
                    self._inline(child, parts)
            elif name in _MARKS:
                parts.append(_MARKS[name])
            elif name == "delText":
                self.deleted.append(child.text or "")
            elif name in ("del", "moveFrom"):
                self._apart(child, self.deleted)
            elif name in ("ins", "moveTo"):
                start = len(parts)
                self._inline(child, parts)
                if text := "".join(parts[start:]).strip():
                    self.inserted.append(text)
            elif name == "sym":
                parts.append(_symbol(attribute(child, "char")))
            elif name in ("instrText", "delInstrText"):
                self._field(child.text or "")
            elif name == "fldSimple":
                self._field(attribute(child, "instr"))
                self._inline(child, parts)
            elif name == "hyperlink":
                start = len(parts)
                self._inline(child, parts)
                relation = self._relations.get(attribute(child, "id"))
                if relation is not None and relation.external:
                    self.links.append(Link(relation.target, "".join(parts[start:]).strip()))
            elif name in ("drawing", "pict", "object"):
                self._drawing(child)
            elif name == "AlternateContent":
                self._alternate(child, parts)
            elif name == "txbxContent":
                self._blocks(child, self.boxes)
            elif name and name not in _SKIP:
                self._inline(child, parts)

    def _apart(self, node: Any, out: list[str]) -> None:
        parts: list[str] = []
        self._inline(node, parts)
        if text := "".join(parts):
            out.append(text)

    def _alternate(self, node: Any, parts: list[str]) -> None:
        """The choice of AlternateContent; its fallback, the same thing in VML, only where the choice holds nothing."""
        before = self._size() + len(parts)
        branch = _choice(node)
        self._inline(branch, parts)
        if self._size() + len(parts) == before:
            for child in node:
                if local(child) == "Fallback" and child is not branch:
                    self._inline(child, parts)

    def _size(self) -> int:
        return len(self.boxes) + len(self.watermarks) + len(self.alternatives)

    def _drawing(self, node: Any) -> None:
        """Text boxes, WordArt and alternative texts of a DrawingML or VML object."""
        boxes = self.boxes
        stack = [node]
        while stack:
            node = stack.pop()
            name = local(node)
            if name == "txbxContent":
                self._blocks(node, boxes)
                continue
            if name == "AlternateContent":
                self._alternate(node, [])
                continue
            if name == "textpath":
                self.watermarks += [attribute(node, "string")]
            elif name == "t" and node.text:
                boxes.append(node.text)
            elif name in ("docPr", "cNvPr", "shape", "imagedata", "rect", "roundrect", "OLEObject"):
                label = (attribute(node, "name") + attribute(node, "id")).lower()
                if "watermark" in label or "水印" in label:
                    boxes = self.watermarks
                for key in ("descr", "title", "alt"):
                    if text := attribute(node, key).strip():
                        self.alternatives[text] = None
            stack.extend(reversed(node))

    def _field(self, instruction: str) -> None:
        if match := _HYPERLINK.search(instruction):
            self.links.append(Link(match[1]))
        elif TELLING.search(instruction):
            self.fields.append(instruction.strip())

    def _vanishes(self, run: Any) -> bool:
        for child in run:
            if local(child) == "rPr":
                for node in child:
                    name = local(node)
                    if name == "vanish":
                        return attribute(node, "val").lower() not in _OFF
                    if name == "rStyle" and attribute(node, "val") in self._hidden_styles:
                        return True
        return False


def hidden_styles(root: Any) -> frozenset[str]:
    """The ids of styles with hidden text, by themselves or through the style they are based on."""
    heirs: dict[str, list[str]] = {}
    pending: list[str] = []
    for style in root.iter("{*}style"):
        identity = attribute(style, "styleId")
        for node in style.iter("{*}basedOn", "{*}vanish"):
            if local(node) == "basedOn":
                heirs.setdefault(attribute(node, "val"), []).append(identity)
            elif attribute(node, "val").lower() not in _OFF:
                pending.append(identity)
    hidden: set[str] = set()
    while pending:
        identity = pending.pop()
        if identity not in hidden:
            hidden.add(identity)
            pending += heirs.get(identity, [])
    return frozenset(hidden)


def _choice(node: Any) -> Any:
    branches = [child for child in node if local(child) in ("Choice", "Fallback")]
    return branches[0] if branches else ()


def _nearest(node: Any, name: str) -> Iterator[Any]:
    """Descendants of that name that are not inside another of them or another table."""
    stack = list(reversed(node))
    while stack:
        child = stack.pop()
        found = local(child)
        if found == name:
            yield child
        elif found != "tbl" and found not in _SKIP:
            stack.extend(reversed(child))


def _symbol(char: str) -> str:
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    return _SYMBOLS.get(
        code if code > 0xFF else code + 0xF000, chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else ""
    )
