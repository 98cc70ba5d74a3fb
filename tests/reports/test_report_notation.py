"""How numbers, times and foreign text are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.masking import mask_digits
from reports.notation import (
    chinese_day,
    coverage,
    duration,
    iso,
    marked,
    middle_out,
    moment,
    number,
    percent,
    plain,
    ranges,
    size,
    span,
    web_address,
)

NOON = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)


def test_times_are_shown_in_shanghai_and_a_time_without_zone_is_utc() -> None:
    assert moment(NOON) == "2026-11-04 07:30"
    assert moment(NOON.replace(tzinfo=None)) == "2026-11-04 07:30"
    assert iso(NOON) == "2026-11-04T07:30:00+08:00"
    assert chinese_day(NOON) == "2026年11月4日"


def test_a_period_within_a_day_names_the_day_once() -> None:
    assert span(NOON, NOON + timedelta(minutes=5)) == "2026-11-04 07:30 至 07:35"
    assert span(NOON, NOON + timedelta(days=30)) == "2026-11-04 至 2026-12-04"


def test_full_coverage_is_said_only_of_everything() -> None:
    assert percent(99_999, 100_000) == "99.9%"
    assert percent(5, 5) == "100%"
    assert percent(0, 0) == "—"


def test_a_run_that_did_not_end_has_no_coverage() -> None:
    """199 pages of a portal of 1,241 are no 98.5 %."""
    assert coverage(199, 3, complete=False) == "未查完"
    assert coverage(199, 1, complete=True) == "99.5%"


def test_thousands_stand_apart_by_a_thin_space() -> None:
    assert number(1_234_567) == "1\u2009234\u2009567"
    assert size(391_234_112) == "373.1 MB"
    assert duration(3_725.4) == "1 小时 2 分"


def test_consecutive_identifiers_are_drawn_together_from_four_on() -> None:
    ids = [f"F-{n:06d}" for n in (9, 1, 2, 3, 4, 11, 12)]
    assert ranges(ids) == "F-000001—F-000004、F-000009、F-000011、F-000012"
    assert ranges(["draft", "draft2"]) == "draft、draft2"


def test_foreign_text_becomes_one_encodable_line_with_visible_direction_controls() -> None:
    assert plain("gpj.\u202eexe") == "gpj.[U+202E]exe"
    assert plain("a\x00\x1b[31m\u2028b\x9b") == "a [31m b"
    assert plain("半\ud83d个\uffff") == "半□个□"


def test_a_number_that_slipped_through_is_masked_at_the_last_door() -> None:
    assert plain("身份证11010519491231002X号") == "身份证110105********002X号"


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_whatever_a_website_writes_can_be_encoded_and_stays_masked(text: str) -> None:
    shown = plain(text)
    shown.encode("utf-8")
    assert mask_digits(shown) == shown
    assert all(char.isprintable() or char.isspace() or ord(char) > 0x9F for char in shown)


def test_the_hit_is_the_pair_of_brackets_nearest_the_middle() -> None:
    assert marked("见「通知」及「机密★1年」字样") == ("见「通知」及", "机密★1年", "字样")
    assert marked("没有标记") == ("没有标记", "", "")


def test_a_long_text_is_cut_in_the_middle_and_says_how_long_it_is() -> None:
    cut = middle_out("头" + "中" * 5_000 + "尾", 90)
    assert cut.startswith("头")
    assert cut.endswith("尾")
    assert "共 5\u2009002 字符" in cut
    assert len(cut) < 120


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a.example/110105********002X",
        "",
        "x y",
    ],
)
def test_only_an_unmasked_web_address_becomes_a_link(url: str) -> None:
    assert web_address(url) == ""
    assert web_address("https://a.example/1.html") == "https://a.example/1.html"
