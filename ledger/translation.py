"""The databases' errors as sentences for a person."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import exc

from inspection.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

# By the beginnings of SQLite's result codes (sqlite.org/rescode.html).
_SENTENCES = {
    "SQLITE_BUSY": "台账 {0} 正被另一个程序写入，等待超时。请等它结束后再试",
    "SQLITE_FULL": "台账 {0} 所在的磁盘已满。请清理空间后继续（mijian inspect --resume）",
    "SQLITE_READONLY": "台账 {0} 不可写。请检查文件和目录的权限",
    "SQLITE_CANTOPEN": "无法打开台账文件 {0}。请检查文件和所在目录的权限",
    "SQLITE_PERM": "无法打开台账文件 {0}。请检查文件和所在目录的权限",
    "SQLITE_IOERR": "读写台账 {0} 时磁盘出错。请检查磁盘和权限，必要时用备份恢复",
}
_DAMAGE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


@contextmanager
def translated(name: str) -> Iterator[None]:
    """The databases' own errors as :class:`LedgerError`; mistakes of ours (a wrong statement) stay what they are.

    Only the first line of their messages is kept: PostgreSQL's second one quotes the row.
    """
    try:
        yield
    except exc.DBAPIError as error:
        sentence = _explain(error, name)
        if sentence is not None:
            raise LedgerError(sentence) from None
        driver = Exception if error.orig is None else type(error.orig)
        first = driver(str(error.orig).partition("\n")[0])
        raise type(error)(error.statement, None, first, hide_parameters=True).with_traceback(
            error.__traceback__
        ) from None


def damaged(name: str) -> str:
    """For a file that is no SQLite database, or no longer."""
    return (
        f"台账文件 {name} 已损坏，或不是台账。请先把它连同 -wal 文件另存一份，再用最近的备份替换；"
        "没有备份的，移走它后重新登记、检查"
    )


def unusable(name: str, state: str | None = None) -> str:
    """For a server that does not answer or does not let us. ``state``: its SQLSTATE."""
    cause = f"（SQLSTATE {state}）" if state else ""
    return f"无法连接或使用台账数据库 {name}{cause}。请确认数据库已启动、地址和账户正确，且有建表和写入的权限"


def _explain(error: exc.DBAPIError, name: str) -> str | None:
    code = getattr(error.orig, "sqlite_errorname", None)
    if code is None:  # PostgreSQL, or nothing that a database said
        state = getattr(error.orig, "sqlstate", None)
        return unusable(name, state) if isinstance(error, exc.OperationalError | exc.InterfaceError) else None
    if code.startswith(_DAMAGE):
        return damaged(name)
    return next((sentence.format(name) for start, sentence in _SENTENCES.items() if code.startswith(start)), None)
