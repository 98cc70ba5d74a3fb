"""The frontier forgets nothing and hands out nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from crawler import frontier as module
from crawler.base import Entry
from crawler.frontier import Frontier
from inspection.errors import InspectionError

if TYPE_CHECKING:
    from pathlib import Path


def take(frontier: Frontier) -> Entry:
    entry = frontier.next()
    assert entry is not None
    return entry


def test_addresses_come_in_the_order_of_discovery_and_once(tmp_path: Path) -> None:
    with Frontier(tmp_path / "f.db") as frontier:
        frontier.seed([("http://a/", "page")])
        home = take(frontier)
        assert frontier.add(home, "http://a/1", anchor="一")
        assert frontier.add(home, "http://a/2")
        assert not frontier.add(home, "http://a/1")
        assert not frontier.add(home, "http://a/")
        first = take(frontier)
        assert (first.url, first.found_on, first.anchor, first.depth) == ("http://a/1", "http://a/", "一", 1)
        assert take(frontier).url == "http://a/2"
        assert frontier.next() is None


def test_what_is_not_settled_is_served_again_by_a_resumed_run(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path / "f.db")
    frontier.seed([("http://a/", "page")])
    home = take(frontier)
    frontier.add(home, "http://a/1")
    frontier.finish(home)
    frontier.settle(["http://a/"])
    page = take(frontier)
    frontier.add(page, "http://a/lost")
    frontier.finish(page)  # its result never reached the ledger: the process dies here
    frontier.close()
    with Frontier(tmp_path / "f.db") as again:
        assert again.resumed
        assert take(again).url == "http://a/1"
        assert again.next() is None
        assert not again.seen("http://a/lost")


def test_settling_before_the_links_are_added_waits_for_them(tmp_path: Path) -> None:
    """The ledger may be faster than the spider: a page is not done before its links are written with it."""
    with Frontier(tmp_path / "f.db") as frontier:
        frontier.seed([("http://a/", "page")])
        home = take(frontier)
        frontier.settle([home.url])
        frontier.add(home, "http://a/1")
        frontier.finish(home)
    with Frontier(tmp_path / "f.db") as again:
        assert take(again).url == "http://a/1"
        assert again.next() is None


def test_more_addresses_than_memory_holds_stay_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_IN_MEMORY", 10)
    with Frontier(tmp_path / "f.db") as frontier:
        frontier.seed([("http://a/", "page")])
        served = []
        while (entry := frontier.next()) is not None:
            served.append(entry.url)
            if entry.depth < 2:
                for n in range(30):
                    frontier.add(entry, f"{entry.url}{n}/")
            frontier.finish(entry)
            frontier.settle([entry.url])
        assert len(served) == len(set(served)) == 1 + 30 + 900
        assert frontier.waiting == 0


def test_a_retry_comes_last_and_counts(tmp_path: Path) -> None:
    with Frontier(tmp_path / "f.db") as frontier:
        frontier.seed([("http://a/", "page"), ("http://b/", "page")])
        frontier.retry(take(frontier))
        assert take(frontier).url == "http://b/"
        assert (again := take(frontier)).tries == 1
        assert again.url == "http://a/"


def test_a_damaged_file_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    path.write_bytes(os.urandom(8192))
    with pytest.raises(InspectionError, match="抓取进度文件"):
        Frontier(path)


def test_only_the_owner_reads_it_and_nothing_stays_after_the_run(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path / "f.db")
    assert (tmp_path / "f.db").stat().st_mode & 0o077 == 0
    frontier.seed([("http://a/", "page")])
    frontier.close()
    Frontier.discard(tmp_path / "f.db")
    assert list(tmp_path.iterdir()) == []


CHILD = """
import sys
from pathlib import Path
from crawler.frontier import Frontier
frontier = Frontier(Path(sys.argv[1]))
if not frontier.resumed:
    frontier.seed([("http://a/", "page")])
while (entry := frontier.next()) is not None:
    if entry.depth < 3:
        for n in range(12):
            frontier.add(entry, f"{entry.url}{n}/")
    frontier.finish(entry)
    print(entry.url, flush=True)  # stands for the ledger's commit, which comes before settling
    frontier.settle([entry.url])
print("end", flush=True)
"""


@pytest.mark.parametrize("moment", [0.02, 0.1, 0.25])
def test_kill_9_loses_nothing(tmp_path: Path, moment: float) -> None:
    whole = {f"http://a/{tail}" for tail in _tree("", 3)}
    served: set[str] = set()
    for wait in (moment, None):
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path / "f.db")], stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            served.add(child.stdout.readline().strip())
            if wait is not None:
                time.sleep(wait)
                child.send_signal(signal.SIGKILL)
            served.update(line.strip() for line in child.stdout if line.endswith("/\n"))
    assert served - {"end"} == whole


def _tree(path: str, depth: int) -> list[str]:
    if depth == 0:
        return [path]
    return [path] + [each for n in range(12) for each in _tree(f"{path}{n}/", depth - 1)]
