"""PDF: the text of each page by pdfium; what stands beside the pages by :mod:`extractors.pdf_structure`.

pdfium aborts on some hostile files, so this runs in a worker only (see :mod:`extractors.pool`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from extractors import pdf_structure
from extractors.base import Reading, Source, Trouble
from extractors.plain import first_line
from inspection.errors import InspectionError, Reason
from inspection.model import Part, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.limits import Budget

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_TAIL = 4096  # bytes; readers look for the end mark in the last 1,024, some writers pad
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
# pdfium marks a hyphen at a line's end with U+FFFE or STX; C0 controls come out of broken encodings.
_NOISE = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


class Pdf:
    """Reads PDF."""

    formats = ("pdf",)
    inline = False

    def extract(self, source: Source, kind: str, budget: Budget) -> Reading:  # noqa: ARG002  # the Protocol's
        """A passage for each page; then properties, annotations, form values, bookmarks; embedded files as members.

        Pages without a text layer are named in a ``no_text`` trouble, those the time limit left unread in a
        ``time_limit`` trouble.
        """
        pages, troubles = _pages(source.body, budget)
        beside = pdf_structure.read(source, budget)
        if beside.encrypted and not pages:
            raise InspectionError(Reason.ENCRYPTED)
        if not pages and not beside.passages and not beside.members:
            raise InspectionError(Reason.DAMAGED, "PDF 结构")
        troubles += beside.troubles
        title = beside.title or first_line(pages[0].text if pages else "")
        return Reading(
            (*pages, *beside.passages),
            title=title,
            links=beside.links,
            members=beside.members,
            troubles=tuple(dict.fromkeys(troubles)),
        )


def _pages(body: bytes, budget: Budget) -> tuple[list[Passage], list[Trouble]]:
    import pypdfium2

    found: list[Passage] = []
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise InspectionError(Reason.ENCRYPTED) from None
        return found, [Trouble(Reason.DAMAGED, "PDF 结构")]
    silent: list[int] = []
    broken: list[int] = []
    # pdfium mends what it can without a word; a file without its end has lost pages, links or form values.
    troubles = [] if b"%%EOF" in body[-_TAIL:] else [Trouble(Reason.DAMAGED, "PDF 结尾")]
    try:
        count = len(document)
        for number in range(1, count + 1):
            if budget.late:
                troubles.append(Trouble(Reason.TIME_LIMIT, ranges(range(number, count + 1))))
                break
            try:
                raw = _text(document, number - 1)
            except (pypdfium2.PdfiumError, AssertionError, ValueError):
                broken.append(number)
                continue
            text = tidy(raw)
            budget.spend(len(text))
            if text:
                found.append(Passage(text, f"第{number}页", Part.BODY, page=number))
            if not text or len(_UNREADABLE.findall(raw)) * 3 > len(text):
                silent.append(number)
    finally:
        document.close()
    if silent:
        troubles.append(Trouble(Reason.NO_TEXT, ranges(silent)))
    if broken:
        troubles.append(Trouble(Reason.DAMAGED, ranges(broken)))
    return found, troubles


def _text(document: Any, index: int) -> str:
    """All text of a page, also what lies outside its visible box."""
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            return str(text_page.get_text_range())
        finally:
            text_page.close()
    finally:
        page.close()


def tidy(raw: str) -> str:
    """Page text with plain newlines, without control characters, empty lines at its ends removed."""
    lines = [line.rstrip() for line in _NOISE.sub("", _NEWLINES.sub("\n", raw)).split("\n")]
    return "\n".join(lines).strip("\n")


def ranges(numbers: Iterable[int]) -> str:
    """Page numbers for people: 第3-5、8页; at most ten ranges."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in runs[:10]]
    return f"第{'、'.join(shown)}页{f'等{sum(last - first + 1 for first, last in runs)}页' if len(runs) > 10 else ''}"
