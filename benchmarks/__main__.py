"""`make bench`: speed, memory and kills, each as a ratio or a count in one run."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import whole
from benchmarks.kill import killed, read

ROOT = Path(__file__).resolve().parents[1]
PORT = 8963


def kills(number: int = 10) -> None:
    """Kill -9 of the process group at random moments of one run, then --resume; compared with an undisturbed run."""
    from demo.portal import generate
    from demo.server import serving
    from demo.sites import PORTALS

    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "MIJIAN_CRAWLER__MAX_CRAWL_DELAY": "0",
        "MIJIAN_LEDGER__BATCH": "20",
    }
    site = PORTALS["civil"]
    books = {}
    moments: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        generate(base / "portal", port=PORT)
        with serving(base / "portal", PORT):
            for name, times in (("whole", 0), ("killed", number)):

                def command(*words: object, home: Path = base / name) -> list[str]:
                    return [sys.executable, "-m", "cli", "--home", str(home), *map(str, words)]

                url = f"http://{site.host}:{PORT}/"
                whole.run(
                    [*command("site", "add", url, "--name", "民政", "--agency", site.owner, "--allow-private")],
                    environment,
                )
                moments = killed(command, environment, "民政", kills=times, longest=3.0, seed=time.time_ns())
                books[name] = read(base / name / "ledger.db")
    same = books["whole"] == books["killed"]
    when = " ".join(f"{moment:.1f}" for moment in moments)
    print(
        f"kill -9 after {when} s of each start: {'nothing lost, nothing doubled' if same else 'DIFFERENT'}; {len(books['killed'].captures)} captures, {len(books['killed'].findings)} findings, {books['killed'].runs} run"
    )


if __name__ == "__main__":
    whole.main()
    kills()
