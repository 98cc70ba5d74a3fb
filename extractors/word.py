"""Word (docx, docm): every part of the package, not only the body.

Headers and footers of all sections, text boxes, notes, comments, tracked changes, hidden text, watermarks, field codes,
document variables, building blocks, charts and diagrams, properties, embedded files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractors.base import Reading, Source, passage
from extractors.ooxml import Package, attribute, drawing_lines, local
from extractors.plain import first_line
from extractors.word_story import Story, hidden_styles
from inspection.errors import InspectionError, Reason
from inspection.model import Part, Passage

if TYPE_CHECKING:
    from extractors.limits import Budget
    from inspection.model import Link

# By the part's root element, so that parts nobody refers to are read as well.
_STORIES = {
    "document": ("正文", Part.BODY),
    "hdr": ("页眉", Part.HEADER),
    "ftr": ("页脚", Part.FOOTER),
    "footnotes": ("脚注", Part.NOTE),
    "endnotes": ("尾注", Part.NOTE),
    "glossaryDocument": ("构建基块", Part.HIDDEN),
}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_NO_TEXT = (
    "theme/",
    "fonttable",
    "styles",
    "numbering",
    "websettings",
    "stylewitheffects",
    "people",
    "commentsext",
    "commentsids",
)


class Word:
    """Reads docx and docm."""

    formats = ("docx",)
    inline = False

    def extract(self, source: Source, kind: str, budget: Budget) -> Reading:  # noqa: ARG002  # the Protocol's
        """Body first, then the other stories in the order of the package."""
        package = Package(source.body, budget)
        main = package.main("officeDocument", "word/document.xml").lower()
        names = [
            name
            for name in package.names
            if name.endswith(".xml") and name.startswith("word/") and not _is_silent(name)
        ]
        names.sort(key=lambda name: (name != main, name))
        styles = _hidden_styles(package)
        found: dict[Passage, None] = {}
        links: list[Link] = []
        for name in [main, *(name for name in names if name != main)]:
            root = package.xml(name)
            if root is None:
                continue
            if local(root) in _STORIES:
                place, part = _STORIES[local(root)]
                relations = package.relations(name) if local(root) != "glossaryDocument" else {}
                story = Story(relations, styles)
                for child in root:
                    if attribute(child, "type") not in _SEPARATORS:
                        story.read((child,))
                found.update(dict.fromkeys(story.passages(place, part)))
                links += story.links
            else:
                found.update(dict.fromkeys(_other(root)))
        titles = [*package.properties(), *package.custom_xml()]
        if not found and not titles and package.faults:
            raise InspectionError(Reason.DAMAGED, "、".join(package.faults))
        found.update(dict.fromkeys(titles))
        return Reading(
            tuple(found),
            title=_title(tuple(found)),
            links=tuple(links),
            members=list(package.members(source, "word")),
            troubles=tuple(package.troubles()),
        )


def _other(root: Any) -> list[Passage]:
    """Parts that are no stories: comments, settings, charts, diagrams."""
    name = local(root)
    if name == "comments":
        found: list[Passage] = []
        for node in root:
            story = Story({}, frozenset()).read((node,))
            author = attribute(node, "author")
            if any(story.lines):
                story.lines[:0] = [author] if author else []
            found += story.passages("批注", Part.COMMENT)
        return found
    if name == "settings":
        lines = [f"{attribute(node, 'name')}: {attribute(node, 'val')}" for node in root.iter("{*}docVar")]
        return passage("\n".join(lines), "属性 文档变量", Part.METADATA)
    if name in ("chartSpace", "dataModel", "drawing"):
        place = {"chartSpace": "图表", "dataModel": "图示"}.get(name, "文本框")
        return passage("\n".join(drawing_lines(root)), place, Part.TEXT_BOX)
    return []


def _hidden_styles(package: Package) -> frozenset[str]:
    data = package.read("word/styles.xml")
    if b"vanish" not in data:
        return frozenset()
    root = package.parse(data)
    return frozenset() if root is None else hidden_styles(root)


def _is_silent(name: str) -> bool:
    return any(name.startswith(f"word/{word}") for word in _NO_TEXT) or (
        "/diagrams/" in name and "/diagrams/data" not in name
    )


def _title(passages: tuple[Passage, ...]) -> str:
    """The title among the properties, else the first line of the body."""
    stated = next((p.text.partition(": ")[2] for p in passages if p.place == "属性 标题"), "")
    body = next((p.text for p in passages if p.part is Part.BODY), "")
    return stated or first_line(body)
