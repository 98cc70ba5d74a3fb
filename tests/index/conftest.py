"""The backends that the contract is held against, and entries to put into them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from index.base import FindingEntry, PageEntry
from index.connect import BACKENDS, connect
from inspection.model import Severity
from inspection.settings import IndexSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.base import Index

NOON = datetime(2026, 3, 31, 4, 0, tzinfo=UTC)


@pytest.fixture(params=sorted(BACKENDS))
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Index]]:
    """Opens the same index of one backend again and again, as several processes would."""
    made: list[Index] = []

    def open_again(**options: Any) -> Index:
        index = connect(IndexSettings(url=request.param), tmp_path / "index", **options)
        made.append(index)
        return index

    yield open_again
    for index in made:
        index.close()


@pytest.fixture
def index(opened: Callable[..., Index]) -> Index:
    return opened()


def page(identifier: str, text: str = "", **more: Any) -> PageEntry:
    values: dict[str, Any] = {"url": f"http://portal/{identifier}", "title": "", "when": NOON} | more
    return PageEntry(identifier, text=text, **values)


def finding(identifier: str, **more: Any) -> FindingEntry:
    values: dict[str, Any] = {
        "rule": "personal.resident_id",
        "name": "居民身份证号",
        "category": "个人信息",
        "severity": Severity.SERIOUS,
        "excerpt": "",
        "title": "",
        "url": "http://portal/",
        "when": NOON,
    }
    return FindingEntry(identifier, **(values | more))
