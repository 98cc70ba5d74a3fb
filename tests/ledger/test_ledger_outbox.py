"""The outbox loses nothing that changes while the index writes, and says what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger import findings, mirror, outbox, workflow
from ledger.base import Kind, Novelty, Run, Verdict
from ledger.outbox import Backlog, Entry
from ledger.session import Ledger

Begin = Callable[..., Run]


def waiting(ledger: Ledger, limit: int = 100, after: int = 0) -> tuple[Entry, ...]:
    with ledger.read() as connection:
        return outbox.pending(connection, limit, after)


def test_what_is_acknowledged_is_gone_and_order_is_kept(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    findings.record(ledger, run, [make.page(str(n), at=run.started) for n in range(5)])
    first = waiting(ledger, 2)
    rest = waiting(ledger, 10, after=first[-1].id)
    assert len(rest) == 3
    assert [e.id for e in first + rest] == sorted(e.id for e in waiting(ledger))
    outbox.acknowledge(ledger, first)
    assert waiting(ledger) == rest
    outbox.acknowledge(ledger, first)
    outbox.acknowledge(ledger, [])
    assert waiting(ledger) == rest


def test_a_change_while_the_index_writes_is_not_acknowledged_away(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    findings.record(ledger, run, [make.page("a", "A", make.finding(), at=run.started)])
    read = waiting(ledger)
    findings.record(ledger, run, [make.page("a", "B", at=run.started)])
    workflow.review(ledger, 1, Verdict.CONFIRMED, reason="", who="张", at=run.started)
    outbox.acknowledge(ledger, read)
    assert {(entry.kind, entry.key) for entry in waiting(ledger)} == {(entry.kind, entry.key) for entry in read}
    outbox.acknowledge(ledger, waiting(ledger))
    assert waiting(ledger) == ()


def test_tries_are_counted_and_what_is_refused_is_set_aside_until_it_changes(ledger: Ledger, begin: Begin, make: Any) -> None:  # fmt: skip
    run = begin()
    findings.record(ledger, run, [make.page(name, at=run.started) for name in "ab"])
    outbox.put_back(ledger, waiting(ledger), "检索库暂时不可用")
    assert [(e.tries, e.error) for e in waiting(ledger)] == [(1, "检索库暂时不可用")] * 2
    one, two = waiting(ledger)
    outbox.set_aside(ledger, {one: "编号过长"})
    assert waiting(ledger) == (two,)
    with ledger.read() as connection:
        assert outbox.backlog(connection) == Backlog(1, 1)
        assert outbox.backlog(connection, run.site) == Backlog(1, 1)
        assert outbox.backlog(connection, run.site + 1) == Backlog(0, 0)
    assert outbox.restore(ledger) == 1
    assert len(waiting(ledger)) == 2
    outbox.set_aside(ledger, {one: "编号过长"})
    findings.record(ledger, run, [make.page(name, "new", at=run.started) for name in "ab"])
    assert [entry.tries for entry in waiting(ledger)] == [0, 0]


def test_everything_can_be_told_again(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    findings.record(ledger, run, [make.page("a", "A", make.finding(), at=run.started), make.page("b", at=run.started)])
    before = {(entry.kind, entry.key, entry.token) for entry in waiting(ledger)}
    outbox.acknowledge(ledger, waiting(ledger))
    assert outbox.enqueue_all(ledger) == 3
    assert {(entry.kind, entry.key, entry.token) for entry in waiting(ledger)} == before


def test_pages_for_the_index_have_their_documents_places_and_hits(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    root, member = make.document(("名单.zip",)), make.document(("名单.zip", "表.xlsx"), title="人员名单")
    hit = make.finding("k1:1")
    explained = make.finding("k1:2", rule="personal.phone", suppressed="示例")
    findings.record(ledger, run, [make.page("名单.zip", "Z", hit, explained, at=run.started, documents=(root, member), kind=Kind.ATTACHMENT)])  # fmt: skip
    keys = [entry.key for entry in waiting(ledger) if entry.kind == "page"]
    with ledger.read() as connection:
        (page,) = mirror.index_pages(connection, [*keys, "1:" + "00" * 16])
        (stored,) = mirror.index_findings(connection, ["1", "77"])
    assert (page.site, page.agency, page.district) == ("云溪市人民政府", "市政府办公室", "云溪市")
    assert (page.when, page.gone) == (run.started, ())
    assert [d.path for d in page.documents] == [("名单.zip",), ("名单.zip", "表.xlsx")]
    assert [d.id for d in page.documents] == [keys[0], f"{keys[0]}:1"]
    assert [(d.rules, d.severity) for d in page.documents] == [((), None), (("personal.resident_id",), 3)]
    assert [(d.text_digest, d.location) for d in page.documents] == [
        (d.text_digest, d.location) for d in (root, member)
    ]
    assert (stored.record.id, stored.district, stored.record.places[0].title) == ("F-000001", "云溪市", "标题 名单.zip")


def test_members_that_are_no_longer_there_are_named(ledger: Ledger, begin: Begin, make: Any) -> None:
    first, second = begin(), begin()
    three = tuple(make.document(("a.zip", *rest)) for rest in ((), ("一",), ("二",)))
    findings.record(ledger, first, [make.page("a.zip", "3", make.finding(), at=first.started, documents=three)])
    findings.record(ledger, second, [make.page("a.zip", "1", at=second.started, documents=three[:1])])
    (key,) = [entry.key for entry in waiting(ledger) if entry.kind == "page"]
    with ledger.read() as connection:
        (page,) = mirror.index_pages(connection, [key])
    assert page.gone == (f"{key}:1", f"{key}:2")
    assert page.documents[0].rules == ()


def test_a_redirect_is_told_only_where_a_page_stood(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    moved = {"kind": Kind.REDIRECT, "documents": (), "status": 301}
    findings.record(ledger, run, [make.page("a", "", at=run.started, **moved), make.page("b", at=run.started)])
    outbox.acknowledge(ledger, waiting(ledger)[:0])
    assert len(waiting(ledger)) == 1
    outbox.acknowledge(ledger, waiting(ledger))
    later = begin()
    findings.record(ledger, later, [make.page(name, "", at=later.started, **moved) for name in "ab"])
    (entry,) = waiting(ledger)
    with ledger.read() as connection:
        (page,) = mirror.index_pages(connection, [entry.key])
    assert (page.documents, page.gone) == ((), (entry.key,))


def test_known_bytes_at_a_new_address_are_told(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    findings.record(ledger, run, [make.page("a", "A", make.finding(), at=run.started)])
    outbox.acknowledge(ledger, waiting(ledger))
    findings.record(ledger, run, [make.page("b", "A", at=run.started, novelty=Novelty.KNOWN)])
    key = next(entry.key for entry in waiting(ledger) if entry.kind == "page")
    with ledger.read() as connection:
        (page,) = mirror.index_pages(connection, [key])
    assert page.documents[0].location is not None
    assert page.url.endswith("/b")
