"""Examination papers: 绝密★启用前 is a mark until the examination and history after it.

试卷 are state secrets before use (教育工作国家秘密范围); published past papers keep the words on their first page and fill
education sites. A paper whose date lies ahead is a leak; one whose date is past or unknown is noted at the lowest step.
"""

from __future__ import annotations

import datetime as dt
import re

_DATE = re.compile(r"(20[0-9]{2})[ ]?[年./\-][ ]?(1[0-2]|0?[1-9])[ ]?(?:[月./\-][ ]?(3[01]|[12][0-9]|0?[1-9]))?")
_WHEN = re.compile(r"(?:考试|开考|测试|启用)(?:时间|日期|日)?[ ]?[::]?[ ]?[^\n]{0,6}$")
_SCHOOL_YEAR = re.compile(r"(20[0-9]{2})[ ]?[-—–~至到/][ ]?(20[0-9]{2})[ ]?学?年")
_YEAR = re.compile(r"(20[0-9]{2})[ ]?(?:年|届|级)")
_HEAD = 160  # characters behind the mark that are the head of the paper
_SECOND_TERM = re.compile(r"第二学期|下学期|[(]下[)]|期末.{0,6}下")
# Month and day of the usual examination, and years to add to the year that the paper names.
_USUAL: tuple[tuple[re.Pattern[str], int, int, int], ...] = (
    (re.compile(r"研究生(?:招生|入学)?"), 12, 24, -1),
    (re.compile(r"高考|普通高等学校招生"), 6, 7, 0),
    (re.compile(r"中考|初中(?:毕业|学业)|初中学业水平"), 6, 12, 0),
    (re.compile(r"司法|法律职业"), 9, 20, 0),
    (re.compile(r"执业医师|医师资格"), 8, 20, 0),
    (re.compile(r"教师资格"), 9, 15, 0),
)


def lies_ahead(title: str, paper: str, today: str) -> bool:
    """Whether the examination of a paper is still to come.

    Args:
        title: of the document, folded.
        paper: the text behind the mark, folded: the paper's own head, not the page's furniture.
        today: ISO date; empty when unknown, and then nothing lies ahead.
    """
    if not today:
        return False
    date = _date_of(title, paper)
    return date is not None and date > dt.date.fromisoformat(today)


def _date_of(title: str, paper: str) -> dt.date | None:
    """A date named as the examination's, else one in the paper's first lines, else what year and kind let expect."""
    dates = list(_DATE.finditer(paper))
    for match in dates:
        if _WHEN.search(paper[max(0, match.start() - 16) : match.start()]):
            return _date(int(match[1]), int(match[2]), int(match[3] or 28))
    for match in dates:
        if match[3] and match.start() < _HEAD:
            return _date(int(match[1]), int(match[2]), int(match[3]))
    named = f"{paper[:_HEAD]}\n{title}"
    if terms := _SCHOOL_YEAR.search(named):
        second = bool(_SECOND_TERM.search(named))
        return dt.date(int(terms[2]), 7, 10) if second else dt.date(int(terms[2]), 1, 25)
    if year := _YEAR.search(named):
        for pattern, month, day, shift in _USUAL:
            if pattern.search(named):
                return dt.date(int(year[1]) + shift, month, day)
        return dt.date(int(year[1]), 1, 1)
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
