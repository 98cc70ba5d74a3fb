"""The type is told from the bytes, never from a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractors.base import Source
from extractors.extract import EXTRACTORS, is_inline
from extractors.sniff import NAMES, sniff

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>x", "html"),
        (b"\xef\xbb\xbf\r\n<HTML>x", "html"),
        ("\ufeff<html><p>x".encode("utf-16-le"), "html"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "html"),
        (b"<?xml version='1.0'?><urlset/>", "xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b'{"a": [1, 2]}\n', "json"),
        ("姓名,电话\n张三,1\n".encode("gbk"), "text"),
        ("机密".encode("utf-16"), "text"),
        (b"%PDF-1.7\n", "pdf"),
        (b"junk before\n%PDF-1.4\n", "pdf"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"From: a@b\r\nTo: c@d\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nbody", "eml"),
        (b"Rar!\x1a\x07\x01\x00" + b"\0" * 9, "rar"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpg"),
        (b"\x89PNG\r\n\x1a\n\0\0", "png"),
        (b"GIF89a", "gif"),
        (b"\x1f\x8b\x08\0", "gz"),
        (bytes(257) + b"ustar\x0000", "tar"),
        (b"\0\1\2\3\x80\xff" * 50, "binary"),
    ],
)
def test_bytes_tell_the_format(body: bytes, kind: str) -> None:
    assert sniff(body) == kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["OFD.xml", "Doc_0/Document.xml"], "ofd"),
        (["[Content_Types].xml", "word/document.xml"], "docx"),
        (["[Content_Types].xml", "xl/workbook.xml"], "xlsx"),
        (["[Content_Types].xml", "xl/workbook.bin"], "xlsb"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "pptx"),
        (["名单.docx", "word/x.txt"], "zip"),
    ],
)
def test_member_names_tell_the_container(packed: Callable[..., bytes], names: list[str], kind: str) -> None:
    assert sniff(packed(dict.fromkeys(names, "x"))) == kind


def test_a_format_that_is_not_read_is_named(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> None:
    ofd = read(packed({"OFD.xml": "<a/>"}), name="公告.docx")
    assert [(f.reason.value, f.detail, f.target, f.path) for f in ofd.failures] == [
        ("unsupported_format", "OFD", "公告.docx", ("公告.docx",))
    ]
    assert [passage.text for passage in ofd.documents[0].passages] == ["公告.docx"]
    assert read(b"Rar!\x1a\x07\x00", name="x").failures[0].detail == "RAR"
    assert read(b"\xff\xd8\xff\xe0", name="x.docx").failures[0].detail == "图片 JPEG"


def test_each_format_has_one_reader_and_a_proper_name() -> None:
    formats = [kind for extractor in EXTRACTORS for kind in extractor.formats]
    assert len(formats) == len(set(formats))
    assert set(formats) <= set(NAMES)


@pytest.mark.parametrize(
    ("body", "inline"),
    [
        (b"<html><body>x", True),
        (b"just text", True),
        (b"%PDF-1.4", False),
        (b"PK\3\4", False),
        (b"\x89PNG\r\n\x1a\n", False),
        (b"<html>" + b"x" * (5 << 20), False),
    ],
)
def test_only_pages_and_text_of_moderate_size_are_read_inline(body: bytes, inline: bool) -> None:
    assert is_inline(Source("x", body)) is inline
