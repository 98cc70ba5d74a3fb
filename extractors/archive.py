"""ZIP: members loop back through the front door, unpacked one at a time in memory; nothing is ever written to disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.base import Reading, Source, Trouble, passage
from extractors.naming import clean, decode_name
from extractors.zip_entries import entries, unpack
from inspection.errors import InspectionError, Reason
from inspection.model import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.limits import Budget
    from extractors.zip_entries import Entry

_JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


class Archive:
    """Reads ZIP archives."""

    formats = ("zip",)
    inline = False

    def extract(self, source: Source, kind: str, budget: Budget) -> Reading:  # noqa: ARG002  # the Protocol's
        """Its members; a member's own document carries its name, so the archive's names only its folders and comment."""
        found, whole = entries(source.body)
        comment = _comment(source.body)
        listed: list[Entry] = []
        troubles = [] if whole else [Trouble(Reason.DAMAGED, "ZIP 目录")]
        for entry in found:
            if len(listed) >= budget.settings.members:
                troubles.append(Trouble(Reason.MEMBER_LIMIT, f"超过 {budget.settings.members} 个"))
                break
            listed.append(entry)
        if not listed and not _is_empty(source.body):
            raise InspectionError(Reason.DAMAGED, "ZIP 目录")
        folders = dict.fromkeys(clean(entry.name) for entry in listed if entry.folder)
        return Reading(
            (*passage("\n".join(folders), "文件名", Part.FILE_NAME), *passage(comment, "压缩包注释", Part.METADATA)),
            members=_members(source, [entry for entry in listed if not entry.folder], budget),
            troubles=tuple(troubles),
            silent=True,
        )


def _members(source: Source, listed: list[Entry], budget: Budget) -> Iterator[Source | Trouble]:
    for entry in listed:
        name = clean(entry.name.replace("\\", "/").lstrip("/"))
        if name.lower().startswith(_JUNK[0]) or name.lower().endswith(_JUNK[1:]):
            continue
        try:
            unpacked = unpack(source.body, entry, budget)
        except InspectionError as error:
            yield Trouble(error.reason, error.detail, name)
            if error.reason is Reason.EXPANSION_LIMIT and budget.exhausted:
                return
            continue
        if not unpacked.whole:
            yield Trouble(Reason.DAMAGED, "ZIP 校验", name)
        yield source.member(name, unpacked.body)


def _comment(body: bytes) -> str:
    at = body.rfind(b"PK\5\6", max(0, len(body) - 65_557))
    return decode_name(body[at + 22 :]) if at >= 0 and len(body) > at + 22 else ""


def _is_empty(body: bytes) -> bool:
    return body[:4] == b"PK\5\6"
