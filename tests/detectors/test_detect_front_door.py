"""The front door: specimens of every rule, both gates alike, nothing leaks, points are monotone, time is linear."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.hostile import HOSTILE
from detectors import gate as gates
from detectors.base import Detector, Example, Hit
from detectors.detect import DETECTORS, SIGHTINGS, detect, findings, rules_version
from detectors.identity_number import check_digit
from detectors.reading import Reading
from detectors.score import judge
from inspection.model import Context, Document, Evidence, Finding, Part, Passage, Severity
from inspection.settings import DetectorSettings

DEFAULT = DetectorSettings()
GROUPS = tuple(detector.gate for detector in DETECTORS)
CONTEXT = Context(key=bytes(32), today="2026-11-23")


def specimens(kind: str) -> list[Any]:
    return [
        pytest.param(detector, example, id=f"{detector.rule} {example.text[:16]}")
        for detector in DETECTORS
        for example in getattr(detector, kind)
    ]


@pytest.mark.parametrize(("detector", "example"), specimens("examples") + specimens("counter_examples"))
def test_a_specimen_gets_its_severity(detector: Detector, example: Example) -> None:
    found = [f for f in detect(example.document(), example.context(), DEFAULT) if f.rule == detector.rule]
    live = max((f.severity for f in found if f.suppressed is None), default=None)
    assert live == example.severity, [(f.evidence, f.suppressed) for f in found]


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.rule)
def test_every_rule_states_what_it_is(detector: Detector) -> None:
    assert detector.examples
    assert detector.counter_examples
    assert all(example.severity for example in detector.examples)
    assert not any(example.severity for example in detector.counter_examples)
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", detector.rule)
    assert "《" in detector.basis
    assert type(detector).__module__
    assert len(__import__(type(detector).__module__, fromlist=["x"]).__doc__ or "") > 200


def test_rules_have_names_of_their_own() -> None:
    assert len({detector.rule for detector in DETECTORS}) == len(DETECTORS)


WORDS = st.sampled_from(
    [
        "机密",
        "绝密",
        "秘密",
        "★1年",
        "★",
        "*",
        "密级：",
        "内部资料",
        "注意保存",
        "不得外传",
        "（此件不公开）",
        "公开属性：不予公开",
        "依申请公开",
        "110105",
        "19491231",
        "002X",
        "139",
        "0000",
        "1234",
        "13900001234",
        "身份证号",
        "张三",
        "\n",
        "\t",
        "，",
        "。",
        "“",
        "”",
        "例如",
        "第十条",
        "A.",
        "机",
        "密",
        "不",
        "公",
        "开",
        "㊙",
        "&nbsp;",
        "\u200b",
        "会后收回",
    ]
)
TEXT = st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=14).map("".join)


def document(text: str, part: Part = Part.BODY, form: str = "docx") -> Document:
    return Document((f"文件.{form}",), form, "0" * 64, "", (Passage(text, "正文", part),))


@given(TEXT)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hyperscan_and_plain_re_agree(text: str) -> None:
    hyperscan = pytest.importorskip("hyperscan")
    assert hyperscan
    fast, plain = _gates()
    reading = Reading(document(text), CONTEXT)
    assert fast(reading.text) == plain(reading.text)
    assert list(findings(reading, DEFAULT, fast)) == list(findings(reading, DEFAULT, plain))


_MADE: list[gates.Gate] = []


def _gates() -> tuple[gates.Gate, gates.Gate]:
    if not _MADE:
        _MADE.extend((gates.HyperscanGate(GROUPS), gates.PlainGate(GROUPS)))
    return _MADE[0], _MADE[1]


def test_without_hyperscan_the_plain_gate_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "hyperscan", None)
    gates.gate_for.cache_clear()
    try:
        assert isinstance(gates.gate_for(GROUPS), gates.PlainGate)
        assert [f.rule for f in detect(document("机密★10年"), CONTEXT, DEFAULT)] == ["classification.mark"]
    finally:
        gates.gate_for.cache_clear()


@given(TEXT)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_gate_never_hides_a_hit(text: str) -> None:
    """A detector run without its gate finds nothing that the gate would have kept from it."""
    reading = Reading(document(text), CONTEXT)
    occurring = _gates()[1](reading.text)
    for number, detector in enumerate(DETECTORS):
        if number not in occurring and not detector.calls(reading):
            assert [hit for hit in detector.find(reading) if hit.form != "mention"] == []


def _number(born: str, serial: int) -> str:
    return f"330199{born}{serial:03}" + check_digit(f"330199{born}{serial:03}")


NUMBERS = st.builds(
    _number,
    st.dates(min_value=__import__("datetime").date(1940, 1, 1), max_value=__import__("datetime").date(2020, 1, 1)).map(
        lambda d: d.strftime("%Y%m%d")
    ),
    st.integers(1, 999),
)
GAP = st.sampled_from(["", "", "", " ", "-", "\u3000", "\u200b", "  "])


@given(
    st.lists(NUMBERS, min_size=1, max_size=3),
    GAP,
    st.sampled_from([" ", "，", "\t", "\n", "　 ", "电话13912340000 ", "/", "_"]),
    TEXT,
    st.sampled_from([Part.BODY, Part.TABLE, Part.FILE_NAME]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_raw_number_stands_in_a_finding(numbers: list[str], gap: str, between: str, around: str, part: Part) -> None:
    written = between.join(f"张三丰 身份证号{n[:6]}{gap}{n[6:14]}{gap}{n[14:]}" for n in numbers)
    made = Document(
        (f"{numbers[0]}.docx", "名单.xlsx"),
        "docx",
        "0" * 64,
        "",
        (Passage(f"{around}{written}{around} 13912345670", "表 " + numbers[0], part),),
    )
    for finding in detect(made, replace(CONTEXT, url=f"http://a.example/{numbers[0]}?sfz={numbers[-1]}"), DEFAULT):
        shown = re.sub(r"[\s\-\u200b\u3000]", "", str(finding).replace("\\u200b", "").replace("\\u3000", ""))
        for number in numbers:
            assert number not in shown
            assert number[6:14] not in shown
        assert "13912345670" not in shown
        assert "13912340000" not in shown
        assert "张三丰" not in shown


@given(st.lists(st.integers(-100, 100), max_size=8), st.integers(0, 7), st.integers(0, 60))
def test_more_points_never_give_a_lower_score_or_severity(points: list[int], place: int, more: int) -> None:
    detector, reading = DETECTORS[0], Reading(document("机密★10年"), CONTEXT)
    (hit,) = detector.find(reading)

    def severity(values: list[int]) -> tuple[int, Severity]:
        verdict = judge(detector, replace(hit, evidence=tuple(Evidence(v, "x") for v in values)), (), ())
        grade = detector.grade(verdict, reading, 1, DEFAULT)
        return verdict.score, Severity.NONE if verdict.suppressed else grade

    if points:
        raised = [*points]
        raised[place % len(points)] += more
        assert severity(raised)[0] >= severity(points)[0]
        assert severity(raised)[1] >= severity(points)[1]


def test_a_disabled_rule_is_silent_and_names_another_rule_set() -> None:
    off = DetectorSettings(disabled=("classification.mark",))
    assert detect(document("机密★10年"), CONTEXT, off) == ()
    assert rules_version(off) != rules_version(DEFAULT) == rules_version(DetectorSettings())
    assert rules_version(DetectorSettings(bulk_persons=50)) != rules_version(DEFAULT)
    assert re.fullmatch(r"r[0-9a-f]{12}", rules_version(DEFAULT))


def _page(body: str, form: str = "html") -> Finding:
    (finding,) = (f for f in detect(document(body, form=form), CONTEXT, DEFAULT) if f.rule == "classification.mark")
    return finding


def test_a_visit_counter_makes_no_new_finding_but_another_text_does() -> None:
    first, again = (_page(f"浏览次数：{n}\n机密★10年\n关于防汛工作的通知") for n in (12, 13))
    other = _page("浏览次数：12\n机密★10年\n关于抗旱工作的通知")
    assert first.subject == again.subject != other.subject
    assert first.subject.startswith("k1:")
    assert _page("机密★10年", form="pdf").subject == "sha256:" + "0" * 64


def test_a_footer_on_many_pages_is_one_finding() -> None:
    found = [
        detect(document(f"{text * 40}\n内部资料 注意保密\n版权所有", form="html"), CONTEXT, DEFAULT)
        for text in ("甲地消息。", "乙地通知！")
    ]
    assert found[0][0].subject == found[1][0].subject


def test_a_suppressed_hit_is_kept_with_reason_and_severity() -> None:
    (finding,) = detect(document("国家秘密标志形式如“机密★10年”。"), CONTEXT, DEFAULT)
    assert finding.suppressed
    assert "一" <= finding.suppressed[0] <= "龥"
    assert isinstance(finding.severity, Severity)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_with_a_bounded_answer(unit: str) -> None:
    """That it takes linear time is measured by `make bench`; quadratic time would not end here within minutes."""
    found = detect(document(unit * (400_000 // len(unit)), form="html"), CONTEXT, DEFAULT)
    assert all(len(finding.sightings) <= SIGHTINGS for finding in found)
    assert len(found) < 20_000


def test_hits_are_plain_values() -> None:
    hit = Hit("x", 0, 1, "form", ())
    with pytest.raises(AttributeError):
        hit.start = 3  # type: ignore[misc]
