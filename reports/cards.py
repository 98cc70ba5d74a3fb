"""Cards: what is shown as one.

A finding is one fact; a card is what a reader sees. Findings of one rule in one file become one card with a count and the
first places: a spreadsheet with 500 identity numbers is one card, and each of its 500 numbers keeps its own identifier.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.notation import marked, plain, ranges, short, web_address
from reports.wording import Nature, nature, suspected

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from inspection.model import Evidence, Severity
    from inspection.summary import FindingRecord, FoundAt


@dataclass(frozen=True, slots=True)
class Place:
    """One place of one finding: where it stands, and its masked excerpt in three parts around the hit."""

    id: str
    where: str
    before: str
    hit: str
    after: str
    score: int
    status: str
    new: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A captured address: what the evidence list and the cards say of it.

    Attributes:
        link: the address where it can be opened, else empty.
        steps: the file and the way inside it, outermost first; empty for a page.
    """

    title: str
    url: str
    link: str
    found_on: str
    steps: tuple[str, ...]
    captured: datetime
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown as one: findings of one rule, severity and status in one file.

    Attributes:
        sources: the captured addresses, first that of the finding with the highest score.
        places: of all findings, the first of each at hand; ``count`` is how many there are.
        reasons: of the finding with the highest score.
        example: identifier of that finding where the others have other reasons, else empty.
        new: how many of the findings are new in this run.
    """

    ids: tuple[str, ...]
    id_text: str
    severity: Severity
    category: str
    name: str
    nature: Nature
    rule: str
    revision: int
    level: str
    site: str
    agency: str
    sources: tuple[Source, ...]
    places: tuple[Place, ...]
    count: int
    reasons: tuple[Evidence, ...]
    score: int
    example: str
    status: str
    new: int
    first_seen: datetime
    last_seen: datetime

    @property
    def source(self) -> Source:
        """The captured address the card is about."""
        return self.sources[0]


def group(findings: Iterable[FindingRecord]) -> tuple[Card, ...]:
    """The cards of findings: severity, then category, then site, so that the reader meets the gravest first."""
    groups: dict[tuple[object, ...], list[FindingRecord]] = defaultdict(list)
    for finding in findings:
        first = finding.places[0] if finding.places else None
        where: tuple[object, ...] = (first.url, first.sighting.path) if first else (finding.id,)
        key = (finding.site, finding.rule, finding.severity, finding.level, finding.status, *where)
        groups[key].append(finding)
    cards = [_card(members) for members in groups.values()]
    return tuple(sorted(cards, key=lambda card: (-card.severity, card.category, card.site, -card.score, card.ids[0])))


def _card(members: list[FindingRecord]) -> Card:
    members = sorted(members, key=lambda finding: finding.id)
    best = max(members, key=lambda finding: finding.score)
    ids = tuple(finding.id for finding in members)
    return Card(
        ids=ids,
        id_text=ranges(ids),
        severity=best.severity,
        category=short(best.category),
        name=suspected(short(best.name)),
        nature=nature(best.rule),
        rule=best.rule,
        revision=best.revision,
        level=best.level.value if best.level else "",
        site=short(best.site),
        agency=short(best.agency),
        sources=_sources(members) or (_nowhere(best),),
        places=tuple(_place(finding, place, best) for finding in members for place in finding.places),
        count=sum(max(finding.count, len(finding.places)) for finding in members),
        reasons=best.evidence,
        score=best.score,
        example=best.id if any(finding.evidence != best.evidence for finding in members) else "",
        status=best.status,
        new=sum(1 for finding in members if finding.new),
        first_seen=min(finding.first_seen for finding in members),
        last_seen=max(finding.last_seen for finding in members),
    )


def _sources(members: list[FindingRecord]) -> tuple[Source, ...]:
    best = max(members, key=lambda finding: finding.score)
    places = [*best.places, *(place for finding in members for place in finding.places)]
    seen: dict[tuple[str, str], FoundAt] = {}
    for place in places:
        seen.setdefault((place.url, place.sha256), place)
    return tuple(_source(place) for place in seen.values())


def _source(place: FoundAt) -> Source:
    path = place.sighting.path
    # A page's or a file's own name repeats its address.
    steps = () if len(path) == 1 and place.url.endswith(path[0]) else path
    url = plain(place.url)
    return Source(
        title=short(place.title, 200) or (short(path[-1], 200) if path else "") or "（无标题）",
        url=url,
        link=web_address(url) if url == place.url else "",
        found_on=plain(place.found_on),
        steps=tuple(short(step, 200) for step in steps),
        captured=place.captured_at,
        sha256=place.sha256,
        sm3=place.sm3,
    )


def _nowhere(finding: FindingRecord) -> Source:
    """A finding whose places were purged keeps its card."""
    return Source("（出现位置已清除）", "", "", "", (), finding.last_seen, "", "")


def _place(finding: FindingRecord, place: FoundAt, best: FindingRecord) -> Place:
    sighting = place.sighting
    first = best.places[0]
    # Within the card's own file the place alone is enough; elsewhere the reader needs the file too.
    elsewhere = place.url != first.url or sighting.path != first.sighting.path
    where = short(sighting.place, 120) or "正文"
    if elsewhere:
        where = " » ".join([short(place.url, 120), *[short(step, 120) for step in sighting.path[1:]], where])
    before, hit, after = marked(short(sighting.excerpt, 300))
    return Place(finding.id, where, before, hit, after, finding.score, finding.status, finding.new)


def sources(cards: Iterable[Card]) -> tuple[Source, ...]:
    """Each captured address of the cards, once."""
    seen: dict[tuple[str, str], Source] = {}
    for card in cards:
        for source in card.sources:
            if source.sha256:
                seen.setdefault((source.url, source.sha256), source)
    return tuple(seen.values())
