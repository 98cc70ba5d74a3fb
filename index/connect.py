"""The front door: from settings to an index."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from inspection.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo
    from pathlib import Path
    from typing import Protocol

    from index.base import Index
    from inspection.settings import IndexSettings

    class Backend(Protocol):
        """Opens an index of its kind."""

        def __call__(self, folder: Path, *, zone: tzinfo, patience: float) -> Index:
            """``folder``: the workspace's index folder. ``patience``: seconds to wait for another writer."""


def _embedded(folder: Path, *, zone: tzinfo, patience: float) -> Index:
    from index.embedded import EmbeddedIndex

    return EmbeddedIndex(folder, zone=zone, patience=patience)


# By the word in [index] url.
BACKENDS: Mapping[str, Backend] = {"embedded": _embedded}


def connect(settings: IndexSettings, folder: Path, *, zone: tzinfo | None = None, patience: float = 30.0) -> Index:
    """The index that the settings name. Writes nothing; the first ``put`` makes the files.

    Args:
        settings: the section [index].
        folder: where the embedded index lies, access-controlled.
        zone: of days and months in filters and facets; Asia/Shanghai unless given.
        patience: seconds that a writer waits for another one.

    Raises:
        SettingsError: the address names no backend.
    """
    if settings.url.startswith(("http://", "https://")):
        raise SettingsError("本版本尚不支持 Elasticsearch 检索库；请将 [index] url 设为 embedded（内置检索）")
    backend = BACKENDS.get(settings.url)
    if backend is None:
        raise SettingsError(f"[index] url 的值 {settings.url} 不正确；可用的有：{'、'.join(BACKENDS)}")
    return backend(folder, zone=zone or ZoneInfo("Asia/Shanghai"), patience=patience)
