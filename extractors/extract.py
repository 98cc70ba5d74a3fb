"""The front door: a source in, an Extraction out. Members loop back here under one budget; every fault ends as a Failure."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from extractors.archive import Archive
from extractors.base import TELLING, Source, Trouble
from extractors.html import Html
from extractors.limits import Budget
from extractors.naming import clean, from_address, from_disposition
from extractors.pdf import Pdf
from extractors.plain import PlainText
from extractors.sniff import NAMES, is_html, looks_textual, sniff
from extractors.spreadsheet import Spreadsheet
from extractors.word import Word
from inspection.errors import InspectionError, Reason
from inspection.model import Capture, Document, Extraction, Failure, Part, Passage, Stage

if TYPE_CHECKING:
    from extractors.base import Extractor, Reading
    from inspection.settings import ExtractorSettings

EXTRACTORS: tuple[Extractor, ...] = (Html(), PlainText(), Pdf(), Word(), Spreadsheet(), Archive())

# Stored beside what was read: a document read by an older version is read again.
READER_VERSION = "1"
INLINE_BYTES = 4 << 20  # above, even a page goes to a worker: the crawl process must stay responsive
_INLINE = frozenset(kind for extractor in EXTRACTORS if extractor.inline for kind in extractor.formats)


class Listener(Protocol):
    """Told of each source as it is read, so that a killed worker's results are kept up to the file that killed it."""

    def begin(self, path: tuple[str, ...]) -> bool:
        """``path`` is about to be read; False passes it over (it killed a worker before, or nothing in it is left to read)."""
        ...

    def found(self, part: Extraction) -> None:
        """What one source, or one trouble, came to."""
        ...


def extract(source: Source, settings: ExtractorSettings) -> Extraction:
    """Read ``source`` and everything inside it, in this process.

    Hostile native formats (pdf) can abort the process: callers that take bytes from outside use
    :class:`extractors.pool.Pool`, except for what :func:`is_inline` allows.

    Returns:
        Documents in reading order, the source's own first; and a Failure, stage ``extract``, for whatever could not be
        read. ``target`` is the outermost source's name, ``path`` the whole way from it.
    """
    collected = _Collected()
    read(source, settings, collected)
    return Extraction(tuple(collected.documents), tuple(collected.failures))


def read(source: Source, settings: ExtractorSettings, listener: Listener) -> None:
    """As :func:`extract`, but tells ``listener`` of each part as soon as it is read."""
    _read(source, Budget(settings), listener, 0)


def is_inline(source: Source) -> bool:
    """Whether :func:`extract` is safe and quick enough for the crawl process: web pages and plain text of moderate size."""
    body = source.body
    if len(body) > INLINE_BYTES:
        return False
    head = body[:4096]
    return (is_html(head) and looks_textual(head)) or sniff(body) in _INLINE


def source_of(capture: Capture) -> Source:
    """The source in a capture, named as the server names it (Content-Disposition), else by its address."""
    declared, _, parameters = capture.header("content-type").partition(";")
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    name = from_disposition(capture.header("content-disposition")) or from_address(capture.url)
    return Source(clean(name), capture.body, (), declared.strip().lower(), charset, capture.sha256)


class _Collected:
    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.failures: list[Failure] = []

    def begin(self, path: tuple[str, ...]) -> bool:  # noqa: ARG002  # the Protocol's
        return True

    def found(self, part: Extraction) -> None:
        self.documents += part.documents
        self.failures += part.failures


def _read(source: Source, budget: Budget, listener: Listener, depth: int) -> None:
    """One source and, after it, its members."""
    if not listener.begin(source.way):
        return
    budget.restart_clock()
    kind, reading, failures = _attempt(source, budget)
    documents = _document(source, kind, reading)
    listener.found(Extraction(documents, tuple(failures)))
    if reading is None:
        return
    empty = reading.silent and not reading.passages and not failures
    try:
        for member in reading.members:
            empty = False
            if isinstance(member, Trouble):
                listener.found(_named(source, member))
                continue
            budget.admit(depth + 1)
            _read(member, budget, listener, depth + 1)
    except InspectionError as error:
        listener.found(Extraction((), (_failure(source.way, error.reason, error.detail),)))
    except MemoryError:
        listener.found(Extraction((), (_failure(source.way, Reason.MEMORY_LIMIT),)))
    except Exception as error:  # noqa: BLE001  # hostile bytes meet a parser
        listener.found(Extraction((), (_failure(source.way, Reason.DAMAGED, type(error).__name__),)))
    if empty:
        listener.found(Extraction((), (_failure(source.way, Reason.NO_TEXT),)))


def _attempt(source: Source, budget: Budget) -> tuple[str, Reading | None, list[Failure]]:
    """What an extractor makes of the source, its faults as failures."""
    kind = "binary"
    try:
        kind = sniff(source.body)
        extractor = next((each for each in EXTRACTORS if kind in each.formats), None)
        if extractor is None:
            reason = (
                Reason.ENCRYPTED
                if kind == "encrypted"
                else Reason.NO_TEXT
                if kind == "empty"
                else Reason.UNSUPPORTED_FORMAT
            )
            return kind, None, [_failure(source.way, reason, NAMES[kind])]
        reading = extractor.extract(source, kind, budget)
    except InspectionError as error:
        return kind, None, [_failure(source.way, error.reason, error.detail)]
    except MemoryError:
        return kind, None, [_failure(source.way, Reason.MEMORY_LIMIT)]
    except Exception as error:  # noqa: BLE001  # hostile bytes meet a parser
        return kind, None, [_failure(source.way, Reason.DAMAGED, type(error).__name__)]
    failures = [_failure(source.way, trouble.reason, trouble.detail) for trouble in reading.troubles]
    if not (
        reading.silent
        or reading.members
        or failures
        or any(each.part is not Part.METADATA for each in reading.passages)
    ):
        failures.append(_failure(source.way, Reason.NO_TEXT))
    return kind, reading, failures


def _document(source: Source, kind: str, reading: Reading | None) -> tuple[Document, ...]:
    """The document of what was read; of an unread source too when its name alone may tell something."""
    passages = () if reading is None else reading.passages
    if TELLING.search(source.name):
        passages = (*passages, Passage(source.name, "文件名", Part.FILE_NAME))
    if reading is None and not passages:
        return ()
    digest = source.digest or hashlib.sha256(source.body).hexdigest()
    if reading is None:
        return (Document(source.way, kind, digest, "", passages),)
    return (
        Document(source.way, kind, digest, reading.title, passages, reading.links, reading.base, reading.published),
    )


def _named(source: Source, trouble: Trouble) -> Extraction:
    """A member that could not even be taken out: its failure, and its name as a document where that tells something."""
    way = (*source.way, trouble.member) if trouble.member else source.way
    documents: tuple[Document, ...] = ()
    if trouble.reason is not Reason.DAMAGED and TELLING.search(trouble.member):
        name = Passage(trouble.member, "文件名", Part.FILE_NAME)
        # Its bytes are out of reach: what identifies it is where it lies.
        digest = hashlib.sha256("\0".join(way).encode("utf-8", "replace")).hexdigest()
        documents = (Document(way, "binary", digest, "", (name,)),)
    return Extraction(documents, (_failure(way, trouble.reason, trouble.detail),))


def _failure(way: tuple[str, ...], reason: Reason, detail: str = "") -> Failure:
    return Failure(Stage.EXTRACT, reason, way[0], way, detail)
