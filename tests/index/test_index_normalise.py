"""The normal form: what readers take for the same text is the same, and the way back is right."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.normalise import BREAK, PLAIN, fold, norm, scrub, spread, token

MIXED = (
    st.text(alphabet="甲乙，。ＡａA\u3000 \n\t\f\u200b\xa0e\u0301ﾊﾟかㇵ\u3099ßΣςİ㈱①ﬁ한ᄒ\u1161가1-…—“\u0338≠=")
    | st.text()
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ＡＢＣ（１２３）", "abc(123)"),
        ("人民\n　　政府", "人民政府"),
        ("Hello \n World", "hello world"),
        ("第 3 页 of 5", "第3页of 5"),
        ("绝\u200b密", "绝密"),
        ("soft\u00adware", "software"),
        ("  a  ", "a"),
        (f"甲 {BREAK}\n乙", f"甲{BREAK}乙"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
        ("⼈民", "人民"),
    ],
)
def test_what_reads_the_same_is_the_same(text: str, normal: str) -> None:
    assert norm(text) == normal


@given(MIXED)
def test_the_shortcut_for_frequent_characters_changes_nothing(text: str) -> None:
    slow = unicodedata.normalize("NFKC", text).lower().replace("ς", "σ")
    assert re.sub(r"\s", "", norm(text)) == re.sub(
        "[\\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]", "", slow
    )


@given(MIXED)
def test_folding_gives_the_normal_form_and_spans_in_order_within_the_text(text: str) -> None:
    folded = fold(text)
    assert folded.text == norm(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


def test_a_span_leads_back_to_what_was_written() -> None:
    text = "关于　印\n发《ＡＢＣ㈱　通 知》"
    folded = fold(text)
    for wanted, written in (("印发", "印\n发"), ("abc", "ＡＢＣ"), ("(株)", "㈱"), ("通知", "通 知")):
        at = folded.text.index(wanted)
        start, end = folded.span(at, at + len(wanted))
        assert text[start:end] == written


def test_plain_characters_never_join_with_their_neighbours() -> None:
    plain = {chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000 and re.match(f"[{PLAIN}]", chr(n))}
    assert all(unicodedata.normalize("NFKC", c) == c and unicodedata.combining(c) == 0 for c in plain)
    seconds = {
        chr(int(part, 16))
        for n in range(sys.maxunicode + 1)
        if (parts := unicodedata.decomposition(chr(n))) and not parts.startswith("<")
        for part in parts.split()[1:]
    }
    assert not plain & seconds


def test_no_white_space_but_the_two_known_ones_survives() -> None:
    every = "".join(f"x{chr(n)}x" for n in range(0x3100))
    assert {c for c in norm(every) if c.isspace()} == {" ", BREAK}


@given(MIXED)
def test_spreading_gives_one_token_for_each_character(text: str) -> None:
    normal = norm(scrub(text))
    assert spread(normal).split() == [token(character) for character in normal]


def test_scrubbed_text_can_be_stored_and_holds_no_noncharacter() -> None:
    assert scrub("半\ud83d字\ufdd0") == "半\ufffd字\ufffd"
    assert scrub("\ud83d\ude00") == "😀"  # two halves that belong together
    assert scrub("正文") == "正文"
