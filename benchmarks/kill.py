"""kill -9 of the whole process group at random moments, then --resume: nothing lost, nothing doubled.

The test-suite does three kills (tests/whole/), `make bench` ten.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Books(NamedTuple):
    """What a ledger holds that must not depend on how often the run died."""

    runs: int
    state: str
    captures: list[tuple[str, str]]  # address as shown, digest of the bytes or, where they differ each time, nothing
    findings: list[tuple[str, int, str]]  # rule, severity, excerpts
    failures: list[tuple[str, str]]


def read(ledger: Path) -> Books:
    """The books of a workspace with one site."""
    with sqlite3.connect(ledger) as base:
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


def killed(
    command: Callable[..., list[str]], environment: dict[str, str], site: str, *, kills: int, longest: float, seed: int
) -> list[float]:
    """Inspect ``site``, killing the process group ``kills`` times on the way; the moments in seconds.

    Args:
        command: makes the command line of `mijian` with the given words.
        environment: of the process.
        site: its name in the register.
        kills: how often.
        longest: seconds; a kill comes at a random moment before.
        seed: of the moments.
    """
    moments = random.Random(seed)  # moments, not secrets
    done: list[float] = []
    while len(done) < kills:
        words = ("inspect", site, "--resume") if done else ("inspect", site)
        with subprocess.Popen(
            command(*words),
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            wait = moments.uniform(0.6, longest)
            time.sleep(wait)
            finished = process.poll() is not None
            if not finished:
                os.killpg(process.pid, signal.SIGKILL)
        done.append(wait)
        if finished:
            break
    subprocess.run(
        command("inspect", site, "--resume"),
        env=environment,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return done
