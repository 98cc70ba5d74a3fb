"""Excerpts that give nothing away: blind for marked documents, masked for personal data; and subjects that name no value.

Only :mod:`inspection.masking` makes excerpts; this file hands it a small window, so that a page of one line costs no more,
and, for personal data, a window whose surroundings hold no name and no digit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.persons import SURNAMES
from inspection import masking
from inspection.model import Passage

if TYPE_CHECKING:
    from detectors.base import Hit
    from detectors.reading import Reading

_WINDOW = 48  # more than masking's width, so that it sees whether text goes on
_FOOT = 250
_SUBJECT = 100  # ideographs of context on each side that tell one mark from another
_WORDS = re.compile(
    r"(姓名|性别|民族|男|女|身份证件?|公民身份|号码|证件|类型|居民|有效|号|电话|手机|移动|联系人|联系|方式|地址|住址|单位|备注|序号|出生|年月|日期|残疾人?证?|学籍|纳税人|识别"
    r"|法定代表人|代表人|负责人|经办人|申请人|户主|本人|被执行人|原告|被告|当事人|年龄|职务|部门|银行|卡号|账号|微信|手机号|及|和|为|是|的)"
)
_RUNS = re.compile(r"[一-龥·]+")
_NUMERALS = re.compile(r"[0-9０-９]")
_IDEOGRAPHS = re.compile(r"[^一-龥★]")


def of_mark(reading: Reading, hit: Hit) -> str:
    """The hit alone; its surroundings are blinded (□)."""
    passage, start, end = reading.original(hit.start, hit.end)
    low = max(0, start - _WINDOW)
    return masking.excerpt(passage.text[low : end + _WINDOW], start - low, end - low, blind=True)


def of_person(reading: Reading, hit: Hit) -> str:
    """The masked number, its labels, and masked names round it."""
    left, right = reading.before(hit.start, _WINDOW), reading.after(hit.end, _WINDOW)
    before, after = _hide(left.rpartition("\n")[2]), _hide(right.partition("\n")[0])
    return masking.excerpt(f"{before}{hit.value}{after}", len(before), len(before) + len(hit.value))


def _hide(text: str) -> str:
    text = _NUMERALS.sub("*", text)
    return _RUNS.sub(lambda run: "".join(_piece(piece) for piece in _WORDS.split(run[0])), text)


def _piece(piece: str) -> str:
    """Labels stay; what can be a name keeps its first character; prose keeps its middle."""
    if not piece or _WORDS.fullmatch(piece):
        return piece
    if len(piece) <= 4:
        return masking.mask_name(piece) if len(piece) > 1 else piece
    head, middle, tail = piece[:4], piece[4:-4], piece[-4:] if len(piece) > 4 else ""
    if len(piece) < 8:
        head, middle, tail = "", piece[: len(piece) - 4], piece[-4:]
    return _from_surname(head) + middle + _from_surname(tail)


def _from_surname(text: str) -> str:
    for at, char in enumerate(text):
        if char in SURNAMES:
            return text[: at + 1] + "*" * (len(text) - at - 1)
    return text


def place(reading: Reading, hit: Hit) -> str:
    """Where the hit stands, in Chinese; numbers in sheet and file names masked."""
    passage, start, _ = reading.original(hit.start, hit.end)
    if not passage.rows:
        return masking.mask_digits(passage.place)
    number = reading.index_at(hit.start)
    ends = reading.once(f"rows {number}", lambda: [m.start() for m in re.finditer("\n", passage.text)])
    row, left = _row(ends, start)
    line = passage.text[left : start + 1].partition("\n")[0]
    known = passage.rows[min(row, len(passage.rows) - 1)]
    return masking.mask_digits(Passage(line, passage.place, rows=(known,)).place_at(start - left))


def _row(ends: list[int], at: int) -> tuple[int, int]:
    """The line that holds offset ``at``, and where it begins."""
    from bisect import bisect_left

    row = bisect_left(ends, at)
    return row, ends[row - 1] + 1 if row else 0


def subject(reading: Reading, hit: Hit) -> str:
    """What the finding is about: the value's keyed hash, the file's digest, or a page's text round the mark.

    On pages only ideographs count, so that a visit counter or a date makes no new finding, and page furniture only its
    own line, so that one footer on many pages is one finding.
    """
    key = reading.context.key
    if hit.value:
        return masking.subject_hash(key, hit.value)
    if reading.document.format not in {"html", "text"}:
        return f"sha256:{reading.document.digest}"
    low, high = reading.bounds(reading.index_at(hit.start))
    if hit.rule == "internal.mark" and high - hit.end < _FOOT:
        low = reading.line(hit.start)[0]  # at the foot of a page: what stands above is each article's own
    if hit.where is not None and hit.where.part.value in {"footer", "header", "link", "file_name"}:
        low, high = reading.line(hit.start)
    before = _IDEOGRAPHS.sub("", reading.text[max(low, hit.start - 3 * _SUBJECT) : hit.start])[-_SUBJECT:]
    after = _IDEOGRAPHS.sub("", reading.text[hit.end : min(high, hit.end + 3 * _SUBJECT)])[:_SUBJECT]
    mark = _IDEOGRAPHS.sub("", reading.text[hit.start : hit.end])
    return masking.subject_hash(key, f"{hit.rule}\n{before}\n{mark}\n{after}")
