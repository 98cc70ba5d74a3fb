"""The grammar of classification marks: 密级★保密期限 and what stands for it.

Forms: 保密法 §22, 实施条例 §21, the 1990 rule (国家保密局、国家技术监督局令第3号), GB/T 9704-2012. All patterns run on folded text without spaces (the ``compact`` view), most also match
with up to three gap characters (· . - _ ~ —) between the signs.
"""

from __future__ import annotations

import re

from inspection.model import Level

_GAP = r"[·.\-_~—―‐•\u2027]{0,3}"
LEVEL = rf"[绝机秘]{_GAP}密"
_ANY_LEVEL = rf"[绝机秘枧]{_GAP}[密宓蜜]"  # 枧, 宓, 蜜: what recognisers read for 机 and 密; only before a true ★
_CHINESE = "一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾零〇廿卅半"
_NUMBER = rf"(?:[0-9lIoO]{{1,3}}|[{_CHINESE}]{{1,4}})"
_TERM = rf"{_NUMBER}(?:年|个?月|天|日|周)"
_DATE = r"至?(?:19|20)[0-9]{2}(?:[年./\-][0-9]{1,2}(?:[月./\-](?:[0-9]{1,2}日?)?)?|年)(?:解密|[前后止])?"
_LONG = r"长期|永久"
_CONDITION = r"[一-龥0-9]{1,14}?(?:[前后时]|解密)"
TERM = rf"(?:{_DATE}|{_TERM}|{_LONG})"

# 机密★1年: the main form. Not before a second star (ratings) nor 号/条/款/项 (★号条款).
STARRED = re.compile(
    rf"(?P<level>{_ANY_LEVEL})级?{_GAP}★(?![★号条款项标])(?:{_GAP}(?:(?P<term>{TERM})|(?P<condition>{_CONDITION})))?"
)
# The star is lost or replaced, the term is there: 机密*10年, 机密□5年, 机密1年, 机密女1年.
DEGRADED = re.compile(
    rf"(?P<level>{LEVEL})级?(?P<star>[*※●◆▲■□○?\ufffd+×xX女大太木]|[(]|,?保密期限:?|){_GAP}(?P<term>{_TERM}|{_LONG})"
)
# A field 密级 with its value.
LABELLED = re.compile(
    r"(?P<label>(?:密级(?:标识|标志|程度|等级)?|密等|(?:秘密|涉密|保密|机密|定密)(?:等级|级别|程度))(?:\([^)\n]{0,10}\))?)"
    rf"(?P<between>[:=\t\n]{{1,4}}|为|是|)[\[【(〈<“\"'☑√✓☒■●]{{0,2}}(?P<level>{LEVEL})"
)
LABELS = re.compile(r"密级|密等|(?:秘密|涉密|保密|机密|定密)(?:等级|级别|程度)")
# The two signs of a level in two lines or cells.
PARTED = re.compile(r"[绝机秘][ ]{0,2}[\t\n][ \t\n]{0,8}密")
# 密级:□绝密☑机密□秘密, and boxes behind the words: 密级:绝密□机密☑
TICKED = re.compile(
    rf"密级[:\t ]?+(?!绝密|公开|机密|秘密|非密|普通|内部)[^\n]{{0,30}}?[☑√✓■☒●][)\]]?(?P<level>{LEVEL})|密级[:\t ]?(?P<first>绝密|公开|机密|秘密|非密)[^\n]{{0,30}}?(?P<behind>{LEVEL})[(\[]?[☑√✓■☒]"
)
TERM_LABEL = re.compile(rf"保密期限[:=\t\n]{{1,3}}(?:{TERM})")
BRACKETED = re.compile(rf"[\[【(〔〈<{{](?P<level>{LEVEL})(?:级|件)?[\]】)〕〉>}}]")
CIRCLED = re.compile("㊙")
# What may stand alone on a line: 机密, 机密级, 机密件, 机密★ is STARRED.
ALONE = re.compile(rf"(?P<level>{LEVEL})(?:级文件|级资料|级材料|级件|文件|资料|材料|级|件)?(?P<star>[*※●◆■□?]?)")
# Right-to-left tricks (CSS direction) leave the characters reversed in the source: 年1★密机.
REVERSED = re.compile(rf"(?:年|月|天|期长)[0-9{_CHINESE}]{{0,3}}★级?密(?P<level>[绝机秘])")
# In a file name, an address or a property the level is set off by separators.
_EDGE = r"[\-_—–~+.,、;:()\[\]【】〔〕《》「」{} \t\n★*/\\=&|]"
NAMED = re.compile(
    rf"(?:(?<={_EDGE})|(?<=[0-9])|^)(?P<level>[绝机秘]密)(?:级|件|文件)?(?:★?{TERM}|★)?(?=$|关于|{_EDGE})", re.MULTILINE
)
# The words of a mark inside a sentence: no mark, but what a naive rule would flag; kept as an explained-away hit.
MENTIONED = re.compile(r"绝密|机密|秘密级|秘密件")
SIGNS = "绝机秘密"
# What makes 秘密 another kind of secret.
OTHER_SECRET = re.compile(r"(?:商业|企业|工作|国家|核心|普通|个人|通信|家庭|审判|医疗|技术|军事|集团|警务|司法|商)$")
EXAM_CONDITION = re.compile(r"^(?:启用|启封|开封|考试|开考|使用|拆封|考后|试卷)")

_LEVELS = {"绝": Level.JUEMI, "机": Level.JIMI, "枧": Level.JIMI, "秘": Level.MIMI, "㊙": Level.MIMI}


def level_of(text: str) -> Level:
    """The level that a matched level word begins with."""
    return _LEVELS[text[0]]
