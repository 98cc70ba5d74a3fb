"""Formats that the first release does not read: OFD, Word 97, RTF, a scanned picture. Written by hand, with little in them."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from demo.packing import repack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ofd(lines: Sequence[str]) -> bytes:
    """An OFD (GB/T 33190) of one page."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    objects = "".join(
        f'<ofd:TextObject ID="{number + 10}" Boundary="28 {20 + number * 8} 156 7" Font="3" Size="5.6">'
        f'<ofd:TextCode X="0" Y="5">{line}</ofd:TextCode></ofd:TextObject>'
        for number, line in enumerate(lines)
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>c7d41e10a0b94c0f9d0e5f3a7b1c2d3e</ofd:DocID><ofd:Title>通知</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/PublicRes.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="仿宋_GB2312"/></ofd:Fonts></ofd:Res>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>',
    }
    return repack((name, f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode()) for name, xml in parts.items())


def rtf(lines: Iterable[str]) -> bytes:
    """Rich Text, as many a ".doc" on a portal really is."""
    body = "\\par\n".join("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) for line in lines)
    return (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\\f0\\fs32 " + body + "\\par}"
    ).encode("ascii")


def doc(lines: Iterable[str]) -> bytes:
    """A Word 97 file: the text in one piece, no formatting ([MS-DOC] 2.4.1, 2.5.1; container [MS-CFB])."""
    text = "\r".join(lines) + "\r"
    start = 0x800
    block = bytearray(start)
    struct.pack_into("<HHHHHH", block, 0, 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x1200)  # nFib 97, table stream 1, Unicode
    struct.pack_into("<H", block, 0x20, 14)
    struct.pack_into("<H", block, 0x3E, 22)
    struct.pack_into("<I", block, 0x4C, len(text))
    struct.pack_into("<H", block, 0x98, 0x5D)
    pieces = struct.pack("<BIIIHIH", 2, 16, 0, len(text), 0, start, 0)  # Clx: one Pcd, characters 0 … len(text)
    struct.pack_into("<II", block, 0x1A2, 0, len(pieces))
    return _compound([("1Table", pieces), ("WordDocument", bytes(block) + text.encode("utf-16-le"))])


def _compound(streams: Sequence[tuple[str, bytes]]) -> bytes:
    """An OLE compound file of two streams, each above the limit of the small-stream area."""
    chains: list[int] = [_FAT, _END]  # sector 0 is the allocation table, sector 1 the directory
    body = b""
    entries = [("Root Entry", 5, 2, _FREE, _END, 0)]
    for name, data in streams:
        size = max(len(data), 4096)
        count = -(-size // _SECTOR)
        first = len(chains)
        chains += [first + i + 1 for i in range(count - 1)] + [_END]
        body += data.ljust(count * _SECTOR, b"\0")
        entries.append((name, 2, _FREE, 1 if name == streams[-1][0] else _FREE, first, size))
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII16sIQQIQ", len(name) * 2 + 2, kind, 1, left, _FREE, child, b"", 0, 0, 0, first, size)
        for name, kind, child, left, first, size in entries
    ).ljust(_SECTOR, b"\0")
    table = b"".join(struct.pack("<I", chain) for chain in chains).ljust(_SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, _END, 0, _END, 0, 0,
    ).ljust(_SECTOR, b"\xff")  # fmt: skip
    return header + table + directory + body


# Strokes on a 16 × 16 grid, drawn by hand: enough for a reader, human or machine, to see 机密★1年.
_STROKES: dict[str, tuple[tuple[int, int, int, int], ...]] = {
    "机": ((1, 5, 7, 5), (4, 1, 4, 15), (4, 6, 1, 11), (4, 7, 7, 10), (9, 3, 9, 9), (9, 9, 7, 15), (9, 3, 13, 3), (13, 3, 13, 14), (13, 14, 15, 14), (15, 14, 15, 11)),
    "密": ((8, 0, 8, 2), (1, 3, 15, 3), (1, 3, 1, 5), (15, 3, 15, 5), (4, 5, 3, 8), (6, 5, 6, 9), (6, 9, 12, 9), (12, 9, 12, 7), (11, 4, 4, 9), (8, 4, 9, 6), (13, 5, 14, 8), (8, 10, 8, 15), (3, 11, 3, 15), (3, 15, 13, 15), (13, 11, 13, 15)),
    "★": ((8, 1, 4, 14), (4, 14, 15, 6), (15, 6, 1, 6), (1, 6, 12, 14), (12, 14, 8, 1), (8, 3, 8, 10), (6, 7, 11, 7), (6, 9, 10, 9), (6, 8, 10, 8)),
    "1": ((6, 4, 8, 2), (8, 2, 8, 15), (6, 15, 10, 15)),
    "年": ((4, 0, 2, 4), (3, 3, 14, 3), (3, 7, 13, 7), (4, 7, 4, 11), (0, 11, 15, 11), (9, 3, 9, 15)),
}  # fmt: skip


def scan(mark: str) -> bytes:
    """A grey PNG of an A4 page at 72 dpi: the mark at the top left, a red letterhead as a bar, lines of grey text."""
    width, height = 595, 842
    rows = [bytearray(b"\xff" * width) for _ in range(height)]

    def dot(x: int, y: int, shade: int, size: int) -> None:
        for row in rows[y : y + size]:
            row[x : x + size] = bytes((shade,)) * size

    for place, character in enumerate(mark):
        for x0, y0, x1, y1 in _STROKES[character]:
            for step in range(41):
                x = 80 + place * 26 + round((x0 + (x1 - x0) * step / 40) * 1.4)
                dot(x, 70 + round((y0 + (y1 - y0) * step / 40) * 1.4), 20, 2)
    for y in range(150, 182):
        rows[y][150:445] = b"\x70" * 295
    for line in range(24):
        for x in range(80, 515 if line % 6 != 5 else 330, 16):
            dot(x, 240 + line * 22, 90 + (x * line) % 60, 11)
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 6)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", body), (b"IEND", b""))
    chunks = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + chunks
