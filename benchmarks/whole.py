"""Whole inspections against bare tuned Scrapy on the same pages; memory over many pages.

Each measurement is a process of its own; peer and product take turns, so that a drift of the machine meets both. CPU is
the process's own (all threads) and, apart, that of its children; wall time is for information only.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CONCURRENCY = 16
PORT = 8961


def bare(start: str, handler: str) -> dict[str, Any]:
    """Fetch and follow links with plain Scrapy; in this process."""
    from benchmarks.bare import crawl_bare, crawl_bare_twisted

    begun = time.process_time()
    pages = (
        asyncio.run(crawl_bare(start, CONCURRENCY)) if handler == "aiohttp" else crawl_bare_twisted(start, CONCURRENCY)
    )
    return _measured(pages, begun)


def inspect(start: str, home: str) -> dict[str, Any]:
    """A whole inspection: fetch, read, judge, seal, ledger, index; in this process."""
    from inspection.model import Site
    from pipeline import Progress, inspect_site, open_handles

    async def run() -> int:
        progress = Progress("x")
        watch = asyncio.create_task(_memory(progress))
        outcome = await inspect_site(handles, site, progress=progress)
        watch.cancel()
        return outcome.pages + outcome.attachments

    # As for the peer, imports are not the run's.
    for room in ("crawler.spider", "extractors.pool", "index.embedded"):
        importlib.import_module(room)

    _warm()
    memory.clear()
    with open_handles(Path(home)) as handles:
        site = handles.register(Site(0, "x", start, allow_private=True), start)
        begun = time.process_time()
        pages = asyncio.run(run())
        return {**_measured(pages, begun), "memory": memory}


def _warm() -> None:
    """Compile what a process compiles once (rules, tables), as imports are done once."""
    from detectors.detect import detect
    from inspection.model import Context, Document, Passage
    from inspection.settings import load

    words = Document(("x",), "html", "0" * 64, "", (Passage("机密★1年 内部资料 （此件不公开） 13800000000", "正文"),))
    detect(words, Context(key=b"w" * 32, today="2026-11-23"), load(None).detectors)


memory: list[tuple[int, int]] = []  # pages done, resident MB


async def _memory(progress: Any) -> None:
    while True:
        await asyncio.sleep(0.5)
        if not memory or progress.done >= memory[-1][0] + 1000:
            memory.append((progress.done, _resident()))


def _resident() -> int:
    """Resident MB of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def _measured(pages: int, begun: float) -> dict[str, Any]:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "pages": pages,
        "cpu": time.process_time() - begun,
        "children": children.ru_utime + children.ru_stime,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def measure(*words: str) -> dict[str, Any]:
    """Run one measurement of this module in a fresh process."""
    environment = {
        **os.environ,
        "MIJIAN_CRAWLER__MAX_CRAWL_DELAY": "0",
        "MIJIAN_CRAWLER__CONCURRENCY": str(CONCURRENCY),
    }
    command = [sys.executable, "-m", "benchmarks.whole", *words]
    begun = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return {**json.loads(done.stdout.splitlines()[-1]), "wall": time.monotonic() - begun}


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed.
    """
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])


def main(pages: int = 2_400, many: int = 10_000, rounds: int = 3) -> None:
    """Print the ratios, then the memory of a long run."""
    from demo.scale import generate_scale
    from demo.server import serving

    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        scale = generate_scale(base / "portal", pages, port=PORT)
        rows: dict[str, list[dict[str, Any]]] = {"bare": [], "bare aiohttp": [], "inspect": []}
        with serving(base / "portal", PORT):
            start = scale.starts[0]
            for number in range(rounds):
                rows["bare"].append(measure("bare", start, "twisted"))
                rows["bare aiohttp"].append(measure("bare", start, "aiohttp"))
                rows["inspect"].append(measure("inspect", start, str(base / f"home{number}")))
        print(f"whole inspection, {pages} pages, {rounds} rounds in turn, one process each (medians)")
        print(f"{'':24}{'pages':>7}{'CPU ms/page':>13}{'children ms':>13}{'peak MB':>9}{'wall s':>8}")
        for name, found in rows.items():
            each = statistics.median(row["cpu"] / row["pages"] for row in found) * 1000
            kids = statistics.median(row["children"] / row["pages"] for row in found) * 1000
            peak = max(row["peak"] for row in found)
            print(
                f"{name:24}{found[0]['pages']:7}{each:13.2f}{kids:13.2f}{peak:9}{statistics.median(r['wall'] for r in found):8.1f}"
            )
        for peer in ("bare", "bare aiohttp"):
            ratios = [
                (one["cpu"] / one["pages"]) / ((two["cpu"] + two["children"]) / two["pages"])
                for one, two in zip(rows[peer], rows["inspect"], strict=True)
            ]
            print(
                f"pages per CPU second against {peer}: {statistics.median(ratios):.2f} (goal ≥ 0.40; {min(ratios):.2f}–{max(ratios):.2f})"
            )
    if many:
        long_run(many)


def long_run(pages: int) -> None:
    """Memory over a long run."""
    from demo.scale import generate_scale
    from demo.server import serving

    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        scale = generate_scale(base / "portal", pages, port=PORT, attachments=200)
        with serving(base / "portal", PORT):
            found = measure("inspect", scale.starts[0], str(base / "home"))
        steps = "  ".join(f"{done}:{resident}" for done, resident in found["memory"])
        print(
            f"memory over {found['pages']} pages: peak {found['peak']} MB (goal ≤ 400); resident MB by pages done: {steps}"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "bare":
        print(json.dumps(bare(sys.argv[2], sys.argv[3])))
    elif len(sys.argv) > 1 and sys.argv[1] == "inspect":
        print(json.dumps(inspect(sys.argv[2], sys.argv[3])))
    else:
        main()
