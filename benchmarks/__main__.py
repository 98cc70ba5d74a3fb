"""`make bench`: speed, memory and kills, each as a ratio or a count in one run."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import hostile, whole
from benchmarks.kill import SLOW, Kill, killed, read

ROOT = Path(__file__).resolve().parents[1]
PORT = 8963


def kills(number: int = 10) -> None:
    """Kill -9 of the process group at random moments of one run, then --resume; compared with an undisturbed run."""
    from demo.portal import generate
    from demo.server import serving
    from demo.sites import PORTALS

    environment = {**os.environ, "PYTHONPATH": str(ROOT), **SLOW}
    site = PORTALS["civil"]
    books = {}
    hits: list[Kill] = []
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
                ledger = base / name / "ledger.db"
                hits = killed(command, environment, "民政", ledger, kills=times, longest=0.3, seed=time.time_ns())
                books[name] = read(ledger)
    same = books["whole"] == books["killed"]
    when = "、".join(f"{hit.captures} ({hit.seconds:.1f} s)" for hit in hits)
    verdict = "nothing lost, nothing doubled" if same else "DIFFERENT"
    done = books["killed"]
    print(
        f"kill -9, {len(hits)} of {number} in a live run, captures (after start): {when}: {verdict}; "
        f"{len(done.captures)} captures, {len(done.findings)} findings, {done.runs} run"
    )


if __name__ == "__main__":
    whole.main()
    hostile.main()
    kills()
