"""An index as simple as possible: a dictionary and loops over characters. What every backend must agree with.

It shares the normal form with the product (what is searched) and nothing of how it is searched.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from index import query as tree
from index.base import Entry, FindingEntry, Kind, PageEntry, Query
from index.normalise import BREAK, HOLE, norm, scrub
from index.query import Field, Node
from inspection.model import Level, Severity

ZONE = ZoneInfo("Asia/Shanghai")


def places(pattern: str, text: str) -> list[tuple[int, int]]:
    """Every place where ``pattern`` stands in ``text``, by trying each."""
    size = len(pattern)
    return [
        (at, at + size)
        for at in range(len(text) - size + 1)
        if all(wanted in {HOLE, there} for wanted, there in zip(pattern, text[at : at + size], strict=True))
    ]


def text_of(entry: Entry, wanted: Field | None) -> str:
    if wanted is Field.TITLE:
        return norm(scrub(entry.title))
    if wanted is Field.SITE:
        return norm(scrub(entry.site))
    if wanted is Field.AGENCY:
        return norm(scrub(entry.agency))
    if wanted is Field.DISTRICT:
        return norm(scrub(entry.district))
    if isinstance(entry, PageEntry):
        return norm(scrub(BREAK.join([entry.title, *entry.path, entry.text])))
    return norm(scrub(BREAK.join([entry.title, entry.name, entry.category, entry.excerpt])))


def has_rule(entry: Entry, value: str) -> bool:
    rules = entry.rules if isinstance(entry, PageEntry) else (entry.rule,)
    named = isinstance(entry, FindingEntry) and norm(entry.name) == norm(value)
    return named or any(f"{rule}.".startswith(f"{value}.") for rule in rules)


def format_of(entry: Entry) -> str:
    return entry.format.lower() if isinstance(entry, PageEntry) else ""


def level_of(entry: Entry) -> str:
    return entry.level.value if isinstance(entry, FindingEntry) and entry.level else ""


def matches(node: Node, entry: Entry) -> bool:
    match node:
        case tree.Everything():
            return True
        case tree.Phrase(text, wanted):
            return bool(places(tree.pattern(text), text_of(entry, wanted)))
        case tree.Near(left, right, distance):
            body = text_of(entry, left.field)
            firsts, seconds = places(tree.pattern(left.text), body), places(tree.pattern(right.text), body)
            return any(0 <= b[0] - a[1] <= distance or 0 <= a[0] - b[1] <= distance for a in firsts for b in seconds)
        case tree.Keyword(Field.RULE, value):
            return has_rule(entry, value)
        case tree.Keyword(Field.LEVEL, value):
            return level_of(entry) == value
        case tree.Keyword(_, value):
            return format_of(entry) == value
        case tree.Dates(low, high):
            day = entry.when.astimezone(ZONE).date()
            return (low is None or low <= day) and (high is None or day <= high)
        case tree.Severities(low, high):
            return entry.severity is not None and low <= entry.severity <= high
        case tree.Not(part):
            return not matches(part, entry)
        case tree.And(parts):
            return all(matches(part, entry) for part in parts)
        case tree.Or(parts):
            return any(matches(part, entry) for part in parts)


@dataclass
class Model:
    entries: dict[tuple[Kind, str], Entry] = field(default_factory=dict)

    def put(self, entries: list[Entry]) -> None:
        self.entries.update({(entry.kind, entry.id): entry for entry in entries})

    def search(self, query: Query) -> set[str]:
        return {entry.id for entry in self.entries.values() if self._fits(entry, query)}

    def _fits(self, entry: Entry, query: Query) -> bool:
        day = entry.when.astimezone(ZONE).date()
        return (
            entry.kind is query.kind
            and (not query.sites or entry.site in query.sites)
            and (not query.agencies or entry.agency in query.agencies)
            and (not query.districts or entry.district in query.districts)
            and (not query.formats or format_of(entry) in query.formats)
            and (not query.rules or any(has_rule(entry, rule) for rule in query.rules))
            and (query.since is None or query.since <= day)
            and (query.until is None or day <= query.until)
            and (query.severity is None or (entry.severity is not None and entry.severity >= query.severity))
            and matches(query.expression, entry)
        )


WORDS = ("机密", "秘密", "密", "★", "关于", "印发", "通知", "的", "ａｂｃ", "Abc", "机 密", "云溪市", "人民政府", "人民\n政府",
         "Hello World", " ", "\n", "，", "。", "(", "１２", "12", "?", "*", '"', "\\", "é", "e\u0301", "ß", "Σ", "ς", "㈱",
         "\u200b", "\u3000", BREAK, "😀", "𠮷", "が", "か\u3099", "ﾊﾟ", "㎏", "İ", "\x00", "-", "10年", "aa", "a")  # fmt: skip
SITES = ("云溪市人民政府网", "云溪市教育局", "青湾县政府网 (旧)", "")
RULES = ("personal.resident_id", "personal.phone", "classification.mark", "personality")
START = datetime(2026, 1, 30, 15, 59, 59, tzinfo=UTC)  # a second before midnight in Shanghai


def some_text(rng: random.Random, most: int) -> str:
    return "".join(rng.choice(WORDS) for _ in range(rng.randint(0, most)))


def some_entry(rng: random.Random, number: int) -> Entry:
    when = START + timedelta(hours=rng.choice((0, 0, 1, 30, 24 * 33, 24 * 400)), seconds=rng.choice((0, 1)))
    site = rng.choice(SITES)
    agency = rng.choice(("市教育局", "市 教育局", "县政府"))
    if rng.random() < 0.7:
        return PageEntry(
            f"p{number}", f"http://h/{number}", some_text(rng, 5), some_text(rng, 25), when, site=site, agency=agency,
            district=rng.choice(("青湾县", "云溪市")), format=rng.choice(("html", "PDF", "xlsx", "")),
            path=tuple(some_text(rng, 3) for _ in range(rng.randint(0, 2))),
            rules=tuple(rng.sample(RULES, rng.randint(0, 3))), severity=rng.choice((None, *Severity)),
        )  # fmt: skip
    return FindingEntry(
        f"f{number}", rng.choice(RULES), rng.choice(("居民身份证号", "密级标志")), rng.choice(("个人信息", "国家秘密")),
        rng.choice(list(Severity)), some_text(rng, 10), some_text(rng, 5), "http://h", when,
        level=rng.choice((None, *Level)), status=rng.choice(("OPEN", "CONFIRMED")), site=site, agency=agency,
    )  # fmt: skip


def some_phrase(rng: random.Random, entry: Entry, wanted: Field | None) -> tree.Phrase:
    """Mostly a stretch of a real text, with holes; sometimes of nothing."""
    for _ in range(20):
        text = text_of(entry, wanted) if rng.random() < 0.8 else some_text(rng, 3)
        start = rng.randrange(len(text) + 1)
        piece = list(text[start : start + rng.choice((1, 1, 2, 2, 3, 4, 8))])
        for at in range(len(piece)):
            if rng.random() < 0.15:
                piece[at] = HOLE
        phrase = "".join(piece).strip(f"{HOLE} ")
        if tree.pattern(phrase):
            return tree.Phrase(phrase, wanted)
    return tree.Phrase("密", wanted)


def some_node(rng: random.Random, entries: list[Entry], depth: int = 3) -> Node:
    entry = rng.choice(entries)
    kind = rng.choice(("and", "or", "not", "and", "or") if depth and rng.random() < 0.6 else ("leaf",))
    if kind == "not":
        return tree.Not(some_node(rng, entries, depth - 1))
    if kind in {"and", "or"}:
        parts = [some_node(rng, entries, depth - 1) for _ in range(rng.randint(2, 3))]
        return tree.conjunction(*parts) if kind == "and" else tree.disjunction(*parts)
    wanted = rng.choice((None, None, None, Field.TITLE, Field.SITE, Field.AGENCY, Field.DISTRICT))
    day = entry.when.astimezone(ZONE).date()
    low, high = sorted(rng.choices(list(Severity), k=2))
    return rng.choice(
        (
            lambda: some_phrase(rng, entry, wanted),
            lambda: some_phrase(rng, entry, wanted),
            lambda: some_phrase(rng, entry, wanted),
            lambda: tree.Near(
                some_phrase(rng, entry, wanted), some_phrase(rng, entry, wanted), rng.choice((0, 1, 2, 5, 12))
            ),
            lambda: tree.Keyword(Field.FORMAT, rng.choice(("html", "pdf", "doc"))),
            lambda: tree.Keyword(Field.RULE, rng.choice(("personal", "personal.phone", "居民身份证号", "person"))),
            lambda: tree.Keyword(Field.LEVEL, rng.choice(list(Level)).value),
            lambda: tree.Dates(rng.choice((None, day)), day + timedelta(days=rng.choice((0, 1, 40)))),
            lambda: tree.Severities(low, high),
            tree.Everything,
        )
    )()
