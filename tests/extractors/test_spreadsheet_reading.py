"""Excel: cells in their places, and whatever a reader of the sheet would not see."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from extractors.sheet import column_of, header_text, number_text
from inspection.model import Document, Link, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction

RELS = '<Relationships xmlns="r">{}</Relationships>'
SHEET = (
    '<worksheet xmlns="m" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{}</worksheet>'
)
ROWS = (
    '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>行内</t></is></c><c r="D2"><v>1.10101199003078E+17</v></c></row>'
    '<row r="3" hidden="1"><c r="C3" t="str"><f>X</f><v>公式果</v></c></row>'
    '<row r="7"><c r="A7" t="b"><v>1</v></c><c><v>110101199003078515</v></c><c><f>NOW()</f></c></row></sheetData>'
    '<dataValidations><dataValidation prompt="请填机密"><formula1>"是,否"</formula1></dataValidation></dataValidations>'
    '<hyperlinks><hyperlink ref="A1" r:id="rId3" display="看"/></hyperlinks>'
    '<headerFooter><oddHeader>&amp;L&amp;"黑体,加粗"&amp;14机密★1年&amp;C第&amp;P页&amp;R&amp;KFF0000红&amp;&amp;字</oddHeader><evenFooter>&amp;C内部资料</evenFooter></headerFooter>'
)
PARTS: dict[str, bytes | str] = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": RELS.format('<Relationship Id="rId1" Type="http://x/officeDocument" Target="/xl/workbook.xml"/>'),
    "xl/workbook.xml": '<workbook xmlns="m" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名单" r:id="rId1"/>'
    '<sheet name="底稿" r:id="rId2" state="veryHidden"/></sheets><definedNames><definedName name="密级">"秘密"</definedName><definedName name="_xlnm.Print_Area">名单!$A$1</definedName></definedNames></workbook>',
    "xl/_rels/workbook.xml.rels": RELS.format(
        '<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/worksheet" Target="worksheets/sheet2.xml"/>'
    ),
    "xl/worksheets/sheet1.xml": SHEET.format(ROWS),
    "xl/worksheets/_rels/sheet1.xml.rels": RELS.format(
        '<Relationship Id="rId1" Type="http://x/comments" Target="../comments1.xml"/><Relationship Id="rId2" Type="http://x/threadedComment" Target="../threadedComments/t1.xml"/>'
        '<Relationship Id="rId3" Type="http://x/hyperlink" Target="http://a.example/" TargetMode="External"/>'
    ),
    "xl/worksheets/sheet2.xml": SHEET.format('<sheetData><row r="4"><c r="B4" t="s"><v>3</v></c></row></sheetData>'),
    "xl/worksheets/sheet9.xml": SHEET.format('<sheetData><row><c t="inlineStr"><is><t>孤儿表</t></is></c></row></sheetData>'),
    "xl/sharedStrings.xml": '<sst xmlns="m"><si><t>姓名</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r><rPh><t>注音</t></rPh></si><si><t>早已删除的机密</t></si><si><t>底稿内容</t></si></sst>',
    "xl/comments1.xml": '<comments xmlns="m"><commentList><comment ref="B4"><text><r><t>旧批注</t></r></text></comment></commentList></comments>',
    "xl/threadedComments/t1.xml": '<ThreadedComments xmlns="t"><threadedComment ref="C5"><text>线程批注</text></threadedComment></ThreadedComments>',
    "xl/drawings/drawing1.xml": '<wsDr xmlns:a="a"><sp><cNvPr descr="图的说明"/><a:p><a:r><a:t>框内</a:t></a:r><a:r><a:t>文字</a:t></a:r></a:p></sp></wsDr>',
    "xl/externalLinks/externalLink1.xml": '<externalLink xmlns="m"><externalBook><sheetNames><sheetName val="外表"/></sheetNames><sheetDataSet><sheetData><row r="1"><cell r="A1"><v>外部缓存值</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>',
    "xl/pivotCache/pivotCacheDefinition1.xml": '<pivotCacheDefinition xmlns="m"><cacheFields><cacheField name="姓名"><sharedItems><s v="透视张三"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>',
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:subject>主题词</dc:subject></cp:coreProperties>',
}  # fmt: skip


@pytest.fixture
def document(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> Document:
    extraction = read(packed(PARTS), name="a.xlsx")
    assert not extraction.failures
    return extraction.documents[0]


@pytest.mark.parametrize(
    ("place", "part", "text"),
    [
        ("名单", Part.TABLE, "姓名\t富文本\n行内\t\t\t110101199003078000\nTRUE\t110101199003078515\t=NOW()"),
        ("隐藏工作表 底稿", Part.HIDDEN, "\t底稿内容"),
        ("未列出的工作表 sheet9", Part.HIDDEN, "孤儿表"),
        ("隐藏行 名单", Part.HIDDEN, "\t\t公式果"),
        ("隐藏列 名单", Part.HIDDEN, "\t富文本\n\t110101199003078515"),
        ("残留字符串", Part.HIDDEN, "早已删除的机密"),
        ("页眉", Part.HEADER, "机密★1年\n第页\n红&字"),
        ("页脚", Part.FOOTER, "内部资料"),
        ("批注 名单!B4", Part.NOTE, "旧批注"),
        ("批注 名单!C5", Part.COMMENT, "线程批注"),
        ("定义名称", Part.METADATA, '密级: "秘密"'),
        ("数据有效性", Part.ATTRIBUTE, '请填机密\n"是,否"'),
        ("文本框", Part.TEXT_BOX, "框内文字"),
        ("图片替代文字", Part.ATTRIBUTE, "图的说明"),
        ("外部链接缓存", Part.HIDDEN, "外部缓存值"),
        ("数据透视缓存", Part.HIDDEN, "姓名\t透视张三"),
        ("工作表名称", Part.METADATA, "名单\n底稿\nsheet9"),
        ("属性 主题", Part.METADATA, "主题: 主题词"),
    ],
)
def test_each_hidden_part_is_read_in_its_place(
    document: Document,
    places: Callable[..., dict[str, str]],
    parts: Callable[..., dict[str, Part]],
    place: str,
    part: Part,
    text: str,
) -> None:
    assert places(document)[place] == text
    assert parts(document)[place] is part


@pytest.mark.parametrize(
    ("needle", "place"),
    [
        ("姓名", "名单!A1"),
        ("110101199003078000", "名单!D2"),
        ("110101199003078515", "名单!B7"),
        ("底稿内容", "隐藏工作表 底稿!B4"),
        ("公式果", "隐藏行 名单!C3"),
    ],
)
def test_a_character_leads_back_to_its_cell(document: Document, needle: str, place: str) -> None:
    passage = next(each for each in document.passages if needle in each.text)
    assert passage.place_at(passage.text.index(needle)) == place


def test_links_are_collected(document: Document) -> None:
    assert document.links == (Link("http://a.example/", "看"),)


def written(fill: Callable[[Any], None]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        fill(book)
    return target.getvalue()


def test_an_ordinary_file_of_a_writer_is_read(
    read: Callable[..., Extraction], places: Callable[..., dict[str, str]]
) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表一")
        sheet.write_row("B2", ["姓名", "身份证号"])
        sheet.write_string("C3", "110101199003078515")
        sheet.write_comment("B2", "附注")
        sheet.insert_textbox("E5", "浮动框")
        sheet.set_header("&L秘密★6个月")
        book.add_worksheet("藏").hide()
        book.get_worksheet_by_name("藏").write("A1", "藏着")

    found = places(read(written(fill)).documents[0])
    assert found["表一"] == "\t姓名\t身份证号\n\t\t110101199003078515"
    assert (found["隐藏工作表 藏"], found["批注 表一!B2"], found["文本框"], found["页眉"]) == (
        "藏着",
        "附注",
        "浮动框",
        "秘密★6个月",
    )


def test_long_sheets_are_split_and_keep_their_rows(read: Callable[..., Extraction]) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("长")
        for row in range(4500):
            sheet.write(row, 1, f"第{row + 1}人")

    tables = [each for each in read(written(fill)).documents[0].passages if each.part is Part.TABLE]
    assert [len(each.rows) for each in tables] == [2000, 2000, 500]
    assert tables[2].place_at(tables[2].text.index("第4321人")) == "长!B4321"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("1.1E+1", "11"), ("1.10101199003078E+17", "110101199003078000"), ("0.1", "0.1"), ("5.0", "5"), ("1.5e-3", "0.0015"), ("1e999", "1e999"), ("nan", "nan")],
)  # fmt: skip
def test_numbers_show_without_exponent(stored: str, shown: str) -> None:
    assert number_text(stored) == shown


def test_codes_of_headers_and_columns_of_references() -> None:
    assert header_text('&L&"宋体,常规"&12左&C&D&R&K01+034右&&') == "左\n右&"
    assert [column_of(each) for each in ("A1", "Z9", "AA10", "xfd1", "$B$2", "ZZZZ1", "12")] == [
        0,
        25,
        26,
        16383,
        1,
        -1,
        -1,
    ]


def test_wide_sparse_rows_are_stopped_by_the_budget(
    read: Callable[..., Extraction], packed: Callable[..., bytes]
) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 200))
    body = packed({**PARTS, "xl/worksheets/sheet1.xml": SHEET.format(f"<sheetData>{rows}</sheetData>")})
    extraction = read(body, total_bytes=1 << 20)
    assert [f.reason.value for f in extraction.failures] == ["expansion_limit"]
    assert any(each.place == "名单" and each.rows[:2] == (1, 2) for each in extraction.documents[0].passages)
