"""报告 as SARIF 2.1.0 for the viewers and gates that development tools bring along: one run, one result a finding.

OASIS, Static Analysis Results Interchange Format 2.1.0 with errata 01; section numbers below are of that document.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reports.notation import iso, plain
from reports.wording import STAGE, STATUS, nature

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from inspection.summary import FailureRecord, FindingRecord, FoundAt, RunSummary

Node = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = ("note", "note", "warning", "error", "error")  # of severities 0 to 4 (§3.27.10)

# RFC 3986: what may stand in a URI as it is; brackets only around an IPv6 host.
_SAFE = ":/?#@!$&'()*+,;=%-._~"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST_WITH_COLONS = re.compile(r"(?i)(https?://)%5B([0-9a-f:.]+)%5D")


class Sarif:
    """One JSON document."""

    format = "sarif"
    suffix = ".sarif"

    def write(self, summary: RunSummary, out: Path) -> Path:
        """Write findings, suppressed hits and 未检项 to ``out``."""
        with out.open("w", encoding="utf-8", newline="\n") as stream:
            json.dump(log(summary), stream, ensure_ascii=False, indent=1)
            stream.write("\n")
        return out


def log(summary: RunSummary) -> Node:
    """The whole document as JSON values."""
    records = (*summary.findings, *summary.suppressed)
    rules: dict[str, FindingRecord] = {}
    for record in records:
        rules.setdefault(record.rule, record)
    places = {rule: place for place, rule in enumerate(rules)}
    reasons = list(dict.fromkeys(failure.reason for failure in summary.failures))
    driver: Node = {
        "name": "密检",
        "version": summary.tool_version,
        "language": "zh-CN",
        "rules": [_rule(record) for record in rules.values()],
        "notifications": [
            {"id": reason.value, "shortDescription": _message(reason.sentence), "help": _message(reason.advice)}
            for reason in reasons
        ],
        "properties": {"rulesVersion": plain(summary.rules_version)},
    }
    run: Node = {
        "tool": {"driver": driver},
        "language": "zh-CN",
        "invocations": [_invocation(summary, [reason.value for reason in reasons])],
        "results": [_result(record, places[record.rule]) for record in records],
        "properties": {
            "title": plain(summary.title),
            "number": plain(summary.number),
            "issuer": plain(summary.issuer),
            "handling": plain(summary.handling),
        },
    }
    return {"version": "2.1.0", "$schema": SCHEMA, "runs": [run]}


def uri(target: str) -> str:
    """An address or a path as a URI (RFC 3986): what is not allowed in one is percent-encoded, the rest stays readable.

    Args:
        target: an http(s) address, an absolute path (becomes ``file://``), or a path relative to where the check ran.
    """
    if target.lower().startswith(("http://", "https://")):
        whole, mark, fragment = _STRAY_PERCENT.sub("%25", target).partition("#")
        encoded = quote(whole, safe=_SAFE) + mark + quote(fragment.replace("#", "%23"), safe=_SAFE)
        return _HOST_WITH_COLONS.sub(r"\1[\2]", encoded, count=1)
    path = quote(target, safe="/!$&'()*+,=@")  # no colon: a first step with one would be read as a scheme
    return f"file://{path}" if path.startswith("/") and not path.startswith("//") else path


def _message(text: str) -> Node:
    """A plain text message: no placeholder (§3.11.5) and no link (§3.11.6) out of foreign text."""
    return {"text": plain(text).replace("{", "{{").replace("}", "}}").replace("](", "] (") or "—"}


def _rule(record: FindingRecord) -> Node:
    name, category = plain(record.name), plain(record.category)
    return {
        "id": record.rule,
        "name": name,
        "shortDescription": _message(f"{nature(record.rule).label}：{name}（{category}）。"),
        "properties": {"category": category, "revision": record.revision},
    }


def _result(record: FindingRecord, rule: int) -> Node:
    about: Node = {
        "id": record.id,
        "site": plain(record.site),
        "agency": plain(record.agency),
        "severity": int(record.severity),
        "score": record.score,
        "secrecyLevel": record.level.value if record.level else None,
        "status": record.status,
        "firstSeen": iso(record.first_seen),
        "lastSeen": iso(record.last_seen),
    }
    node: Node = {
        "ruleId": record.rule,
        "ruleIndex": rule,
        "level": LEVELS[record.severity],
        "message": _message(_sentence(record)),
        "locations": [_location(place) for place in record.places],
        "partialFingerprints": {"subject": record.subject},
        "suppressions": [],  # empty: certainly not suppressed; all results have it or none (§3.27.23)
        "properties": {key: value for key, value in about.items() if value not in ("", None)},
    }
    if record.count:
        node["occurrenceCount"] = record.count
    if record.suppressed is not None:
        why = plain(record.suppressed)
        node["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why or "已排除"}]
    return node


def _sentence(record: FindingRecord) -> str:
    """What is suspected, how grave it is, the first excerpt, and why: as in 疑似涉密，密级标志（紧急，机密，待研判）：… ."""
    facts = [record.severity.label, *([record.level.value] if record.level else [])]
    facts.append(STATUS.get(record.status, record.status))
    sentence = f"{nature(record.rule).label}，{record.name}（{'，'.join(facts)}）"
    if record.places:
        sentence += f"：{record.places[0].sighting.excerpt}"
    if record.count > 1:
        sentence += f"，共 {record.count} 处"
    reasons = "；".join(f"{reason.why}（{reason.points:+d}）" for reason in record.evidence)
    return f"{sentence}。" + (f"依据：{reasons}。" if reasons else "")


def _location(place: FoundAt) -> Node:
    about = {
        "title": plain(place.title),
        "foundOn": plain(place.found_on),
        "capturedAt": iso(place.captured_at),
        "sha256": place.sha256,
        "sm3": place.sm3,
    }
    node = _where(place.url, place.sighting.path, place.sighting.place)
    node["message"] = _message(place.sighting.excerpt)
    node["properties"] = {key: value for key, value in about.items() if value}
    return node


def _where(target: str, path: Sequence[str], place: str = "") -> Node:
    """A location: the artifact that was fetched or read, and inside it the way through archives to the place (§3.28)."""
    node: Node = {}
    address = uri(plain(target))
    if address:
        node["physicalLocation"] = {"artifactLocation": {"uri": address}}
    steps = [step for step in map(plain, (*path, place)) if step]
    if steps:
        node["logicalLocations"] = [{"name": steps[-1], "fullyQualifiedName": " » ".join(steps)}]
    return node


def _invocation(summary: RunSummary, reasons: list[str]) -> Node:
    """How the run went: successful where every site was gone through to its end."""
    return {
        "executionSuccessful": all(site.state == "finished" for site in summary.sites),
        "startTimeUtc": _utc(summary.period_start),
        "endTimeUtc": _utc(summary.period_end),
        "toolExecutionNotifications": [_notification(failure, reasons) for failure in summary.failures],
    }


def _notification(failure: FailureRecord, reasons: list[str]) -> Node:
    """A 未检项: a warning, «the analysis might be incomplete, the results are valid»; an error would fail the run (§3.58.6)."""
    detail = f"（{failure.detail}）" if failure.detail else ""
    stage = STAGE.get(failure.stage.value, failure.stage.value)
    sentence = f"未检项（{stage}）：{failure.reason.sentence}{detail}。{failure.reason.advice}"
    return {
        "descriptor": {"id": failure.reason.value, "index": reasons.index(failure.reason.value)},
        "level": "warning",
        "message": _message(sentence),
        "locations": [_where(failure.target, failure.path)],
        "properties": {"stage": failure.stage.value, "permanent": failure.permanent},
    }


def _utc(when: datetime) -> str:
    """§3.9: a time in UTC that ends in Z. One without zone is UTC, as in the ledger."""
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
