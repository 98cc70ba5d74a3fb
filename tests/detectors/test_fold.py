"""The fold: one spelling for rules, and an exact way back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import variants
from detectors.normalise import compact, fold, tight

TEXTS = st.text(
    st.one_of(
        st.characters(), st.sampled_from("机密★1年 \u200b\u3000\n\t&#9733;nbsp;機絕＊⻓\ufeff\U000e0041\ud800㊙")
    ),
    max_size=80,
)


@given(TEXTS)
@settings(deadline=None)
def test_each_folded_character_comes_from_its_source(text: str) -> None:
    view = fold(text)
    places = [view.source(at) for at in range(len(view.text))]
    assert places == sorted(set(places))
    if "&" not in text:
        for at, place in enumerate(places):
            assert ord(view.text[at]) == variants.folded(ord(text[place]))
        kept = set(places)
        assert all(variants.folded(ord(char)) == 0 for place, char in enumerate(text) if place not in kept)


@given(TEXTS)
@settings(deadline=None)
def test_views_without_spaces_keep_the_map(text: str) -> None:
    view = fold(text)
    for narrow, gone in ((compact(view), " "), (tight(view), " \n\t")):
        assert narrow.text == "".join(char for char in view.text if char not in gone)
        for at, char in enumerate(narrow.text):
            assert view.text[narrow.source(at)] == char
            assert narrow.at_or_after(narrow.source(at)) == at
            start, end = narrow.span(0, at + 1)
            assert view.text[start:end].replace(" ", "") or gone
            assert end == narrow.source(at) + 1


@given(TEXTS)
@settings(deadline=None)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    if "&" not in once:
        assert fold(once).text == once


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_folded_text_is_always_utf_8(text: str) -> None:
    fold(text).text.encode()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("機 密☆１０年", "机 密★10年"),
        ("⼀⽉⻓⻔", "一月长门"),
        ("＊﹡∗✱", "****"),
        ("※●", "※●"),
        ("机\u200b密\ufeff\u00ad★", "机密★"),
        ("机&nbsp;密&#9733;&#x31;年", "机 密★1年"),
        ("a\r\nb\u2028c\x0bd", "a\n\nb\nc\nd"),
        ("\u3000\u00a0\u2003", "   "),
        ("㊙（）：，！", "㊙():,!"),
        ("𝟏𝟐年🌟", "12年★"),
        ("\uf0ab\uf02a", "★*"),
        ("ＸｘХ×", "XxX×"),
        ("e\u0301机\u0336密", "e机密"),
    ],
)
def test_what_is_folded_to_what(written: str, read: str) -> None:
    assert fold(written).text == read


def test_pairs_are_one_to_one_and_of_their_kinds() -> None:
    assert len(variants.TRADITIONAL) == len(variants.SIMPLIFIED) == len(set(variants.TRADITIONAL))
    for old, new in zip(variants.TRADITIONAL, variants.SIMPLIFIED, strict=True):
        assert old != new
        new.encode("gb2312")
        assert new not in variants.TRADITIONAL, f"{old} → {new} would fold on"
    for code in variants.RADICALS:
        assert "RADICAL" in unicodedata.name(chr(code))
