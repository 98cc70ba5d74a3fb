"""Word: every part of the package is read; each marker stands in one hidden part, and its place says which."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import docx
import pytest

from inspection.model import Document, Link, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STRICT = W.replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006", "http://purl.oclc.org/ooxml/wordprocessingml"
)
DRAW = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>"


def box(text: str) -> str:
    """A text box as Word writes it: DrawingML with a VML copy."""
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:docPr id='1' name='x' descr='替代{text}'/><wps:txbx>{content}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


BODY = f"""<w:document {W} {DRAW}><w:body>
<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>机</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>密</w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F0AB"/><w:t>1年</w:t></w:r></w:p>
{p("第二段")}<w:tbl><w:tr><w:tc>{p("姓名")}</w:tc><w:tc>{p("证号")}</w:tc></w:tr><w:sdt><w:sdtContent><w:tr><w:tc>{p("张三")}</w:tc><w:tc>{p("11")}{p("22")}<w:tbl><w:tr><w:tc>{p("内嵌")}</w:tc></w:tr></w:tbl>
</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>
<w:p>{box("框一")}<w:r><w:t>框旁</w:t></w:r></w:p>
<w:p><w:r><w:pict><v:shape id="PowerPlusWaterMarkObject1"><v:textpath string="水印字"/></v:shape></w:pict></w:r></w:p>
<w:p><w:r><w:pict><v:shape alt="旧图"><v:textbox><w:txbxContent>{p("只有VML")}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>
<w:p><w:r><w:t>前</w:t></w:r><w:ins w:author="甲"><w:r><w:t>插入句</w:t></w:r></w:ins><w:del w:author="乙"><w:r><w:delText>秘</w:delText></w:r><w:r><w:delText>密★删</w:delText></w:r></w:del><w:r><w:t>后</w:t></w:r></w:p>
<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>又见</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Ghost2"/></w:rPr><w:t>样式隐藏</w:t></w:r></w:p>
<w:p><w:hyperlink r:id="rId9"><w:r><w:t>链接字</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK "http://b.example/x"</w:instrText></w:r><w:r><w:instrText> IF 1=1 "域内机密" </w:instrText></w:r></w:p>
<w:p><w:fldSimple w:instr=" TITLE "><w:r><w:t>域结果</w:t></w:r></w:fldSimple></w:p>
</w:body></w:document>"""
PARTS: dict[str, bytes | str] = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": RELS.format('<Relationship Id="rId1" Type="http://x/officeDocument" Target="word/document.xml"/>'),
    "word/document.xml": BODY,
    "word/_rels/document.xml.rels": RELS.format('<Relationship Id="rId9" Type="http://x/hyperlink" Target="http://a.example/%E6%9C%BA" TargetMode="External"/>'),
    "word/header1.xml": f"<w:hdr {W} {DRAW}>{p('页眉首')}<w:p>{box('眉框')}</w:p></w:hdr>",
    "word/header2.xml": f"<w:hdr {W}>{p('页眉偶')}</w:hdr>",
    "word/footer3.xml": f"<w:ftr {W}>{p('页脚三')}</w:ftr>",
    "word/footnotes.xml": f"<w:footnotes {W}><w:footnote w:type='separator'>{p('分隔')}</w:footnote><w:footnote w:id='2'>{p('脚注字')}</w:footnote></w:footnotes>",
    "word/endnotes.xml": f"<w:endnotes {W}><w:endnote w:id='2'>{p('尾注字')}</w:endnote></w:endnotes>",
    "word/comments.xml": f"<w:comments {W}><w:comment w:author='王科长'>{p('批注字')}</w:comment></w:comments>",
    "word/styles.xml": f"<w:styles {W}><w:style w:styleId='Ghost'><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId='Ghost2'><w:basedOn w:val='Ghost'/></w:style></w:styles>",
    "word/settings.xml": f"<w:settings {W}><w:docVars><w:docVar w:name='密级' w:val='机密'/></w:docVars></w:settings>",
    "word/glossary/document.xml": f"<w:glossaryDocument {W}><w:docParts><w:docPart><w:docPartBody>{p('构建块')}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>",
    "word/charts/chart1.xml": f"<c:chartSpace {DRAW}><a:p><a:r><a:t>图表题</a:t></a:r></a:p><c:v>123</c:v></c:chartSpace>",
    "word/diagrams/data1.xml": f"<dgm:dataModel xmlns:dgm='d' {DRAW}><a:p><a:r><a:t>图示字</a:t></a:r></a:p></dgm:dataModel>",
    "customXml/item1.xml": "<a><b>绑定数据</b></a>",
    "docProps/core.xml": "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:title>文档标题</dc:title><cp:keywords>机密 关键</cp:keywords></cp:coreProperties>",
    "docProps/app.xml": "<Properties xmlns='x'><Company>云溪市府办</Company><AppVersion>16</AppVersion></Properties>",
    "docProps/custom.xml": "<Properties xmlns='x' xmlns:vt='v'><property name='密级'><vt:lpwstr>秘密</vt:lpwstr></property></Properties>",
    "word/embeddings/file.txt": "嵌入的文字",
    "word/afchunk1.htm": "<html><body><p>替代块正文</p></body></html>",
}  # fmt: skip


@pytest.fixture
def document(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> Document:
    extraction = read(packed(PARTS), name="a.docx")
    assert not extraction.failures
    return extraction.documents[0]


@pytest.mark.parametrize(
    ("place", "part", "text"),
    [
        ("文本框", Part.TEXT_BOX, "框一\n只有VML"),
        ("页眉文本框", Part.TEXT_BOX, "眉框"),
        ("水印", Part.WATERMARK, "水印字"),
        ("修订-插入", Part.REVISION, "插入句"),
        ("修订-删除", Part.REVISION, "秘密★删"),
        ("隐藏文字", Part.HIDDEN, "看不见样式隐藏"),
        ("域代码", Part.HIDDEN, 'IF 1=1 "域内机密"'),
        ("图片替代文字", Part.ATTRIBUTE, "替代框一\n旧图\n替代眉框"),
        ("页眉", Part.HEADER, "页眉首\n页眉偶"),
        ("页脚", Part.FOOTER, "页脚三"),
        ("脚注", Part.NOTE, "脚注字"),
        ("尾注", Part.NOTE, "尾注字"),
        ("批注", Part.COMMENT, "王科长\n批注字"),
        ("构建基块", Part.HIDDEN, "构建块"),
        ("图表", Part.TEXT_BOX, "图表题\n123"),
        ("图示", Part.TEXT_BOX, "图示字"),
        ("自定义数据", Part.METADATA, "绑定数据"),
        ("属性 文档变量", Part.METADATA, "密级: 机密"),
        ("属性 标题", Part.METADATA, "标题: 文档标题"),
        ("属性 关键词", Part.METADATA, "关键词: 机密 关键"),
        ("属性 单位", Part.METADATA, "单位: 云溪市府办"),
        ("属性 密级", Part.METADATA, "密级: 秘密"),
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
    assert places(document)[place].strip() == text
    assert parts(document)[place] is part


def test_the_body_keeps_order_rows_and_runs(document: Document, places: Callable[..., dict[str, str]]) -> None:
    lines = [line for line in places(document)["正文"].split("\n") if line]
    assert lines == [
        "机密★1年",
        "第二段",
        "姓名\t证号",
        "张三\t11 22 内嵌",
        "框旁",
        "前插入句后",
        "看得见又见",
        "链接字",
        "域结果",
    ]
    assert document.title == "文档标题"
    assert set(document.links) == {Link("http://a.example/%E6%9C%BA", "链接字"), Link("http://b.example/x")}


def test_embedded_files_and_chunks_are_members(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> None:
    documents = read(packed(PARTS), name="a.docx").documents
    assert [(each.path, each.format) for each in documents[1:]] == [
        (("a.docx", "file.txt"), "text"),
        (("a.docx", "afchunk1.htm"), "html"),
    ]
    assert documents[1].passages[0].text == "嵌入的文字"


def test_strict_files_read_alike(
    read: Callable[..., Extraction], packed: Callable[..., bytes], places: Callable[..., dict[str, str]]
) -> None:
    strict = {name: body.replace(W, STRICT) if isinstance(body, str) else body for name, body in PARTS.items()}
    assert places(read(packed(strict)).documents[0]) == places(read(packed(PARTS)).documents[0])


def test_an_ordinary_file_of_a_writer_is_read(
    read: Callable[..., Extraction], places: Callable[..., dict[str, str]]
) -> None:
    file = docx.Document()
    file.add_heading("关于防汛的通知", 1)
    file.add_paragraph("各乡镇：")
    file.add_table(2, 2).cell(1, 1).text = "右下"
    file.sections[0].header.paragraphs[0].text = "秘密★6个月"
    target = io.BytesIO()
    file.save(target)
    document = read(target.getvalue()).documents[0]
    assert places(document)["正文"].split("\n")[:2] == ["关于防汛的通知", "各乡镇："]
    assert "\t右下" in places(document)["正文"]
    assert places(document)["页眉"] == "秘密★6个月"
    assert document.format == "docx"


def test_pictures_that_nobody_read_are_named(read: Callable[..., Extraction], packed: Callable[..., bytes]) -> None:
    body = packed(
        {**PARTS, "word/media/image1.png": random.Random(1).randbytes(30_000), "word/media/image2.png": b"logo"}
    )
    assert [(f.reason.value, f.detail) for f in read(body).failures] == [("no_text", "内嵌图片 1 幅")]


def test_a_file_with_properties_only_is_not_silent(
    read: Callable[..., Extraction], packed: Callable[..., bytes]
) -> None:
    empty = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body/></w:document>",
        "docProps/app.xml": PARTS["docProps/app.xml"],
    }
    assert [f.reason.value for f in read(packed(empty)).failures] == ["no_text"]
