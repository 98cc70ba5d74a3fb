"""One batch, one transaction; written twice, it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from inspection.errors import Reason
from inspection.model import Severity
from ledger import findings, outbox, pages, runs, tables
from ledger.base import Kind, Novelty, RecordCount, Run
from ledger.session import Ledger

Begin = Callable[..., Run]


def contents(ledger: Ledger) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with ledger.read() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in tables.metadata.sorted_tables
        }


def number(ledger: Ledger, table: str) -> int:
    with ledger.read() as connection:
        return connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0


def test_a_batch_written_twice_changes_nothing(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    batch = [
        make.page("a.html", at=run.started),
        make.page("b.zip", "zip", make.finding("k1:1", "一", "二"), make.finding("k1:2"), at=run.started, kind=Kind.ATTACHMENT),
        make.page("c.doc", "doc", at=run.started, failures=(make.failure(),)),
        make.page("old", "", at=run.started, status=301, kind=Kind.REDIRECT, documents=(), rules=""),
    ]  # fmt: skip
    failed = [make.failed("dead", Reason.TIMEOUT, run.started)]
    assert findings.record(ledger, run, batch, failed) == RecordCount(4, new_findings=2)
    before = contents(ledger)
    assert findings.record(ledger, run, batch, failed) == RecordCount()
    assert contents(ledger) == before
    rows = {name: len(found) for name, found in before.items()}
    expected = {"page": 4, "capture": 4, "blob": 7, "document": 3, "checked": 3, "finding": 2, "sighting": 3, "failure": 2, "transition": 2, "outbox": 5}  # fmt: skip
    assert {name: rows[name] for name in expected} == expected


def test_a_batch_that_fails_leaves_nothing_behind(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    before = contents(ledger)
    broken = make.page("b.html", at=run.started, depth=None)
    with pytest.raises(IntegrityError) as caught:
        findings.record(ledger, run, [make.page("a.html", "x", make.finding(), at=run.started), broken])
    assert contents(ledger) == before
    assert "标题" not in str(caught.value), "an exception quotes what was to be stored"


def test_counters_are_of_addresses_however_often_they_are_written(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    first = make.page("a.html", at=run.started)
    file = make.page("b.zip", "zip!", at=run.started, kind=Kind.ATTACHMENT)
    for batch in ([first], [first, file], [file, make.page("c", "", at=run.started, kind=Kind.REDIRECT, documents=())]):
        findings.record(ledger, run, batch)
    counted = runs.get(ledger, run.id)
    assert counted is not None
    sums = counted.counters
    assert (sums.pages, sums.attachments, sums.redirects, sums.documents, sums.passages) == (1, 1, 1, 2, 6)
    assert sums.bytes == len("a.html") + len("zip!")


def test_of_two_results_with_the_same_address_the_last_one_counts(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    findings.record(ledger, run, [make.page("a", "1", at=run.started), make.page("a", "2", at=run.started)])
    with ledger.read() as connection:
        assert connection.scalar(select(tables.page.c.digest)) == make.page("a", "2", at=run.started).sha256


def test_an_unchanged_page_moves_its_last_visit_and_nothing_grows(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    findings.record(ledger, run, [make.page("a.html", "A", make.finding(), at=run.started)])
    with ledger.begin() as connection:
        waiting = outbox.pending(connection, 10)
    outbox.acknowledge(ledger, waiting)
    grown = ("capture", "blob", "document", "checked", "finding", "sighting", "transition", "outbox")
    before = {name: number(ledger, name) for name in grown}
    again = begin()
    findings.record(ledger, again, [make.page("a.html", "A", at=again.started, novelty=Novelty.UNCHANGED)])
    assert {name: number(ledger, name) for name in grown} == before
    with ledger.read() as connection:
        assert connection.execute(select(tables.page.c.first_run, tables.page.c.last_run)).one() == (run.id, again.id)
        assert connection.execute(select(tables.sighting.c.first_run, tables.sighting.c.last_run)).one() == (run.id, again.id)  # fmt: skip
        assert connection.scalar(select(tables.finding.c.last_run)) == again.id
        assert connection.scalar(select(tables.finding.c.last_seen)) == again.started
    counted = runs.get(ledger, again.id)
    assert counted is not None
    assert (counted.counters.pages, counted.counters.unchanged, counted.counters.findings[3]) == (1, 1, 1)


def test_novelty_is_what_this_address_and_this_site_were_judged_under(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    page = make.page("a.html", "A", at=run.started)
    unsettled = make.page("t.doc", "T", at=run.started, failures=(make.failure(Reason.CRASHED, permanent=False),))
    findings.record(ledger, run, [page, unsettled])

    def novelty(name: str, digest: str, rules: str = "r1", site: int = run.site) -> Novelty:
        url = f"http://www.yunxi.gov.cn/{name}"
        with ledger.read() as connection:
            return pages.novelty(connection, ledger, site, {url: digest}, rules)[url]

    assert novelty("a.html", page.sha256) is Novelty.UNCHANGED
    assert novelty("b.html", page.sha256) is Novelty.KNOWN
    assert novelty("a.html", "00" * 32) is Novelty.NEW
    assert novelty("a.html", page.sha256, rules="r2") is Novelty.NEW
    assert novelty("a.html", page.sha256, site=run.site + 1) is Novelty.NEW
    assert novelty("t.doc", unsettled.sha256) is Novelty.NEW, "what may be read the next time is read the next time"


def test_unchanged_under_other_rules_is_not_taken_for_unchanged(ledger: Ledger, begin: Begin, make: Any) -> None:
    """Two addresses with the same bytes; new rules judged one of them: the other must not keep the old rules' findings."""
    run = begin()
    old = make.finding("k1:old")
    findings.record(ledger, run, [make.page(name, "A", old, at=run.started) for name in ("a", "b")])
    later = begin(rules_version="r2")
    findings.record(ledger, later, [make.page("a", "A", make.finding("k1:new"), at=later.started, rules="r2")])
    findings.record(ledger, later, [make.page("b", "A", at=later.started, rules="r2", novelty=Novelty.UNCHANGED)])
    with ledger.read() as connection:
        seen = connection.execute(
            select(tables.finding.c.subject, func.count())
            .join(tables.sighting, tables.sighting.c.finding_id == tables.finding.c.id)
            .where(tables.sighting.c.last_run == later.id)
            .group_by(tables.finding.c.subject)
        ).all()
    assert list(map(tuple, seen)) == [("k1:new", 2)]


def test_validators_come_back_as_the_server_gave_them(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    page = make.page("a.html", at=run.started)
    findings.record(ledger, run, [page])
    with ledger.read() as connection:
        states = pages.page_states(connection, ledger, run.site, [page.address, "http://www.yunxi.gov.cn/never"])
        assert pages.known_blobs(connection, [page.sha256, "11" * 32]) == {page.sha256}
        assert pages.blob_location(connection, page.sha256) == page.location
        assert pages.blob_location(connection, "11" * 32) is None
    assert list(states) == [page.address]
    assert (states[page.address].etag, states[page.address].last_modified) == (page.headers[0][1], "Mon, 02 Nov 2026")


def test_text_that_no_database_takes_is_made_storable(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    hostile = "标题\x00\ud800" + "长" * 500
    page = make.page(
        "a.html", "A", make.finding("k1:1", "第1页\x00\udfff", name="名\x00"), at=run.started, title=hostile, name="\udcff.doc",
        headers=(("etag", "\x00\udc00"),), failures=(make.failure(Reason.DAMAGED, "成员\x00\ud800.zip"),),
        documents=(make.document(("a", "b\ud800\x00\x1fc")),), server="\x00",
    )  # fmt: skip
    for _ in range(2):
        findings.record(ledger, run, [page])
    with ledger.read() as connection:
        title = connection.scalar(select(tables.page.c.title)) or ""
    assert title.startswith("标题?长")
    assert len(title) <= 300
    assert number(ledger, "sighting") == 1
    assert number(ledger, "failure") == 1


def test_several_thousand_findings_of_one_page_are_one_transaction(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    many = [make.finding(f"k1:{n:05d}", f"Sheet1!A{n}") for n in range(2500)]
    page = make.page("名单.xlsx", "many", *many, at=run.started)
    assert findings.record(ledger, run, [page]).new_findings == 2500
    assert findings.record(ledger, run, [page]) == RecordCount()
    assert (number(ledger, "finding"), number(ledger, "sighting"), number(ledger, "transition")) == (2500, 2500, 2500)
    counted = runs.get(ledger, run.id)
    assert counted is not None
    assert counted.counters.findings[Severity.SERIOUS] == 2500


def test_an_empty_batch_is_no_work(ledger: Ledger, begin: Begin) -> None:
    assert findings.record(ledger, begin(), []) == RecordCount()
