"""ZIP: nesting, names, encryption; and limits that count what really came out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction

Pack = "Callable[..., bytes]"


def raw_names(names: dict[bytes, bytes]) -> bytes:
    """A ZIP with names as Chinese Windows writes them: raw bytes, no UTF-8 flag."""
    body, directory = b"", b""
    for name, data in names.items():
        head = struct.pack("<5H3I2H", 20, 0, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<3H2I", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + head + name + data
    return (
        body
        + directory
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(names), len(names), len(directory), len(body), 0)
    )


def test_nested_members_carry_their_whole_way(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> None:
    inner = packed({"表/名单.txt": "机密"})
    extraction = read(packed({"内层.zip": inner, "a.html": "<p>页"}), name="外.zip")
    assert [(each.format, each.path) for each in extraction.documents] == [
        ("zip", ("外.zip",)),
        ("zip", ("外.zip", "内层.zip")),
        ("text", ("外.zip", "内层.zip", "表/名单.txt")),
        ("html", ("外.zip", "a.html")),
    ]
    assert not extraction.failures


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_names_are_read_in_gbk_and_utf8(read: Callable[..., Extraction], codec: str) -> None:
    document = read(raw_names({"机密文件/人员名单.txt".encode(codec): b"x"})).documents[1]
    assert document.path[-1] == "机密文件/人员名单.txt"
    assert [each.text for each in document.passages if each.place == "文件名"] == ["机密文件/人员名单.txt"]


def test_names_cannot_steer_a_screen_or_leave_the_archive(read: Callable[..., Extraction]) -> None:
    paths = [
        each.path[-1]
        for each in read(raw_names({b"../../etc/x\ny\x1b[2J.txt": b"1", b"C:\\a\\b.txt": b"2"})).documents[1:]
    ]
    assert paths == ["../../etc/x\ufffdy\ufffd[2J.txt", "C:/a/b.txt"]


def test_folders_and_comments_are_read(read: Callable[..., Extraction], places: Callable[..., dict[str, str]]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.mkdir("绝密资料")
        archive.writestr("__MACOSX/a.txt", "junk")
        archive.comment = "内部使用".encode("gbk")
    extraction = read(target.getvalue())
    assert places(extraction.documents[0]) == {"文件名": "绝密资料/", "压缩包注释": "内部使用"}
    assert len(extraction.documents) == 1


def test_encrypted_members_are_named_and_the_others_read(
    read: Callable[..., Extraction], reasons: Callable[..., list[tuple[str, str]]]
) -> None:
    body = bytearray(raw_names({"工资表.xls".encode(): b"0" * 40, b"open.txt": b"text"}))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        body[body.index(mark) + offset] |= 1
    extraction = read(bytes(body), name="a.zip")
    assert reasons(extraction) == [("工资表.xls", "encrypted")]
    assert [each.path[-1] for each in extraction.documents] == ["a.zip", "工资表.xls", "open.txt"]
    assert len({each.digest for each in extraction.documents}) == 3


def test_an_unknown_compression_is_named(read: Callable[..., Extraction]) -> None:
    body = bytearray(raw_names({b"a.txt": b"text"}))
    for mark, offset in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        body[body.index(mark) + offset] = 98
    assert [(f.reason.value, f.detail) for f in read(bytes(body)).failures] == [
        ("unsupported_format", "ZIP 压缩方法 PPMd")
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("streamed", [False, True])
def test_each_common_compression_is_read(read: Callable[..., Extraction], method: int, streamed: bool) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return not streamed

    target = Pipe()
    text = "机密文件" * 50_000
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("a.txt", text)
        archive.writestr("empty.txt", b"")
    extraction = read(target.getvalue())
    assert extraction.documents[1].passages[0].text == text
    assert [f.reason.value for f in extraction.failures] == ["no_text"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ratio": 100}, "expansion_limit"),
        ({"ratio": 10_000, "member_bytes": 4 << 20}, "expansion_limit"),
        ({"ratio": 10_000, "total_bytes": 4 << 20}, "expansion_limit"),
    ],
)
def test_a_bomb_is_stopped_and_what_came_before_is_kept(
    read: Callable[..., Extraction], packed: Callable[..., bytes], changes: dict[str, int], reason: str
) -> None:
    body = packed({"a.txt": "text", "bomb.txt": bytes(8 << 20), "z.txt": "text"})
    extraction = read(body, **changes)
    assert ("bomb.txt", reason) in [(f.path[-1], f.reason.value) for f in extraction.failures]
    assert "a.txt" in [each.path[-1] for each in extraction.documents]
    assert ("z.txt" in [each.path[-1] for each in extraction.documents]) == ("total_bytes" not in changes)


def test_a_lying_header_does_not_hide_a_bomb(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> None:
    body = bytearray(packed({"bomb.txt": bytes(8 << 20)}))
    for mark, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", body, body.index(mark) + offset, 10)
    assert [f.reason.value for f in read(bytes(body)).failures] == ["expansion_limit"]


def test_depth_and_number_of_members_are_limited(
    read: Callable[..., Extraction], packed: Callable[..., bytes], reasons: Callable[..., list[tuple[str, str]]]
) -> None:
    body = packed({"x.txt": "text"})
    for level in range(5):
        body = packed({f"{level}.zip": body})
    assert reasons(read(body, depth=3)) == [("2.zip", "nesting_limit")]
    assert not read(body, depth=6).failures
    many = packed({f"{number}.txt": "text" for number in range(20)})
    extraction = read(many, name="many.zip", members=5)
    assert reasons(extraction) == [("many.zip", "member_limit")]
    assert len(extraction.documents) == 6


def test_members_of_nested_archives_share_one_budget(
    read: Callable[..., Extraction], packed: Callable[..., bytes]
) -> None:
    inner = packed({f"{number}": "text" for number in range(10)})
    extraction = read(packed({f"{number}.zip": inner for number in range(10)}), members=30)
    assert "member_limit" in [f.reason.value for f in extraction.failures]
    assert len(extraction.documents) <= 31


def test_entries_behind_a_stub_are_found(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> None:
    body = packed({"a.txt": "机密"})
    assert read(b"PK\3\4" + bytes(40) + body).documents[-1].passages[0].text == "机密"


def test_an_archive_without_members_is_not_silent(
    read: Callable[..., Extraction], packed: Callable[..., bytes]
) -> None:
    assert [f.reason.value for f in read(packed({})).failures] == ["no_text"]
