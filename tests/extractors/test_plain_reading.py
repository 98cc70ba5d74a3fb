"""Text as it stands: lines kept, escapes of JSON and XML resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inspection.model import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("第一行\r\n第二行\r第三行".encode("gbk"), "text", "第一行\n第二行\n第三行"),
        ("姓名,电话\n张三,138".encode("utf-16"), "text", "姓名,电话\n张三,138"),
        ("姓名\t张三".encode("utf-16-le"), "text", "姓名\t张三"),
        (rb'{"t":"\u673a\u5bc6\ud83d\ude00\n"}', "json", '{"t":"机密😀\\n"}'),
        ("<?xml version='1.0' encoding='gb2312'?><a t='机密'>&#31192;&#23494;</a>".encode("gbk"), "xml", "<?xml version='1.0' encoding='gb2312'?><a t='机密'>秘密</a>"),
        ("<svg xmlns='x'><text>内部</text></svg>".encode(), "svg", "<svg xmlns='x'><text>内部</text></svg>"),
    ],
)  # fmt: skip
def test_text_keeps_its_lines(read: Callable[..., Extraction], body: bytes, kind: str, text: str) -> None:
    document = read(body).documents[0]
    assert document.format == kind
    assert [(passage.text, passage.place, passage.part) for passage in document.passages] == [(text, "正文", Part.BODY)]


def test_the_first_telling_line_is_the_title(read: Callable[..., Extraction]) -> None:
    assert read("\n一\n  关于防汛的通知  \n正文".encode()).documents[0].title == "关于防汛的通知"
    assert len(read(("字" * 500).encode()).documents[0].title) == 81


def test_an_empty_file_is_a_failure(
    read: Callable[..., Extraction], reasons: Callable[[Extraction], list[tuple[str, str]]]
) -> None:
    assert reasons(read(b"")) == [("file", "no_text")]
    assert reasons(read(b" \n\t ")) == [("file", "no_text")]


def test_a_telling_name_is_a_passage_of_its_own(read: Callable[..., Extraction]) -> None:
    def names(name: str) -> list[str]:
        return [
            p.text
            for p in read(b"text", name=name).documents[0].passages
            if p.part is Part.FILE_NAME and p.place == "文件名"
        ]

    assert names("机密名单.txt") == ["机密名单.txt"]
    assert names("13800138000.txt") == ["13800138000.txt"]
    assert names("t2026_1123.txt") == []
