"""Archives and plain text with fixed times and with the encodings that Chinese offices really use."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIME = (2026, 3, 2, 9, 30, 0)


class _OldName(zipfile.ZipInfo):
    """A member whose name is written in GBK without the UTF-8 flag, as Windows' own zip did in Chinese editions."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # zipfile's name for it
        return self.filename.encode("gbk"), self.flag_bits


def repack(members: Iterable[tuple[str, bytes]], *, old_names: bool = False) -> bytes:
    """A zip of these members in this order, dated 2026-03-02.

    Args:
        members: names and bytes.
        old_names: write the names in GBK instead of UTF-8.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members:
            info = (_OldName if old_names else zipfile.ZipInfo)(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            package.writestr(info, data)
    return out.getvalue()


def text(lines: Iterable[str], charset: str = "utf-8") -> bytes:
    """A .txt or .csv file; ``utf-16`` and ``utf-8-sig`` begin with their byte order mark."""
    return ("\r\n".join(lines) + "\r\n").encode(charset)
