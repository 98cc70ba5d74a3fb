"""证据: bytes by digest, compressed and sealed, in segment files that only grow.

The order that makes a crash harmless: append, sync, and only then a row in ``blob``. A record without a row is dead
weight; a row without a record cannot be.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Self

from inspection.errors import LedgerError
from ledger.base import Location
from ledger.seal import Sealer
from ledger.segment import HEADER, Header, acquire, sound_end

if TYPE_CHECKING:
    from pathlib import Path

    from inspection.settings import EvidenceSettings

_SUFFIX = ".seg"


class EvidenceStore:
    """The evidence folder, with this process's own segment in it. Used from one thread.

    Args:
        folder: made where it is missing (0700).
        key: 32 bytes.
        settings: size of a segment, level of compression.
    """

    def __init__(self, folder: Path, key: bytes, settings: EvidenceSettings) -> None:
        self._folder = folder
        self._settings = settings
        self._sealer = Sealer(key, level=settings.compression)
        self._mark = hashlib.blake2b(key, digest_size=4, person=b"mijian.key").digest()
        self._descriptor = -1
        self._name = ""
        self._end = 0
        self._dirty = False
        self._readers: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, data: bytes, digest: str | None = None) -> Location:
        """Seal ``data`` and write it; it is safe after the next :meth:`sync`.

        Args:
            data: any bytes.
            digest: their SHA-256 (hex), where the caller has it already.

        Raises:
            LedgerError: it cannot be written; nothing of it stays behind.
        """
        raw = bytes.fromhex(digest) if digest else hashlib.sha256(data).digest()
        sealed = self._sealer.seal(data, raw)
        record = Header(len(sealed), len(data), self._mark, raw).pack() + sealed
        if self._descriptor < 0 or (self._end and self._end + len(record) > self._settings.segment_bytes):
            self._next_segment()
        try:
            _write(self._descriptor, record, self._end)
        except OSError as error:
            os.ftruncate(self._descriptor, self._end)
            raise self._refused(error) from error
        location = Location(self._name, self._end, len(record))
        self._end += len(record)
        self._dirty = True
        return location

    def sync(self) -> None:
        """Everything appended so far is on disk when this returns.

        Raises:
            LedgerError: the disk refuses; what was appended since the last sync must not be entered in the ledger.
        """
        if not self._dirty:
            return
        try:
            os.fdatasync(self._descriptor)
        except OSError as error:
            # Linux drops what it could not write and reports it once: a second fdatasync would say all is well.
            os.close(self._descriptor)
            self._descriptor, self._dirty = -1, False
            raise self._refused(error) from error
        self._dirty = False

    def read(self, location: Location, digest: str) -> bytes:
        """The bytes at ``location``, verified.

        Args:
            location: of :meth:`append`, from any process.
            digest: their SHA-256 (hex).

        Raises:
            LedgerError: missing, damaged, or sealed with another key.
        """
        where = f"{location.segment} 第 {location.offset} 字节处"
        try:
            record = os.pread(self._reader(location.segment), location.length, location.offset)
        except OSError as error:
            raise LedgerError(
                f"无法读取证据文件 {self._folder / location.segment}：{error.strerror}。请从备份恢复"
            ) from error
        header = Header.unpack(record)
        raw = bytes.fromhex(digest)
        if header is None or header.digest != raw or HEADER + header.sealed != len(record):
            raise LedgerError(f"证据损坏：{where}的记录与台账不符。请从备份恢复该文件")
        if header.mark != self._mark:
            raise LedgerError(f"证据无法解密：{where}的记录用另一把密钥加密。请从备份恢复原来的 keys/evidence.key")
        try:
            data = self._sealer.open(record[HEADER:], raw, size=header.plain)
        except ValueError as error:
            raise LedgerError(f"证据损坏：{where}的记录已被改动。请从备份恢复该文件") from error
        if hashlib.sha256(data).digest() != raw:
            raise LedgerError(f"证据损坏：{where}的内容与摘要不符。请从备份恢复该文件")
        return data

    def close(self) -> None:
        """Sync, and let go of the segment; another process may go on with it."""
        try:
            self.sync()
        finally:
            for descriptor in (*self._readers.values(), self._descriptor):
                if descriptor >= 0:
                    os.close(descriptor)
            self._readers.clear()
            self._descriptor = -1

    def _reader(self, segment: str) -> int:
        if segment == self._name and self._descriptor >= 0:
            return self._descriptor
        if segment not in self._readers:
            if os.sep in segment or not segment.endswith(_SUFFIX):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            if len(self._readers) >= 64:
                os.close(self._readers.pop(next(iter(self._readers))))
            self._readers[segment] = os.open(self._folder / segment, os.O_RDONLY | os.O_CLOEXEC)
        return self._readers[segment]

    def _next_segment(self) -> None:
        """Go on with a segment that nobody holds and that has room, else begin one."""
        if self._descriptor >= 0:
            self.sync()
            os.close(self._descriptor)
            self._descriptor = -1
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._adopt():
                self._begin()
        except OSError as error:
            raise self._refused(error) from error

    def _adopt(self) -> bool:
        room = self._settings.segment_bytes * 3 // 4  # a segment nearly full is not worth walking through
        for path in sorted(self._folder.glob(f"*{_SUFFIX}"), reverse=True):
            if path.stat().st_size >= room:
                continue
            descriptor = acquire(path, create=False)
            if descriptor is None:
                continue
            end = sound_end(descriptor)
            if end is None:
                os.close(descriptor)
                continue
            os.ftruncate(descriptor, end)
            os.fsync(descriptor)
            self._descriptor, self._name, self._end = descriptor, path.name, end
            return True
        return False

    def _begin(self) -> None:
        numbers = (path.name.partition("-")[0] for path in self._folder.glob(f"*{_SUFFIX}"))
        number = 1 + max((int(n) for n in numbers if n.isascii() and n.isdigit()), default=0)
        path = self._folder / f"{number:06d}-{secrets.token_hex(4)}{_SUFFIX}"
        descriptor = acquire(path, create=True)
        assert descriptor is not None, "nobody else knows this name"
        self._descriptor, self._name, self._end = descriptor, path.name, 0
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)  # the name itself must survive a power cut
        finally:
            os.close(folder)

    def _refused(self, error: OSError) -> LedgerError:
        cause = "磁盘已满" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror
        return LedgerError(
            f"无法写入证据目录 {self._folder}：{cause}。请清理空间或检查权限，再用 mijian inspect --resume 继续"
        )


def _write(descriptor: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        done = os.pwrite(descriptor, view, offset)
        view = view[done:]
        offset += done
