"""What a whole document is: which elements of an official document (公文) it has, which topics it treats.

Facts reach beyond a passage: a mark in a page header weighs more when the sheet has a 红头 and a 发文字号, and a mark in
a text that teaches the format of official documents weighs nothing. Elements: GB/T 9704-2012.
"""

from __future__ import annotations

import re
from functools import cached_property

_HEAD, _TAIL = 20_000, 6_000  # characters of a long document that are looked at

_YEAR = r"[〔\[【(〈][ ]?(?:19|20)[0-9]{2}[ ]?[〕\]】)〉]"
DOCUMENT_NUMBER = re.compile(
    rf"(?m)(?:^|[\t]|  )[ ]*[一-龥A-Za-z ]{{1,18}}{_YEAR}[ ]?第?[ ]?[0-9]{{1,5}}[ ]?号?[ ]*(?:$|\t|  |签发人)"
)
_ELEMENTS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("份号", 10, re.compile(r"(?m)^[ \t]*(?:[0-9]{6}(?:[ \t]*$|[ \t]+[绝机秘])|份号[::][ ]?[0-9]{3,})|第[ ]?[0-9]{1,6}[ ]?号[ ]?[/,、]?[ ]?共[ ]?[0-9]+[ ]?份")),
    ("红头", 8, re.compile(r"(?m)^[ ]*(?:[一-龥][ ]?){1,28}(?:会|府|厅|室|委|组|局|部|院|司|学|部队)[ ]{0,4}(?:\([^)\n]{2,12}\))?[ ]{0,4}文[ ]{0,4}件[ ]*$")),
    ("发文字号", 6, DOCUMENT_NUMBER),
    ("签发人", 4, re.compile(r"签[ ]?发[ ]?人[ ]?[::]")),
    ("版记", 6, re.compile(r"(?m)^[ ]*抄[ ]?送[ ]?[::]|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日[ ]?印[ ]?发|共印[ ]?[0-9]+[ ]?份|^[ ]*主题词[::]")),
    ("紧急程度", 6, re.compile(r"(?m)(?:^|\t|  )[ ]*(?:特[ ]{0,2}急|加[ ]{0,2}急|特[ ]{0,2}提|平[ ]{0,2}急)[ ]*(?:$|\t|  )")),
    ("管理要求", 6, re.compile(r"定密责任人|定密依据|知悉范围|阅后(?:收回|退回|销毁)|不得(?:复印|翻印|复制|摘抄|公开引用)|专人专送|指人专办|会后收回")),
)  # fmt: skip
STRUCTURE = frozenset({"份号", "红头", "发文字号", "版记", "紧急程度"})

OFFICIAL_TITLE = re.compile(r"关于.{2,60}的?(?:通知|函|请示|报告|批复|意见|决定|通报|方案|纪要|公示|公告)")
_TOPICS: dict[str, tuple[str, re.Pattern[str]]] = {
    "teaching": (
        "文档主题为公文格式或写作教学",
        re.compile(
            r"公文(?:格式|写作|处理|知识|种类|样式|模板|排版|标准|规范|基础)|应用文|写作|课件|教案|教程|讲义|范文|模板|式样|样式|样张|样例"
            r"|示例|格式(?:标准|规范|要求|说明|详解)|9704|申论|学习资料|培训(?:资料|材料|教材)|怎么写|如何(?:写|标注|确定)"
        ),
    ),
    "quiz": (
        "文档主题为题库、问答或竞赛",
        re.compile(r"题库|试题|习题|(?:知识|保密|法律|答题|线上)竞赛|竞答|测试题|测试卷|测验|问答|百问|知识点|练习题|答案|答题|考一考|小测|真题|模拟题|知多少|你知道吗"),
    ),
    "publicity": (
        "文档主题为保密宣传教育",
        re.compile(
            r"保密.{0,8}(?:宣传|教育|知识|常识|提醒|提示|须知|课堂|微课|公益|警示|普法|漫画|学习|培训|讲座|报告会|法治|意识)|保密法"
            r"|(?:宣传|普法|警示|教育).{0,8}保密|泄密.{0,6}案|窃密|案例|以案(?:说法|释法|为鉴)|什么是.{0,8}(?:国家秘密|密级|定密)|国家安全.{0,4}(?:教育|日|宣传)"
        ),
    ),
    "law": (
        "文档为法律法规或其解读",
        re.compile(
            r"(?:法|条例|规定|办法|细则|规范|标准|准则|规则|解释|守则|制度|规程)(?:\(|（|》|$|_|-|—| |\.|的?(?:解读|释义|问答|全文|修订))|解读|释义|法规|立法"
        ),
    ),
    "recruit": ("文档为招聘、招录信息", re.compile(r"招聘|招录|招考|选调|遴选|岗位表|职位表|人才引进|诚聘")),
    "procure": ("文档为采购、招标文件", re.compile(r"采购|招标|投标|磋商|询价|比选|中标|成交公告|竞价|资格预审")),
    "history": (
        "文档主题为历史、文物或党史",
        re.compile(
            r"党史|抗战|抗日|红军|地下党|烈士|民国|革命|文物|展览|展出|馆藏|珍藏|藏品|博物馆|纪念馆|档案馆|红色|谍|英烈|历史|往事|回忆|解放战争|战役|长征|故事"
        ),
    ),
    "leisure": (
        "文档为影视、文学、娱乐或营销内容",
        re.compile(r"电影|影片|电视剧|剧集|游戏|玩家|剧本杀|密室|小说|综艺|上映|图书|书单|读书|配方|攻略|揭秘|诗歌|散文|歌词|花园|美食|养生|减肥"),
    ),
    "declassified": ("文档为已解密或开放档案", re.compile(r"已解密|解密(?:公告|文件|档案|目录)|开放档案|档案开放|开放目录|解除密级")),
    "items": (
        "文档为国家秘密事项范围或保密审查用表",
        re.compile(r"一览表|事项范围|范围的规定|保密事项|密级事项|定密事项|审查表|审批表|登记表|申请表|备案表|承诺书|样表"),
    ),
    "exam": (
        "文档为考试试卷",
        re.compile(r"考试|试卷|试题|高考|中考|期[中末]|月考|联考|模拟|模考|真题|统考|自考|会考|选拔赛|测试|年级|语文|数学|英语|物理|化学|生物|政治|地理|理综|文综|综合|学业水平"),
    ),
    "statute": (
        "属依法公开的惩戒、司法文书",
        re.compile(
            r"失信|被执行人|行政处罚|处罚(?:决定|告知|公示|公告)|限制(?:高)?消费|法院公告|公告送达|送达公告|开庭公告|裁判文书|判决书|裁定书|裁决书|拍卖公告|强制执行|悬赏|通缉|协查|终生禁驾|黑名单|曝光台|欠税公告"
        ),
    ),
}  # fmt: skip


class Facts:
    """Elements and topics of one document.

    Args:
        body: its folded text.
        titles: title, column, headings, file name, a line each, folded: what says its topic.
    """

    def __init__(self, body: str, titles: str) -> None:
        self._body = body if len(body) <= _HEAD + _TAIL else f"{body[:_HEAD]}\n{body[-_TAIL:]}"
        self.titles = titles

    @cached_property
    def elements(self) -> dict[str, int]:
        """Elements of an official document found, with their points."""
        return {name: points for name, points, pattern in _ELEMENTS if pattern.search(self._body)}

    @property
    def is_official(self) -> bool:
        """It looks like an official document: 份号, 红头 or 文号, or two elements."""
        found = STRUCTURE.intersection(self.elements)
        return len(found) >= 2 or bool(found & {"份号", "红头", "发文字号"})

    @cached_property
    def topics(self) -> dict[str, str]:
        """Topics that the titles name, each with its Chinese reason.

        A title of an official document (关于…的通知) says what the document orders, not what kind of text it is.
        """
        found = {key: reason for key, (reason, pattern) in _TOPICS.items() if pattern.search(self.titles)}
        if OFFICIAL_TITLE.search(self.titles):
            for key in ("teaching", "quiz", "publicity", "law", "procure", "recruit", "leisure"):
                found.pop(key, None)
        return found

    def mentions(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern occurs in titles or text (of a long document: its beginning and end)."""
        return bool(pattern.search(self.titles) or pattern.search(self._body))
