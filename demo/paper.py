"""PDF documents with a text layer, page headers, document information and annotations."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from demo.content import Line, Raw, Runs, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demo.content import Block

_FONT = "STSong-Light"  # one of the CID fonts that every PDF reader brings along: nothing is embedded
_WIDTH, _HEIGHT = 595, 842  # A4 in points
_LEFT, _TOP, _BOTTOM = 80, 770, 80
_PER_LINE = 28  # characters of 15 pt between the margins; one more is room for hanging punctuation
_NO_START = frozenset("，。、；：！？）》”〕】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What stands beside the text.

    Attributes:
        header, footer: on each page.
        info: title, subject, keywords, author of the document information.
        annotation: text of a note on the first page.
        invisible: text drawn in rendering mode 3, as scanners put recognised text under a picture.
        password: encrypts the file.
    """

    header: str = ""
    footer: str = ""
    info: tuple[tuple[str, str], ...] = ()
    annotation: str = ""
    invisible: str = ""
    password: str = ""


NOTHING = Extras()


def pdf(blocks: Iterable[Block], extras: Extras = NOTHING) -> bytes:
    """A PDF with these blocks; the same bytes each time."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    sheet: Any = canvas.Canvas(out, pagesize=(_WIDTH, _HEIGHT), invariant=1, encrypt=extras.password or None)
    for name, value in (("author", "业务科"), ("subject", ""), ("creator", "WPS 文字"), *extras.info):
        getattr(sheet, f"set{name.capitalize()}")(value)
    pen = _Pen(sheet, extras)
    if extras.annotation:
        sheet.textAnnotation(extras.annotation, Rect=(400, 700, 420, 720))
    if extras.invisible:
        text = sheet.beginText(_LEFT, _HEIGHT - 60)
        text.setFont(_FONT, 14)
        text.setTextRenderMode(3)
        text.textLine(extras.invisible)
        text.setTextRenderMode(0)
        sheet.drawText(text)
    for block in blocks:
        _draw(pen, block)
    sheet.showPage()
    sheet.save()
    return out.getvalue()


class _Pen:
    """Where the next line goes."""

    def __init__(self, sheet: Any, extras: Extras) -> None:
        self.sheet = sheet
        self._extras = extras
        self.height = float(_TOP)
        self._margins()

    def down(self, step: float) -> float:
        """The baseline of the next line, on a new page where this one is full."""
        self.height -= step
        if self.height < _BOTTOM:
            self.sheet.showPage()
            self._margins()
            self.height = _TOP - step
        return self.height

    def _margins(self) -> None:
        self.sheet.setFont(_FONT, 10.5)
        if self._extras.header:
            self.sheet.drawString(_LEFT, _HEIGHT - 45, self._extras.header)
        if self._extras.footer:
            self.sheet.drawCentredString(_WIDTH / 2, 45, self._extras.footer)


def _draw(pen: _Pen, block: Block) -> None:
    sheet = pen.sheet
    if isinstance(block, Raw):
        return
    if isinstance(block, Table):
        step = (_WIDTH - 2 * _LEFT + 40) / len(block.rows[0])
        for row in block.rows:
            height = pen.down(18)
            sheet.setFont(_FONT, 9)
            for column, value in enumerate(row):
                sheet.drawString(_LEFT - 20 + column * step, height, value)
            sheet.setLineWidth(0.3)
            sheet.line(_LEFT - 22, height - 5, _WIDTH - _LEFT + 20, height - 5)
        return
    if isinstance(block, str):
        _paragraph(pen, block)
        return
    text = "".join(block.parts) if isinstance(block, Runs) else block.text
    style = block.style if isinstance(block, Line) else "plain"
    size = {"red": 30, "title": 22}.get(style, 15)
    for part in _cut(text, 435 // size):
        height = pen.down(size * 1.6)
        sheet.setFont(_FONT, size)
        sheet.setFillColorRGB(*((0.75, 0, 0) if style == "red" else (0, 0, 0)))
        if block.align == "center":
            sheet.drawCentredString(_WIDTH / 2, height, part)
        elif block.align == "right":
            sheet.drawRightString(_WIDTH - _LEFT, height, part)
        else:
            sheet.drawString(_LEFT, height, part)
    if style == "red":
        sheet.setStrokeColorRGB(0.75, 0, 0)
        sheet.setLineWidth(2)
        sheet.line(_LEFT, pen.down(14), _WIDTH - _LEFT, pen.height)
    sheet.setFillColorRGB(0, 0, 0)


def _paragraph(pen: _Pen, text: str) -> None:
    for part in _cut(f"　　{text}", _PER_LINE):
        height = pen.down(27)
        pen.sheet.setFont(_FONT, 15)
        pen.sheet.drawString(_LEFT, height, part)


def _cut(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` full-width characters; two ASCII characters count as one; numbers stay whole."""
    lines, line, used = [], "", 0.0
    for word in _words(text):
        size = sum(0.5 if c.isascii() else 1 for c in word)
        if line and used + size > width and word not in _NO_START:
            lines.append(line)
            line, used = "", 0.0
        line += word
        used += size
    return [*lines, line]


def _words(text: str) -> list[str]:
    words: list[str] = []
    for character in text:
        if words and character.isascii() and character.isalnum() and words[-1].isascii() and words[-1][-1].isalnum():
            words[-1] += character
        else:
            words.append(character)
    return words
