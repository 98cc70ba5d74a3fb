"""kill -9 of the whole process group at random moments of a live run, then --resume: nothing lost, nothing doubled.

The test-suite does three kills (tests/whole/), `make bench` ten.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# Some 30 pages a second and small batches: ten kills find a run with pages in the ledger and pages left.
SLOW = {
    "MIJIAN_CRAWLER__MAX_CRAWL_DELAY": "0",
    "MIJIAN_CRAWLER__DELAY": "0.03",
    "MIJIAN_LEDGER__BATCH": "5",
}
PATIENCE = 60.0  # seconds for a run to bring its first new capture


class Books(NamedTuple):
    """What a ledger holds that must not depend on how often the run died."""

    runs: int
    state: str
    captures: list[tuple[str, str]]  # address as shown, digest of the bytes or, where they differ each time, nothing
    findings: list[tuple[str, int, str]]  # rule, severity, excerpts
    failures: list[tuple[str, str]]


def read(ledger: Path) -> Books:
    """The books of a workspace with one site."""
    with closing(sqlite3.connect(ledger)) as base:
        runs, state = base.execute("SELECT count(*), max(state) FROM run").fetchone()
        captures = base.execute(
            "SELECT page.url, page.kind FROM capture JOIN page USING (site_id, address) ORDER BY page.url"
        ).fetchall()
        findings = base.execute(
            "SELECT rule, severity, (SELECT group_concat(path || place || excerpt) FROM"
            " (SELECT path, place, excerpt FROM sighting WHERE finding_id = finding.id ORDER BY path, place, excerpt))"
            " FROM finding ORDER BY 1, 2, 3"
        ).fetchall()
        failures = base.execute("SELECT url, reason FROM failure ORDER BY 1, 2").fetchall()
    return Books(runs, state, captures, findings, failures)


class Kill(NamedTuple):
    """One kill of a live run.

    Attributes:
        before: captures in the ledger when this start began, the same as after the last kill.
        captures: captures in the ledger after this kill; more than before.
        state: of the run, as this kill left it.
        seconds: from the start to the kill.
    """

    before: int
    captures: int
    state: str
    seconds: float


def killed(
    command: Callable[..., list[str]],
    environment: dict[str, str],
    site: str,
    ledger: Path,
    *,
    kills: int,
    longest: float,
    seed: int,
) -> list[Kill]:
    """Inspect ``site``, killing the process group ``kills`` times on the way, then resume to the end.

    Each kill waits until the ledger holds more captures than after the last one: it never hits the imports alone.

    Args:
        command: makes the command line of `mijian` with the given words.
        environment: of the process; :data:`SLOW` leaves room for the kills.
        site: its name in the register.
        ledger: the SQLite file of the workspace, which may not exist yet.
        kills: how often.
        longest: seconds; once there are new captures, the kill comes at a random moment before.
        seed: of the moments.

    Returns:
        The kills that hit; fewer than asked for where the run came to its end before.

    Raises:
        TimeoutError: a run went on without a new capture.
    """
    moments = random.Random(seed)  # moments, not secrets
    done: list[Kill] = []
    before = 0
    while len(done) < kills:
        words = ("inspect", site, "--resume") if done else ("inspect", site)
        with subprocess.Popen(
            command(*words),
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            begun = time.monotonic()
            try:
                _wait_for_more(process, ledger, before)
                time.sleep(moments.uniform(0, longest))
                seconds = time.monotonic() - begun
            finally:
                if process.poll() is None:  # not reaped: the number is still this group's
                    os.killpg(process.pid, signal.SIGKILL)
        if process.returncode != -signal.SIGKILL:
            break
        after = read(ledger)
        done.append(Kill(before, len(after.captures), after.state, seconds))
        before = len(after.captures)
    subprocess.run(
        command("inspect", site, "--resume"),
        env=environment,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return done


def _wait_for_more(process: subprocess.Popen[bytes], ledger: Path, before: int) -> None:
    """Return when the ledger holds more than ``before`` captures, or when the process has ended."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and _captures(ledger) <= before:
        if time.monotonic() > until:
            raise TimeoutError(f"no new capture within {PATIENCE} s")
        time.sleep(0.02)


def _captures(ledger: Path) -> int:
    """How many captures the ledger holds, only looking; 0 while it does not exist, is being made, or is locked."""
    try:
        with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True, timeout=0.1)) as base:
            return int(base.execute("SELECT count(*) FROM capture").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
