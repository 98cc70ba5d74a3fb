"""The tree of a query: what is looked for, in no backend's words; and the way back to text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from index.normalise import BREAK, HOLE, norm

if TYPE_CHECKING:
    from datetime import date

    from inspection.model import Severity


class Field(StrEnum):
    """What a word can be looked for in; the values are the Chinese names used in queries."""

    TITLE = "标题"
    SITE = "网站"
    AGENCY = "单位"
    DISTRICT = "地区"
    FORMAT = "格式"
    LEVEL = "级别"
    RULE = "规则"
    DATE = "日期"


@dataclass(frozen=True, slots=True)
class Everything:
    """All entries."""


EVERYTHING = Everything()


@dataclass(frozen=True, slots=True)
class Phrase:
    """An exact substring; ``text`` as written, with :data:`HOLE` for each ``?``. ``field`` None: title, path and text."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases with at most ``distance`` characters between them, in either order."""

    left: Phrase
    right: Phrase
    distance: int


@dataclass(frozen=True, slots=True)
class Keyword:
    """A whole value: of 格式 or 级别; of 规则 the identifier, its beginning up to a dot, or the Chinese name."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """日期 from ``low`` to ``high``, both included; None is open."""

    low: date | None
    high: date | None


@dataclass(frozen=True, slots=True)
class Severities:
    """严重程度 from ``low`` to ``high``, both included."""

    low: Severity
    high: Severity


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more parts. Build with :func:`conjunction`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more parts. Build with :func:`disjunction`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but ``part``."""

    part: Node


Node = Everything | Phrase | Near | Keyword | Dates | Severities | And | Or | Not


def conjunction(*parts: Node) -> Node:
    """All of ``parts``, flattened."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def disjunction(*parts: Node) -> Node:
    """Any of ``parts``, flattened."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def pattern(text: str) -> str:
    """The normal form of a phrase's text; wildcards at its ends say nothing about a substring and are dropped."""
    return norm(text).strip(f"{HOLE} {BREAK}")


def write(node: Node) -> str:
    """A query that ``parse`` reads as ``node``: for saved searches and for showing how a query was understood."""
    match node:
        case Everything():
            return "*"
        case Phrase(text, field):
            return f"{field}:{_quote(text)}" if field else _quote(text)
        case Near(left, right, distance):
            return f"{write(left)} NEAR/{distance} {write(right)}"
        case Keyword(field, value):
            return f"{field}:{_quote(value)}"
        case Dates(low, high):
            return f"{Field.DATE}:{low or ''}..{high or ''}"
        case Severities(low, high):
            return f"{Field.LEVEL}:{low.label}..{high.label}"
        case Not(part):
            return f"NOT {_group(part)}"
        case And(parts):
            return " AND ".join(_group(part) for part in parts)
        case Or(parts):
            return " OR ".join(_group(part) for part in parts)


def _group(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, And | Or) else write(node)


def _quote(text: str) -> str:
    return '"' + re.sub(r"[\\\"“”＂?？*＊＼]", r"\\\g<0>", text).replace(HOLE, "?") + '"'
