"""What a report concludes: one sentence that never hides what was not inspected."""

from __future__ import annotations

from inspection.model import Severity
from reports.view import build
from reports.wording import Nature, nature, suspected
from tests.reports import summary_factory as factory


def test_nothing_found_is_said_in_a_positive_sentence() -> None:
    report = build(factory.empty())
    assert "未发现疑似涉密、疑似工作秘密或者疑似个人信息的问题" in report.conclusion.headline
    assert report.conclusion.tone == -1
    assert report.conclusion.caveats == ()


def test_nothing_found_does_not_hide_what_was_not_inspected() -> None:
    report = build(factory.empty(failures=tuple(factory.failures(7))))
    assert "在已检查的内容中" in report.conclusion.headline
    assert any("7 项未能检查" in caveat for caveat in report.conclusion.caveats)


def test_nothing_inspected_allows_no_conclusion() -> None:
    dead = factory.coverage(0, pages=0, attachments=0, documents=0, state="failed")
    report = build(factory.empty(sites=(dead,), failures=tuple(factory.failures(1))))
    assert "不能得出结论" in report.conclusion.headline
    assert "未发现" not in report.conclusion.headline
    assert report.conclusion.tone == -2


def test_an_unreachable_site_among_others_is_named() -> None:
    dead = factory.coverage(1, pages=0, attachments=0, documents=0)
    caveats = build(factory.empty(sites=(factory.coverage(0), dead))).conclusion.caveats
    assert any("云溪市财政局网站" in caveat and "不能得出结论" in caveat for caveat in caveats)


def test_a_run_that_was_stopped_is_named() -> None:
    caveats = build(factory.empty(sites=(factory.coverage(1, state="stopped"),))).conclusion.caveats
    assert any("云溪市财政局网站（中途停止）" in caveat for caveat in caveats)


def test_findings_are_counted_by_severity_in_one_sentence() -> None:
    report = build(factory.summary())
    assert (
        "发现疑似线索 552 条，其中紧急 5 条、严重 510 条、关注 27 条、一般 5 条、仅供参考 5 条"
        in report.conclusion.headline
    )
    assert "涉及 3 个单位" in report.conclusion.headline
    assert report.conclusion.tone == 4


def test_hints_alone_are_no_problem_found() -> None:
    place = factory.place("https://a.example/1", "标题", ("1",), "文件名", "「a.zip」")
    hint = factory.finding(1, (place,), severity=Severity.NONE, rule="file.encrypted")
    report = build(factory.empty(findings=(hint,)))
    assert "未发现" in report.conclusion.headline
    assert "另有 1 条仅供参考的提示" in report.conclusion.headline


def test_the_word_is_always_suspected() -> None:
    assert suspected("密级标志") == "疑似密级标志"
    assert suspected("疑似名单") == "疑似名单"
    assert all(kind.label.startswith("疑似") for kind in Nature)
    assert all(card.name.startswith("疑似") for card in build(factory.summary()).cards)


def test_each_rule_family_has_its_nature_and_an_unknown_rule_is_sensitive() -> None:
    assert nature("classification.mark") is Nature.SECRET
    assert nature("classification.mismark") is Nature.MISMARK
    assert nature("document.internal_kind") is Nature.WORK
    assert nature("personal.resident_id") is Nature.PERSONAL
    assert nature("keyword.bureau") is Nature.SENSITIVE


def test_only_a_grave_finding_cannot_wait() -> None:
    assert Nature.SECRET.urgent(4)
    assert not Nature.SECRET.urgent(2)
    assert not Nature.PERSONAL.urgent(4)
