"""Word documents with everything that such a file can hide: headers, text boxes, comments, deletions, properties."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from demo.content import Line, Raw, Runs, Table
from demo.packing import repack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from demo.content import Block

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STAMP = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  # the property carries no zone
_AUTHOR = "文秘科"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What stands beside the body.

    Attributes:
        header, first_header, even_header, footer: of the only section; the two variants are switched on when given.
        watermark: WordArt behind the page (VML in the header).
        text_box: in the DrawingML copy and in the VML copy, as Word writes it.
        comment, deleted, inserted: revision marks on the first paragraph.
        vanished: text with w:vanish; white: text in white.
        footnote: of the first paragraph.
        properties: of docProps/core.xml; custom: of docProps/custom.xml.
    """

    header: str = ""
    first_header: str = ""
    even_header: str = ""
    footer: str = ""
    watermark: str = ""
    text_box: str = ""
    comment: str = ""
    deleted: str = ""
    inserted: str = ""
    vanished: str = ""
    white: str = ""
    footnote: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    custom: tuple[tuple[str, str], ...] = ()


NOTHING = Hidden()


def docx(blocks: Iterable[Block], hidden: Hidden = NOTHING) -> bytes:
    """A .docx with these blocks and these hidden parts; the same bytes each time."""
    import docx as library
    from docx.shared import Pt

    document: Any = library.Document()
    style = document.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(15)
    style.element.rPr.rFonts.set(f"{{{_W}}}eastAsia", "仿宋_GB2312")
    core = document.core_properties
    core.author = core.last_modified_by = _AUTHOR
    core.created = core.modified = _STAMP
    core.title = core.comments = ""
    for name, value in hidden.properties:
        setattr(core, name, value)
    if hidden.text_box:
        document.add_paragraph()._p.append(_element(_text_box(hidden.text_box)))  # noqa: SLF001  # python-docx's own way
    first: Any = None
    for block in blocks:
        added = _add(document, block)
        first = first if first is not None else added
    _margins(document.sections[0], hidden)
    _revisions(document, first or document.add_paragraph(), hidden)
    out = io.BytesIO()
    document.save(out)
    return _finish(out.getvalue(), hidden)


def _add(document: Any, block: Block) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    if isinstance(block, Raw):
        return None
    if isinstance(block, Table):
        table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]))
        table.style = "Table Grid"
        for row, values in zip(table.rows, block.rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.paragraphs[0].add_run(value).font.size = Pt(10.5)
        return None
    paragraph = document.add_paragraph()
    align = block.align if isinstance(block, Line | Runs) else "left"
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    if isinstance(block, Runs):
        for number, part in enumerate(block.parts):
            run = paragraph.add_run(part)
            run.bold, run.italic, run.font.size = number % 2 == 0, number % 3 == 1, Pt(15 + number % 2)
    elif isinstance(block, Line):
        run = paragraph.add_run(block.text)
        run.bold = block.style != "plain"
        if block.style == "red":
            run.font.size, run.font.color.rgb = Pt(30), RGBColor(0xC0, 0, 0)
        elif block.style == "title":
            run.font.size = Pt(22)
    else:
        paragraph.paragraph_format.first_line_indent = Pt(30)
        paragraph.add_run(block)
    return paragraph


def _margins(section: Any, hidden: Hidden) -> None:
    for part, text in ((section.header, hidden.header), (section.footer, hidden.footer)):
        if text:
            part.paragraphs[0].text = text
    if hidden.first_header:
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = hidden.first_header
    if hidden.even_header:
        section.even_page_header.paragraphs[0].text = hidden.even_header
        section.even_page_header.part.package.main_document_part.settings.odd_and_even_pages_header_footer = True
    if hidden.watermark:
        section.header.paragraphs[0]._p.append(_element(_watermark(hidden.watermark)))  # noqa: SLF001


def _revisions(document: Any, paragraph: Any, hidden: Hidden) -> None:
    who = f'w:id="9{{}}" w:author="{_AUTHOR}" w:date="2026-03-02T09:30:00Z"'
    if hidden.comment:
        runs = paragraph.runs or [paragraph.add_run(" ")]
        note = document.add_comment(runs=runs, text=hidden.comment, author=_AUTHOR, initials="W")
        note._comment_elm.set(f"{{{_W}}}date", "2026-03-02T09:30:00Z")  # noqa: SLF001  # else the clock's time
    if hidden.deleted:
        paragraph._p.append(_element(f'<w:del {who.format(1)}><w:r><w:delText xml:space="preserve">{escape(hidden.deleted)}</w:delText></w:r></w:del>'))  # noqa: SLF001  # fmt: skip
    if hidden.inserted:
        paragraph._p.append(_element(f'<w:ins {who.format(2)}><w:r><w:t xml:space="preserve">{escape(hidden.inserted)}</w:t></w:r></w:ins>'))  # noqa: SLF001  # fmt: skip
    if hidden.footnote:
        paragraph._p.append(_element('<w:r><w:footnoteReference w:id="2"/></w:r>'))  # noqa: SLF001
    if hidden.vanished:
        document.add_paragraph()._p.append(_element(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{escape(hidden.vanished)}</w:t></w:r>"))  # noqa: SLF001  # fmt: skip
    if hidden.white:
        document.add_paragraph()._p.append(_element(f'<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{escape(hidden.white)}</w:t></w:r>'))  # noqa: SLF001  # fmt: skip


def _element(xml: str) -> Any:
    from docx.oxml import parse_xml

    spaces = (
        f'xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    head, _, rest = xml.partition(">")
    closed = head.endswith("/")
    return parse_xml(f"{head.rstrip('/')} {spaces}{'/' if closed else ''}>{rest}")


def _text_box(text: str) -> str:
    content = f"<w:txbxContent><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1800000" cy="360000"/>'
        '<wp:docPr id="7" name="文本框 7"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="360000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape type="#_x0000_t202" style="width:141pt;height:28pt"><v:textbox>{content}</v:textbox></v:shape>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _watermark(text: str) -> str:
    return (
        '<w:r><w:pict><v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" '
        'style="position:absolute;width:420pt;height:160pt;rotation:315" fillcolor="silver" stroked="f">'
        f"<v:textpath style=\"font-family:'黑体'\" string={quoteattr(text)}/></v:shape></w:pict></w:r>"
    )


def _finish(data: bytes, hidden: Hidden) -> bytes:
    """The package with the parts that python-docx does not know, and with fixed times."""
    parts: dict[str, bytes] = {}
    changes: dict[str, tuple[str, str]] = {}
    types, links = "", ""
    if hidden.footnote:
        body = "".join(f'<w:footnote w:type="{kind}" w:id="{number}"><w:p/></w:footnote>' for number, kind in ((0, "separator"), (1, "continuationSeparator")))  # fmt: skip
        body += f'<w:footnote w:id="2"><w:p><w:r><w:t>{escape(hidden.footnote)}</w:t></w:r></w:p></w:footnote>'
        parts["word/footnotes.xml"] = _xml(f'<w:footnotes xmlns:w="{_W}">{body}</w:footnotes>')
        types += '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>'
        links = '<Relationship Id="rIdNote" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
        changes["word/_rels/document.xml.rels"] = ("</Relationships>", f"{links}</Relationships>")
    if hidden.custom:
        parts["docProps/custom.xml"] = _custom(dict(hidden.custom))
        types += '<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
        link = '<Relationship Id="rIdCustom" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/>'
        changes["_rels/.rels"] = ("</Relationships>", f"{link}</Relationships>")
    if types:
        changes["[Content_Types].xml"] = ("</Types>", f"{types}</Types>")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [(name, package.read(name)) for name in package.namelist()]
    for place, (name, body_bytes) in enumerate(members):
        if name in changes:
            old, new = changes[name]
            members[place] = (name, body_bytes.decode().replace(old, new).encode())
    return repack([*members, *parts.items()])


def _custom(values: Mapping[str, str]) -> bytes:
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for pid, (name, value) in enumerate(values.items(), 2)
    )
    return _xml(
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    )


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()
