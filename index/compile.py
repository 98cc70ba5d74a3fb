"""From a query to a plan: the few questions that every backend can answer. A backend only translates the plan.

``?`` and NEAR become phrases with gaps: exact over one-character tokens, and the same on tantivy and on Elasticsearch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import query as tree
from index.normalise import HOLE, norm
from index.query import Field

if TYPE_CHECKING:
    from datetime import date

    from index.base import Query

_TEXT = {
    None: "body",
    Field.TITLE: "title",
    Field.SITE: "site_text",
    Field.AGENCY: "agency_text",
    Field.DISTRICT: "district_text",
}
_KEYWORD = {Field.FORMAT: "format", Field.LEVEL: "level", Field.RULE: "rule_path"}


@dataclass(frozen=True, slots=True)
class All:
    """Every entry."""


@dataclass(frozen=True, slots=True)
class AnyTerm:
    """A keyword field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Characters:
    """A text field has these characters, each at its distance from the first (at 0)."""

    field: str
    characters: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Between:
    """A number field lies between two bounds, both included; None is open."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part does not hold."""

    part: Plan


Plan = All | AnyTerm | Characters | Between | Every | Some | Without


def expression(node: tree.Node) -> Plan:
    """The plan of a query's expression."""
    match node:
        case tree.Everything():
            return All()
        case tree.Phrase(text, field):
            return _characters(_TEXT[field], tree.pattern(text))
        case tree.Near(left, right, distance):
            return _near(_TEXT[left.field], tree.pattern(left.text), tree.pattern(right.text), distance)
        case tree.Keyword(field, value):
            return AnyTerm(_KEYWORD[field], (norm(value) if field is Field.RULE else value,))
        case tree.Dates(low, high):
            return Between("day", _day(low), _day(high))
        case tree.Severities(low, high):
            return Between("severity", int(low), int(high))
        case tree.Not(part):
            return Without(expression(part))
        case tree.And(parts):
            return Every(tuple(expression(part) for part in parts))
        case tree.Or(parts):
            return Some(tuple(expression(part) for part in parts))


def filters(query: Query) -> tuple[Plan, ...]:
    """The plans of everything that a query demands beside its expression."""
    named = (("site", query.sites), ("agency", query.agencies), ("district", query.districts))
    plans: list[Plan] = [AnyTerm("kind", (query.kind.value,))]
    plans += [AnyTerm(field, values) for field, values in named if values]
    if query.formats:
        plans.append(AnyTerm("format", tuple(value.lower() for value in query.formats)))
    if query.rules:
        plans.append(AnyTerm("rule_path", tuple(norm(value) for value in query.rules)))
    if query.since or query.until:
        plans.append(Between("day", _day(query.since), _day(query.until)))
    if query.severity is not None:
        plans.append(Between("severity", int(query.severity), None))
    return tuple(plans)


def is_scored(plan: Plan) -> bool:
    """Whether relevance says anything: a text is looked for, not only excluded."""
    match plan:
        case Characters():
            return True
        case Every(parts) | Some(parts):
            return any(is_scored(part) for part in parts)
        case _:
            return False


def _characters(field: str, text: str) -> Characters:
    return Characters(field, tuple((at, character) for at, character in enumerate(text) if character != HOLE))


def _near(field: str, left: str, right: str, distance: int) -> Plan:
    gaps = [HOLE * size for size in range(distance + 1)]
    pairs = dict.fromkeys(text for gap in gaps for text in (f"{left}{gap}{right}", f"{right}{gap}{left}"))
    return Some(tuple(_characters(field, text) for text in pairs))


def _day(day: date | None) -> int | None:
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day
