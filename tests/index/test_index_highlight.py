"""Highlights: what was looked for is marked, merged and near; personal numbers never show, marked or not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.grammar import parse
from index.highlight import CONTEXT, MAX_SNIPPETS, Highlighter
from index.normalise import BREAK
from inspection.masking import mask_digits
from tests.index.conftest import finding, page

if TYPE_CHECKING:
    from index.base import Hit

ID = "11010119900101123X"  # no such person: the check digit is wrong
PHONE = "13812345678"


def shown(query: str, text: str = "", *, unmasked: bool = False, title: str = "", path: tuple[str, ...] = ()) -> Hit:
    entry = page("1", text, title=title, path=path)
    return Highlighter(parse(query), unmasked=unmasked).hit(entry, 1.0)


def snippets(query: str, text: str, *, unmasked: bool = False) -> list[str]:
    return [snippet.mark("[", "]") for snippet in shown(query, text, unmasked=unmasked).snippets]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("政府", "云溪市人民政府", ["云溪市人民[政府]"]),
        ("人民政府 政府办", "云溪市人民政府办公室", ["云溪市[人民政府办]公室"]),
        ("哈哈", "哈哈哈", ["[哈哈哈]"]),
        ("甲 OR 乙", "甲乙丙甲", ["[甲乙]丙[甲]"]),
        ("人民政府", "人民\n　　政府", ["[人民 政府]"]),
        ("abc", "（ＡＢＣ）", ["（[ＡＢＣ]）"]),
        ("机密?10年", "★机密★10年。", ["★[机密★10年]。"]),
        ("甲 NEAR/3 乙", "甲与乙", ["[甲]与[乙]"]),
        ("甲 NOT 乙", "甲与乙", ["[甲]与乙"]),
        ("标题:甲", "甲与乙", ["甲与乙"]),
        ("NOT 甲", "乙" * 100, ["乙" * 2 * CONTEXT + "…"]),
        ("", "", []),
        ("甲", "", []),
        ("密", f"第一段{BREAK}绝密{BREAK}第三段", ["绝[密]"]),
        ("丙", "甲" * 50 + "丙" + "乙" * 50, ["…" + "甲" * CONTEXT + "[丙]" + "乙" * CONTEXT + "…"]),
    ],
)
def test_hits_are_marked_in_their_surroundings(query: str, text: str, expected: list[str]) -> None:
    assert snippets(query, text) == expected


def test_far_hits_have_snippets_of_their_own_up_to_three() -> None:
    text = ("甲" + "乙" * 200) * 10
    assert len(snippets("甲", text)) == MAX_SNIPPETS
    assert all(snippet.count("[甲]") == 1 for snippet in snippets("甲", text))


@pytest.mark.parametrize("before", [0, 995, 999, 1000, 1001, 54_321])
def test_a_hit_anywhere_in_a_long_text_is_shown(before: int) -> None:
    text = "乙" * before + "关 于\n印发通知" + "丙" * 3000
    (snippet,) = snippets("关于印发通知", text)
    assert "[关 于 印发通知]" in snippet


def test_title_and_path_are_marked_too() -> None:
    hit = shown("名单", "正文", title="涉密人员名单", path=("附件.zip", "名单.xlsx"))
    assert hit.title.mark("<", ">") == "涉密人员<名单>"
    assert [snippet.mark("<", ">") for snippet in hit.snippets] == ["附件.zip » <名单>.xlsx"]
    assert shown("标题:名单", title="名单").title.pieces == (("名单", True),)


def test_the_entry_of_a_hit_holds_no_text_and_no_number() -> None:
    hit = shown("甲", f"甲 {ID}", title=f"甲 {PHONE}", path=(f"{ID}.pdf",))
    assert hit.entry == page("1", "", title="甲 138****5678", path=("110101********123X.pdf",))
    entry = finding("F-000001", title=ID, excerpt=PHONE)
    masked = replace(entry, title="110101********123X", excerpt="138****5678")
    assert Highlighter(parse("")).hit(entry, 0).entry == masked
    assert Highlighter(parse(""), unmasked=True).hit(entry, 0).entry == entry


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        (ID, f"身份证{ID}，", "身份证[110101********123X]，"),
        ("19900101", f"身份证{ID}，", "身份证110101[********]123X，"),
        ("110101", f"身份证{ID}，", "身份证[110101]********123X，"),
        (PHONE, "电话138-1234-5678", "电话138****5678"),
        ('"138-1234"', "电话138-1234-5678", "电话[138****5]678"),
        ("2026", "日期20261123，文号〔2026〕12号", "日期[2026]1123，文号〔[2026]〕12号"),
    ],
)
def test_a_masked_number_is_marked_and_stays_masked(query: str, text: str, expected: str) -> None:
    assert snippets(query, text) == [expected]


def test_who_has_the_right_sees_numbers() -> None:
    assert snippets("19900101", f"身份证{ID}，", unmasked=True) == ["身份证110101[19900101]123X，"]


GAPS = st.sampled_from(["", "", " ", "-", "，", "甲", "\n", "\u200b", "　", "、", "x"])
NUMBERS = st.lists(st.tuples(st.from_regex(r"[0-9０-９]{1,20}[Xx]?", fullmatch=True), GAPS), max_size=12).map(
    lambda pairs: "".join(number + gap for number, gap in pairs)
)


@given(NUMBERS, st.sampled_from(["1", "0 OR 2", "甲", "NOT 9"]))
def test_marks_change_nothing_of_what_masking_shows(text: str, query: str) -> None:
    """Also holds the separators of the highlighter and of inspection.masking together."""
    longest = max((sum(map(str.isdigit, run)) for run in re.split(r"[，甲\n、x]", text)), default=0)
    assume(longest <= 31)
    # An X between digits ends one number and not another: both ways hide enough (the tests below), but not the same.
    assume(not re.search(r"[Xx]\d", text))
    title = shown(query, title=text).title.text
    assert title == re.sub(r"\s+", " ", mask_digits(text)).strip()


@pytest.mark.parametrize("unit", [(PHONE, ID), (PHONE,), ("110101199001011234",)])
@pytest.mark.parametrize("gap", [" ", "", "-", "，", "\t"])
@pytest.mark.parametrize("query", ["甲", "5678", "1", "乙"])
def test_no_number_of_a_list_escapes_at_the_edge_of_a_snippet(unit: tuple[str, ...], gap: str, query: str) -> None:
    for before in range(0, 40, 3):
        text = "乙" * before + gap.join(unit * 10) + "甲" + gap.join(unit[::-1] * 10) + "乙" * 30
        hit = shown(query, text, title=text)
        for piece in (hit.entry.title, hit.title.text, *(snippet.text for snippet in hit.snippets)):
            solid = re.sub(r"[ \-]", "", piece)
            assert PHONE not in solid
            assert not re.search(r"[0-9]{12}", solid), piece
