"""The sample portal, inspected as `mijian demo` does it: all that is planted is found, nothing harmless is accused."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.answers import AnswerKey, judge, same
from demo.portal import generate
from demo.server import serving
from demo.sites import PORTALS
from tests.whole.conftest import Mijian, Result, free_port

pytestmark = pytest.mark.xdist_group("demo")


@dataclass
class Inspected:
    """The portal, its key, and the workspace of a first and a second inspection."""

    key: AnswerKey
    folder: Path
    mijian: Mijian
    first: Result
    first_log: list[str]
    second: Result
    port: int


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inspected]:
    base = tmp_path_factory.mktemp("demo")
    port = free_port("127.0.8.1")
    key = generate(base / "portal", port=port)
    mijian = Mijian(base / "home", {"MIJIAN_CRAWLER__MAX_CRAWL_DELAY": "0"})
    with serving(base / "portal", port):
        for one in PORTALS.values():
            done = mijian(
                "site",
                "add",
                f"http://{one.host}:{port}/",
                "--name",
                one.name,
                "--agency",
                one.owner,
                "--allow-private",
            )
            assert done.code == 0, done.err
        first = mijian("inspect", "--all")
        log = (base / "portal" / "access.log").read_text("utf-8").splitlines()
        yield Inspected(key, base / "portal", mijian, first, log, mijian("inspect", "--all"), port)


def test_every_planted_item_is_found_and_nothing_harmless_is_accused(inspected: Inspected) -> None:
    verdict = judge(inspected.key, inspected.mijian("findings", "--format", "jsonl").lines())
    assert verdict.ok, "\n".join(verdict.lines())
    assert len(verdict.found) >= 60
    assert len({item.rule for item in inspected.key.planted}) >= 12
    assert len(inspected.key.negatives) >= 150


def test_the_command_ends_with_findings_and_a_table(inspected: Inspected) -> None:
    assert inspected.first.code == 1
    for word in ("页面", "附件", "紧急", "未检", "合计", *(one.name for one in PORTALS.values())):
        assert word in inspected.first.out


def test_every_trap_ends_as_it_should(inspected: Inspected) -> None:
    failed: dict[str, set[str]] = {}
    for line in inspected.mijian("failures", "--format", "jsonl").lines():
        failed.setdefault(same(line["target"]), set()).add(line["reason"])
    asked = {same(f"http://{host}{path}") for host, path in _asked(inspected)}
    for trap in inspected.key.traps:
        address = same(trap.url)
        if trap.outcome == "never":
            assert address not in asked, trap
        elif trap.outcome == "ok":
            assert address in asked, trap
        elif trap.outcome not in ("endless", "same"):
            assert trap.outcome in failed.get(address, set()), (trap, failed.get(address))


def test_no_address_that_robots_close_is_asked_for(inspected: Inspected) -> None:
    asked = [same(f"http://{host}{path}") for host, path in _asked(inspected)]
    assert asked
    assert not [url for url in asked if any(url.startswith(same(closed)) for closed in inspected.key.forbidden)]


def test_each_address_is_asked_for_once(inspected: Inspected) -> None:
    """Counted at the server; only what failed for a passing reason is asked again."""
    counts = Counter((host, path) for host, path, status in _answered(inspected) if status == 200)
    again = {at: number for at, number in counts.items() if number > 1 and not at[1].endswith("/robots.txt")}
    slow = [trap.url for trap in inspected.key.traps if trap.outcome in ("truncated", "timeout")]
    assert not {at for at in again if f"http://{at[0]}{at[1]}" not in slow}, again


def test_a_second_run_adds_sightings_and_no_findings(inspected: Inspected) -> None:
    with sqlite3.connect(inspected.mijian.home / "ledger.db") as ledger:
        late = ledger.execute("SELECT count(*) FROM finding WHERE first_run > 3").fetchone()[0]
        total = ledger.execute("SELECT count(*) FROM finding").fetchone()[0]
        seen = ledger.execute("SELECT count(*) FROM finding WHERE last_run > 3").fetchone()[0]
        unchanged = ledger.execute("SELECT sum(unchanged) FROM run WHERE id > 3").fetchone()[0]
    assert late == 0
    assert seen == total > 0
    assert unchanged > 150
    assert inspected.second.code == 1


def test_no_output_holds_a_planted_number(inspected: Inspected) -> None:
    """Ledger, log, reports, lists: no full ID or phone number anywhere outside evidence and index."""
    home = inspected.mijian.home
    report = inspected.mijian("report", "--format", "html,pdf,xlsx,jsonl,csv")
    assert report.code == 0, report.err
    numbers = {
        match
        for item in inspected.key.planted
        if item.rule.startswith("personal.")
        for match in re.findall(r"[1-9][0-9]{16}[0-9Xx]|1[3-9][0-9]{9}", re.sub(r"[\s-]", "", item.text))
    }
    assert len(numbers) > 20
    shown = [
        inspected.mijian(*words).out
        for words in (("findings", "--format", "jsonl"), ("findings",), ("failures",), ("runs",))
    ]
    places = [home / "ledger.db", *(home / "logs").iterdir(), *(home / "reports").iterdir()]
    for name, text in [
        *((str(p), p.read_bytes().decode("utf-8", "replace")) for p in places),
        *(("output", t) for t in shown),
    ]:
        for number in numbers:
            assert number not in text, f"{name} holds {number[:6]}…"


def test_search_finds_exact_phrases_and_filters(inspected: Inspected) -> None:
    found = inspected.mijian("search", "内部资料", "--format", "jsonl", "--limit", 500).lines("hit")
    assert found
    assert all(
        "内部资料" in re.sub(r"\s", "", "".join(hit["snippets"]) + hit["title"]).replace("「", "").replace("」", "")
        for hit in found
    )
    only = inspected.mijian("search", "内部资料", "--site", "云溪市教育局", "--format", "jsonl", "--limit", 500).lines(
        "hit"
    )
    assert {hit["site"] for hit in only} == {"云溪市教育局"}
    assert len(only) < len(found)
    none = inspected.mijian("search", "内资部料")
    assert none.code == 0
    assert "没有" in none.out
    assert inspected.mijian("search", "密级标志", "--in", "findings", "--format", "jsonl").lines("hit")


def test_reindexing_gives_the_same_answers(inspected: Inspected) -> None:
    def hits() -> set[str]:
        return {
            hit["id"] for hit in inspected.mijian("search", "通知", "--format", "jsonl", "--limit", 1000).lines("hit")
        }

    before = hits()
    done = inspected.mijian("reindex")
    assert done.code == 0, done.err
    assert hits() == before


def test_a_finding_can_be_read_and_reviewed(inspected: Inspected) -> None:
    worst = inspected.mijian("findings", "--severity", 4, "--format", "jsonl").lines()[0]["id"]
    shown = inspected.mijian("findings", "show", worst)
    assert "理由" in shown.out
    assert "出现位置" in shown.out
    refused = inspected.mijian("findings", "review", worst, "--verdict", "dismissed")
    assert refused.code == 2
    assert "--reason" in refused.err
    assert inspected.mijian("findings", "review", worst, "--verdict", "confirmed", "--reason", "核实").code == 0
    assert "属实" in inspected.mijian("findings", "show", worst).out


def _answered(inspected: Inspected) -> list[tuple[str, str, int]]:
    """Host with port, path, status of each line of the server's log of the first inspection."""
    rows = [line.split("\t") for line in inspected.first_log]
    return [(host if ":" in host else f"{host}:{inspected.port}", path, int(status)) for _, host, path, status in rows]


def _asked(inspected: Inspected) -> list[tuple[str, str]]:
    return [(host, path) for host, path, _ in _answered(inspected)]
