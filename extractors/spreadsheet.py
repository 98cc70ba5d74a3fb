"""Excel (xlsx, xlsm): every part of the package, hidden and forgotten ones included.

Sheets with their cells in place, hidden and very hidden sheets, rows and columns, notes and threaded comments, headers
and footers, defined names, strings no cell uses any more, pivot and external-link caches, text boxes, charts, properties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractors.base import Reading, Source, passage
from extractors.ooxml import Package, attribute, drawing_lines, local
from extractors.plain import first_line
from extractors.sheet import Sheet, rich_text
from inspection.errors import InspectionError, Reason
from inspection.model import Link, Part, Passage

if TYPE_CHECKING:
    from extractors.limits import Budget

_SHEET_FOLDERS = ("xl/worksheets/sheet", "xl/macrosheets/", "xl/dialogsheets/", "xl/chartsheets/")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool
    orphan: bool = False

    @property
    def place(self) -> str:
        """The sheet's name, hidden ones marked as such."""
        if self.orphan:
            return f"未列出的工作表 {self.name}"
        return f"隐藏工作表 {self.name}" if self.hidden else self.name


class Spreadsheet:
    """Reads xlsx and xlsm."""

    formats = ("xlsx",)
    inline = False

    def extract(self, source: Source, kind: str, budget: Budget) -> Reading:  # noqa: ARG002  # the Protocol's
        """Sheets in the workbook's order, then what stands beside them."""
        package = Package(source.body, budget)
        main = package.main("officeDocument", "xl/workbook.xml")
        workbook = package.xml(main)
        sheets = _listed(package, main, workbook)
        strings = _strings(package, budget)
        used: set[int] = set()
        found: list[Passage] = []
        links: list[Link] = []
        for listed in sheets:
            found += _sheet(package, listed, Sheet(strings, used, budget), links)
        left = [text for index, text in enumerate(strings) if index not in used and text.strip()]
        found += passage("\n".join(dict.fromkeys(left)), "残留字符串", Part.HIDDEN)
        found += _names(workbook)
        found += _beside(package)
        properties = [*package.properties(), *package.custom_xml()]
        if not found and not properties and package.faults:
            raise InspectionError(Reason.DAMAGED, "、".join(package.faults))
        title = next((each.text.partition(": ")[2] for each in properties if each.place == "属性 标题"), "")
        body = next((each.text for each in found if each.part is Part.TABLE), "")
        return Reading(
            (*found, *passage("\n".join(each.name for each in sheets), "工作表名称", Part.METADATA), *properties),
            title=title or first_line(body.replace("\t", " ")),
            links=tuple(dict.fromkeys(links)),
            members=list(package.members(source, "xl")),
            troubles=tuple(package.troubles()),
        )


def _listed(package: Package, main: str, workbook: Any | None) -> list[_Listed]:
    """The workbook's sheets, then those in the package that it does not list."""
    relations = package.relations(main)
    found: list[_Listed] = []
    for node in workbook.iter("{*}sheet") if workbook is not None else ():
        relation = relations.get(attribute(node, "id"))
        if relation is not None:
            found.append(
                _Listed(node.get("name") or "", relation.target, (node.get("state") or "visible") != "visible")
            )
    known = {each.part.lower() for each in found}
    orphans = [
        name
        for name in package.names
        if name.startswith(_SHEET_FOLDERS) and name.endswith(".xml") and name not in known
    ]
    known_any = bool(known)
    found += [_Listed(name.rpartition("/")[2].removesuffix(".xml"), name, known_any, known_any) for name in orphans]
    return found


def _strings(package: Package, budget: Budget) -> list[str]:
    root = package.xml("xl/sharedStrings.xml")
    strings = [rich_text(node) for node in root] if root is not None else []
    budget.spend(sum(map(len, strings)))
    return strings


def _sheet(package: Package, listed: _Listed, sheet: Sheet, links: list[Link]) -> list[Passage]:
    data = package.read(listed.part)
    if not data:
        return []
    sheet.read(data)
    if not sheet.whole:
        package.faults["XML 语法"] = None
    if sheet.limit is not None:
        package.limits[sheet.limit] = None
    hidden = listed.hidden
    found = [*sheet.shown.passages(listed.place, Part.HIDDEN if hidden else Part.TABLE)]
    found += sheet.hidden_rows.passages(listed.place if hidden else f"隐藏行 {listed.name}", Part.HIDDEN)
    if not hidden:
        found += sheet.hidden_columns.passages(f"隐藏列 {listed.name}", Part.HIDDEN)
    found += passage("\n".join(sheet.headers), "页眉", Part.HEADER)
    found += passage("\n".join(sheet.footers), "页脚", Part.FOOTER)
    found += passage("\n".join(sheet.prompts), "数据有效性", Part.ATTRIBUTE)
    relations = package.relations(listed.part)
    for relation in relations.values():
        if relation.kind in ("comments", "threadedComment"):
            found += _comments(package.xml(relation.target), listed.name)
    for identity, text in sheet.links:
        relation_ = relations.get(identity)
        if relation_ is not None and relation_.external:
            links.append(Link(relation_.target, text))
    return found


def _comments(root: Any | None, sheet: str) -> list[Passage]:
    found: list[Passage] = []
    for node in root.iter("{*}comment", "{*}threadedComment") if root is not None else ():
        threaded = local(node) == "threadedComment"
        text = "".join(child.text or "" if threaded else rich_text(child) for child in node if local(child) == "text")
        found += passage(
            text.replace("\r", ""), f"批注 {sheet}!{node.get('ref') or ''}", Part.COMMENT if threaded else Part.NOTE
        )
    return found


def _names(workbook: Any | None) -> list[Passage]:
    lines = [
        f"{node.get('name')}: {node.text or ''} {node.get('comment') or ''}".rstrip()
        for node in (workbook.iter("{*}definedName") if workbook is not None else ())
        if not (node.get("name") or "").startswith("_xlnm")
    ]
    return passage("\n".join(lines), "定义名称", Part.METADATA)


def _beside(package: Package) -> list[Passage]:
    """Drawings, charts, diagrams, caches and connections, whichever sheet they belong to."""
    found: list[Passage] = []
    for name in package.names:
        if name.startswith(("xl/drawings/", "xl/charts/chart", "xl/diagrams/data")) and name.endswith((".xml", ".vml")):
            root = package.xml(name)
            if root is not None:
                place = "图表" if "/charts/" in name else "图示" if "/diagrams/" in name else "文本框"
                found += passage("\n".join(dict.fromkeys(_vml_lines(root) + drawing_lines(root))), place, Part.TEXT_BOX)
                found += passage("\n".join(_alternatives(root)), "图片替代文字", Part.ATTRIBUTE)
        elif name.startswith("xl/externallinks/externallink") and name.endswith(".xml"):
            found += _external(package, name)
        elif name.startswith("xl/pivotcache/") and name.endswith(".xml"):
            root = package.xml(name)
            if root is not None:
                found += passage("\n".join(_pivot_lines(root)), "数据透视缓存", Part.HIDDEN)
        elif name == "xl/connections.xml":
            root = package.xml(name)
            values = (
                [value for node in root.iter() for value in node.attrib.values() if len(value) > 5]
                if root is not None
                else []
            )
            found += passage("\n".join(values), "外部连接", Part.METADATA)
    return found


def _vml_lines(root: Any) -> list[str]:
    lines = [" ".join("".join(node.itertext()).split()) for node in root.iter("{*}textbox")]
    return [line for line in lines if line]


def _alternatives(root: Any) -> list[str]:
    found = [node.get(key) or "" for node in root.iter("{*}cNvPr") for key in ("descr", "title")]
    return [text for text in dict.fromkeys(found) if text.strip()]


def _external(package: Package, name: str) -> list[Passage]:
    root = package.xml(name)
    if root is None:
        return []
    lines = ["\t".join(node.text or "" for node in row.iter("{*}v")) for row in root.iter("{*}row")]
    sheets = [node.get("val") or "" for node in root.iter("{*}sheetName")]
    targets = [relation.target for relation in package.relations(name).values()]
    return [
        *passage("\n".join(line for line in lines if line), "外部链接缓存", Part.HIDDEN),
        *passage("\n".join([*targets, *sheets]), "外部链接", Part.METADATA),
    ]


def _pivot_lines(root: Any) -> list[str]:
    """Fields with the values they share; records with the values of their own."""
    lines: list[str] = []
    for node in root.iter("{*}cacheField", "{*}r"):
        values = [item.get("v") or "" for item in node.iter("{*}s", "{*}n", "{*}d")]
        if local(node) == "cacheField":
            values.insert(0, node.get("name") or "")
        if any(values):
            lines.append("\t".join(values))
    return lines
