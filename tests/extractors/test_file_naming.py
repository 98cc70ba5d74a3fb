"""Names of files come out readable, whatever way a server or an archive wrote them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from extractors.extract import source_of
from extractors.naming import clean, from_address, from_disposition
from inspection.model import Capture

NAME = "关于机密文件的名单.xlsx"
GBK = NAME.encode("gbk")


@pytest.mark.parametrize(
    "value",
    [
        f"attachment; filename*=UTF-8''{quote(NAME)}",
        f"attachment; filename*=gbk''{quote(GBK)}",
        f'attachment; filename="{GBK.decode("latin-1")}"',
        f"attachment; filename={NAME.encode().decode('latin-1')}",
        f"attachment; filename={NAME}",
        f"attachment; filename={quote(NAME)}; size=3",
        f'attachment; filename="{quote(GBK)}"',
        f"attachment; filename==?UTF-8?B?{base64.b64encode(NAME.encode()).decode()}?=",
        f"attachment; filename=\"plain;semicolon.doc\"; filename*=UTF-8''{quote(NAME)}",
        f'attachment; filename="C:\\\\上传\\\\{NAME}"',
        f"filename={quote(NAME)}",
    ],
)
def test_a_content_disposition_gives_the_name(value: str) -> None:
    assert from_disposition(value) == NAME


def test_a_disposition_without_a_name_gives_none() -> None:
    assert from_disposition("attachment") == ""
    assert from_disposition("inline; size=12") == ""


@pytest.mark.parametrize("path", [quote(NAME), quote(GBK), NAME])
def test_the_last_segment_of_an_address_is_decoded(path: str) -> None:
    assert from_address(f"http://a.example/files/{path}?v=1") == NAME
    assert from_address(f"http://a.example/files/{path}/") == NAME


def test_an_address_without_a_path_is_named_by_its_host() -> None:
    assert from_address("http://a.example:8080/") == "a.example:8080"
    assert from_address("http://[broken/x.doc") == "x.doc"


def test_steering_characters_do_not_reach_the_screen() -> None:
    assert clean("a\nb\u202exslx.exe\x00") == "a\ufffdb\ufffdxslx.exe\ufffd"
    assert len(clean("名" * 5000)) <= 301


def test_a_capture_becomes_a_source_with_its_hints() -> None:
    capture = Capture.of(
        "http://a.example/download.jsp?id=3",
        b"x",
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
        headers=(
            ("content-type", 'Text/HTML; Charset="GBK"; x=1'),
            ("content-disposition", f'attachment; filename="{GBK.decode("latin-1")}"'),
        ),
    )
    source = source_of(capture)
    assert (source.name, source.declared, source.charset, source.digest) == (NAME, "text/html", "gbk", capture.sha256)
    assert source.way == (NAME,)
