"""PDF: the text of the pages, and what stands beside them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf import ranges
from inspection.model import Document, Link, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction


def written(pages: list[str], **options: Any) -> bytes:
    """A PDF with one line a page; an empty one where the text is empty."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target, **options)
    for text in pages:
        canvas.setFont("STSong-Light", 12)
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(72, 720 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def changed(body: bytes, change: Callable[[Any], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(body)) as pdf:
        change(pdf)
        pdf.save(target)
    return target.getvalue()


def test_each_page_is_a_passage(read: Callable[..., Extraction]) -> None:
    extraction = read(written(["机密★1年\n关于防汛的通知", "第二页的正文"]), name="a.pdf")
    pages = [(each.text, each.place, each.page, each.part) for each in extraction.documents[0].passages if each.page]
    assert pages == [("机密★1年\n关于防汛的通知", "第1页", 1, Part.BODY), ("第二页的正文", "第2页", 2, Part.BODY)]
    assert not extraction.failures


def test_pages_without_text_are_named(read: Callable[..., Extraction]) -> None:
    extraction = read(written(["有字", "", "", "有字", ""]))
    assert [(f.reason.value, f.detail) for f in extraction.failures] == [("no_text", "第2-3、5页")]
    assert [each.page for each in extraction.documents[0].passages if each.page] == [1, 4]


def decorate(pdf: Any) -> None:
    name = pikepdf.Name
    pdf.docinfo["/Title"] = "文档的标题"
    pdf.docinfo["/Keywords"] = pikepdf.String("机密".encode("gbk"))
    pdf.docinfo["/密级"] = "秘密"
    note = {"/Type": name.Annot, "/Subtype": name.Text, "/Rect": [0, 0, 9, 9], "/Contents": "请勿外传", "/T": "王科长"}
    link = {
        "/Type": name.Annot,
        "/Subtype": name.Link,
        "/Rect": [0, 0, 9, 9],
        "/A": {"/S": name.URI, "/URI": pikepdf.String("http://a.example/")},
    }
    pdf.pages[1].Annots = pdf.make_indirect([pdf.make_indirect(note), pdf.make_indirect(link)])
    field = {"/FT": name.Tx, "/T": "姓名", "/V": "张三"}
    pdf.Root.AcroForm = pdf.make_indirect({"/Fields": [pdf.make_indirect({"/Kids": [pdf.make_indirect(field)]})]})
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("第一章 内部", 0))
    pdf.attachments["附件.txt"] = pikepdf.AttachedFileSpec(pdf, "嵌入的名单".encode(), filename="附件.txt")
    with pdf.open_metadata(update_docinfo=False) as metadata:
        metadata["dc:description"] = "元数据里的说明"


@pytest.fixture
def decorated(read: Callable[..., Extraction]) -> Extraction:
    return read(changed(written(["一", "二"]), decorate), name="a.pdf")


@pytest.mark.parametrize(
    ("place", "part", "text"),
    [
        ("属性 标题", Part.METADATA, "标题: 文档的标题"),
        ("属性 关键词", Part.METADATA, "关键词: 机密"),
        ("属性 密级", Part.METADATA, "密级: 秘密"),
        ("批注 第2页", Part.COMMENT, "王科长\n请勿外传"),
        ("表单", Part.BODY, "姓名: 张三"),
        ("书签", Part.METADATA, "第一章 内部"),
    ],
)
def test_what_stands_beside_the_pages_is_read(
    decorated: Extraction,
    places: Callable[[Document], dict[str, str]],
    parts: Callable[[Document], dict[str, Part]],
    place: str,
    part: Part,
    text: str,
) -> None:
    document = decorated.documents[0]
    assert places(document)[place] == text
    assert parts(document)[place] is part


def test_metadata_links_and_embedded_files_are_read(
    decorated: Extraction, places: Callable[[Document], dict[str, str]]
) -> None:
    document, member = decorated.documents
    assert "元数据里的说明" in places(document)["属性 XMP"]
    assert document.links == (Link("http://a.example/"),)
    assert document.title == "文档的标题"
    assert (member.path, member.passages[0].text) == (("a.pdf", "附件.txt"), "嵌入的名单")


def test_a_password_is_named(read: Callable[..., Extraction]) -> None:
    def protect(user: str) -> bytes:
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(written(["密文"]))) as pdf:
            pdf.save(target, encryption=pikepdf.Encryption(owner="o", user=user))
        return target.getvalue()

    assert [f.reason.value for f in read(protect("u")).failures] == ["encrypted"]
    free = read(protect(""))
    assert (free.documents[0].passages[0].text, free.failures) == ("密文", ())


def test_a_form_that_loops_comes_to_an_end(read: Callable[..., Extraction]) -> None:
    def loop(pdf: Any) -> None:
        field = pdf.make_indirect({"/T": "环", "/V": "值"})
        field.Kids = pikepdf.Array([field])
        pdf.Root.AcroForm = {"/Fields": [field]}

    assert read(changed(written(["一"]), loop)).documents[0].passages[0].text == "一"


def test_ranges_read_like_a_print_dialogue() -> None:
    assert ranges([1]) == "第1页"
    assert ranges([1, 2, 3, 7, 9, 10]) == "第1-3、7、9-10页"
    assert ranges(range(1, 100, 2)).endswith("19页等50页")
