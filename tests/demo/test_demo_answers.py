"""The judge: what it calls found, missed, graded too low, early, a false alarm, a trespass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from demo.answers import AnswerKey, Negative, Planted, Trap, judge, same

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://127.0.8.1:8931"


def planted(number: int, rule: str = "classification.mark", **more: Any) -> Planted:
    values = {"form": "正文首行", "format": "docx", "severity": 3, "url": f"{BASE}/p{number}", "path": (f"{number}.docx",), "place": "正文", "text": "机密★1年"}  # fmt: skip
    return Planted(id=f"P-{number}", rule=rule, **{**values, **more})


def key(*items: Planted) -> AnswerKey:
    return AnswerKey(
        seed=7,
        port=8931,
        today="2026-11-23",
        starts=(f"{BASE}/",),
        pages=3,
        attachments=1,
        planted=items,
        negatives=(Negative("N-001", "vote", "秘密投票", "html", f"{BASE}/n1", ("n1",)),),
        traps=(Trap("死链", f"{BASE}/gone", "http_client_error"),),
        forbidden=(f"{BASE}/nbzl/",),
    )


def finding(url: str, rule: str = "classification.mark", severity: int = 3, **more: Any) -> dict[str, Any]:
    values = {"kind": "finding", "path": ["名称"], "suppressed": None}
    return {**values, "rule": rule, "url": BASE + url, "severity": severity, **more}


def test_a_finding_at_the_right_place_is_found_whatever_the_document_is_called() -> None:
    verdict = judge(key(planted(1)), [finding("/p1", path=["download.jsp"])])
    assert [item.id for item in verdict.found] == ["P-1"]
    assert verdict.ok


def test_a_missing_finding_is_named() -> None:
    verdict = judge(key(planted(1), planted(2)), [finding("/p1")])
    assert [item.id for item in verdict.misses] == ["P-2"]
    assert not verdict.ok
    assert any("漏检 P-2" in line for line in verdict.lines())


def test_another_rule_or_another_member_of_the_archive_is_a_miss() -> None:
    item = planted(1, path=("a.zip", "b.docx"))
    for wrong in (finding("/p1", "personal.phone", path=["a.zip", "b.docx"]), finding("/p1", path=["a.zip", "c.docx"]), finding("/p1")):  # fmt: skip
        assert judge(key(item), [wrong]).misses == (item,)
    assert judge(key(item), [finding("/p1", path=["x.zip", "b.docx"])]).ok


def test_an_accepted_rule_counts_as_found() -> None:
    item = planted(1, accepts=("classification.metadata",))
    assert judge(key(item), [finding("/p1", "classification.metadata")]).ok


def test_a_grade_below_the_expected_one_is_reported_with_what_was_seen() -> None:
    verdict = judge(key(planted(1)), [finding("/p1", severity=2)])
    assert [(item.id, seen) for item, seen in verdict.undergraded] == [("P-1", 2)]
    assert not verdict.ok


def test_a_suppressed_finding_counts_neither_way() -> None:
    lines = [finding("/p1", suppressed="引用"), finding("/n1", suppressed="引用")]
    verdict = judge(key(planted(1)), lines)
    assert verdict.misses
    assert not verdict.false_alarms


def test_a_finding_in_harmless_text_is_a_false_alarm_with_the_specimens_name() -> None:
    verdict = judge(key(planted(1)), [finding("/p1"), finding("/n1", severity=2), finding("/elsewhere", severity=4)])
    assert [(alarm.url, alarm.negative) for alarm in verdict.false_alarms] == [(f"{BASE}/n1", "N-001"), (f"{BASE}/elsewhere", "")]  # fmt: skip
    assert any("误报 N-001" in line for line in verdict.lines())


def test_a_finding_below_attention_is_no_false_alarm() -> None:
    assert judge(key(planted(1)), [finding("/p1"), finding("/n1", severity=1)]).ok


def test_an_echo_of_a_planted_name_is_no_false_alarm() -> None:
    item = planted(1, echoes=(f"{BASE}/article",))
    assert judge(key(item), [finding("/p1"), finding("/article")]).ok


def test_items_of_later_releases_do_not_fail_but_are_counted() -> None:
    items = (planted(1, later=True), planted(2, later=True))
    verdict = judge(key(*items), [finding("/p2")])
    assert verdict.ok
    assert verdict.pending == items[:1]
    assert verdict.early == items[1:]


def test_a_finding_from_a_closed_folder_is_a_trespass() -> None:
    verdict = judge(key(planted(1)), [finding("/p1"), finding("/nbzl/index.html", severity=1)])
    assert len(verdict.trespasses) == 1
    assert not verdict.ok


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.8.2:8931/list.jsp;jsessionid=AB12?colid=12",
        "http://127.0.8.2:8931/list.jsp?colid=12&sid=99",
        "http://127.0.8.2:8931/list.jsp?colid=12#top",
    ],
)
def test_session_and_fragment_do_not_make_another_address(url: str) -> None:
    assert same(url) == same("http://127.0.8.2:8931/list.jsp?colid=12")


def test_an_encoded_address_is_the_same_as_a_written_one() -> None:
    assert same(f"{BASE}/%E4%B8%93%e9%a2%98/") == same(f"{BASE}/专题/")


def test_a_key_survives_saving_and_loading(tmp_path: Path) -> None:
    whole = key(planted(1, accepts=("x",), echoes=("y",)), planted(2, later=True))
    whole.save(tmp_path / "answers.json")
    assert AnswerKey.load(tmp_path / "answers.json") == whole


def test_another_file_is_refused_as_a_key(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"seed": 7}), "utf-8")
    with pytest.raises(ValueError, match="no answer key"):
        AnswerKey.load(tmp_path / "x.json")
