"""Masking lets nothing through that names a person."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.masking import excerpt, mask_digits, mask_name, mask_name_or_url, mask_title, subject_hash

ID = "110101199003078" + "515"  # generated for this test; belongs to nobody


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (ID, "110101********8515"),
        ("11010119900307851x", "110101********851x"),
        ("１１０１０１１９９００３０７８５１５", "１１０１０１********８５１５"),
        ("110101 19900307 8515", "110101********8515"),
        ("110101-19900307-8515", "110101********8515"),
        ("110101  19900307\u2003\u00ad8515", "110101********8515"),
        ("١١٠١٠١١٩٩٠٠٣٠٧٨٥١٥", "١١٠١٠١********٨٥١٥"),
        ("13812345678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("+8613812345678", "+861******5678"),
        ("6222021234567890123", "6222***********0123"),
        ("20261123", "20261123"),
        ("云政办发〔2026〕7号", "云政办发〔2026〕7号"),
        ("0571-87654321", "057*****4321"),
    ],
)
def test_numbers_keep_only_what_a_person_recognises(raw: str, shown: str) -> None:
    assert mask_digits(raw) == shown


@given(
    st.lists(st.sampled_from([ID, "13812345678", "6222021234567890123"]), min_size=1, max_size=9),
    st.sampled_from(["", " ", "-"]),
)
def test_numbers_run_together_are_masked_as_well(numbers: list[str], between: str) -> None:
    shown = mask_digits(between.join(numbers))
    assert not any(number in shown for number in numbers)
    assert not re.search("[0-9]{11,}", shown), shown


digits = st.text("0123456789", min_size=11, max_size=30)
filler = st.text("张三，。 abc\n\t：-", max_size=20)


@given(before=filler, number=digits, after=filler)
def test_no_long_number_survives_an_excerpt(before: str, number: str, after: str) -> None:
    text = before + number + after
    shown = excerpt(text, len(before), len(before) + len(number))
    assert number not in shown
    assert not re.search("[0-9]{11,}", shown)


@given(number=digits, cut=st.integers(1, 10), width=st.integers(1, 12))
def test_a_number_cut_by_the_window_does_not_escape(number: str, cut: int, width: int) -> None:
    """A hit beside a number: the window's edge may run through the number, and no more than ten digits may show."""
    text = number + "机密★1年" + number
    start = len(number)
    shown = excerpt(text, start, start + 5, width=width + cut)
    assert not re.search("[0-9]{7,}", shown.replace("…", " ")), shown


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_blind_excerpt_holds_none_of_the_text_around(before: str, after: str) -> None:
    shown = excerpt(before + "机密★1年" + after, len(before), len(before) + 5, blind=True)
    around = shown.replace("「机密★1年」", "")
    assert not re.search(r"[\u4e00-\u9fffA-Za-z0-9]", around)


def test_titles_of_marked_documents_are_content() -> None:
    assert mask_title("关于秘密行动的紧急通知", marked=True) == "关于□□□□□□□通知"
    assert mask_title("关于放假的通知", marked=False) == "关于放假的通知"
    assert ID not in mask_title(f"{ID}的申请", marked=False)


def test_names_keep_the_surname() -> None:
    assert mask_name("张三丰") == "张**"


def test_a_subject_names_a_value_without_holding_it() -> None:
    one, other = subject_hash(b"k" * 32, ID), subject_hash(b"q" * 32, ID)
    assert one == subject_hash(b"k" * 32, ID)
    assert one != other
    assert one.startswith("k1:")
    assert ID not in one


def test_addresses_lose_personal_numbers_and_nothing_else() -> None:
    assert mask_name_or_url(f"http://a.cn/q?idcard={ID}&p=1") == "http://a.cn/q?idcard=110101********8515&p=1"
    assert mask_name_or_url(f"张三{ID}.docx") == "张三110101********8515.docx"
    assert mask_name_or_url("http://a.cn/u?m=13812345678") == "http://a.cn/u?m=138****5678"
    assert (
        mask_name_or_url(f"http://a.cn/%E6%A2%85{ID}%E7%94%B3.docx")
        == "http://a.cn/%E6%A2%85110101********8515%E7%94%B3.docx"
    )
    for whole in ("http://192.168.100.200:8080/art/2026/11/3/t20261103_1234567.html", "W020261103412345678901.pdf"):
        assert mask_name_or_url(whole) == whole
