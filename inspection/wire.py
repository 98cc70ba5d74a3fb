"""Documents and extractions as bytes: what workers send back and what evidence keeps of a document's text.

msgpack, never pickle: the bytes come from a process that read hostile files.
"""

from __future__ import annotations

from typing import Any

import msgpack

from inspection.errors import Reason
from inspection.model import Document, Extraction, Failure, Link, Part, Passage, Stage


def pack_document(document: Document) -> bytes:
    """One document as bytes."""
    return bytes(msgpack.packb(_document(document), use_bin_type=True))


def unpack_document(data: bytes) -> Document:
    """The document of :func:`pack_document`.

    Raises:
        ValueError: the bytes are no such document.
    """
    try:
        return _read_document(msgpack.unpackb(data, raw=False, strict_map_key=False))
    except (TypeError, KeyError, IndexError, msgpack.UnpackException) as error:
        raise ValueError("not a packed document") from error


def pack_extraction(extraction: Extraction) -> bytes:
    """An extraction, documents and failures, as bytes."""
    failures = [
        [f.stage.value, f.reason.value, f.target, list(f.path), f.detail, f.permanent, f.found_on]
        for f in extraction.failures
    ]
    return bytes(msgpack.packb([[_document(d) for d in extraction.documents], failures], use_bin_type=True))


def unpack_extraction(data: bytes) -> Extraction:
    """The extraction of :func:`pack_extraction`.

    Raises:
        ValueError: the bytes are no such extraction.
    """
    try:
        documents, failures = msgpack.unpackb(data, raw=False, strict_map_key=False)
        return Extraction(
            tuple(_read_document(item) for item in documents),
            tuple(
                Failure(Stage(stage), Reason(reason), target, tuple(path), detail, permanent, found_on)
                for stage, reason, target, path, detail, permanent, found_on in failures
            ),
        )
    except (TypeError, KeyError, IndexError, msgpack.UnpackException) as error:
        raise ValueError("not a packed extraction") from error


def _document(document: Document) -> list[Any]:
    return [
        list(document.path),
        document.format,
        document.digest,
        document.title,
        [[p.text, p.place, p.part.value, p.page, list(p.rows), p.heading] for p in document.passages],
        [[link.url, link.text, link.kind] for link in document.links],
        document.base,
        document.published,
    ]


def _read_document(item: Any) -> Document:
    path, form, digest, title, passages, links, base, published = item
    return Document(
        path=tuple(path),
        format=form,
        digest=digest,
        title=title,
        passages=tuple(
            Passage(text, place, Part(part), page, tuple(rows), heading)
            for text, place, part, page, rows, heading in passages
        ),
        links=tuple(Link(url, text, kind) for url, text, kind in links),
        base=base,
        published=published,
    )
