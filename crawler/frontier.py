"""The frontier: which addresses are known, which wait, which are done. A small SQLite file in WAL mode, one for a run.

Scrapy's own JOBDIR loses its queue on kill -9 (reproduced: resume says «finished»). Here an address is done only after
:meth:`Frontier.settle`, which the pipeline calls once the ledger holds the result; what was in flight is fetched again,
and the ledger's keys make that harmless.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

from crawler.base import Entry
from inspection.errors import InspectionError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_WAITING, _LOADED, _DONE = 0, 1, 2
_IN_MEMORY = 20_000  # entries; what comes beyond stays in the file until its turn
_SCHEMA = """
CREATE TABLE IF NOT EXISTS url (
    hash INTEGER PRIMARY KEY, seq INTEGER NOT NULL, address TEXT NOT NULL, parent INTEGER, anchor TEXT NOT NULL,
    depth INTEGER NOT NULL, kind TEXT NOT NULL, hops INTEGER NOT NULL, state INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS waiting ON url (seq) WHERE state = 0;
"""


def url_hash(url: str) -> int:
    """64 bits that stand for an address: 1 chance in 3 million of one mistaken among 3 million."""
    return int.from_bytes(hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


class Frontier:
    """Addresses of one run. Used from one thread.

    Raises:
        InspectionError: the file cannot be opened or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            self._db.execute("UPDATE url SET state = 0 WHERE state = 1")
            self._seen: set[int] = {row[0] for row in self._db.execute("SELECT hash FROM url")}
            highest, waiting = self._db.execute("SELECT max(seq), sum(state = 0) FROM url").fetchone()
        except sqlite3.Error as error:
            raise InspectionError(Reason.NOT_PERMITTED, f"抓取进度文件 {path.name} 无法打开：{error}") from error
        path.chmod(0o600)
        self._seq: int = highest or 0
        self._on_disk: int = waiting or 0
        self._ready: deque[Entry] = deque()
        self._found: dict[str, list[tuple[Entry, int]]] = {}  # by page: entries, and whether they are in memory
        self._in_flight: set[str] = set()
        self._finished: set[str] = set()
        self._early: set[str] = set()
        self.resumed = highest is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def waiting(self) -> int:
        """Addresses to be fetched that are not in flight."""
        return len(self._ready) + self._on_disk

    @property
    def known(self) -> int:
        """All addresses seen so far."""
        return len(self._seen)

    @property
    def in_flight(self) -> int:
        """Addresses served and not finished."""
        return len(self._in_flight)

    def seen(self, url: str) -> bool:
        """Whether the address is known already."""
        return url_hash(url) in self._seen

    def seed(self, entries: Iterable[tuple[str, str]]) -> None:
        """Add start addresses (url, kind) and write them at once."""
        rows = []
        for url, kind in entries:
            entry = self._accept(url, None, "", 0, kind, 0)
            if entry is not None:
                rows.append((entry, self._keep(entry)))
        self._write((), rows)

    def add(self, page: Entry, url: str, *, anchor: str = "", kind: str = "page", hops: int = 0) -> bool:
        """Add an address found on ``page``; False if it is known. It is written when the page is settled."""
        depth = page.depth if hops else page.depth + 1
        entry = self._accept(url, page.url, anchor, depth, kind, hops)
        if entry is None:
            return False
        self._found.setdefault(page.url, []).append((entry, self._keep(entry)))
        return True

    def next(self) -> Entry | None:
        """The next address to fetch, in the order of discovery."""
        if not self._ready and self._on_disk:
            self._load()
        if not self._ready:
            return None
        entry = self._ready.popleft()
        self._in_flight.add(entry.url)
        return entry

    def retry(self, entry: Entry) -> None:
        """Put an address that failed for a passing reason at the end."""
        self._in_flight.discard(entry.url)
        self._ready.append(
            Entry(
                entry.seq, entry.url, entry.found_on, entry.anchor, entry.depth, entry.kind, entry.hops, entry.tries + 1
            )
        )

    def finish(self, entry: Entry) -> None:
        """The address is dealt with: its result was handed on, and all its links were added."""
        self._in_flight.discard(entry.url)
        if entry.url in self._early:
            self._early.discard(entry.url)
            self._write([entry.url], self._found.pop(entry.url, []))
        else:
            self._finished.add(entry.url)

    def settle(self, urls: Iterable[str]) -> None:
        """The results of these addresses are safe in the ledger: mark them done and write what was found on them."""
        done, rows = [], []
        for url in urls:
            if url in self._finished:
                self._finished.discard(url)
                done.append(url)
                rows.extend(self._found.pop(url, []))
            elif url in self._in_flight:
                self._early.add(url)
        self._write(done, rows)

    def close(self) -> None:
        """Close the file; what is not settled will be fetched again by a resumed run."""
        self._db.close()

    @staticmethod
    def discard(path: Path) -> None:
        """Delete a closed frontier's file: its run is complete, or will never be resumed. It holds raw addresses."""
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def _accept(self, url: str, found_on: str | None, anchor: str, depth: int, kind: str, hops: int) -> Entry | None:
        key = url_hash(url)
        if key in self._seen:
            return None
        self._seen.add(key)
        self._seq += 1
        return Entry(self._seq, url, found_on, anchor[:120], depth, kind, hops)

    def _keep(self, entry: Entry) -> int:
        if self._on_disk or len(self._ready) >= _IN_MEMORY:
            self._on_disk += 1
            return _WAITING
        self._ready.append(entry)
        return _LOADED

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):  # nothing was begun
                self._db.execute("ROLLBACK")
            raise InspectionError(Reason.NOT_PERMITTED, f"抓取进度无法写入：{error}", permanent=False) from error

    def _load(self) -> None:
        with self._transaction():
            rows = self._db.execute(
                "SELECT u.hash, u.seq, u.address, p.address, u.anchor, u.depth, u.kind, u.hops FROM url u"
                " LEFT JOIN url p ON p.hash = u.parent WHERE u.state = 0 ORDER BY u.seq LIMIT ?",
                (_IN_MEMORY,),
            ).fetchall()
            self._db.executemany("UPDATE url SET state = 1 WHERE hash = ?", [(row[0],) for row in rows])
        self._on_disk -= len(rows)
        for row in rows:
            self._ready.append(Entry(row[1], row[2], row[3], row[4], row[5], row[6], row[7]))

    def _write(self, done: Iterable[str], rows: list[tuple[Entry, int]]) -> None:
        values = [
            (url_hash(e.url), e.seq, e.url, url_hash(e.found_on) if e.found_on else None, e.anchor, e.depth, e.kind, e.hops, state)
            for e, state in rows
        ]  # fmt: skip
        with self._transaction():
            self._db.executemany("UPDATE url SET state = 2 WHERE hash = ?", [(url_hash(url),) for url in done])
            self._db.executemany("INSERT OR IGNORE INTO url VALUES (?,?,?,?,?,?,?,?,?)", values)
