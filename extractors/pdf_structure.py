"""What stands beside the pages of a PDF (ISO 32000): Info and XMP, annotations, form values, bookmarks, embedded files, links."""

from __future__ import annotations

import io
import re
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from lxml import etree

from extractors.base import Source, Trouble, passage
from extractors.charset import decode
from extractors.naming import clean
from inspection.errors import InspectionError, Reason
from inspection.model import Link, Part, Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractors.limits import Budget

_INFO = {
    "/Title": "标题",
    "/Author": "作者",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Creator": "创建程序",
    "/Producer": "生成程序",
}
_DATES = frozenset({"/CreationDate", "/ModDate", "/Trapped"})
_DATE = re.compile(r"[\d:TZ+.\-]+")
_MARKUP = re.compile("<[^<>]*>")
_MAX_NODES = 50_000  # form fields and bookmarks followed; trees can be made to loop


@dataclass(frozen=True, slots=True)
class Beside:
    """What was found; ``encrypted`` when the file needs a password."""

    passages: tuple[Passage, ...] = ()
    title: str = ""
    links: tuple[Link, ...] = ()
    members: tuple[Source, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    encrypted: bool = False


def read(source: Source, budget: Budget) -> Beside:
    """Everything beside the pages; what cannot be read becomes one ``damaged`` trouble."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(source.body), suppress_warnings=True) as pdf:
            return _read(pdf, source, budget)
    except pikepdf.PasswordError:
        return Beside(encrypted=True)
    except (InspectionError, MemoryError):
        raise
    except Exception:  # noqa: BLE001  # hostile bytes meet a parser
        return Beside(troubles=(Trouble(Reason.DAMAGED, "PDF 结构"),))


def _read(pdf: Any, source: Source, budget: Budget) -> Beside:
    faults: list[Trouble] = []
    passages: list[Passage] = []
    links: dict[Link, None] = {}
    members: list[Source] = []
    steps: tuple[Callable[[], None], ...] = (
        partial(_info, pdf, passages),
        partial(_xmp, pdf, passages, budget),
        partial(_annotations, pdf, source, passages, links, members, budget),
        partial(_form, pdf, passages),
        partial(_bookmarks, pdf, passages),
        partial(_files, pdf, source, members, budget),
    )
    for step in steps:  # one broken structure must not cost the others
        try:
            step()
        except (InspectionError, MemoryError):
            raise
        except Exception:  # noqa: BLE001  # hostile bytes meet a parser
            faults.append(Trouble(Reason.DAMAGED, "PDF 附属信息"))
    title = next((each.text.partition(": ")[2] for each in passages if each.place == "属性 标题"), "")
    return Beside(tuple(passages), title, tuple(links), tuple(members), tuple(dict.fromkeys(faults)))


def _info(pdf: Any, passages: list[Passage]) -> None:
    info = pdf.trailer.get("/Info")
    for key, value in info.items() if info is not None else ():
        label = _INFO.get(key, key.lstrip("/"))
        text = _string(value)
        if text and key not in _DATES:
            passages.append(Passage(f"{label}: {text}", f"属性 {label}", Part.METADATA))


def _xmp(pdf: Any, passages: list[Passage], budget: Budget) -> None:
    stream = pdf.Root.get("/Metadata")
    if stream is None:
        return
    data = stream.read_bytes()
    budget.spend(len(data))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(data, parser)
    lines: dict[str, None] = {}
    for node in root.iter(etree.Element) if root is not None else ():
        for text in (node.text or "", *node.attrib.values()):
            line = " ".join(text.split())
            if line and not _DATE.fullmatch(line) and not line.startswith(("uuid:", "http://", "xmp.")):
                lines[line] = None
    passages += passage("\n".join(lines), "属性 XMP", Part.METADATA)


def _annotations(
    pdf: Any, source: Source, passages: list[Passage], links: dict[Link, None], members: list[Source], budget: Budget
) -> None:
    for number, page in enumerate(pdf.pages, 1):
        if budget.late:
            return
        texts: list[str] = []
        for annotation in page.obj.get("/Annots") or ():
            kind = str(annotation.get("/Subtype", ""))
            action = annotation.get("/A")
            if action is not None and action.get("/URI") is not None:
                links[Link(_string(action.get("/URI")))] = None
            elif kind == "/FileAttachment" and annotation.get("/FS") is not None:
                members += _embedded(source, annotation.FS, budget)
            if kind not in ("/Link", "/Widget", "/Popup"):
                rich = _MARKUP.sub("", _string(annotation.get("/RC")))
                text = _string(annotation.get("/Contents")) or rich
                author = _string(annotation.get("/T"))
                texts += [each for each in (author, text) if each and text]
        passages += [
            Passage(each.text, each.place, each.part, page=number)
            for each in passage("\n".join(texts), f"批注 第{number}页", Part.COMMENT)
        ]


def _form(pdf: Any, passages: list[Passage]) -> None:
    form = pdf.Root.get("/AcroForm")
    if form is None:
        return
    lines: list[str] = []
    for node in _tree(form.get("/Fields") or (), "/Kids"):
        value = node.get("/V")
        text = _string(value) if value is not None else ""
        if text and text not in ("/Off", "/Yes"):
            label = _string(node.get("/TU")) or _string(node.get("/T"))
            lines.append(f"{label}: {text}" if label else text)
    passages += passage("\n".join(lines), "表单", Part.BODY)


def _bookmarks(pdf: Any, passages: list[Passage]) -> None:
    outlines = pdf.Root.get("/Outlines")
    lines: list[str] = []
    stack = [outlines.get("/First")] if outlines is not None else []
    seen = 0
    while stack and seen < _MAX_NODES:
        node = stack.pop()
        if node is None:
            continue
        seen += 1
        lines.append(_string(node.get("/Title")))
        stack += [node.get("/Next"), node.get("/First")]
    passages += passage("\n".join(dict.fromkeys(line for line in lines if line)), "书签", Part.METADATA)


def _files(pdf: Any, source: Source, members: list[Source], budget: Budget) -> None:
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if names is not None else None
    for node in _tree([tree] if tree is not None else [], "/Kids"):
        for spec in list(node.get("/Names") or ())[1::2]:
            members += _embedded(source, spec, budget)


def _embedded(source: Source, spec: Any, budget: Budget) -> list[Source]:
    files = spec.get("/EF")
    stream = (files.get("/UF") or files.get("/F")) if files is not None else None
    if stream is None:
        return []
    data = stream.read_bytes()
    budget.spend(len(data))
    budget.check_member(len(data), len(data))
    name = clean(_string(spec.get("/UF")) or _string(spec.get("/F")) or "附件")
    return [source.member(name.replace("\\", "/").rpartition("/")[2], data)]


def _tree(roots: Any, children: str) -> Iterator[Any]:
    """All nodes below ``roots`` through the key ``children``, each node once at most ``_MAX_NODES``."""
    queue = deque(roots)
    for _ in range(_MAX_NODES):
        if not queue:
            return
        node = queue.popleft()
        yield node
        queue.extend(node.get(children) or ())


def _string(value: Any) -> str:
    """A text string: UTF-16 or PDFDocEncoding as the standard says, or the raw GBK that many Chinese writers put there."""
    if value is None:
        return ""
    try:
        raw = bytes(value)
    except (TypeError, ValueError):
        return str(value).strip()
    if raw.isascii() or raw.startswith((b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")):
        text = decode(raw)[0] if not raw.isascii() else raw.decode("ascii")
    else:
        text, codec = decode(raw)
        if codec not in ("utf-8", "gb18030", "big5hkscs"):
            text = str(value)
    return text.strip("\ufeff\0 \r\n\t")
