"""kill -9 at any moment, and two writers at once: what was committed is readable, nothing is doubled."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from inspection.settings import EvidenceSettings
from ledger import runs, tables, workflow
from ledger.base import Location, Run
from ledger.evidence import EvidenceStore
from ledger.session import Ledger

KEY = bytes(range(32))
# A writer as the pipeline is one: append, sync, record, say so. Pages are the same each time it is started.
_WRITER = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path
from inspection.model import Evidence, Finding, Severity, Sighting
from inspection.settings import EvidenceSettings
from ledger import findings, pages, runs
from ledger.base import DocumentEntry, PageResult
from ledger.evidence import EvidenceStore
from ledger.session import open_ledger

url, path, number, first, batches = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
key = bytes(range(32))
ledger = open_ledger(url, path=path, key=key)
store = EvidenceStore(path.parent / "evidence", key, EvidenceSettings(segment_bytes=1 << 20))
run = runs.get(ledger, number)
now = datetime(2026, 11, 24, tzinfo=UTC)
for batch in range(first, first + batches):
    results = []
    for n in range(batch * 10, batch * 10 + 10):
        body = f"page {n} ".encode() * 200
        sha, sm3 = hashlib.sha256(body).hexdigest(), hashlib.new("sm3", body).hexdigest()
        finding = Finding("personal.phone", 1, "c", "n", Severity.ATTENTION, 60, f"k1:{n % 7}", (Evidence(60, "w"),), (Sighting((str(n),), "正文", "1**"),), sha)
        with ledger.read() as connection:
            known = pages.known_blobs(connection, [sha])
        where = None if known else store.append(body, sha)
        document = DocumentEntry((str(n),), "html", sha, passages=1)
        results.append(PageResult(f"http://a/{n}", f"http://a/{n}", now, sha, sm3, length=len(body), location=where, documents=(document,), findings=(finding,), rules="r1", reader="1"))
    store.sync()
    findings.record(ledger, run, results)
    print(batch, flush=True)
"""


def writer(address: tuple[str, Path], run: Run, first: int, batches: int) -> subprocess.Popen[str]:
    arguments = [address[0], str(address[1]), str(run.id), str(first), str(batches)]
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", _WRITER, *arguments], stdout=subprocess.PIPE, text=True
    )


def check(ledger: Ledger, folder: Path, run: Run, batches: set[int]) -> None:
    """Everything of these batches is there once, with readable evidence; of each other batch all or nothing."""
    with ledger.read() as connection:
        urls = connection.scalars(select(tables.page.c.url)).all()
        blobs = connection.execute(select(tables.blob)).all()
        sightings = connection.scalar(select(func.count()).select_from(tables.sighting))
        found = connection.scalar(select(func.count()).select_from(tables.finding))
        captures = connection.scalar(select(func.count()).select_from(tables.capture))
    numbers = {int(url.rpartition("/")[2]) for url in urls}
    assert {n for batch in batches for n in range(batch * 10, batch * 10 + 10)} <= numbers
    assert len(urls) == len(numbers) == len(blobs) == captures == sightings
    assert len(numbers) % 10 == 0, "half a batch"
    assert found == min(7, len(numbers))
    with EvidenceStore(folder / "evidence", KEY, EvidenceSettings(segment_bytes=1 << 20)) as store:
        for row in blobs:
            assert store.read(Location(row.segment, row.offset, row.length), row.digest).startswith(b"page ")
    counted = runs.get(ledger, run.id)
    assert counted is not None
    assert (counted.counters.pages, counted.counters.documents) == (len(numbers), len(numbers))
    assert workflow.verify_chain(ledger) is None


def test_killed_at_random_moments_it_goes_on_and_nothing_is_lost_or_doubled(
    address: tuple[str, Path], ledger: Ledger, begin: Callable[..., Run]
) -> None:
    run, chance = begin(), random.Random()
    said: set[int] = set()
    for _ in range(3):
        child = writer(address, run, 0, 400)
        assert child.stdout is not None
        line = child.stdout.readline()  # it is under way
        time.sleep(chance.uniform(0, 0.4))
        child.send_signal(signal.SIGKILL)
        rest, _ = child.communicate(timeout=60)
        said |= {int(word) for word in (line + rest).split()}
        check(ledger, address[1].parent, run, said)
    assert said
    assert len(said) < 400, "it ended before it was killed"
    last = writer(address, run, 0, max(said) + 3)
    last.communicate(timeout=120)
    assert last.returncode == 0
    check(ledger, address[1].parent, run, set(range(max(said) + 3)))


def test_two_processes_write_at_once(address: tuple[str, Path], ledger: Ledger, begin: Callable[..., Run]) -> None:
    """On one site, the hardest case: shared findings, one chain, half of the pages the same."""
    run = begin()
    children = [writer(address, run, first, 20) for first in (0, 10)]
    for child in children:
        child.communicate(timeout=120)
    assert [child.returncode for child in children] == [0, 0]
    with ledger.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.page)) == 300
        assert connection.scalar(select(func.count()).select_from(tables.sighting)) == 300
        assert connection.scalar(select(func.count()).select_from(tables.finding)) == 7
        assert connection.scalar(select(func.count()).select_from(tables.transition)) == 7
    assert workflow.verify_chain(ledger) is None
    counted = runs.get(ledger, run.id)
    assert counted is not None
    assert counted.counters.pages == 300
