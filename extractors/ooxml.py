"""An Office Open XML package (ECMA-376-2): parts, relationships, properties, embedded objects. Shared by docx and xlsx.

Names are compared without their namespace, so that transitional and strict files read alike.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import etree

from extractors.base import Source, Trouble
from extractors.naming import clean
from extractors.ole import unpacked
from extractors.zip_entries import Entry, entries, unpack
from inspection.errors import InspectionError, Reason
from inspection.model import Part, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.limits import Budget

PICTURE_BYTES = 20_000  # smaller ones are logos, bullets and lines
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".jfif")
_PROPERTIES = {
    "title": "标题", "subject": "主题", "creator": "作者", "keywords": "关键词", "description": "备注", "lastModifiedBy": "最后修改者",
    "category": "类别", "contentStatus": "状态", "contentType": "内容类型", "identifier": "标识", "language": "语言", "version": "版本",
    "Company": "单位", "Manager": "经理", "Template": "模板", "HyperlinkBase": "链接基准",
}  # fmt: skip
# Written into every file by office programs; they say nothing.
_NOISE = frozenset(
    {
        "ICV",
        "KSOProductBuildVer",
        "KSOTemplateUUID",
        "AppVersion",
        "DocSecurity",
        "HyperlinksChanged",
        "LinksUpToDate",
        "ScaleCrop",
        "ShareDoc",
    }
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part; ``target`` is a part name, or an address when ``external``."""

    kind: str  # the last segment of its type: hyperlink, comments, worksheet …
    target: str
    external: bool


class Package:
    """The parts of one file, unpacked on demand under a budget.

    Attributes:
        names: part names as stored, by their lower-case form.
        faults: names of mechanisms that failed, for the detail of one ``damaged``.
        limits: what was too large to unpack; the other parts are read all the same.
    """

    def __init__(self, body: bytes, budget: Budget) -> None:
        self._body = body
        self._budget = budget
        self.faults: dict[str, None] = {}
        self.limits: dict[Trouble, None] = {}
        self.names: dict[str, Entry] = {}
        found, whole = entries(body)
        if not whole:
            self.faults["ZIP 目录"] = None
        for number, entry in enumerate(found):
            if number >= budget.settings.members:
                raise InspectionError(Reason.MEMBER_LIMIT, f"超过 {budget.settings.members} 个")
            self.names.setdefault(entry.name.replace("\\", "/").lstrip("/").lower(), entry)

    def read(self, name: str) -> bytes:
        """The bytes of a part; empty where it is missing or damaged (then a fault is noted)."""
        entry = self.names.get(name.lower())
        if entry is None or entry.folder:
            return b""
        try:
            part = unpack(self._body, entry, self._budget, ratio=False)
        except InspectionError as error:
            if error.reason is Reason.EXPANSION_LIMIT:
                self.limits[Trouble(error.reason, error.detail)] = None
            else:
                self.faults[error.detail or error.reason.sentence] = None
            return b""
        if not part.whole:
            self.faults["ZIP 校验"] = None
        return part.body

    def xml(self, name: str) -> Any | None:
        """The root element of a part, as far as it can be parsed; None where there is none."""
        return self.parse(self.read(name))

    def parse(self, data: bytes) -> Any | None:
        """As :meth:`xml`, for bytes. No entities, no network, no tree beyond libxml2's limits."""
        if not data:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        last = parser.error_log.last_error
        if root is None or (last is not None and last.level >= etree.ErrorLevels.ERROR):
            self.faults["XML 语法"] = None
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of ``part`` (empty: of the package) by their id."""
        folder, _, name = part.rpartition("/")
        found: dict[str, Relation] = {}
        root = self.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        for node in root if root is not None else ():
            target = node.get("Target") or ""
            external = (node.get("TargetMode") or "").lower() == "external"
            if not external:
                target = unquote(target)
                target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[node.get("Id") or ""] = Relation((node.get("Type") or "").rpartition("/")[2], target, external)
        return found

    def main(self, kind: str, default: str) -> str:
        """The name of the main part: what the package's relation of ``kind`` names."""
        for relation in self.relations("").values():
            if relation.kind == kind and relation.target.lower() in self.names:
                return relation.target
        return default

    def properties(self) -> list[Passage]:
        """docProps: core, application and custom properties, one passage each, its name before its value."""
        found: list[Passage] = []
        for name in [name for name in self.names if name.startswith("docprops/") and name.endswith(".xml")]:
            root = self.xml(name)
            for node in root if root is not None else ():
                tag = local(node)
                value = " ".join("".join(node.itertext()).split())
                label = (node.get("name") or "") if tag == "property" else _PROPERTIES.get(tag, "")
                if label and value and label not in _NOISE:
                    found.append(Passage(f"{label}: {value}", f"属性 {label}", Part.METADATA))
        return found

    def custom_xml(self) -> list[Passage]:
        """customXml: data bound to content controls, document management data."""
        found: list[Passage] = []
        for name in [
            name
            for name in self.names
            if name.startswith("customxml/item") and "props" not in name and name.endswith(".xml")
        ]:
            root = self.xml(name)
            lines = [" ".join(text.split()) for text in root.itertext()] if root is not None else []
            if text := "\n".join(line for line in lines if line):
                found.append(Passage(text, "自定义数据", Part.METADATA))
        return found

    def members(self, source: Source, folder: str) -> Iterator[Source | Trouble]:
        """Embedded objects (``folder``/embeddings) and alternative chunks, each as a source of its own."""
        for name, entry in self.names.items():
            if entry.folder or not name.startswith(f"{folder}/"):
                continue
            base = name.rpartition("/")[2]
            if (
                f"{folder}/embeddings/" in name
                or base.startswith("afchunk")
                or (folder == "word" and base.endswith((".mht", ".mhtml", ".htm", ".html", ".rtf", ".docx")))
            ):
                data = self.read(name)
                if data:
                    label, inner = unpacked(clean(entry.name.rpartition("/")[2]), data)
                    yield source.member(label, inner)

    def troubles(self) -> list[Trouble]:
        """What of the package could not be read: damage, and pictures whose text nobody reads yet."""
        found = [*self.limits]
        if self.faults:
            found.append(Trouble(Reason.DAMAGED, "、".join(self.faults)))
        pictures = sum(
            1
            for name, entry in self.names.items()
            if name.endswith(_PICTURES) and "/media/" in name and entry.packed >= PICTURE_BYTES
        )
        if pictures:
            found.append(Trouble(Reason.NO_TEXT, f"内嵌图片 {pictures} 幅"))
        return found


def local(node: Any) -> str:
    """The element's name without its namespace; empty for comments and the like."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: Any, name: str) -> str:
    """The first attribute of that local name, in whatever namespace; empty if there is none."""
    for key, value in node.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return ""


def drawing_lines(root: Any) -> list[str]:
    """The paragraphs (a:p) of DrawingML: shapes, charts, diagrams; and the cached values of charts (c:v)."""
    lines: list[str] = []
    for node in root.iter("{*}p", "{*}v", "{*}textpath"):
        tag = local(node)
        if tag == "p":
            text = "".join((piece.text or "") if local(piece) == "t" else "\n" for piece in node.iter("{*}t", "{*}br"))
        else:
            text = node.get("string") or "" if tag == "textpath" else node.text or ""
        if text.strip():
            lines.append(text.strip())
    return lines
