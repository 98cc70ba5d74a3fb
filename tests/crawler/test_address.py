"""Addresses: one spelling for one resource."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.address import canonical, join, origin, pattern


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HTTP://WWW.Example.GOV.CN:80", "http://www.example.gov.cn/"),
        ("https://a.cn:443/x#top", "https://a.cn/x"),
        ("http://a.cn:8080/x", "http://a.cn:8080/x"),
        ("http://a.cn/a/../b/./c", "http://a.cn/b/c"),
        ("http://a.cn/../../etc", "http://a.cn/etc"),
        ("http://a.cn/show.jsp;jsessionid=AB12?id=3", "http://a.cn/show.jsp?id=3"),
        ("http://a.cn/s?sid=9f&id=3&utm_source=x", "http://a.cn/s?id=3"),
        ("http://a.cn/s?b=2&a=1", "http://a.cn/s?b=2&a=1"),
        ("http://a.cn/名单.xls", "http://a.cn/%E5%90%8D%E5%8D%95.xls"),
        ("http://a.cn/%e5%90%8d%e5%8d%95.xls", "http://a.cn/%E5%90%8D%E5%8D%95.xls"),
        ("http://a.cn/%41%7e", "http://a.cn/A~"),
        ("http://a.cn/a b", "http://a.cn/a%20b"),
        ("http://a.cn/a\\b", "http://a.cn/a/b"),
        ("http://云溪.cn/", "http://xn--9kq759e.cn/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"),
        ("http://a.cn./x", "http://a.cn/x"),
        ("http://[::1]:80/", "http://[::1]/"),
    ],
)
def test_equivalent_spellings_become_one(written: str, expected: str) -> None:
    assert canonical(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.cn/",
        "//a.cn/",
        "http://",
        "http://a.cn:99999/",
        "http://[::1/",
        "http://a.cn/" + "x" * 5000,
        "mailto:a@b.cn",
    ],
)
def test_what_is_no_web_address_is_none(written: str) -> None:
    assert canonical(written) is None


@given(st.text(max_size=60))
def test_canonical_is_idempotent_and_never_raises(text: str) -> None:
    once = canonical("http://a.cn/" + text)
    if once is not None:
        assert canonical(once) == once
        assert once.isascii()


def test_numbers_make_no_new_pattern() -> None:
    assert pattern("http://a.cn/cal?year=2026&month=1") == pattern("http://a.cn/cal?year=1999&month=12")
    assert pattern("http://a.cn/art/2026/1.html") != pattern("http://a.cn/list/2026/1.html")


def test_addresses_are_resolved_against_the_page() -> None:
    assert join("http://a.cn/x/", "/y") == "http://a.cn/y"
    assert join("http://b.cn/x/", "/y") == "http://b.cn/y"
    assert join("http://a.cn/x/", "y") == "http://a.cn/x/y"
    assert join("http://a.cn/x/", "java\nscript:alert(1)") is None
    assert join("http://a.cn/x/", "http://[") is None
    assert origin("http://a.cn:81/x?y") == "http://a.cn:81"
