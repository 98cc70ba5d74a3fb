"""工作区: the one folder that holds everything of an installation. Moving the folder moves the installation."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from inspection.errors import SettingsError

FILE = "mijian.toml"
DEFAULT = "mijian-data"
_FOLDERS = ("evidence", "index", "reports", "keys", "rules", "logs", "runs")


@dataclass(frozen=True, slots=True)
class Workspace:
    """The paths of a workspace. ``created``: this call made it."""

    home: Path
    created: bool = False

    @property
    def settings_file(self) -> Path:
        """mijian.toml."""
        return self.home / FILE

    @property
    def ledger(self) -> Path:
        """The SQLite ledger (unused where [ledger] url names a server)."""
        return self.home / "ledger.db"

    @property
    def evidence(self) -> Path:
        """Sealed segments of captures."""
        return self.home / "evidence"

    @property
    def index(self) -> Path:
        """The embedded index."""
        return self.home / "index"

    @property
    def reports(self) -> Path:
        """Issued reports."""
        return self.home / "reports"

    @property
    def keys(self) -> Path:
        """Key files: evidence and subjects."""
        return self.home / "keys"

    @property
    def logs(self) -> Path:
        """The log."""
        return self.home / "logs"

    def frontier(self, run: int) -> Path:
        """The crawl progress of one run; removed when the run is complete."""
        return self.home / "runs" / f"R-{run:06d}.db"


def locate(home: Path | None, *, environment: str | None = None, here: Path | None = None) -> Path:
    """Where the workspace is: ``--home``, else MIJIAN_HOME, else the nearest parent with a mijian.toml, else ./mijian-data."""
    if home is not None and str(home) not in ("", "."):
        return home.expanduser().resolve()
    if environment:
        return Path(environment).expanduser().resolve()
    here = (here or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    return here / DEFAULT


def open_workspace(home: Path, *, template: str) -> Workspace:
    """The workspace at ``home``, made on first use: folders 0700 and a commented mijian.toml.

    Args:
        home: its folder.
        template: text of the mijian.toml to write where there is none.

    Raises:
        SettingsError: the folder cannot be made or written.
    """
    created = not (home / FILE).exists()
    try:
        if not home.exists():
            home.mkdir(mode=0o700, parents=True)
        elif created and any(home.iterdir()):
            # Somebody's folder: it keeps its permissions, and we keep out.
            raise SettingsError(f"{home} 不是工作区，且已有其他内容。请换一个空目录或新目录（--home 目录）")
        for name in _FOLDERS:
            (home / name).mkdir(mode=0o700, exist_ok=True)
        if created:
            (home / FILE).write_text(template, "utf-8")
    except OSError as error:
        raise SettingsError(
            f"无法在 {home} 建立工作区：{error.strerror or error}。请换一个可写的目录（--home 目录），或调整权限"
        ) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise SettingsError(f"工作区 {home} 不可写。请调整目录权限，或用 --home 指定其他目录")
    return Workspace(home, created)
