"""Where an embedded index lies: which directory is in use, who may write, how a new one takes its place.

``current`` names the directory in use (``v1-000001``: version of the schema, then a number); ``write.lock`` is held by whoever
writes. A rebuild fills the next directory and then changes ``current`` in one step. Local disks only: the lock and the
memory maps of the files need them.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.schema import VERSION
from inspection.errors import InspectionError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DIRECTORY = re.compile(r"v(\d+)-(\d+)")


class Place:
    """The folder of an embedded index.

    Args:
        folder: access-controlled; made with mode 0700 on the first write.
        patience: seconds to wait for another writer.
    """

    def __init__(self, folder: Path, *, patience: float) -> None:
        self._folder = folder
        self._patience = patience

    def current(self) -> Path | None:
        """The directory in use, None before the first write."""
        try:
            name = (self._folder / "current").read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "文件 current 损坏"
            raise InspectionError(
                Reason.INDEX_UNAVAILABLE, f"检索库不可读：{why}；请运行 mijian reindex 重建", permanent=False
            ) from None
        match = _DIRECTORY.fullmatch(name)
        version = match[1] if match else "?"
        if version != str(VERSION):
            detail = f"检索库版本为 {version}，本程序需要 {VERSION}；请运行 mijian reindex 重建"
            raise InspectionError(Reason.INDEX_UNAVAILABLE, detail, permanent=True)
        return self._folder / name

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the write lock, which the system lets go of when a process dies."""
        with translated("写入"):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._folder / "write.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            until = time.monotonic() + self._patience
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        detail = f"另一个进程正在写入检索库，已等待 {self._patience:g} 秒"
                        raise InspectionError(Reason.INDEX_UNAVAILABLE, detail, permanent=False) from None
                    time.sleep(0.02)
            yield
        finally:
            # Unlock by name: a child process forked meanwhile has the descriptor too, and would keep the lock.
            fcntl.flock(lock, fcntl.LOCK_UN)
            os.close(lock)

    def make(self) -> Path:
        """A new, empty directory, not in use yet."""
        numbers = [int(match[2]) for path in self._folder.iterdir() if (match := _DIRECTORY.fullmatch(path.name))]
        path = self._folder / f"v{VERSION}-{max(numbers, default=0) + 1:06d}"
        path.mkdir(mode=0o700)
        return path

    def point(self, path: Path) -> None:
        """Make ``path`` the directory in use, in one step that a crash cannot halve."""
        draft = self._folder / "current.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(path.name)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.replace(self._folder / "current")

    def sweep(self) -> None:
        """Remove directories that are not in use: of former rebuilds, also killed ones. Open searchers keep their files."""
        try:
            name = (self._folder / "current").read_text("utf-8", "replace").strip()
        except OSError:
            name = ""
        for path in self._folder.iterdir():
            if _DIRECTORY.fullmatch(path.name) and path.name != name:
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Errors of tantivy as ours: ValueError for everything, a full disk too, and a panic over damaged files.

    Their texts may quote terms and are not passed on.
    """
    try:
        yield
    except BaseException as error:
        # pyo3's PanicException is a BaseException and cannot be imported.
        if not isinstance(error, ValueError | OSError) and type(error).__name__ != "PanicException":
            raise
        lock = "LockBusy" in str(error)
        detail = "另一个进程正在写入检索库" if lock else f"{doing}失败：{_cause(error)}"
        raise InspectionError(Reason.INDEX_UNAVAILABLE, detail, permanent=False) from None


_CAUSES = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限读写该目录",
    errno.EPERM: "没有权限读写该目录",
    errno.EMFILE: "打开的文件过多",
}


def _cause(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno:
        return _CAUSES.get(error.errno) or error.strerror or "读写失败"
    # tantivy wraps the system's error into a ValueError that quotes it.
    for number, cause in _CAUSES.items():
        if f"os error {number}" in str(error) or os.strerror(number) in str(error):
            return cause
    return "检索库文件损坏或不可读写，请运行 mijian reindex 重建"
