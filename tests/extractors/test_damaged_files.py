"""Damage and malice in every format: what can be read is read, the rest is named, nothing aborts."""

from __future__ import annotations

import io
import random
import struct
from typing import TYPE_CHECKING

import docx
import pikepdf
import pytest
import xlsxwriter
from reportlab.pdfgen.canvas import Canvas

from inspection.model import Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction

MARK = "marker text of the document"


def word() -> bytes:
    target = io.BytesIO()
    file = docx.Document()
    file.add_paragraph(MARK)
    file.save(target)
    return target.getvalue()


def sheet() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write(0, 0, MARK)
    return target.getvalue()


def pdf() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=1)
    for _ in range(3):
        canvas.drawString(72, 720, MARK)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


FORMATS = {"docx": word, "xlsx": sheet, "pdf": pdf}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999])
def test_a_truncated_file_is_read_in_part_or_named(read: Callable[..., Extraction], name: str, share: float) -> None:
    body = FORMATS[name]()
    extraction = read(body[: int(len(body) * share)], name=f"a.{name}")
    assert extraction.failures, "what is missing must show"
    assert {f.reason.value for f in extraction.failures} <= {"damaged", "no_text", "unsupported_format"}


@pytest.mark.parametrize("name", ["docx", "xlsx", "zip"])
def test_a_lost_directory_costs_nothing_but_a_warning(
    read: Callable[..., Extraction],
    packed: Callable[..., bytes],
    reasons: Callable[..., list[tuple[str, str]]],
    name: str,
) -> None:
    body = packed({"a.txt": MARK}) if name == "zip" else FORMATS[name]()
    extraction = read(body[: body.rindex(b"PK\1\2") - 1 if name == "zip" else body.index(b"PK\1\2")], name="a")
    assert any(MARK in passage.text for document in extraction.documents for passage in document.passages)
    assert ("a", "damaged") in reasons(extraction)


@pytest.mark.parametrize("name", FORMATS)
def test_random_damage_ends_as_a_result(read: Callable[..., Extraction], name: str) -> None:
    source, dice = FORMATS[name](), random.Random(name)
    for _ in range(40):
        body = bytearray(source)
        for _ in range(dice.choice([1, 5, 50])):
            body[dice.randrange(len(body))] = dice.randrange(256)
        extraction = read(bytes(body))
        assert extraction.documents or extraction.failures


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY file SYSTEM "file:///etc/hostname">]>'
)


@pytest.mark.parametrize("entity", ["&e;", "&file;"])
def test_entities_are_not_resolved(read: Callable[..., Extraction], packed: Callable[..., bytes], entity: str) -> None:
    body = (
        f'{LAUGHS}<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>{MARK}{entity}</w:t></w:r></w:p></w:body></w:document>'
    )
    rows = f'{LAUGHS}<worksheet><sheetData><row><c t="inlineStr"><is><t>{MARK}{entity}</t></is></c></row></sheetData></worksheet>'
    types = "<Types/>"
    for file in (
        packed({"[Content_Types].xml": types, "word/document.xml": body}),
        packed({"[Content_Types].xml": types, "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": rows}),
    ):
        texts = [
            passage.text for passage in read(file).documents[0].passages if passage.part in (Part.BODY, Part.TABLE)
        ]
        assert texts == [MARK]


def test_deep_xml_is_named_and_does_not_overflow(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> None:
    deep = f'<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p>{"<w:p>" * 100_000}'
    extraction = read(packed({"[Content_Types].xml": "<Types/>", "word/document.xml": deep}))
    assert extraction.documents[0].passages[0].text == MARK
    assert [f.reason.value for f in extraction.failures] == ["damaged"]


def test_a_part_that_unpacks_without_end_is_stopped(
    read: Callable[..., Extraction], packed: Callable[..., bytes]
) -> None:
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": bytes(8 << 20),
        "word/header1.xml": f'<w:hdr xmlns:w="w"><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:hdr>',
    }
    extraction = read(packed(parts), member_bytes=1 << 20)
    assert [f.reason.value for f in extraction.failures] == ["expansion_limit"]
    assert [passage.text for passage in extraction.documents[0].passages] == [MARK]


def test_a_broken_structure_beside_the_pages_costs_only_itself(read: Callable[..., Extraction]) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as file:
        file.Root.AcroForm = 7
        file.Root.Outlines = pikepdf.Array([1])
        file.save(target)
    extraction = read(target.getvalue())
    assert [passage.page for passage in extraction.documents[0].passages if passage.page] == [1, 2, 3]
    assert "damaged" in [f.reason.value for f in extraction.failures]


def compound(*names: str) -> bytes:
    """An OLE file (MS-CFB) with empty streams of these names: header, one FAT sector, one directory sector."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    directory = b""
    for number, name in enumerate(("Root Entry", *names)):
        right = number + 1 if 0 < number < len(names) else free
        raw = name.encode("utf-16-le")
        kind, child = (5, 1) if number == 0 else (2, free)
        directory += struct.pack("<64sHBB3I36xIQ", raw, len(raw) + 2, kind, 1, free, right, child, end, 0)
    return head + struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126) + directory.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("streams", "reason", "detail"),
    [
        (("EncryptedPackage", "EncryptionInfo"), "encrypted", "加密的 Office 文件"),
        (("WordDocument", "1Table"), "unsupported_format", "Word 97-2003 (doc)"),
        (("Workbook",), "unsupported_format", "Excel 97-2003 (xls)"),
        (("PowerPoint Document",), "unsupported_format", "PowerPoint 97-2003 (ppt)"),
        (("Strange",), "unsupported_format", "OLE 复合文档"),
    ],
)
def test_compound_files_are_named_by_their_streams(
    read: Callable[..., Extraction], streams: tuple[str, ...], reason: str, detail: str
) -> None:
    extraction = read(compound(*streams), name="名单.xlsx")
    assert [(f.reason.value, f.detail, f.path) for f in extraction.failures] == [(reason, detail, ("名单.xlsx",))]
    assert extraction.documents[0].passages[0].text == "名单.xlsx"
