"""The page: one file, nothing from outside, foreign text stays text."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from typing import Any

import pytest
from lxml import html as lxml_html

from reports.html import CARDS, page
from reports.wording import DISCLAIMER
from tests.reports import summary_factory as factory


def tree_of(source: str) -> Any:
    """The page as lxml's tree, whose stubs know nothing of HTML elements."""
    return lxml_html.document_fromstring(source)


RAW = "11010519491231002X"


@pytest.fixture(scope="module")
def city() -> str:
    return page(factory.summary())


@pytest.fixture(scope="module")
def hostile() -> str:
    return page(factory.hostile())


def test_every_finding_can_be_linked_to(city: str) -> None:
    ids = set(re.findall(r'id="(F-\d{6})"', city))
    assert ids == {finding.id for finding in factory.summary().findings}


def test_no_identifier_occurs_twice(city: str, hostile: str) -> None:
    for source in (city, hostile):
        ids = re.findall(r'\sid="([^"]+)"', source)
        assert len(ids) == len(set(ids))


def test_nothing_is_fetched_from_anywhere(city: str, hostile: str) -> None:
    for source in (city, hostile):
        tree = tree_of(source)
        assert not tree.xpath("//link | //img | //iframe | //object | //embed | //base | //*[@src] | //*[@background]")
        for anchor in tree.xpath("//a[@href]"):
            href = anchor.get("href")
            assert href.startswith(("#", "http://", "https://"))
            assert href.startswith("#") or "noreferrer" in anchor.get("rel")
        for sheet in tree.xpath("//style/text()"):
            assert "url(" not in sheet
            assert "@import" not in sheet


def test_the_policy_allows_exactly_our_script_and_styles(city: str) -> None:
    tree = tree_of(city)
    policy = tree.xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'")
    inline = re.findall(r"<(?:style|script)[^>]*>(.*?)</(?:style|script)>", city, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes
    assert "unsafe" not in policy


def test_hostile_text_stays_text(hostile: str) -> None:
    tree = tree_of(hostile)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//*[@onerror]")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in hostile
    assert "{{ 7*7 }}" in tree.text_content()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]", hostile)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", hostile)
    hostile.encode("utf-8")


def test_a_long_address_is_shortened_to_read_and_whole_to_open(hostile: str) -> None:
    links = tree_of(hostile).xpath("//a[contains(@href, 'aaaa')]")
    assert links
    assert all(len(link.get("href")) > 4_900 for link in links)
    assert min(len(link.text_content()) for link in links) < 300


def test_no_raw_number_reaches_the_page() -> None:
    at = factory.place(f"https://a.example/?id={RAW}", RAW, (f"{RAW}.xlsx",), RAW, f"「{RAW}」", RAW)
    failure = factory.failures(1)[0]
    source = page(
        factory.summary(
            title=RAW,
            findings=(factory.finding(1, (at,)),),
            failures=(type(failure)(failure.stage, failure.reason, RAW, (RAW,), RAW, RAW, permanent=True),),
        )
    )
    assert RAW not in source
    assert "110105********002X" in source


def test_headings_go_in_order_and_tables_name_their_heads(city: str) -> None:
    tree = tree_of(city)
    levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert tree.xpath("//th")
    assert not tree.xpath("//th[not(@scope)]")
    assert not tree.xpath("//svg[not(@role and @aria-label)]")
    assert not tree.xpath("//table[contains(@class, 'grid')][not(caption)]")


def test_severity_is_never_colour_alone(city: str) -> None:
    for badge in tree_of(city).xpath("//*[contains(@class, 'badge')]"):
        assert re.fullmatch(r"[○●◆▲■] (无风险|一般|关注|严重|紧急)", badge.text_content().strip())


def test_what_was_not_inspected_is_listed_with_reason_and_advice(city: str) -> None:
    for failure in factory.failures():
        assert failure.target in city
        assert failure.reason.sentence in city
        assert failure.reason.advice in city


def test_an_empty_report_is_positive_in_every_section() -> None:
    text = tree_of(page(factory.empty())).text_content()
    for sentence in ("未发现疑似问题", "本次没有未检项", "本次没有紧急、严重级的线索", "本次没有需要整改的事项"):
        assert sentence in text


def test_basis_method_and_versions_are_stated(city: str) -> None:
    for words in (
        "第五十一条",
        "第五十八条、第五十九条",
        "密检 0.1.0",
        "2026.11.1（38 条）",
        "云保检〔2026〕7号",
        DISCLAIMER,
    ):
        assert words in city


def test_beyond_the_cards_each_finding_still_has_its_row() -> None:
    summary = factory.large(CARDS + 40)
    tree = tree_of(page(summary))
    rows = tree.xpath("//article[starts-with(@class, 'row')]")
    assert len(tree.xpath("//article[starts-with(@class, 'card')]")) == CARDS
    assert len(rows) >= 30
    assert "校验码" in rows[-1].text_content() or "分：" in rows[-1].text_content()


def test_the_same_summary_gives_the_same_bytes(city: str) -> None:
    assert page(factory.summary()) == city
