"""Broken and hostile pages: read to the end, in linear time, or a Failure; never an abort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction

MARK = "机密★1年"
TAIL = f'<p>{MARK}</p><a href="/last.doc">末</a>'
N = 50_000


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 500_000 + TAIL,
        "<div>" * N + "中" + "</div>" * N + TAIL,
        "<b>" * N + TAIL,
        "<p><font>" * N + TAIL,
        "<table><tr><td>" * N + TAIL,
        "<div></b>" * N + TAIL,
        "<ul><li>" * N + TAIL,
        "<p " + " ".join(f'a{i}="x"' for i in range(N)) + f">{MARK}</p>" + TAIL,
        "<p>" + "字" * 4_000_000 + "</p>" + TAIL,
        "<" * N + TAIL,
        "&" * N + TAIL,
        "<!-->" + TAIL,
        "<a href='x'>" * N + TAIL,
        "<script>x='中'; y=" + r"\"" * 10 * N + "</script>" + TAIL,
        "<script>x='中'; y=" + "'`" * 10 * N + "</script>" + TAIL,
        "<script>" + "location= open(" * N + "</script>" + TAIL,
        "<!--中" + "<" * 10 * N + "-->" + TAIL,
        "<meta name=a content=b>" * N + TAIL,
        "<title>" + "-_ " * N + "</title>" + TAIL,
        "<div data-state='" + '{"a": 1, "b": 2}, ' * N + "'>" + TAIL,
        "<p style='" + "display " * N + "none'>" + "</p>" + TAIL,
    ],
    ids=lambda body: body[:20] + str(len(body)),
)
def test_what_follows_an_attack_is_read(read: Callable[..., Extraction], body: str) -> None:
    document = read(f"<html><body>{body}".encode()).documents[0]
    assert any(MARK in passage.text for passage in document.passages)
    assert "/last.doc" in {link.url for link in document.links}


@pytest.mark.parametrize(
    "body",
    [
        "<!--" * N + TAIL,
        "<script>" * N + TAIL,
        "<textarea>" + TAIL,
        "<title>" + TAIL,
        "<plaintext>" + TAIL,
        "<p>a\0b</p>" + TAIL,
    ],
    ids=lambda body: body[:20],
)
def test_text_inside_an_unclosed_element_is_not_lost_silently(read: Callable[..., Extraction], body: str) -> None:
    extraction = read(f"<html><body>{body}".encode())
    texts = "".join(passage.text for document in extraction.documents for passage in document.passages)
    assert MARK in texts or extraction.failures


def test_each_cut_of_a_page_is_read(read: Callable[..., Extraction]) -> None:
    page = f"<html><head><title>题</title></head><body><p>{MARK}</p><table><tr><td>张三<td>1</table><!-- x --><a href='y'>z</a>".encode()
    for cut in range(60, len(page)):
        assert read(page[:cut]).documents
