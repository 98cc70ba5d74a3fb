"""What lists, reports and the reviewer see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from inspection.errors import Reason, SettingsError
from inspection.model import Evidence, Severity, Site
from ledger import findings, query, register, runs, summary, tables, workflow
from ledger.base import Counters, Kind, Mode, Novelty, Run, RunState, Status, Verdict
from ledger.query import Filter
from ledger.session import Ledger

Begin = Callable[..., Run]


@pytest.fixture
def filled(ledger: Ledger, begin: Begin, make: Any) -> tuple[Run, Run, Run]:
    """Two runs of one site and one of another: a mark that stays, a number that is new, an explained one, one elsewhere."""
    first, second = begin(), begin()
    mark = make.finding(
        "sha256:9", rule="classification.mark", name="密级标志", severity=Severity.URGENT, level=make.secret
    )
    explained = make.finding("k1:2", suppressed="示例号码")
    findings.record(ledger, first, [make.page("a.html", "A", mark, explained, at=first.started)])
    runs.finish(ledger, first.id, RunState.FINISHED, at=first.started + timedelta(minutes=5))
    number = make.finding("k1:1", *(f"B{n}" for n in range(30)))
    findings.record(
        ledger, second,
        [make.page("a.html", "A", at=second.started, novelty=Novelty.UNCHANGED), make.page("b.zip", "B", number, at=second.started, kind=Kind.ATTACHMENT)],
        [make.failed("dead", Reason.DNS, second.started)],
    )  # fmt: skip
    runs.finish(ledger, second.id, RunState.STOPPED, at=second.started + timedelta(minutes=5))
    other = register.add(ledger, Site(0, "教育局", "http://edu.gov.cn/", agency="云溪市教育局"), at=first.started)
    third = begin(site=other.id)
    findings.record(
        ledger, third, [make.page("c", "C", make.finding("k1:1", severity=Severity.GENERAL), at=third.started)]
    )
    return first, second, third


def ids(ledger: Ledger, **wanted: Any) -> list[str]:
    found, total = query.findings(ledger, Filter(**wanted))
    assert total == len(found)
    return [stored.record.id for stored in found]


def test_filters_choose_and_the_most_severe_comes_first(ledger: Ledger, filled: tuple[Run, Run, Run]) -> None:
    first, second, third = filled
    assert ids(ledger) == ["F-000001", "F-000003", "F-000004"]
    assert ids(ledger, suppressed=True) == ["F-000002"]
    assert ids(ledger, suppressed=None, run=first) == ["F-000001", "F-000002"]
    assert ids(ledger, run=second) == ["F-000001", "F-000003"]
    assert ids(ledger, run=third) == ["F-000004"]
    assert ids(ledger, site=third.site) == ids(ledger, agency="教育") == ["F-000004"]
    assert ids(ledger, agency="%") == []
    assert ids(ledger, severity=2) == ["F-000001", "F-000003"]
    assert ids(ledger, since=third.started) == ["F-000004"]
    assert ids(ledger, rule="personal") == ids(ledger, rule="personal.resident_id") == ["F-000003", "F-000004"]
    assert ids(ledger, rule="person") == []
    workflow.review(ledger, 1, Verdict.CONFIRMED, reason="", who="张", at=third.started)
    assert ids(ledger, status=Status.CONFIRMED) == ["F-000001"]
    page, total = query.findings(ledger, Filter(), limit=1, offset=1)
    assert ([stored.record.id for stored in page], total) == (["F-000003"], 3)


def test_a_finding_has_its_places_and_its_history(ledger: Ledger, filled: tuple[Run, Run, Run], make: Any) -> None:
    workflow.review(ledger, 3, Verdict.DISMISSED, reason="公开名录", who="张", at=filled[2].started)
    found = query.finding_with_history(ledger, 3)
    assert found is not None
    stored, history = found
    record = stored.record
    assert (record.count, len(record.places), record.new) == (30, 30, True)
    assert record.evidence == (Evidence(60, "校验码正确", "GB 11643-1999"),)
    place = record.places[0]
    body = make.page("b.zip", "B", at=filled[1].started)
    assert (place.url, place.found_on, place.title) == (body.url, "http://www.yunxi.gov.cn/", "标题 b.zip")
    assert (place.sighting.path, place.sighting.place) == (("b.zip", "表.xlsx"), "B0")
    assert (place.sha256, place.sm3, place.captured_at) == (body.sha256, body.sm3, filled[1].started)
    assert [(t.old, t.new, t.who) for t in history] == [
        (None, Status.OPEN, "mijian"),
        (Status.OPEN, Status.DISMISSED, "张"),
    ]
    assert query.finding_with_history(ledger, 99) is None


def test_runs_have_their_numbers_while_they_go_on_and_afterwards(ledger: Ledger, filled: tuple[Run, Run, Run]) -> None:
    newest = runs.latest(ledger, 10)
    assert [(run.shown, run.state) for run in newest] == [("R-000003", RunState.RUNNING), ("R-000002", RunState.STOPPED), ("R-000001", RunState.FINISHED)]  # fmt: skip
    assert newest[0].counters.findings == (0, 1, 0, 0, 0)
    assert newest[1].counters == Counters(1, 1, 0, 1, 1, 3, 2, 1, (0, 0, 0, 1, 1), 1)
    assert newest[2].counters.findings == (0, 0, 0, 0, 1)
    first, second, third = filled
    assert runs.find(ledger, "last") == runs.find(ledger, "r-000003") == runs.find(ledger, "3") == newest[0]
    assert runs.find(ledger, "last", site=first.site) == newest[1]
    assert runs.find(ledger, "R-000099") is None
    assert runs.find(ledger, "x") is None
    assert query.runs_between(ledger, first.started, third.started) == (first.id, second.id)


def test_only_the_newest_run_of_a_site_is_taken_up_again(
    ledger: Ledger, filled: tuple[Run, Run, Run], begin: Begin
) -> None:
    first, second, _ = filled
    again = runs.unfinished(ledger, first.site)
    assert again is not None
    assert again.id == second.id
    resumed = runs.reopen(ledger, again.id, at=second.started)
    assert (resumed.state, resumed.ended) == (RunState.RUNNING, None)
    runs.beat(ledger, again.id, at=second.started + timedelta(hours=1))
    ended = runs.finish(ledger, again.id, RunState.FAILED, at=second.started + timedelta(hours=2), error="磁盘已满")
    assert (ended.beat, ended.error) == (second.started + timedelta(hours=2), "磁盘已满")
    runs.finish(ledger, begin(mode=Mode.INCREMENTAL).id, RunState.FINISHED, at=second.started)
    assert runs.unfinished(ledger, first.site) is None


def of(ledger: Ledger, keys: list[int], **values: Any) -> Any:
    given: dict[str, Any] = {"title": "t", "number": "n", "issuer": "i", "handling": "h", "rectify_days": 10}
    return summary.of_run(ledger, keys, created=values.pop("created"), **(given | values))


def test_a_summary_says_what_its_runs_saw(ledger: Ledger, filled: tuple[Run, Run, Run]) -> None:
    first, second, third = filled
    made = of(ledger, [second.id, third.id], created=third.started, places=20)
    assert [(record.id, record.count, len(record.places), record.new) for record in made.findings] == [
        ("F-000001", 1, 1, False), ("F-000003", 30, 20, True), ("F-000004", 1, 1, True),
    ]  # fmt: skip
    assert [record.id for record in made.suppressed] == ["F-000002"]
    assert [(f.reason, f.target) for f in made.failures] == [(Reason.DNS, "http://www.yunxi.gov.cn/dead")]
    assert [(s.name, s.run, s.state, s.pages, s.attachments, s.unchanged, s.failures, s.backlog) for s in made.sites] == [
        ("云溪市人民政府", "R-000002", "stopped", 1, 1, 1, 1, 5), ("教育局", "R-000003", "running", 1, 0, 0, 0, 2),
    ]  # fmt: skip
    assert (made.period_start, made.period_end) == (second.started, third.started)
    assert made.by_severity() == {4: 1, 3: 1, 2: 0, 1: 1, 0: 0}
    assert [record.id for record in of(ledger, [first.id], created=third.started).findings] == ["F-000001"]


def test_a_summary_of_several_runs_of_a_site_counts_each_place_once(ledger: Ledger, begin: Begin, make: Any) -> None:
    keys = []
    for body in "ABCA":
        run = begin()
        findings.record(ledger, run, [make.page("a", body, make.finding("k1:1", "甲"), at=run.started)])
        keys.append(run.id)
    made = of(ledger, keys, created=run.started)
    assert [(record.count, record.new, record.places[0].captured_at) for record in made.findings] == [
        (1, True, run.started)
    ]
    assert len(made.sites) == 4


def test_a_summary_of_nothing_is_refused(ledger: Ledger, begin: Begin) -> None:
    with pytest.raises(SettingsError, match="mijian runs"):
        of(ledger, [99], created=begin().started)


def test_reviews_follow_the_life_of_a_finding(ledger: Ledger, filled: tuple[Run, Run, Run]) -> None:
    at = filled[2].started
    with pytest.raises(SettingsError, match="理由"):
        workflow.review(ledger, 1, Verdict.DISMISSED, reason=" ", who="张", at=at)
    with pytest.raises(SettingsError, match="没有线索 F-000099"):
        workflow.review(ledger, 99, Verdict.CONFIRMED, reason="", who="张", at=at)
    moved = workflow.review(ledger, 1, Verdict.CONFIRMED, reason="原件核实", who="张", at=at)
    assert moved is not None
    assert (moved.subject, moved.old, moved.new, moved.reason) == (
        "F-000001",
        Status.OPEN,
        Status.CONFIRMED,
        "原件核实",
    )
    assert workflow.review(ledger, 1, Verdict.CONFIRMED, reason="", who="李", at=at) is None
    workflow.move(ledger, 1, Status.NOTIFIED, reason="", who="张", at=at)
    with pytest.raises(SettingsError, match=r"已通知整改.*待研判"):
        workflow.review(ledger, 1, Verdict.OPEN, reason="", who="张", at=at)


def test_the_chain_tells_what_was_altered_removed_or_cut(ledger: Ledger, filled: tuple[Run, Run, Run]) -> None:
    table = tables.transition
    assert workflow.verify_chain(ledger) is None
    with ledger.read() as connection:
        rows = [dict(row) for row in connection.execute(select(table).order_by(table.c.sequence)).mappings()]
    assert len(rows) == 4
    for tampering, broken in (
        (update(table).where(table.c.sequence == 2).values(who="别人"), 2),
        (update(table).where(table.c.sequence == 4).values(at=rows[0]["at"] - timedelta(days=1)), 4),
        (delete(table).where(table.c.sequence == 3), 3),
        (delete(table).where(table.c.sequence == 4), 4),
        (insert(table).values(rows[3] | {"sequence": 5}), 5),
    ):
        with ledger.begin() as connection:
            connection.execute(tampering)
        assert workflow.verify_chain(ledger) == broken
        with ledger.begin() as connection:
            connection.execute(delete(table))
            connection.execute(insert(table), rows)
    assert workflow.verify_chain(ledger) is None
