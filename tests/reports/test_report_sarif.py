"""SARIF 2.1.0: what a viewer relies on, held to the text of the standard (the schema is not fetched)."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from inspection.model import Severity
from reports.sarif import Sarif, log, uri
from tests.reports import summary_factory as factory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inspection.summary import RunSummary

# RFC 3986, appendix A, without the userinfo nobody needs here: only these characters, every % with two hex digits.
URI = re.compile(
    r"(?:(?:https?://(?:\[[0-9A-Fa-f:.]+\])?|file:///)?)(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*"
    r"(?:#(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?"
)


def run(summary: RunSummary) -> dict[str, Any]:
    document = log(summary)
    assert list(document) == ["version", "$schema", "runs"]
    assert document["version"] == "2.1.0"
    (only,) = document["runs"]
    return dict(only)


def walk(node: Any, key: str) -> Iterator[Any]:
    """All values of a key, at any depth."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from walk(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, key)


def test_every_finding_is_a_result_of_a_rule_the_tool_names() -> None:
    summary = factory.summary()
    made = run(summary)
    driver = made["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("密检", "0.1.0")
    rules = driver["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["name"] and rule["shortDescription"]["text"] for rule in rules)
    assert len(made["results"]) == len(summary.findings) + len(summary.suppressed)
    for result, record in zip(made["results"], (*summary.findings, *summary.suppressed), strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == record.rule
        assert result["partialFingerprints"] == {"subject": record.subject}
        assert len(result["locations"]) == len(record.places)


@pytest.mark.parametrize(("severity", "level"), [(4, "error"), (3, "error"), (2, "warning"), (1, "note"), (0, "note")])
def test_severities_become_levels(severity: int, level: str) -> None:
    found = factory.finding(1, (), severity=Severity(severity))
    assert run(factory.summary(findings=(found,)))["results"][0]["level"] == level


def test_the_message_names_the_hit_and_the_reasons() -> None:
    at = factory.place(
        "https://a.example/名单.zip", "公示", ("名单.zip", "表.xlsx"), "Sheet1!B4", "张*　「110101********1234」"
    )
    result = run(factory.summary(findings=(factory.finding(1, (at, at)),)))["results"][0]
    assert result["message"]["text"] == (
        "疑似涉密，密级标志（紧急，机密，待研判）：张*　「110101********1234」，共 2 处。"
        "依据：密级标志完整：密级、★、保密期限俱全（+50）；位于首页左上角（+20）；同页有红头和发文字号（+15）。"
    )
    assert result["occurrenceCount"] == 2


def test_a_location_leads_through_the_archive_to_the_cell() -> None:
    at = factory.place("https://a.example/名单.zip", "公示", ("名单.zip", "表.xlsx"), "Sheet1!B4", "「x」")
    (location,) = run(factory.summary(findings=(factory.finding(1, (at,)),)))["results"][0]["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "https://a.example/%E5%90%8D%E5%8D%95.zip"}}
    assert location["logicalLocations"] == [
        {"name": "Sheet1!B4", "fullyQualifiedName": "名单.zip » 表.xlsx » Sheet1!B4"}
    ]
    assert location["message"] == {"text": "「x」"}


def test_only_what_was_excused_is_suppressed_and_every_result_says_so() -> None:
    """§3.27.23: either all results carry ``suppressions`` or none does."""
    results = run(factory.summary())["results"]
    excused = [result["suppressions"] for result in results if result["suppressions"]]
    assert all(isinstance(result["suppressions"], list) for result in results)
    assert excused == [[{"kind": "external", "status": "accepted", "justification": "《保密法》条文引用"}]] * 5


def test_what_was_not_inspected_is_a_notification() -> None:
    summary = factory.summary()
    made = run(summary)
    (invocation,) = made["invocations"]
    known = made["tool"]["driver"]["notifications"]
    notes = invocation["toolExecutionNotifications"]
    assert len(notes) == len(summary.failures) == 27
    for note, failure in zip(notes, summary.failures, strict=True):
        assert known[note["descriptor"]["index"]]["id"] == note["descriptor"]["id"] == failure.reason.value
        assert failure.reason.sentence in note["message"]["text"]
        assert note["level"] == "warning"
    assert invocation["startTimeUtc"] == "2026-11-23T01:00:12Z"
    assert invocation["executionSuccessful"] is True


def test_a_run_that_did_not_end_is_no_success() -> None:
    cut = factory.summary(sites=(factory.coverage(0), factory.coverage(1, state="stopped")))
    assert run(cut)["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://a.example/%E4%BA%91?b=1&c=云#d", "https://a.example/%E4%BA%91?b=1&c=%E4%BA%91#d"),
        ("https://a.example/100%/a b|c[1]#x#y", "https://a.example/100%25/a%20b%7Cc%5B1%5D#x%23y"),
        ("http://[::1]:8080/[a]", "http://[::1]:8080/%5Ba%5D"),
        ("/srv/待发布/通知 1.docx", "file:///srv/%E5%BE%85%E5%8F%91%E5%B8%83/%E9%80%9A%E7%9F%A5%201.docx"),
        ("待发布/50%#1.docx", "%E5%BE%85%E5%8F%91%E5%B8%83/50%25%231.docx"),
        ("a:b.txt", "a%3Ab.txt"),
        ("-", "-"),
    ],
)
def test_addresses_and_paths_become_uris(target: str, expected: str) -> None:
    assert uri(target) == expected
    assert URI.fullmatch(expected)


def test_a_relative_path_can_be_read_back() -> None:
    assert unquote(uri("资料/第1批 100%[终].zip")) == "资料/第1批 100%[终].zip"


def test_hostile_text_makes_valid_uris_and_messages_without_links_or_placeholders(tmp_path: Path) -> None:
    summary = factory.hostile()
    at = factory.place("https://a.example/", "", ("a",), "正文", "{0}「[点击](http://evil.example/)」")
    summary = replace(summary, findings=(*summary.findings, factory.finding(99, (at,))))
    path = Sarif().write(summary, tmp_path / "x.sarif")
    made = json.loads(path.read_text("utf-8"))
    addresses = list(walk(made, "artifactLocation"))
    assert len(addresses) > 10
    for address in addresses:
        assert URI.fullmatch(address["uri"]), address
    texts = list(walk(made, "text"))
    assert texts
    for text in texts:
        assert text
        assert "](" not in text
        assert not re.search(r"[{}]", text.replace("{{", "").replace("}}", "")), text
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_nothing_found_is_an_empty_list_of_results() -> None:
    """§3.14.23: an empty array says that the tool looked; null would say that it did not."""
    made = run(factory.empty())
    assert made["results"] == []
    assert made["invocations"][0]["toolExecutionNotifications"] == []
