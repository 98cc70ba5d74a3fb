"""Time on hostile text: twice the text must take about twice the time, for each kind of it."""

from __future__ import annotations

import time

HOSTILE = {
    "one character": "密",
    "levels": "机密",
    "spaced levels": "机 密 ",
    "marks": "机密★1年",
    "mark lines": "机密★1年\n",
    "stars": "★",
    "level and stars": "机密★",
    "digits": "1",
    "digit groups": "1 ",
    "digit cells": "1\t",
    "phones": "13912345678 ",
    "nested quotes": "“‘「《机密",
    "brackets": "（【机密",
    "labels": "密级：",
    "words": "内部资料",
    "attributes": "公开属性：不予公开 ",
    "cells": "不予公开\t",
    "entities": "&#9733;",
    "blank lines": "\n \n",
    "tabs": "\t机",
    "template": "××市",
}  # fmt: skip


def main(size: int = 500_000) -> None:
    """Print the ratio of the time for ``size`` characters to that for half of them; 2 is linear."""
    from detectors.detect import detect
    from inspection.model import Context, Document, Passage
    from inspection.settings import load

    settings, context = load(None).detectors, Context(key=b"h" * 32, today="2026-11-23")

    def seconds(unit: str, length: int) -> float:
        made = Document(("x",), "html", "0" * 64, "", (Passage(unit * (length // len(unit)), "正文"),))
        best = float("inf")
        for _ in range(3):
            begun = time.process_time()
            detect(made, context, settings)
            best = min(best, time.process_time() - begun)
        return best

    ratios = {name: (seconds(unit, size), seconds(unit, size // 2)) for name, unit in HOSTILE.items()}
    worst = max(ratios, key=lambda name: ratios[name][0] / ratios[name][1])
    whole, half = ratios[worst]
    slowest = max(ratios, key=lambda name: ratios[name][0])
    print(
        f"hostile text, {len(HOSTILE)} kinds of {size:,} characters: worst growth {whole / half:.1f} × for twice the text ({worst}),"
        f" slowest {ratios[slowest][0]:.2f} s ({slowest})"
    )


if __name__ == "__main__":
    main()
