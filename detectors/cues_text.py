"""Counter-cues in the sentence round a hit: quoting, teaching, enumerating, denying, reporting a case, citing law.

Domain facts: a real mark stands alone; a sentence that names one teaches (例如、应标注、形式为), lists the three levels, asks
a question, tells of a case or quotes the statute.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.base import Counter
from detectors.cues_place import ticked
from inspection.model import Evidence, Part

if TYPE_CHECKING:
    from detectors.base import Hit
    from detectors.reading import Reading

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", '"': '"', "'": "'"}
_TAUGHT_BEFORE = re.compile(
    r"(?:例如|比如|譬如|诸如|举例|示例|样例|范例|(?<![条惯])例[:“\"(]|如[:“‘\"「『(]|如$|[,;(]如|应当?在?.{0,12}标|标[注明识示]|标[为成]|标志[为是:]|形式[为是:]"
    r"|格式[为是:]|表示[为成]|写[作为成着有]|分为|划分|区分|称为|所谓|是指|含义|即[:“]?$|正确|标法|写法|组成|错误|规范标|误标|[印盖标带注]有|字样"
    r"|设定为|确定为|定为|属于|列为|怎么|如何|什么|哪[些种]|是否|应该|应当|必须|不得|严禁|需要|可以|[要须].{0,3}标)"
)
_TAUGHT_AFTER = re.compile(
    r"^[ ]?[”\"'’」』》)\]】]{0,2}(?:等?的?(?:字样|标[志识记]|形式|样式|格式|密级标)|表示|是指|指的?是|的?含义|的?意思|分别|三[级种个类]|四[级种个类]"
    r"|级?(?:的|国家秘密|事项|文件的|载体|信息系统|计算机|涉密|会议|档案|资料的)|[是为])"
)
_LEAD_IN = re.compile(
    r"(?:例如|比如|譬如|举例|示例|样例|范例|样式|式样|(?<![条惯])例)[0-9一二三四五]{0,2}[::]?$"
    r"|(?:如下|所示|标[注明识志]|写法|做法|正确|错误|答案?|图示|格式|形式)(?:为|是|的?(?:形式|写法|标志))?:$"
    r"|^(?:图|例)[ ]?[0-9一二三四五]{0,2}.{0,10}(?:标[志识注]|示例).{0,4}$"
)
_LEADS = re.compile(
    r"(?:例如|比如|譬如|诸如|如下|如图|举例|示例|(?<![一-龥])如|标[注明识志]|[写注]明|标志是)(?:为|成|是)?[:,]?$"
)
_LEVELS = r"(?:绝密|机密|秘密)"
_LISTED = re.compile(
    rf"(?P<one>{_LEVELS})级?(?:[★(][^\s、,，;；。\n]{{0,10}})?(?:[”\"」]?[ ]?[、,/|;][ ]?[“\"「]?|[ ]?(?:和|或者?|及|以及|与|至|到|[>→])[ ]?[“\"「]?|[ \t]{{1,4}})"
    rf"(?:(?:内部|公开|普通)级?[、,/| ]{{1,2}})?(?P<two>{_LEVELS})"
)
_NEGATED = re.compile(
    r"(?:非|不属于?|不是|不涉及?|不含有?|不包含|未标[注明]?|没有|并非|无|不得(?:标|出现|存储|处理|上网|在|将).{0,14}|严禁.{0,14}|禁止.{0,14}|不准.{0,12}|防止.{0,12}|杜绝.{0,12}|取消|撤销)[“\"「]?$"
)
_CASE = re.compile(
    r"某[一-龥]{0,4}(?:市|县|区|局|单位|部|公司|省|机关|院校|大学|厂|企业|员工|工作人员)|泄密|窃密|失密|案[例件情]|通报|被(?:查处|处分|判|免|追究)|非法|获刑|涉嫌|窃取"
    r"|刺探|违规|擅自|处分|记者|报道|新华社|据悉|曝光|披露|宣称|号称|堪称|判处|上诉"
)
_CLAUSE = re.compile(r"第[一二三四五六七八九十百零0-9]{1,5}条")
_ARTICLE = re.compile(
    r"第[一二三四五六七八九十百零0-9]{1,5}[条款章]|《[^》\n]{2,40}(?:法|条例|规定|办法|标准|细则|规则|解释)》"
)
_HOLDER = re.compile(r"岗位|职位|人员|系统|网络|计算机|资质|场所|设备|门禁|机房|终端|服务器|原密级|岗")
_LABEL_OF_POST = re.compile(r"(?:涉密|保密|密级)(?:等级|级别|程度)?[:\t ]{0,2}$")
_QUIZ_BEFORE = re.compile(
    r"(?:^|[\t ])[(]?(?:[A-Ha-h][.、):][ ]?|[①-⑳❶-❿])(?:[^\n]{0,12})$|答案?[:为是]|正确答案|选项|[单多]选|判断题?|填空|不定项|[?]"
)
_QUIZ_LINE = re.compile(r"[(][ ]{0,8}[)]|_{2,}|[(][A-H√×对错]{1,4}[)]|[?]|[(]判断|[(]单选|[(]多选")
_DECLASSIFIED = re.compile(r"已[经]?解密|解除密级|(?:自动|正式|予以|现已)解密|解密(?:公告|档案|文件|章|目录)")
_DECLASSIFIED_AT = re.compile(r"解密(?:时间|日期|日)[::\t ]{0,2}((?:19|20)[0-9]{2})")
_FIELDS = frozenset({"labelled", "ticked", "attribute", "cell"})  # fields of a form may share a line with titles
_SENTENCE_ONLY = frozenset(
    {Part.BODY, Part.NOTE, Part.LINK, Part.TABLE, Part.TITLE, Part.ATTRIBUTE, Part.SCRIPT, Part.TEXT_BOX}
)


def _sentence(hit: Hit) -> bool:
    return hit.where is not None and not hit.where.alone and not (hit.where.starts and not hit.where.sentence)


def _free(hit: Hit) -> bool:
    """The hit stands where prose may stand (not a sheet's edge, a name, a property)."""
    return hit.where is None or hit.where.part in _SENTENCE_ONLY


def mentioned(hit: Hit, reading: Reading) -> Counter | None:  # noqa: ARG001  # every cue has this signature
    """A level word that is no mark by its form."""
    return Counter(Evidence(0, "仅在句中提及密级词，不是标志"), decisive=True) if hit.form == "mention" else None


def quoted(hit: Hit, reading: Reading) -> Counter | None:
    """Between quotation marks or in a title's brackets."""
    if hit.where is not None and hit.where.part in {Part.SCRIPT, Part.METADATA, Part.FILE_NAME}:
        return None
    before, after = reading.before(hit.start, 30), reading.after(hit.end, 60)
    for opening, closing in _PAIRS.items():
        if opening == closing:
            inside = before.count(opening) % 2 == 1 and closing in after
        else:
            last = before.rfind(opening)
            inside = last >= 0 and closing not in before[last:] and closing in after
        if inside:
            return Counter(Evidence(-25, "位于引号或书名号内"), decisive=True)
    return None


def enumerated(hit: Hit, reading: Reading) -> Counter | None:
    """Two different levels in a row: an enumeration of levels."""
    if not hit.level or ticked(hit, reading):
        return None
    low = max(reading.line(hit.start)[0], hit.start - 40)
    window = reading.text[low : min(reading.line(hit.end)[1], hit.end + 40)]
    for match in _LISTED.finditer(window):
        if match["one"] != match["two"] and low + match.start() - 12 <= hit.start <= low + match.end():
            tabbed = "\t" in match[0]
            if tabbed and hit.where is not None and not hit.where.tabular:
                continue
            return Counter(Evidence(-25, "同时列举多个密级"), decisive=True)
    return None


def not_document(hit: Hit, reading: Reading) -> Counter | None:
    """The level of a post, a person, a system, a qualification."""
    if hit.form != "labelled":
        return None
    before = reading.before(hit.start, 30)
    if _HOLDER.search(before) or ("recruit" in reading.facts.topics and _LABEL_OF_POST.search(before)):
        return Counter(Evidence(-30, "为岗位、人员、系统或资质的涉密等级，不是文件密级"), decisive=True)
    return None


def quiz(hit: Hit, reading: Reading) -> Counter | None:
    """An option, a question or an answer."""
    if not _free(hit):
        return None
    before, after = reading.before(hit.start, 60), reading.after(hit.end, 40)
    if _QUIZ_BEFORE.search(before) or _QUIZ_LINE.search(before) or _QUIZ_LINE.search(after):
        return Counter(Evidence(-40, "属试题、问答的题干或选项"), decisive=True)
    return None


def taught(hit: Hit, reading: Reading) -> Counter | None:
    """Words that explain how marks look, on the line or in the line that leads in."""
    if not _free(hit) or hit.form == "word":
        return None
    before, after = reading.before(hit.start, 30), reading.after(hit.end, 24)
    alone = hit.where is not None and hit.where.alone
    if not alone and _TAUGHT_BEFORE.search(before):
        return Counter(Evidence(-25, "前文为讲解、示例用语"), decisive=True)
    if not alone and _TAUGHT_AFTER.search(after):
        return Counter(Evidence(-25, "后文为讲解、示例用语"), decisive=True)
    if alone and hit.where is not None and hit.where.tabular and _TAUGHT_BEFORE.search(before):
        return Counter(Evidence(-25, "同一行为讲解、示例用语"), decisive=True)
    for distance, line in enumerate(reading.previous_lines(hit.start, 2)):
        led = (line.endswith(":") or len(line) <= 14) and _LEAD_IN.search(line[-30:])
        if led or (distance == 0 and _LEADS.search(line[-12:])):
            return Counter(Evidence(-30, "上文引出示例"), decisive=distance == 0 or line.endswith(":"))
    return None


def negated(hit: Hit, reading: Reading) -> Counter | None:
    """非机密, 不属于秘密, 严禁将…机密."""
    if _sentence(hit) and _NEGATED.search(reading.before(hit.start, 20)):
        return Counter(Evidence(-30, "属否定或禁止性表述"), decisive=True)
    return None


def case_report(hit: Hit, reading: Reading) -> Counter | None:
    """News and case reports tell of marked documents in sentences."""
    if not _sentence(hit) or not _free(hit) or hit.form in _FIELDS:
        return None
    if _CASE.search(reading.before(hit.start, 80)) or _CASE.search(reading.after(hit.end, 80)):
        return Counter(Evidence(-15, "属案例、新闻叙述"), decisive=True)
    return None


def statute_text(hit: Hit, reading: Reading) -> Counter | None:
    """On a line that begins with 第…条 or names a statute."""
    if not _sentence(hit) or not _free(hit):
        return None
    cited = _CLAUSE if hit.form in _FIELDS else _ARTICLE
    if cited.search(reading.before(hit.start, 120)) or cited.search(reading.after(hit.end, 60)):
        return Counter(Evidence(-15, "引用法律法规条文"), decisive=True)
    return None


def declassified(hit: Hit, reading: Reading) -> Counter | None:
    """A declassification beside the mark."""
    if hit.level is None:
        return None
    near = reading.nearby(hit.start, hit.end, 80)
    if _DECLASSIFIED.search(near):
        return Counter(Evidence(-40, "注明已解密"), decisive=True)
    at = _DECLASSIFIED_AT.search(near)
    if at and reading.context.today and at[1] < reading.context.today[:4]:
        return Counter(Evidence(-40, "注明的解密时间已过"), decisive=True)
    return None
