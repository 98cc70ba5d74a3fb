"""What a harmless specimen is, and the channels where such text stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from demo.content import Block

Where = tuple[str, str, str]  # portal, channel, topic of the surrounding text

SECRECY: Where = ("gov", "bmxc", "secrecy")
SCHOOL_SECRECY: Where = ("edu", "18", "secrecy")
TENDER: Where = ("gov", "zfcg", "tender")
WELFARE_TENDER: Where = ("civil", "1210", "tender")
JOBS: Where = ("gov", "rsxx", "personnel")
TEACHERS: Where = ("edu", "15", "personnel")
HISTORY: Where = ("gov", "dsxx", "history")
CULTURE: Where = ("gov", "qxdt", "culture")
NEWS: Where = ("gov", "bmdt", "meeting")
WELFARE_NEWS: Where = ("civil", "1201", "elder")
LAW: Where = ("civil", "1211", "policy")
POLICY: Where = ("gov", "zcwj", "policy")
GUIDE: Where = ("gov", "xxgkzn", "policy")
ANNUAL: Where = ("gov", "xxgknb", "budget")
FORMS: Where = ("gov", "bgxz", "notice")
WELFARE_FORMS: Where = ("civil", "1212", "civil")
PAPERS: Where = ("edu", "21", "exam")
EXAMS: Where = ("edu", "14", "exam")
LISTS: Where = ("gov", "gsgg", "village")
WELFARE_LISTS: Where = ("civil", "1203", "allowance")
QUESTIONS: Where = ("gov", "cjwt", "health")
SCHOOL_NEWS: Where = ("edu", "11", "school")


@dataclass(frozen=True, slots=True)
class Specimen:
    """Harmless text of one kind.

    Attributes:
        row: key of :data:`demo.negatives.ROWS`.
        title: of the page, or the name of the file.
        kind: page, docx, pdf or xlsx.
        rows: of the workbook.
        head: HTML inside <head>.
    """

    row: str
    where: Where
    title: str
    blocks: tuple[Block, ...] = ()
    kind: str = "page"
    rows: tuple[tuple[str, ...], ...] = ()
    head: str = ""
