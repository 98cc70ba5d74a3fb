"""The answer key of a sample portal, and how findings are judged by it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlsplit

from inspection.masking import mask_name_or_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ALARM = 2  # 关注: from here on a finding in harmless text is a false alarm


@dataclass(frozen=True, slots=True)
class Planted:
    """Something that must be found.

    Attributes:
        id: P-001 …
        rule: identifier of surface.md 6.
        form: the shape it hides in, in Chinese.
        format: of the document it stands in.
        severity: at least this.
        url: of the page or file.
        path: as in a finding: the name first, then the way through archives.
        place: where in the document, for a person.
        text: the planted characters, without the markup that may split them.
        later: rule or format belong to a later release.
        accepts: other rules whose finding counts as well.
        echoes: further addresses where the same thing legitimately shows.
        found_on: the page that links to the file, or the address itself.
        reached: how a page without a list is reached: "", sitemap, archive, chain, link, frame.
    """

    id: str
    rule: str
    form: str
    format: str
    severity: int
    url: str
    path: tuple[str, ...]
    place: str
    text: str
    later: bool = False
    accepts: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    found_on: str = ""
    reached: str = ""


@dataclass(frozen=True, slots=True)
class Negative:
    """A harmless document. Attributes: id N-001 …, row (kind of text), why, format, url, path as in Planted."""

    id: str
    row: str
    why: str
    format: str
    url: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """An address that misbehaves.

    Attributes:
        outcome: reason of surface.md 4 that the crawl should record, or "ok" (to be inspected like any page),
            "endless" (must stop by itself), "never" (must not be fetched), "same" (another spelling of a known page).
    """

    name: str
    url: str
    outcome: str


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What is where in a sample portal.

    Attributes:
        today: the date the key supposes (papers of later examinations are secret).
        starts: start addresses, one a portal.
        pages, attachments: how many there are.
        forbidden: beginnings of addresses that robots.txt closes.
    """

    seed: int
    port: int
    today: str
    starts: tuple[str, ...]
    pages: int
    attachments: int
    planted: tuple[Planted, ...]
    negatives: tuple[Negative, ...]
    traps: tuple[Trap, ...]
    forbidden: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Write the key as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> AnswerKey:
        """The key that :meth:`save` wrote.

        Raises:
            OSError: there is none.
            ValueError: the file is no answer key.
        """
        data = json.loads(path.read_text("utf-8"))
        if not isinstance(data, dict) or data.keys() != {field.name for field in fields(cls)}:
            raise ValueError(f"{path} is no answer key")
        kinds: dict[str, type[Planted | Negative | Trap]] = {"planted": Planted, "negatives": Negative, "traps": Trap}
        for name, kind in kinds.items():
            data[name] = tuple(kind(**_tuples(item)) for item in data[name])
        return cls(**_tuples(data))


def _tuples(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}


@dataclass(frozen=True, slots=True)
class Alarm:
    """A finding where nothing should be. ``negative`` is empty for a page that is no listed specimen."""

    rule: str
    url: str
    path: tuple[str, ...]
    severity: int
    negative: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How findings compare with a key.

    Attributes:
        found: planted items of this release that were found; misses: that were not.
        undergraded: found, but below the severity expected, with the severity seen.
        early: items of later releases that were found; pending: that were not.
        false_alarms: findings of severity 2 or more in harmless documents.
        trespasses: findings in addresses that robots.txt closes.
    """

    found: tuple[Planted, ...]
    misses: tuple[Planted, ...]
    undergraded: tuple[tuple[Planted, int], ...]
    early: tuple[Planted, ...]
    pending: tuple[Planted, ...]
    false_alarms: tuple[Alarm, ...]
    trespasses: tuple[Alarm, ...]

    @property
    def ok(self) -> bool:
        """Whether everything of this release was found and graded, and nothing else."""
        return not (self.misses or self.undergraded or self.false_alarms or self.trespasses)

    def lines(self) -> list[str]:
        """The verdict in Chinese, misses and false alarms by name."""
        total = len(self.found) + len(self.misses)
        text = [f"应检出 {total} 项，检出 {len(self.found)} 项；误报 {len(self.false_alarms)} 处；后续版本项目已检出 {len(self.early)}/{len(self.early) + len(self.pending)}"]  # fmt: skip
        text += [f"漏检 {one.id} {one.rule} {one.form}（{one.format}，{one.place}） {one.url} {' » '.join(one.path[1:])}" for one in self.misses]  # fmt: skip
        text += [f"级别偏低 {one.id} {one.rule} {one.form}：应不低于 {one.severity}，实为 {seen} {one.url}" for one, seen in self.undergraded]  # fmt: skip
        text += [f"误报 {one.negative or '普通页面'} {one.rule} 级别 {one.severity} {one.url} {' » '.join(one.path[1:])}" for one in self.false_alarms]  # fmt: skip
        text += [f"越界抓取 {one.rule} {one.url}" for one in self.trespasses]
        return text


def judge(key: AnswerKey, findings: Iterable[Mapping[str, Any]]) -> Verdict:
    """Compare findings with a key.

    Args:
        key: of the portal.
        findings: lines of surface.md 3 as dicts; ``rule``, ``url``, ``path``, ``severity`` and ``suppressed`` are read.
            One line for each place: a value that occurs in two documents must come twice.
    """
    live = [one for one in findings if not one.get("suppressed") and one.get("kind", "finding") == "finding"]
    seen: dict[tuple[str, str, tuple[str, ...]], int] = {}
    for one in live:
        place = (str(one["rule"]), same(str(one["url"])), tuple(one["path"])[1:])
        seen[place] = max(seen.get(place, 0), int(one["severity"]))
    found: list[Planted] = []
    misses: list[Planted] = []
    early: list[Planted] = []
    pending: list[Planted] = []
    low: list[tuple[Planted, int]] = []
    for item in key.planted:
        rules = (item.rule, *item.accepts)
        grades = [seen[at] for rule in rules if (at := (rule, same(item.url), item.path[1:])) in seen]
        if item.later:
            (early if grades else pending).append(item)
        elif not grades:
            misses.append(item)
        else:
            found.append(item)
            if max(grades) < item.severity:
                low.append((item, max(grades)))
    alarms, trespasses = _alarms(key, live)
    return Verdict(tuple(found), tuple(misses), tuple(low), tuple(early), tuple(pending), alarms, trespasses)


def _alarms(key: AnswerKey, live: list[Mapping[str, Any]]) -> tuple[tuple[Alarm, ...], tuple[Alarm, ...]]:
    """Findings where none belong. Anything in a document that holds a planted item is taken as deserved."""
    known = {(same(item.url), item.path[1:]) for item in key.planted}
    echoes = {same(url) for item in key.planted for url in item.echoes}
    harmless = {(same(item.url), item.path[1:]): item.id for item in key.negatives}
    alarms, trespasses = [], []
    for one in live:
        url, path = same(str(one["url"])), tuple(one["path"])
        severity = int(one["severity"])
        alarm = Alarm(str(one["rule"]), str(one["url"]), path, severity, harmless.get((url, path[1:]), ""))
        if any(url.startswith(same(closed).rstrip("?")) for closed in key.forbidden):
            trespasses.append(alarm)
        elif severity >= ALARM and (url, path[1:]) not in known and url not in echoes:
            alarms.append(alarm)
    return tuple(alarms), tuple(trespasses)


_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)


def same(url: str) -> str:
    """One spelling of an address, however a crawler wrote it: no session, no fragment, nothing encoded, personal numbers masked."""
    parts = urlsplit(url)
    path = _SESSION.sub("", parts.path) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not pair.lower().startswith("sid="))
    return mask_name_or_url(f"{parts.netloc.lower()}{unquote_plus(path)}?{unquote_plus(query)}")
