"""The charset is decided on the bytes; what a page declares is a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractors.charset import decode, score

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction

SIMPLIFIED = "云溪市人民政府办公室关于做好防汛抗旱工作的通知，各乡镇人民政府、街道办事处：请认真贯彻执行。"
TRADITIONAL = "臺灣地區的繁體中文網頁，說明會議紀錄與機關內部資料之管理，請各單位遵照辦理。"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED, "utf-32"),
        (f"ID: 1\n{SIMPLIFIED}", "utf-16-le"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "utf-8"),
        ("plain ascii, nothing else", "ascii"),
        ("机密★1年", "gb18030"),
        ("联通", "gb18030"),
        ("名单.xlsx", "gb18030"),
        ("<p>机密</p>\n" * 3, "utf-16-le"),
        (f"{'<div class=a>' * 900}{SIMPLIFIED}", "gb18030"),
    ],
)
def test_text_without_declaration_is_read(text: str, codec: str) -> None:
    assert decode(text.encode(codec))[0].lstrip("\ufeff") == text


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "big5", "windows-1252", "nonsense", "unicode_escape", ""])
def test_a_wrong_declaration_does_not_spoil_gbk(declared: str) -> None:
    assert decode(SIMPLIFIED.encode("gbk"), (declared,))[0] == SIMPLIFIED


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "big5", "iso-8859-1"])
def test_a_wrong_declaration_does_not_spoil_utf8(declared: str) -> None:
    assert decode(SIMPLIFIED.encode(), (declared,))[0] == SIMPLIFIED


def test_a_declaration_decides_where_nothing_reads_chinese() -> None:
    assert decode("Привет, мир".encode("windows-1251"), ("windows-1251",))[0] == "Привет, мир"
    assert decode("日本語のページです。".encode("shift_jis"), ("shift_jis",))[0] == "日本語のページです。"


def test_one_broken_character_does_not_turn_utf8_into_gbk() -> None:
    text = decode(SIMPLIFIED.encode() + b"\xe6\x9c" + SIMPLIFIED.encode())[0]
    assert text.count(SIMPLIFIED) == 2


def test_right_text_scores_far_above_wrong_text() -> None:
    assert score(SIMPLIFIED) > 0.5
    assert score(SIMPLIFIED.encode().decode("gb18030", "replace")) < 0.2
    assert score("ascii only") == 0.0


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1"])
@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_a_page_reads_right_whatever_its_head_says(read: Callable[..., Extraction], codec: str, declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"><title>通知</title></head><body><p>{SIMPLIFIED}</p></body></html>'
    document = read(page.encode(codec), charset=declared).documents[0]
    assert document.title == "通知"
    assert SIMPLIFIED in [passage.text for passage in document.passages]
