"""Lines exactly as surface.md 3: keys, their order, their types."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from reports.lines import (
    FAILURE_KEYS,
    FINDING_KEYS,
    Csv,
    Jsonl,
    as_json,
    failure_line,
    finding_line,
    lines,
    summary_line,
    write_csv,
)
from tests.reports import summary_factory as factory

if TYPE_CHECKING:
    from pathlib import Path


def test_a_finding_has_these_keys_in_this_order_and_of_these_types() -> None:
    at = factory.place(
        "https://a.example/名单.zip",
        "公示",
        ("名单.zip", "表.xlsx"),
        "Sheet1!B4",
        "张*　「110101********1234」",
        "https://a.example/",
    )
    line = finding_line(factory.finding(123, (at,)), at, run="R-000007")
    assert tuple(line) == FINDING_KEYS
    assert line | {"evidence": [], "subject": "", "digest": "", "sm3": ""} == {
        "kind": "finding", "id": "F-000123", "run": "R-000007", "site": "云溪市人民政府门户网站", "url": "https://a.example/名单.zip",
        "found_on": "https://a.example/", "target": "https://a.example/名单.zip", "path": ["名单.zip", "表.xlsx"], "place": "Sheet1!B4",
        "rule": "classification.mark", "category": "标密文件", "name": "密级标志", "severity": 4, "score": 85, "level": "机密",
        "excerpt": "张*　「110101********1234」", "subject": "", "evidence": [], "suppressed": None, "digest": "", "sm3": "",
        "first_seen": "2026-11-23T09:08:12+08:00", "last_seen": "2026-11-23T09:08:12+08:00", "status": "OPEN", "count": 1,
    }  # fmt: skip
    assert line["evidence"][0] == {"points": 50, "why": "密级标志完整：密级、★、保密期限俱全"}
    assert line["digest"].startswith("sha256:")
    assert type(line["severity"]) is int


def test_a_checked_file_has_its_path_as_target_and_no_address() -> None:
    at = factory.place("/srv/待发布/通知.docx", "", ("通知.docx",), "页眉", "「机密★1年」")
    line = finding_line(factory.finding(1, (at,), level=None, suppressed="条文引用"), at)
    assert line["target"] == "/srv/待发布/通知.docx"
    assert line["url"] == line["run"] == ""
    assert line["level"] is None
    assert line["suppressed"] == "条文引用"


def test_a_failure_says_what_happened() -> None:
    line = failure_line(factory.failures(2)[1], run="R-000001")
    assert tuple(line) == FAILURE_KEYS
    assert line["text"] == "页面不存在或拒绝访问（HTTP 404）"
    assert (line["stage"], line["reason"], line["permanent"]) == ("fetch", "http_client_error", True)
    assert line["path"] == []


def test_the_summary_counts() -> None:
    line = summary_line(factory.summary())
    assert list(line) == ["kind", "documents", "passages", "findings", "suppressed", "failures", "seconds"]
    assert line["findings"] == {"4": 5, "3": 510, "2": 27, "1": 5, "0": 5}
    assert sum(line["failures"].values()) == 27
    assert line["seconds"] == pytest.approx(33 * 60 + 7)


def test_jsonl_holds_a_line_for_each_place_and_ends_with_the_summary(tmp_path: Path) -> None:
    summary = factory.summary()
    written = Jsonl().write(summary, tmp_path / "x.jsonl").read_text("utf-8").splitlines()
    kinds = [json.loads(line)["kind"] for line in written]
    assert kinds.count("finding") == sum(len(finding.places) for finding in summary.findings)
    assert kinds.count("failure") == 27
    assert kinds[-1] == "summary"


def test_each_finding_carries_the_run_of_its_site() -> None:
    runs = {(line["site"], line["run"]) for line in lines(factory.summary()) if line["kind"] == "finding"}
    assert ("云溪市财政局网站", "R-000008") in runs
    assert len(runs) == 3


def test_hostile_text_makes_one_valid_line_each() -> None:
    for line in lines(factory.hostile()):
        text = as_json(line)
        text.encode("utf-8")
        assert "\n" not in text
        assert json.loads(text) == line


def test_csv_has_the_same_keys_and_no_formula(tmp_path: Path) -> None:
    path = Csv().write(factory.hostile(), tmp_path / "x.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert list(rows[0])[: len(FINDING_KEYS)] == list(FINDING_KEYS)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell.startswith("'=cmd|") for cell in cells)


def test_csv_can_take_other_columns() -> None:
    stream = io.StringIO()
    write_csv([failure_line(factory.failures(1)[0])], stream, keys=("reason", "path", "permanent"))
    assert stream.getvalue() == "reason,path,permanent\r\nencrypted,,true\r\n"
