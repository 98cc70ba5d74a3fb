"""密钥文件: one key seals the evidence, one hides the subjects. 32 random bytes each, readable by their owner only.

Whoever loses them loses the evidence; whoever copies them beside the ledger can guess personal numbers. Back them up apart.
"""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inspection.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 32
_EVIDENCE, _SUBJECT = "evidence.key", "subject.key"


@dataclass(frozen=True, slots=True)
class Keys:
    """The workspace's keys, 32 bytes each."""

    evidence: bytes = field(repr=False)
    subject: bytes = field(repr=False)


def load_or_create(folder: Path) -> Keys:
    """The keys in ``folder``, made where neither exists.

    Raises:
        LedgerError: a key cannot be read or written, has a wrong length, or only one of the two is there.
    """
    paths = (folder / _EVIDENCE, folder / _SUBJECT)
    there = [path.exists() for path in paths]
    for _ in range(20):  # another process may be making them just now
        if all(there) or not any(there):
            break
        time.sleep(0.02)
        there = [path.exists() for path in paths]
    if any(there) and not all(there):
        missing = paths[there.index(False)]
        raise LedgerError(f"缺少密钥文件 {missing}。请从备份恢复；另造一把密钥，原有证据和线索就无法再对上")
    if not any(there):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path in paths:
                _make(path)
        except OSError as error:
            raise LedgerError(f"无法在 {folder} 建立密钥文件：{error.strerror}。请检查目录权限") from error
    return Keys(*(_load(path) for path in paths))


def _make(path: Path) -> None:
    """Whole or not at all, and the first process wins: the key is written aside and linked into place."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(SIZE))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _load(path: Path) -> bytes:
    try:
        key = path.read_bytes()
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise LedgerError(f"无法读取密钥文件 {path}：{error.strerror}。请检查权限，或从备份恢复") from error
    if len(key) != SIZE:
        raise LedgerError(f"密钥文件 {path} 长度不对（应为 {SIZE} 字节，实为 {len(key)} 字节）。请从备份恢复")
    return key
