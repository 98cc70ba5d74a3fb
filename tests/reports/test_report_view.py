"""What is shown as one, and what is counted."""

from __future__ import annotations

from inspection.model import Evidence, Severity
from reports.view import build
from tests.reports import summary_factory as factory


def test_a_sheet_with_500_identity_numbers_is_one_card() -> None:
    report = build(factory.summary())
    roster = next(card for card in report.cards if len(card.ids) == 500)
    assert roster.count == 500
    assert roster.places[0].where == "Sheet1!C3"
    assert roster.id_text == "F-000041—F-000540"
    assert roster.source.steps == ("公示附件.zip", "低保发放花名册.xlsx")


def test_every_finding_is_in_exactly_one_card() -> None:
    summary = factory.summary()
    ids = [name for card in build(summary).cards for name in card.ids]
    assert sorted(ids) == sorted(finding.id for finding in summary.findings)


def test_cards_go_from_grave_to_slight() -> None:
    steps = [card.severity for card in build(factory.summary()).cards]
    assert steps == sorted(steps, reverse=True)


def test_a_card_whose_members_have_other_reasons_names_its_example() -> None:
    at = factory.place("https://a.example/x.xlsx", "表", ("x.xlsx",), "Sheet1!A1", "「1」")
    strong = factory.finding(2, (at,), score=85)
    weak = factory.finding(1, (at,), score=60, evidence=(Evidence(60, "校验码正确"),))
    (card,) = build(factory.summary(findings=(strong, weak))).cards
    assert card.example == "F-000002"
    assert card.score == 85
    (same,) = build(factory.summary(findings=(strong,))).cards
    assert same.example == ""


def test_a_place_in_another_file_names_that_file() -> None:
    here = factory.place("https://a.example/1.pdf", "一", ("1.pdf",), "第1页", "「机密★1年」")
    there = factory.place("https://a.example/2.pdf", "二", ("2.pdf",), "第1页", "「机密★1年」")
    (card,) = build(factory.summary(findings=(factory.finding(1, (here, there)),))).cards
    assert [place.where for place in card.places] == ["第1页", "https://a.example/2.pdf » 第1页"]
    assert len(card.sources) == 2


def test_more_places_than_are_at_hand_are_counted() -> None:
    at = factory.place("https://a.example/1.pdf", "一", ("1.pdf",), "第1页", "「机密★1年」")
    (card,) = build(factory.summary(findings=(factory.finding(1, (at,), count=40),))).cards
    assert card.count == 40


def test_a_finding_whose_places_were_purged_keeps_its_card() -> None:
    (card,) = build(factory.summary(findings=(factory.finding(1, ()),))).cards
    assert card.source.title == "（出现位置已清除）"


def test_sums_agree_with_the_findings() -> None:
    summary = factory.summary()
    report = build(summary)
    assert report.steps.total == len(summary.findings) == report.findings
    assert sum(row.total for row in report.categories) == len(summary.findings)
    assert sum(row.total for row in report.sites) == len(summary.findings)
    assert report.fresh + report.lasting == len(summary.findings)
    assert sum(len(group.items) for group in report.missed) == report.missing == len(summary.failures)


def test_a_site_without_findings_stands_in_the_statistic_too() -> None:
    names = {row.name: row.total for row in build(factory.empty()).sites}
    assert names == {"云溪市财政局网站": 0}


def test_who_has_to_act_at_once_is_told_so() -> None:
    duties = {duty.agency: duty for duty in build(factory.summary()).duties}
    assert duties["云溪市人力资源和社会保障局"].deadline == "立即处置，24 小时内报告"
    at = factory.place("https://a.example/1", "标题", ("1",), "正文", "「138****1207」")
    phone = factory.finding(1, (at,), rule="personal.phone", severity=Severity.GENERAL)
    (duty,) = build(factory.summary(findings=(phone,))).duties
    assert duty.deadline == "收到本报告之日起 10 个工作日内"
