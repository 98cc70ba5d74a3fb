"""The paper: the same facts as the page, fonts inside, pages numbered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from lxml import html as lxml_html

from inspection.model import Severity
from reports.html import page
from reports.pdf import Pdf, fonts_found, style
from reports.view import build
from tests.reports import summary_factory as factory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from inspection.summary import RunSummary

pytestmark = pytest.mark.skipif(not fonts_found(), reason="no Chinese font on this machine")


def squeezed(text: str) -> str:
    """Text without white space and the engines' soft characters: line breaks differ between media, words must not."""
    return re.sub(r"[\s\u00a0\u00ad\u200b\ufffe]+", "", text)


def text_of(source: str) -> str:
    tree: Any = lxml_html.document_fromstring(source)
    return str(tree.body.text_content())


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [sheet.get_textpage().get_text_range() for sheet in document]
    finally:
        document.close()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Pdf().write(factory.summary(), tmp_path_factory.mktemp("pdf") / "city.pdf")


def facts(summary: RunSummary) -> set[str]:
    """What both the page and the paper must say, word for word."""
    report = build(summary)
    found = {
        report.conclusion.headline,
        *report.conclusion.caveats,
        summary.title,
        summary.number,
        summary.issuer,
        summary.handling,
    }
    for card in report.cards:
        found |= {
            card.name,
            card.category,
            card.site,
            card.source.title,
            card.source.sha256,
            card.source.sm3,
            card.nature.advice,
        }
        found |= {reason.why for reason in card.reasons} | {f"合计{card.score}分"}
        found |= {place.where for place in card.places[:3]}
        found |= {f"{place.before}「{place.hit}」{place.after}" for place in card.places[:3]}
    for group in report.missed:
        found |= {group.reason.sentence, group.reason.advice, *(item.target for item in group.items)}
    for duty in report.duties:
        found |= {duty.agency, *duty.natures}
    return {squeezed(text) for text in found if text}


def unsaid(summary: RunSummary, path: Path) -> set[str]:
    """The facts that the page or the paper lacks."""
    cover, *rest = pages_of(path)
    # Running heads and feet interrupt sentences that go over a page.
    edge = re.compile(rf"第 \d+ 页\s*共 \d+ 页|^.*{re.escape(summary.number)}\r?$", re.MULTILINE)
    paper = squeezed(cover + "".join(edge.sub("", text) for text in rest))
    screen = squeezed(text_of(page(summary)))
    return {fact for fact in facts(summary) if fact not in screen or fact not in paper}


def test_page_and_paper_say_the_same_of_a_city(city: Path) -> None:
    assert not unsaid(factory.summary(), city)


@pytest.mark.parametrize("make", [factory.empty, factory.single])
def test_page_and_paper_say_the_same(make: Callable[[], RunSummary], tmp_path: Path) -> None:
    assert not unsaid(make(), Pdf().write(make(), tmp_path / "report.pdf"))


def test_every_finding_is_in_the_paper_alone_or_within_a_printed_range(city: Path) -> None:
    text = squeezed("".join(pages_of(city)))
    ids = set(re.findall(r"F-\d{6}", text))
    for first, last in re.findall(r"F-(\d{6})—F-(\d{6})", text):
        ids |= {f"F-{number:06d}" for number in range(int(first), int(last) + 1)}
    assert {finding.id for finding in factory.summary().findings} <= ids


def test_pages_are_numbered_and_the_cover_is_not(city: Path) -> None:
    texts = pages_of(city)
    assert "页" not in squeezed(texts[0]).replace("页面", "")
    for number, text in enumerate(texts[1:], start=2):
        assert f"第{number}页共{len(texts)}页" in squeezed(text)


def test_contents_name_the_page_of_each_section(city: Path) -> None:
    texts = [squeezed(text) for text in pages_of(city)]
    for title, number in re.findall(r"[一二三四五六七八九]、([\u4e00-\u9fff]+)[.]+(\d+)", texts[1]):
        assert f"、{title}" in texts[int(number) - 1]
    assert len(re.findall(r"[.]{3,}\d+", texts[1])) >= 10


def test_it_is_an_archivable_file_with_bookmarks_and_its_own_date(city: Path) -> None:
    with pikepdf.open(city) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3U"
            assert metadata["dc:title"] == "云溪市政府网站保密检查报告"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261123")
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[0] == "一、检查结论"
        assert titles[-1].startswith("附件")
        fonts = [font for sheet in pdf.pages for font in sheet.Resources.get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


def test_beyond_the_cards_the_paper_points_to_the_spreadsheet(tmp_path: Path) -> None:
    summary = factory.summary(findings=tuple(factory.findings(16, rosters=())))
    text = squeezed("".join(pages_of(Pdf(cards=3, compact=6).write(summary, tmp_path / "x.pdf"))))
    assert "前3项详列，其后简列，完整内容见电子表格" in text
    assert "其余10项见同批发出的电子表格" in text


def test_hostile_text_stays_text_and_the_cover_stays_one_page(tmp_path: Path) -> None:
    texts = pages_of(Pdf().write(factory.hostile(), tmp_path / "hostile.pdf"))
    assert "<script>alert(1)</script>" in squeezed(texts[0])
    assert "2026年11月23日" in squeezed(texts[0])
    assert "目录" in squeezed(texts[1])


def test_no_raw_number_reaches_the_paper(tmp_path: Path) -> None:
    raw = "11010519491231002X"
    at = factory.place(f"https://a.example/{raw}", raw, (raw,), raw, f"「{raw}」", raw)
    summary = factory.summary(findings=(factory.finding(1, (at,), severity=Severity.SERIOUS),), title=raw)
    path = Pdf().write(summary, tmp_path / "raw.pdf")
    assert raw not in squeezed("".join(pages_of(path)))
    assert raw.encode() not in path.read_bytes()


def test_the_engine_gets_colours_not_variables() -> None:
    assert "var(" not in style()
    assert "#1f3a5f" in style()
