"""Charts as inline SVG: plain horizontal bars from zero, each labelled with its own name and value.

Few and plain (looks: charts): one scale a chart, the value written at the bar's end, so that nothing has to be read off an
axis, and grey print loses nothing. Colours stand as attributes for the PDF engine, which applies no style sheet to inline
SVG, and as classes for the browser, whose style sheet overrides them in the dark scheme.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 460
_SIZE = 12  # of the letters, in the chart's own units
_ROW = 24
_GAP = 8
_FONT = "Noto Sans CJK SC, Microsoft YaHei, sans-serif"

# The light scheme's colours; colours.css says them again for the browser, and a test keeps the two together.
TONES = {
    "s4": "#9B1C1C",
    "s3": "#B2480B",
    "s2": "#7A5B00",
    "s1": "#23597F",
    "s0": "#4A5560",
    "plain": "#1F3A5F",
    "rest": "#FFFFFF",
}
INK = "#1B2430"
RULE = "#8A95A3"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its parts (value and tone, laid end to end) and what is written at its end."""

    name: str
    parts: tuple[tuple[int, str], ...]
    text: str

    @property
    def value(self) -> int:
        """The length of the whole bar."""
        return sum(value for value, _ in self.parts)


def em(text: str) -> float:
    """Width of ``text`` in em: 1 for a full-width character, 0.56 for others (Noto Sans CJK's figures)."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56 for char in text)


def fit(text: str, width: float) -> str:
    """``text`` cut with … to ``width`` em."""
    if em(text) <= width:
        return text
    kept = ""
    for char in text:
        if em(kept + char) + 1 > width:
            break
        kept += char
    return f"{kept}…"


def bars(rows: Sequence[Bar], title: str) -> Markup:
    """A chart of horizontal bars.

    Args:
        rows: from top to bottom.
        title: what the chart shows, read aloud instead of it.
    """
    if not rows:
        return Markup()
    # Long names go above their bar, so that a narrow screen still reads them.
    above = max(em(row.name) for row in rows) > 9
    left = 0.0 if above else max(em(row.name) for row in rows) * _SIZE + _GAP
    right = max(em(row.text) for row in rows) * _SIZE + _GAP
    scale = (WIDTH - left - right - 2) / max(1, *(row.value for row in rows))
    step = _ROW + (_SIZE + 6 if above else 0)
    marks = [_row(row, index * step, left, scale, above=above) for index, row in enumerate(rows)]
    height = len(rows) * step
    axis = Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="0" y2="{1}" stroke="{2}" class="axis"/>').format(
        left + 0.5, height, RULE
    )
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" font-family="{}" font-size="{}">{}{}</svg>'
    ).format(WIDTH, height, title, _FONT, _SIZE, Markup().join(marks), axis)


def _row(row: Bar, top: float, left: float, scale: float, *, above: bool) -> Markup:
    name = escape(fit(row.name, WIDTH / _SIZE if above else 99))
    base = top + (_SIZE + 6 if above else 0)
    middle = base + _ROW / 2
    if above:
        label = Markup('<text x="2" y="{:.1f}" fill="{}">{}</text>').format(top + _SIZE + 1, INK, name)
    else:
        label = Markup('<text x="{:.1f}" y="{:.1f}" fill="{}" text-anchor="end">{}</text>').format(
            left - _GAP, middle + 4, INK, name
        )
    x = left + 1
    shapes = []
    for value, tone in row.parts:
        width = value * scale
        if value:
            # An outline keeps the empty part of a bar visible on white paper.
            shapes.append(
                Markup(
                    '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}" fill="{}" stroke="{}" class="bar {}"/>'
                ).format(
                    x, base + 5, max(width, 1), _ROW - 10, TONES[tone], RULE if tone == "rest" else TONES[tone], tone
                )
            )
            x += width
    end = Markup('<text x="{:.1f}" y="{:.1f}" fill="{}">{}</text>').format(x + 6, middle + 4, INK, row.text)
    return label + Markup().join(shapes) + end
