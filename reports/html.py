"""报告 as one HTML file: no network, no other file, readable from a USB stick and without its script.

A content security policy by hash allows exactly this page's own style sheets and script. Should a hostile title ever escape
the templates' autoescape, the browser still runs nothing of it and fetches nothing.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from reports.rendering import render, text
from reports.view import build

if TYPE_CHECKING:
    from pathlib import Path

    from inspection.summary import RunSummary

# Cards hold everything a reader wants; beyond these many, two lines each keep the page quick (benchmarked with 20,000).
CARDS = 300
MISSED = 500
EVIDENCE = 1_000


class Html:
    """The self-contained page."""

    format = "html"
    suffix = ".html"

    def write(self, summary: RunSummary, out: Path) -> Path:
        """Write the page to ``out``."""
        out.write_text(page(summary), "utf-8")
        return out


def page(summary: RunSummary) -> str:
    """The page as text."""
    from markupsafe import Markup

    colours, screen, script = (text(name) for name in ("colours.css", "report.css", "report.js"))
    paper = text("print.css") + text("page-print.css")
    return render(
        "report.html",
        build(summary),
        paper=False,
        limit=CARDS,
        compact=10**9,
        first_places=3,
        missed_limit=MISSED,
        evidence_limit=EVIDENCE,
        # Our own files, not data: markup. Everything else is escaped.
        colours=Markup(colours),  # noqa: S704
        screen=Markup(screen),  # noqa: S704
        print=Markup(paper),  # noqa: S704
        script=Markup(script),  # noqa: S704
        style_hashes=Markup(" ").join(_hash(sheet) for sheet in (colours, screen, paper)),
        script_hash=_hash(script),
    )


def _hash(source: str) -> str:
    """A CSP source for an inline element (CSP Level 3, 2.3.1)."""
    from markupsafe import Markup

    return Markup("'sha256-{}'").format(base64.b64encode(hashlib.sha256(source.encode()).digest()).decode())
