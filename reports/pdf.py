"""报告 as PDF/A-3u: what is printed, signed and filed. The PDF engine has its one address here.

WeasyPrint 70 sets A4 with page numbers in the contents, bookmarks and embedded fonts, but needs about 15 ms for a card:
the first cards are set whole, the next in two lines, and the rest stands in the spreadsheet.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from typing import TYPE_CHECKING

from reports.notation import iso
from reports.rendering import render, text
from reports.view import build

if TYPE_CHECKING:
    from pathlib import Path

    from inspection.summary import RunSummary

CARDS = 200
COMPACT = 800
MISSED = 20
EVIDENCE = 300

# Official faces first (GB/T 9704-2012 names 小标宋, 仿宋, 黑体, 楷体), then what Debian brings.
OFFICIAL = ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312")
FALLBACK = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans Mono CJK SC")
MISSING = "FONTS MISSING: no Chinese font on this machine (apt-get install fonts-noto-cjk). 本机缺少中文字体，请安装后重新生成。"


class Pdf:
    """The paper.

    Args:
        cards: how many cards are set whole.
        compact: up to how many cards altogether, the others in two lines each.
    """

    format = "pdf"
    suffix = ".pdf"

    def __init__(self, *, cards: int = CARDS, compact: int = COMPACT) -> None:
        self._cards = cards
        self._compact = compact

    def write(self, summary: RunSummary, out: Path) -> Path:
        """Write the paper to ``out``."""
        from weasyprint import CSS, HTML

        page = render(
            "paper.html",
            build(summary),
            paper=True,
            limit=self._cards,
            compact=self._compact,
            first_places=3,
            missed_limit=MISSED,
            evidence_limit=EVIDENCE,
            created=iso(summary.created),
            notice="" if fonts_found() else MISSING,
        )
        sheet = CSS(string=style())
        document = HTML(string=page, url_fetcher=_refuse)
        with warnings.catch_warnings():
            # WeasyPrint 70 leaves its colour profile's file to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            document.write_pdf(str(out), stylesheets=[sheet], pdf_variant="pdf/a-3u")
        return out


def style() -> str:
    """The paper's style sheet with the light scheme's colours put in: the engine resolves var() anew for every box."""
    light = text("colours.css").partition("@media")[0]
    colours = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", light))
    return re.sub(r"var\((--[\w-]+)\)", lambda found: colours[found[1]], text("print.css"))


def fonts_found() -> list[str]:
    """Which of the faces the papers name are installed, official ones first; empty means that Chinese cannot be set.

    For ``mijian doctor`` and the cover's notice. Asks fontconfig, the library that the PDF engine asks.
    """
    command = shutil.which("fc-list")
    if command is None:
        return []
    listed = subprocess.run([command, ":", "family"], capture_output=True, text=True, check=False, timeout=30)  # noqa: S603  # a fixed command
    names = {name.strip() for line in listed.stdout.splitlines() for name in line.split(",")}
    return [face for face in (*OFFICIAL, *FALLBACK) if face in names]


def _refuse(url: str) -> object:
    """Nothing is fetched while a paper is set: a report must not call on the site it reports on."""
    raise ValueError(f"no fetching: {url[:20]}")
