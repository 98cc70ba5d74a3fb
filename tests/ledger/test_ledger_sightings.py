"""A finding is one fact; its sightings say where and in which runs it was seen."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from inspection.model import Severity
from ledger import findings, outbox, pages, workflow
from ledger.base import Novelty, Run, Status
from ledger.records import Span
from ledger.session import Ledger
from ledger.tables import finding, page, sighting

Begin = Callable[..., Run]


def seen_in(ledger: Ledger, run: Run) -> set[tuple[str, str]]:
    """Subject and place of what a run saw."""
    with ledger.read() as connection:
        rows = connection.execute(
            select(finding.c.subject, sighting.c.place)
            .join(finding, finding.c.id == sighting.c.finding_id)
            .where(sighting.c.site_id == run.site, Span(run.id, run.id).seen())
        ).all()
    found = {(subject, place) for subject, place in rows}
    assert len(found) == len(rows), "a place was counted twice"
    return found


def state(ledger: Ledger, *columns: Any) -> Any:
    with ledger.read() as connection:
        return tuple(connection.execute(select(*columns)).one())


def test_a_second_run_adds_nothing_to_a_finding_it_sees_again(ledger: Ledger, begin: Begin, make: Any) -> None:
    for _ in range(2):
        run = begin()
        seen = findings.record(ledger, run, [make.page("a", "A", make.finding(), at=run.started)])
    assert seen.new_findings == 0
    assert state(ledger, finding.c.first_run, finding.c.last_run) == (1, 2)
    assert state(ledger, sighting.c.first_run, sighting.c.last_run) == (1, 2)


def test_what_vanished_and_came_back_has_two_stretches(ledger: Ledger, begin: Begin, make: Any) -> None:
    there, gone, back = begin(), begin(), begin()
    findings.record(ledger, there, [make.page("a", "A", make.finding("k1:1", "甲"), at=there.started)])
    findings.record(ledger, gone, [make.page("a", "B", at=gone.started)])
    for _ in range(2):
        findings.record(ledger, back, [make.page("a", "A", at=back.started, novelty=Novelty.KNOWN)])
    assert [seen_in(ledger, run) for run in (there, gone, back)] == [{("k1:1", "甲")}, set(), {("k1:1", "甲")}]


def test_known_bytes_at_another_address_bring_their_sightings_along(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    findings.record(ledger, run, [make.page("a", "A", make.finding("k1:1", "甲", "乙"), make.finding("k1:2", "丙"), at=run.started)])  # fmt: skip
    for _ in range(2):
        findings.record(ledger, run, [make.page("b", "A", at=run.started, novelty=Novelty.KNOWN)])
    with ledger.read() as connection:
        rows = connection.execute(select(sighting.c.address, sighting.c.place, sighting.c.excerpt)).all()
    assert len(rows) == 6
    at_b = {place for address, place, _ in rows if address == ledger.address("http://www.yunxi.gov.cn/b")}
    assert at_b == {"甲", "乙", "丙"}


def test_the_strongest_form_stays_within_a_rule_set_and_a_new_one_begins_anew(ledger: Ledger, begin: Begin, make: Any) -> None:  # fmt: skip
    columns = (finding.c.severity, finding.c.score, finding.c.suppressed, finding.c.rules)
    explained = make.finding(severity=Severity.URGENT, score=99, suppressed="示例号码")
    run = begin()
    findings.record(ledger, run, [make.page("a", "A", explained, at=run.started)])
    assert state(ledger, *columns) == (4, 99, "示例号码", "r1")
    findings.record(ledger, run, [make.page("b", "B", make.finding(score=70), at=run.started), make.page("c", "C", make.finding(score=80), at=run.started)])  # fmt: skip
    assert state(ledger, *columns) == (3, 80, None, "r1"), "an unexplained place outweighs any explained one"
    again = begin()
    findings.record(ledger, again, [make.page("b", "B2", make.finding(score=60), at=again.started)])
    assert state(ledger, *columns) == (3, 80, None, "r1")
    renewed = begin(rules_version="r2")
    weak = make.finding(score=20, severity=Severity.GENERAL)
    findings.record(ledger, renewed, [make.page("b", "B2", weak, at=renewed.started, rules="r2")])
    assert state(ledger, *columns) == (1, 20, None, "r2")


def test_a_closed_finding_seen_again_comes_back_and_a_dismissed_one_does_not(ledger: Ledger, begin: Begin, make: Any) -> None:  # fmt: skip
    run = begin()
    batch = [make.page("a", "A", make.finding("k1:1"), make.finding("k1:2"), at=run.started)]
    findings.record(ledger, run, batch)
    noon = run.started + timedelta(minutes=30)
    for key, new in ((1, Status.CONFIRMED), (1, Status.CLOSED), (2, Status.DISMISSED)):
        workflow.move(ledger, key, new, reason="核查", who="张", at=noon)
    assert findings.record(ledger, run, batch).reopened == 0, "what was seen before the closing does not reopen"
    later = begin()
    assert later.started > noon
    unchanged = [make.page("a", "A", at=later.started, novelty=Novelty.UNCHANGED)]
    assert findings.record(ledger, later, unchanged).reopened == 1
    assert findings.record(ledger, later, unchanged).reopened == 0
    with ledger.read() as connection:
        assert connection.scalars(select(finding.c.status).order_by(finding.c.id)).all() == [Status.REOPENED, Status.DISMISSED]  # fmt: skip
        assert [t.new for t in workflow.transitions(connection, 1)] == [Status.OPEN, Status.CONFIRMED, Status.CLOSED, Status.REOPENED]  # fmt: skip
    assert workflow.verify_chain(ledger) is None


def test_a_page_fetched_twice_in_a_run_and_different_each_time_counts_once(ledger: Ledger, begin: Begin, make: Any) -> None:  # fmt: skip
    """After a crash the page is fetched again; a page with a clock in it has another digest then."""
    run = begin()
    for body in ("10:01", "10:02"):
        findings.record(ledger, run, [make.page("a", body, make.finding("k1:1", "甲"), at=run.started)])
    assert seen_in(ledger, run) == {("k1:1", "甲")}
    with ledger.read() as connection:
        digests = (connection.scalars(select(sighting.c.digest)).one(), connection.scalars(select(page.c.digest)).one())
    assert digests[0] == digests[1]


def test_the_same_subject_in_two_sites_is_two_findings(ledger: Ledger, begin: Begin, make: Any) -> None:
    from inspection.model import Site
    from ledger import register

    run = begin()
    other = register.add(ledger, Site(0, "另一站", "http://other.gov.cn/"), at=run.started)
    elsewhere = begin(site=other.id)
    for each in (run, elsewhere):
        findings.record(ledger, each, [make.page("a", "A", make.finding(), at=run.started)])
    with ledger.read() as connection:
        assert sorted(connection.scalars(select(finding.c.site_id))) == [run.site, other.id]


def test_the_index_is_not_told_of_findings_on_unchanged_pages(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    findings.record(ledger, run, [make.page("a", "A", make.finding(), at=run.started)])
    with ledger.read() as connection:
        waiting = outbox.pending(connection, 10)
    assert [entry.kind for entry in waiting] == ["finding", "page"]
    outbox.acknowledge(ledger, waiting)
    later = begin()
    findings.record(ledger, later, [make.page("a", "A", at=later.started, novelty=Novelty.UNCHANGED)])
    with ledger.read() as connection:
        assert outbox.pending(connection, 10) == ()


@pytest.mark.parametrize("seed", range(6))
def test_each_run_remembers_what_it_saw(ledger: Ledger, begin: Begin, make: Any, seed: int) -> None:
    """Random sites over ten runs, batches written once or twice, against a plain model: a set of sightings a run.

    Pages change, change back, swap contents, are not reached; rules change. Where a page was not reached by a run, nothing
    is claimed for that run.
    """
    chance = random.Random(seed)
    bodies = {body: chance.sample("12345", chance.randrange(4)) for body in "ABCDE"}
    names = ["p", "q", "r", "s"]
    rules, model = "r1", []
    for _ in range(10):
        if chance.random() < 0.2:
            rules += "'"
            bodies = {body: chance.sample("12345", chance.randrange(4)) for body in bodies}
        run = begin(rules_version=rules)
        reached = [name for name in names if chance.random() < 0.85]
        chance.shuffle(reached)
        truth: dict[str, set[tuple[str, str]]] = {}
        while reached:
            batch = []
            for name in (reached.pop() for _ in range(min(len(reached), chance.randrange(1, 4)))):
                body = chance.choice("ABCDE" if chance.random() < 0.6 else "AB")
                plain = make.page(name, body, at=run.started, rules=rules)
                with ledger.read() as connection:
                    how = pages.novelty(connection, ledger, run.site, {plain.address: plain.sha256}, rules)[
                        plain.address
                    ]
                seen = [make.finding(f"k1:{subject}", subject) for subject in bodies[body] if how is Novelty.NEW]
                batch.append(make.page(name, body, *seen, at=run.started, rules=rules, novelty=how))
                truth[name] = {(f"k1:{subject}", subject) for subject in bodies[body]}
            for _ in range(chance.randrange(1, 3)):
                findings.record(ledger, run, batch)
        model.append((run, truth))
    for run, truth in model:
        for name, expected in truth.items():
            with ledger.read() as connection:
                rows = connection.execute(
                    select(finding.c.subject, sighting.c.place)
                    .join(finding, finding.c.id == sighting.c.finding_id)
                    .where(
                        sighting.c.address == ledger.address(f"http://www.yunxi.gov.cn/{name}"),
                        Span(run.id, run.id).seen(),
                    )
                ).all()
            assert sorted(map(tuple, rows)) == sorted(expected), (run.shown, name)
    assert workflow.verify_chain(ledger) is None
