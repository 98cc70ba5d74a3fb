"""Shared by the extractors' tests: reading bytes through the front door, and finding what was read."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from extractors.base import Source
from extractors.extract import extract
from inspection.model import Document, Extraction, Part
from inspection.settings import ExtractorSettings

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def settings() -> ExtractorSettings:
    return ExtractorSettings()


@pytest.fixture
def read(settings: ExtractorSettings) -> Callable[..., Extraction]:
    """The extraction of some bytes; keyword ``name``, and settings to change."""

    def run(body: bytes, name: str = "file", charset: str = "", **changes: Any) -> Extraction:
        return extract(Source(name, body, charset=charset), settings.model_copy(update=changes))

    return run


@pytest.fixture
def places() -> Callable[[Document], dict[str, str]]:
    """The texts of a document by place; passages of one place joined by newlines."""

    def run(document: Document) -> dict[str, str]:
        found: dict[str, str] = {}
        for passage in document.passages:
            found[passage.place] = f"{found[passage.place]}\n{passage.text}" if passage.place in found else passage.text
        return found

    return run


@pytest.fixture
def parts() -> Callable[[Document], dict[str, Part]]:
    """The part of each place."""

    def run(document: Document) -> dict[str, Part]:
        return {passage.place: passage.part for passage in document.passages}

    return run


@pytest.fixture
def reasons() -> Callable[[Extraction], list[tuple[str, str]]]:
    """The failures of an extraction as (last name of the path, reason)."""

    def run(extraction: Extraction) -> list[tuple[str, str]]:
        return [(failure.path[-1], failure.reason.value) for failure in extraction.failures]

    return run


@pytest.fixture
def packed() -> Callable[[dict[str, bytes | str]], bytes]:
    """A deflated ZIP of the given members."""

    def run(members: dict[str, bytes | str]) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in members.items():
                archive.writestr(name, body)
        return target.getvalue()

    return run
