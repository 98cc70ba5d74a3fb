"""Register tables as bureaus keep them: xlsx or csv, a header row, Chinese column names."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from commands.workspace import start_of
from inspection.errors import SettingsError
from inspection.model import Part, Site

if TYPE_CHECKING:
    from pathlib import Path

_COLUMNS = {
    "url": ("网址", "首页网址", "网站地址", "域名", "url"),
    "name": ("名称", "站点名称", "网站名称", "name"),
    "agency": ("单位", "主办单位", "责任单位", "agency"),
    "district": ("区县", "所属区县", "地区", "district"),
    "code": ("标识码", "网站标识码", "code"),
    "extra_hosts": ("其他主机", "其他域名", "hosts"),
    "allow_private": ("内网许可", "允许内网", "private"),
}
_YES = frozenset({"是", "允许", "y", "yes", "true", "1", "√"})


def read_sites(path: Path) -> tuple[list[tuple[Site, str]], list[tuple[int, str]]]:
    """Sites with their canonical start addresses, and the rows that are none as (row number, why).

    Raises:
        SettingsError: the file cannot be read, or has no column for addresses or names.
    """
    rows = _rows(path)
    if not rows:
        raise SettingsError(f"{path.name} 中没有内容")
    (_, header), *body = rows
    place = {key: _column(header, names) for key, names in _COLUMNS.items()}
    for key, label in (("url", "网址"), ("name", "名称"), ("agency", "单位")):
        if place[key] is None:
            raise SettingsError(
                f"{path.name} 首行没有“{label}”一列；现有：{'、'.join(cell for cell in header if cell)}"
            )
    good: list[tuple[Site, str]] = []
    wrong: list[tuple[int, str]] = []
    for number, cells in body:
        values = {key: cells[at].strip() if at is not None and at < len(cells) else "" for key, at in place.items()}
        if not any(values.values()):
            continue
        if not values["name"]:
            wrong.append((number, "缺少名称"))
            continue
        url = values["url"]
        site = Site(
            0,
            values["name"],
            url,
            agency=values["agency"],
            district=values["district"],
            code=values["code"],
            extra_hosts=tuple(values["extra_hosts"].replace("，", ",").replace("、", ",").split(","))
            if values["extra_hosts"]
            else (),
            allow_private=values["allow_private"].lower() in _YES,
        )
        try:
            good.append((site, start_of(site)))
        except SettingsError as error:
            wrong.append((number, str(error)))
    return good, wrong


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    folded = [cell.strip().lower() for cell in header]
    return next((folded.index(name) for name in names if name in folded), None)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Rows with their 1-based numbers, of the first sheet or of the csv."""
    from extractors.base import Source
    from extractors.extract import extract
    from inspection.settings import ExtractorSettings

    try:
        body = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"无法读取 {path}：{error.strerror}") from error
    extraction = extract(Source(path.name, body), ExtractorSettings())
    for document in extraction.documents:
        for passage in document.passages:
            if passage.rows and passage.part is Part.TABLE:
                return list(zip(passage.rows, [line.split("\t") for line in passage.text.split("\n")], strict=False))
            if document.format in ("text", "csv") and passage.part is Part.BODY:
                return [(n, cells) for n, cells in enumerate(csv.reader(io.StringIO(passage.text)), 1) if cells]
    raise SettingsError(f"{path.name} 不是可以读取的表格（xlsx 或 csv）")
