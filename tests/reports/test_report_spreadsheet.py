"""The workbook: everything, filterable, and nothing in it calculates."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

from lxml import etree

from reports.spreadsheet import FINDINGS, Spreadsheet
from tests.reports import summary_factory as factory

if TYPE_CHECKING:
    from pathlib import Path

    from inspection.summary import RunSummary

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets(summary: RunSummary, folder: Path) -> dict[str, Any]:
    path = Spreadsheet().write(summary, folder / "x.xlsx")
    with zipfile.ZipFile(path) as book:
        workbook: Any = etree.fromstring(book.read("xl/workbook.xml"))
        names = workbook.xpath("//m:sheet/@name", namespaces=NS)
        return {
            name: etree.fromstring(book.read(f"xl/worksheets/sheet{at}.xml")) for at, name in enumerate(names, start=1)
        }


def row(sheet: Any, number: int) -> list[str]:
    cells = sheet.xpath(f"//m:row[@r='{number}']/m:c", namespaces=NS)
    return ["".join(cell.itertext()) for cell in cells]


def test_one_sheet_a_kind_with_keys_heads_filters_and_frozen_panes(tmp_path: Path) -> None:
    book = sheets(factory.summary(), tmp_path)
    assert list(book) == ["概况", "线索", "未检项", "覆盖情况", "已排除"]
    assert row(book["线索"], 1) == [key for key, _, _ in FINDINGS]
    assert row(book["线索"], 2)[:3] == ["编号", "级别", "严重程度"]
    for name in list(book)[1:]:
        assert book[name].xpath("//m:autoFilter", namespaces=NS)
        assert book[name].xpath("//m:pane", namespaces=NS)


def test_every_place_of_every_finding_has_its_row(tmp_path: Path) -> None:
    summary = factory.summary()
    book = sheets(summary, tmp_path)
    assert len(book["线索"].xpath("//m:row", namespaces=NS)) == 2 + sum(len(found.places) for found in summary.findings)
    assert len(book["未检项"].xpath("//m:row", namespaces=NS)) == 2 + 27


def test_nothing_in_it_is_a_formula(tmp_path: Path) -> None:
    book = sheets(factory.hostile(), tmp_path)
    for sheet in book.values():
        assert not sheet.xpath("//m:f", namespaces=NS)
    texts = "".join(book["线索"].itertext())
    assert "=cmd|' /C calc'!A0" in texts
    assert "<script>alert(1)</script>" in texts


def test_addresses_are_links_and_one_too_long_for_a_link_stays_whole_as_text(tmp_path: Path) -> None:
    assert sheets(factory.summary(), tmp_path)["线索"].xpath("//m:hyperlink", namespaces=NS)
    (tmp_path / "long").mkdir()
    hostile = sheets(factory.hostile(), tmp_path / "long")["线索"]
    assert any(len(text) > 4_900 for text in hostile.itertext())


def test_the_first_sheet_gives_the_answer(tmp_path: Path) -> None:
    text = "".join(sheets(factory.empty(), tmp_path)["概况"].itertext())
    assert "未发现疑似涉密" in text
    assert "100%" in text
