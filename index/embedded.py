"""The embedded index: tantivy in a folder of the workspace; nothing to install, one machine."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy

from index.base import Count, Facet, Health, Kind, Query, Refused, Results, Sort
from index.compile import (
    All,
    AnyTerm,
    Between,
    Characters,
    Every,
    Plan,
    Some,
    Without,
    expression,
    filters,
    is_scored,
)
from index.grammar import QueryError
from index.highlight import Highlighter
from index.normalise import spread, token
from index.place import Place, translated
from index.schema import CHARACTERS, KEYWORDS, LOOKUPS, NUMBERS, clean, flatten, pack, refusal, uid, unpack
from inspection.errors import InspectionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import tzinfo

    from index.base import Entry, Hit


@dataclass(frozen=True, slots=True)
class _Reader:
    """A moment of the index."""

    path: Path
    schema: tantivy.Schema
    searcher: tantivy.Searcher


class _Opened:
    """A directory open for reading."""

    def __init__(self, path: Path, index: tantivy.Index) -> None:
        self.path = path
        self._index = index
        self._seen: tuple[int, int] | None = None

    def latest(self) -> _Reader:
        """What was committed last; a reload takes 0.3 ms, a look at the file that each commit replaces 0.002."""
        meta = (self.path / "meta.json").stat()
        if self._seen != (meta.st_ino, meta.st_mtime_ns):
            self._index.reload()
            self._seen = (meta.st_ino, meta.st_mtime_ns)
        return _Reader(self.path, self._index.schema, self._index.searcher())


# One thread: a second one costs 25 % more CPU a document for the same text. 15 MB flushes too early (+25 %), 128 MB gains nothing.
_HEAP = 32_000_000
_THREADS = 1


class EmbeddedIndex:
    """The index in ``folder``; satisfies :class:`index.base.Index`. May be used from several threads.

    Args:
        folder: access-controlled; made with mode 0700 on the first write.
        zone: of days and months.
        patience: seconds to wait for another writer.
    """

    def __init__(self, folder: Path, *, zone: tzinfo, patience: float = 30.0) -> None:
        self._place = Place(folder, patience=patience)
        self._zone = zone
        self._guard = threading.Lock()
        self._opened: _Opened | None = None

    def put(self, entries: Iterable[Entry]) -> tuple[Refused, ...]:
        """Insert or replace, in one commit."""
        batch = list(entries)
        if not batch:
            return ()
        with self._session() as session:
            return session.put(batch)

    def delete(self, kind: Kind, ids: Iterable[str]) -> None:
        """Remove entries, in one commit."""
        batch = list(ids)
        if batch and self._place.current():
            with self._session() as session:
                session.delete(kind, batch)

    def search(self, query: Query) -> Results:
        """One page; the cursor is an offset."""
        offset = _offset(query.after)
        reader = self._reader()
        if reader is None:
            return Results(0, (), dict.fromkeys(query.facets, ()))
        by_date = _is_by_date(query)
        with translated("检索"):
            wanted = _whole(reader, query)
            found = reader.searcher.search(
                wanted, limit=max(query.limit, 1), offset=offset, order_by_field="time" if by_date else None
            )
            entries = _entries(reader, found.hits[: max(query.limit, 0)])
            facets = _facets(reader, wanted, query.facets, query.facet_size)
        hits = tuple(_hits(entries, query, scored=not by_date))
        total, shown = _total(found), offset + len(hits)
        return Results(total, hits, facets, str(shown) if hits and shown < total else "")

    def facets(self, query: Query, names: Iterable[Facet]) -> Mapping[Facet, tuple[Count, ...]]:
        """Counts by value; equal counts in the order of the values."""
        wanted = tuple(names)
        reader = self._reader()
        if reader is None:
            return dict.fromkeys(wanted, ())
        with translated("统计"):
            return _facets(reader, _whole(reader, query), wanted, query.facet_size)

    def count(self, query: Query) -> int:
        """The number of hits."""
        reader = self._reader()
        if reader is None:
            return 0
        with translated("统计"):
            return _total(reader.searcher.search(_whole(reader, query), limit=1))

    def scroll(self, query: Query) -> Iterator[Hit]:
        """All hits of one commit; 100 bytes of memory for each, entries are read one by one."""
        reader = self._reader()
        if reader is None:
            return
        by_date = _is_by_date(query)
        with translated("检索"):
            wanted = _whole(reader, query)
            total = _total(reader.searcher.search(wanted, limit=1))
            order = "time" if by_date else None
            found = reader.searcher.search(wanted, limit=max(total, 1), count=False, order_by_field=order)
        for at in range(0, len(found.hits), 100):
            with translated("检索"):
                entries = _entries(reader, found.hits[at : at + 100])
            yield from _hits(entries, query, scored=not by_date)

    def health(self) -> Health:
        """How the index is."""
        none = dict.fromkeys(Kind, 0)
        try:
            reader = self._reader()
            if reader is None:
                return Health(True, "empty", "检索库尚无内容；检查网站后自动写入", none)
            entries = {kind: self.count(Query(kind=kind)) for kind in Kind}
            size = sum(file.stat().st_size for file in reader.path.iterdir())
        except InspectionError as error:
            stale = error.permanent
            return Health(False, "stale" if stale else "damaged", str(error), none)
        except OSError as error:
            return Health(False, "unavailable", f"检索库目录不可读：{error.strerror}", none)
        return Health(True, "ready", "检索库正常", entries, size)

    @contextmanager
    def rebuild(self) -> Iterator[_Session]:
        """A new directory; other writers wait until it has taken the old one's place or is gone."""
        with self._place.exclusive():
            with translated("重建"):
                self._place.sweep()
                path = self._create()
                session = _Session(path, self._zone)
            try:
                yield session
                session.finish()
                with translated("重建"):
                    self._place.point(path)
            except BaseException:
                session.abandon()
                shutil.rmtree(path, ignore_errors=True)
                raise
            self._place.sweep()

    def close(self) -> None:
        """Let go of the files."""
        with self._guard:
            self._opened = None

    def _reader(self) -> _Reader | None:
        """What was committed last; None before the first write."""
        with self._guard:
            for last in (False, True):
                path = self._place.current()
                if path is None:
                    return None
                try:
                    with translated("打开"):
                        if self._opened is None or self._opened.path != path:
                            self._opened = _Opened(path, _open(path))
                        return self._opened.latest()
                except InspectionError:
                    self._opened = None
                    # A rebuild may have replaced the directory between our looking and our opening.
                    if last or self._place.current() == path:
                        raise
        return None

    def _create(self) -> Path:
        path = self._place.make()
        tantivy.Index(_schema(), str(path))
        return path

    @contextmanager
    def _session(self) -> Iterator[_Session]:
        """A write session on the directory in use, committed at the end; a fresh tantivy index each time, as it demands."""
        with self._place.exclusive():
            with translated("写入"):
                path = self._place.current()
                if path is None:
                    path = self._create()
                    self._place.point(path)
                session = _Session(path, self._zone)
            try:
                yield session
                session.finish()
            except BaseException:
                session.abandon()
                raise


class _Session:
    """One tantivy writer at work on one directory."""

    def __init__(self, path: Path, zone: tzinfo) -> None:
        self._path = path
        self._zone = zone
        self._writer = _open(path).writer(_HEAP, _THREADS)

    def put(self, entries: Iterable[Entry]) -> tuple[Refused, ...]:
        """Delete by id and add, in order: the last of the same id stays."""
        refused: list[Refused] = []
        for entry in entries:
            why = refusal(entry)
            if why:
                refused.append(Refused(entry.kind, entry.id, why))
                continue
            fit = clean(entry)
            document = _document(fit, self._zone)
            with translated("写入"):
                self._writer.delete_documents_by_term("uid", uid(fit.kind, fit.id))
                self._writer.add_document(document)
        return tuple(refused)

    def delete(self, kind: Kind, ids: Iterable[str]) -> None:
        """Delete by id."""
        with translated("删除"):
            for identifier in ids:
                self._writer.delete_documents_by_term("uid", uid(kind, identifier))

    def finish(self) -> None:
        """Commit, let merges end, close the files to others."""
        with translated("写入"):
            self._writer.commit()
            self._writer.wait_merging_threads()
            for file in os.scandir(self._path):
                with suppress(FileNotFoundError):  # merged away meanwhile
                    if file.stat().st_mode & 0o077:
                        Path(file.path).chmod(0o600)

    def abandon(self) -> None:
        """Forget what is not committed."""
        with suppress(ValueError, OSError, RuntimeError):  # consumed already, or the disk that failed it fails this too
            self._writer.rollback()
            self._writer.wait_merging_threads()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in CHARACTERS:
        builder.add_text_field(name, tokenizer_name="characters", index_option="position")
    for name in KEYWORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in LOOKUPS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def _open(path: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(path))
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("characters", analyzer)
    index.config_reader("manual")  # no watching thread: every search reloads (0.02 ms)
    return index


def _document(entry: Entry, zone: tzinfo) -> tantivy.Document:
    document = tantivy.Document()
    for name, values in flatten(entry, zone).items():
        for value in values:
            if isinstance(value, int):
                document.add_integer(name, value)
            else:
                document.add_text(name, spread(value) if name in CHARACTERS else value)
    document.add_bytes("stored", pack(entry))
    return document


def _query(schema: tantivy.Schema, plan: Plan) -> tantivy.Query:
    """The plan in tantivy's terms; its query parser is never used (it drops ``AND NOT "…"``)."""
    make, occur = tantivy.Query, tantivy.Occur
    match plan:
        case All():
            return make.all_query()
        case AnyTerm(field, values):
            return make.const_score_query(make.term_set_query(schema, field, list(values)), 0.0)
        case Characters(field, ((_, only),)):
            return make.term_query(schema, field, token(only))
        case Characters(field, characters):
            return make.phrase_query(schema, field, [(at, token(character)) for at, character in characters])
        case Between(field, low, high):
            kind = tantivy.FieldType.Integer
            return make.const_score_query(make.range_query(schema, field, kind, low, high), 0.0)
        case Every(parts):
            return make.boolean_query([(occur.Must, _query(schema, part)) for part in parts])
        case Some(parts):
            return make.boolean_query([(occur.Should, _query(schema, part)) for part in parts])
        case Without(part):
            both = [(occur.Must, make.all_query()), (occur.MustNot, _query(schema, part))]
            return make.const_score_query(make.boolean_query(both), 0.0)


def _whole(reader: _Reader, query: Query) -> tantivy.Query:
    return _query(reader.schema, Every((expression(query.expression), *filters(query))))


def _is_by_date(query: Query) -> bool:
    return query.sort is Sort.DATE or not is_scored(expression(query.expression))


def _entries(reader: _Reader, found: list[tuple[float, tantivy.DocAddress]]) -> list[tuple[float, Entry]]:
    return [(score, unpack(reader.searcher.doc(address)["stored"][0])) for score, address in found]


def _hits(entries: list[tuple[float, Entry]], query: Query, *, scored: bool) -> Iterator[Hit]:
    highlighter = Highlighter(query.expression, unmasked=query.unmasked)
    for score, entry in entries:
        yield highlighter.hit(entry, score if scored else 0.0)


def _total(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # there, but not in tantivy's stub


def _facets(
    reader: _Reader, wanted: tantivy.Query, names: tuple[Facet, ...], size: int
) -> Mapping[Facet, tuple[Count, ...]]:
    if not names:
        return {}
    asked = {name.value: {"terms": {"field": name.value, "size": max(size, 1)}} for name in names}
    answer = reader.searcher.aggregate(wanted, asked)
    counts = {
        name: [Count(_shown(bucket["key"]), int(bucket["doc_count"])) for bucket in answer[name.value]["buckets"]]
        for name in names
    }
    return {name: tuple(sorted(found, key=lambda count: (-count.count, count.value))) for name, found in counts.items()}


def _shown(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


def _offset(after: str) -> int:
    if not after:
        return 0
    if not after.isdecimal() or len(after) > 9:
        raise QueryError("翻页位置无效，请从第一页重新检索")
    return int(after)
