"""未检项 hold for their run, go when an attempt succeeds, and come along with bytes that are not read again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inspection.errors import Reason
from ledger import findings, query
from ledger.base import Kind, Novelty, Run
from ledger.session import Ledger

Begin = Callable[..., Run]


def reasons(ledger: Ledger, run: Run) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (record.target.rpartition("/")[2], record.reason.value, record.path)
        for _, record in query.failures(ledger, [run.id])
    ]


def test_a_failure_of_an_earlier_attempt_goes_when_the_address_answers(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    failed = [make.failed(name, Reason.TIMEOUT, run.started, permanent=False) for name in ("a", "b")]
    findings.record(ledger, run, [], failed)
    findings.record(ledger, run, [], failed)
    assert reasons(ledger, run) == [("a", "timeout", ()), ("b", "timeout", ())]
    findings.record(ledger, run, [make.page("a", at=run.started)])
    assert reasons(ledger, run) == [("b", "timeout", ())]
    assert query.failure_counts(ledger, run.id) == {"timeout": 1}


def test_failures_of_one_file_are_told_apart_by_stage_and_path(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    inside = [make.failure(Reason.ENCRYPTED, "a.zip", name) for name in ("一.docx", "二.docx")]
    page = make.page(
        "a.zip", at=run.started, kind=Kind.ATTACHMENT, failures=(*inside, make.failure(Reason.MEMBER_LIMIT))
    )
    for _ in range(2):
        findings.record(ledger, run, [page])
    assert sorted(reasons(ledger, run)) == [
        ("a.zip", "encrypted", ("a.zip", "一.docx")),
        ("a.zip", "encrypted", ("a.zip", "二.docx")),
        ("a.zip", "member_limit", ()),
    ]


def test_an_unchanged_file_that_could_not_be_read_is_still_not_inspected(
    ledger: Ledger, begin: Begin, make: Any
) -> None:
    given = {"kind": Kind.ATTACHMENT, "failures": (make.failure(Reason.ENCRYPTED, "a.zip", "内.docx"),)}
    first = begin()
    findings.record(ledger, first, [make.page("a.zip", "Z", at=first.started, **given)])
    for _ in range(3):
        run = begin()
        for _ in range(2):
            findings.record(ledger, run, [make.page("a.zip", "Z", at=run.started, novelty=Novelty.UNCHANGED)])
        assert reasons(ledger, run) == [("a.zip", "encrypted", ("a.zip", "内.docx"))]
    findings.record(ledger, run, [make.page("b.zip", "Z", at=run.started, novelty=Novelty.KNOWN)])
    assert reasons(ledger, run) == [
        ("a.zip", "encrypted", ("a.zip", "内.docx")),
        ("b.zip", "encrypted", ("b.zip", "内.docx")),
    ]
    repaired = begin()
    findings.record(ledger, repaired, [make.page("a.zip", "Z2", at=repaired.started)])
    assert reasons(ledger, repaired) == []


def test_a_dead_address_does_not_come_along(ledger: Ledger, begin: Begin, make: Any) -> None:
    first, second = begin(), begin()
    findings.record(ledger, first, [make.page("a", at=first.started)], [make.failed("dead", Reason.DNS, first.started)])
    findings.record(ledger, second, [make.page("a", at=second.started, novelty=Novelty.UNCHANGED)])
    assert reasons(ledger, second) == []


def test_the_budget_that_ran_out_stays_beside_the_page_it_names(ledger: Ledger, begin: Begin, make: Any) -> None:
    run = begin()
    budget = make.failed("", Reason.BUDGET, run.started, detail="队列剩余 120")
    findings.record(ledger, run, [make.page("", "start", at=run.started)], [budget])
    (record,) = [record for _, record in query.failures(ledger, [run.id])]
    assert (record.reason, record.detail, record.permanent) == (Reason.BUDGET, "队列剩余 120", True)
