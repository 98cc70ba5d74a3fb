"""内部标志: words by which an office marks work secrets and internal papers: 内部资料 注意保存, 不得外传, 阅后收回.

Why: 《保守国家秘密法》 §64 and 《实施条例》 §73 (work secrets); bureaus forbid to publish what bears 内部文件(资料) and 注意保存
(保管、保密). No national form exists; the words count when they stand like a mark (own line, ≤ 20 characters, head, foot,
watermark, file name) and are weak inside sentences.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from detectors import position
from detectors.base import Example, Hit
from inspection.model import Evidence, Part, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.base import Verdict
    from detectors.reading import Reading
    from inspection.settings import DetectorSettings

MOST = 1_000
SHORT = 20  # characters of a line that can be a mark

# Strong words mark by themselves; weak ones only beside a strong one.
_STRONG = (
    "内部资料|内部文件|内部材料|内部参阅|内部参考|内部情况通报|内部情况|内部通报|内部掌握|内部使用|内部传阅|内部刊物|内部稿|内部讨论稿|内部征求意见稿|内部送审稿"
    "|(?:讨论稿|送审稿|征求意见稿)[)]?[(]内部[)]?|仅供内部(?:使用|参考|参阅|传阅|掌握|交流)?|仅限内部(?:使用|参考|参阅|传阅|交流)?|仅供领导(?:同志)?参阅|领导参阅|供领导参阅"
    "|(?:请勿|不得|严禁|禁止|切勿|请不要|勿)(?:对外)?(?:外传|外泄|扩散|泄露|上网|传播)|不宜公开|非公开发布|不得公开|会后(?:收回|退回|交回)|阅后(?:即)?(?:退回|收回|销毁|交回|焚毁?)"
    "|注意保密|(?:警务|税务|检察|审判)?工作秘密|限[一-龥]{1,10}(?:范围|以上)(?:内)?(?:阅读|传阅|参阅|使用|知悉|掌握)?|秘密文件"
)
_WEAK = "注意保[存管]|妥善保[管存]|仅供参阅|仅供参考|未经(?:批准|许可|同意|允许)(?:不得|严禁|禁止)(?:转载|引用|复制|摘抄|翻印|传播)|不得(?:复制|复印|翻印|摘抄|转发|引用)"
WORDS = re.compile(rf"(?:(?:{_WEAK})[,、;:。]?)?(?:{_STRONG})(?:[,、;:!。\-—·]?(?:请)?(?:{_STRONG}|{_WEAK}))*")
# Words that address the reader: inside a sentence they still mark what they stand on.
_ADDRESSED = re.compile(
    r"[会阅]后即?[收退交销焚]|(?:请勿|严禁|不得|切勿|勿)(?:对外)?外[传泄]|内部资料[,、]?(?:请|注意|不得|严禁)"
)
_VOCABULARY = re.compile(f"{_STRONG}|{_WEAK}")
# What else may stand on such a line: the office, a number, a period of issue, polite words.
_REST = re.compile(
    r"^(?:请|本|材料|资料|文件|为|属|严格|此件|此文|该件|级|的|和|并|、|及|仅供|只供|[0-9〇一二三四五六七八九十]{1,8}|第[0-9一二三四五六七八九十]{1,4}[期号页]|总第?|No|编号|份号)*"
    r"(?:[一-龥]{2,14}(?:局|办|委|厅|室|会|院|部|处|中心|政府|公司|集团|大学|学院|学校|医院|支队|大队|分局))?(?:请|的|[0-9]{1,6})*$"
)
_PRESS = re.compile(r"准印|连续性内部资料|内部资料性|内资准|内准字|内部资料[,、 ]?免费|免费(?:交流|赠阅)")
_NAV = re.compile(r"下载|管理|查询|系统|登录|栏目|目录|制度|办法|规定|专区|列表|频道|平台|更多")
_CONTEXT = frozenset({Part.HEADER, Part.FOOTER, Part.WATERMARK, Part.FILE_NAME, Part.TITLE, Part.TEXT_BOX})


class InternalMark:
    """The rule ``internal.mark``."""

    rule = "internal.mark"
    revision = 1
    name = "内部资料标志"
    category = "工作秘密"
    severity = Severity.ATTENTION
    basis = "《保守国家秘密法》第六十四条；《保守国家秘密法实施条例》第七十三条"
    gate = (
        r"内[ ]{0,3}部[ ]{0,3}(?:[资文材参情通掌使传刊稿讨征送)]|交[ ]{0,3}流)",
        r"外[ ]{0,3}[传泄]|扩[ ]{0,3}散|泄[ ]{0,3}露|上[ ]{0,3}网|传[ ]{0,3}播|不[ ]{0,3}宜[ ]{0,3}公[ ]{0,3}开|不[ ]{0,3}得[ ]{0,3}公[ ]{0,3}开|非[ ]{0,3}公[ ]{0,3}开[ ]{0,3}发",
        r"[会阅][ ]{0,3}后[ ]{0,3}(?:即[ ]{0,3})?[收退交销焚]|注[ ]{0,3}意[ ]{0,3}保[ ]{0,3}密|[供限][ ]{0,3}(?:内[ ]{0,3}部|领[ ]{0,3}导)|工[ ]{0,3}作[ ]{0,3}秘[ ]{0,3}密|限[^\n]{1,14}[范以]|领[ ]{0,3}导[ ]{0,3}参|秘[ ]{0,3}密[ ]{0,3}文",
    )
    personal = False
    threshold = 30

    examples = (
        Example("内部资料　注意保存\n关于有关情况的汇报", Severity.ATTENTION),
        Example("内部资料 注意保管", Severity.ATTENTION, Part.HEADER),
        Example("内部文件，不得外传", Severity.ATTENTION),
        Example("【工作秘密】", Severity.ATTENTION),
        Example("會後收回", Severity.ATTENTION),
        Example("内部资料-会议发言.docx", Severity.ATTENTION, Part.FILE_NAME),
        Example("云溪文艺（内部资料 免费交流）\n准印证号：云内资准字第1号", Severity.GENERAL),
        Example(
            "各位代表：本次会议发放的材料属于内部资料，请勿外传，会议结束以后请交回会务组，谢谢配合。", Severity.GENERAL
        ),
    )
    counter_examples = (
        Example("加强内部控制和内部审计，健全内设机构。"),
        Example("不得发布标注“内部资料”“注意保存”等警示字样的信息。"),
        Example("内部资料下载", part=Part.LINK, format="html"),
        Example("请妥善保管准考证"),
        Example("征求意见稿"),
    )

    def calls(self, reading: Reading) -> bool:  # noqa: ARG002  # the protocol's signature
        """The gate says it all."""
        return False

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Strong words: as a mark, or in a sentence."""
        view = reading.compact
        for match in islice(WORDS.finditer(view.text), MOST):
            start, end = view.span(*match.span())
            where = position.standing(reading, start, end)
            yield Hit(self.rule, start, end, *self._form(reading, start, end, where), where=where)

    def _form(
        self, reading: Reading, start: int, end: int, where: position.Standing
    ) -> tuple[str, tuple[Evidence, ...]]:
        left, right = reading.cell(start, end)
        cell = re.sub(r"[\s\[\]【】()〔〕<>:,，。.!！;；·★☆*\-—_|、]+", "", reading.text[left:right])
        rest = _VOCABULARY.sub("", cell)
        near = reading.around(start, end, 120)
        if _PRESS.search(near):
            return "press", (Evidence(40, "内部资料性出版物字样"),)
        if where.part is Part.FILE_NAME:
            name = reading.text[start - 1 : start], reading.text[end : end + 1]
            if all(not side or not ("一" <= side <= "龥") for side in name) or rest == "":
                return "mark", (Evidence(60, "文件名中标有内部字样", self.basis),)
            return "word", (Evidence(30, "文件名中含内部字样"),)
        if where.part is Part.METADATA and len(cell) <= SHORT:
            return "mark", (Evidence(60, "文件属性中标有内部字样", self.basis),)
        if len(cell) <= SHORT + 8 and _REST.match(rest) and not _NAV.search(rest):
            return "mark", (Evidence(50, "内部字样独立成行或成格", self.basis),)
        bracketed = reading.text[start - 1 : start] in {"(", "[", "【", "〔"} or reading.text[end : end + 1] in {
            ")",
            "]",
            "】",
            "〕",
        }
        line = reading.text[slice(*reading.line(start))].strip()
        if bracketed and len(line) <= 60 and not re.search(r"[。;；]", line) and (where.starts or where.ends):
            return "mark", (Evidence(45, "标题前后括注内部字样", self.basis),)
        points = 30 if _ADDRESSED.search(reading.around(start, end, 8)) else 25
        return "word", (Evidence(points, "句中出现内部字样，不是独立标志"),)

    def support(self, hit: Hit, reading: Reading) -> tuple[Evidence, ...]:  # noqa: ARG002  # the protocol's signature
        """Position on the page."""
        where = hit.where
        if where is None or hit.form != "mark" or where.part in {Part.FILE_NAME, Part.METADATA}:
            return ()
        found: list[Evidence] = []
        if where.part in _CONTEXT:
            found.append(Evidence(20, "位于页眉、页脚、水印、标题或文本框"))
        elif where.part is Part.LINK:
            found.append(Evidence(-25, "位于链接或导航文字"))
        elif where.part is Part.SCRIPT:
            found.append(Evidence(-35, "位于页面脚本"))
        elif where.top:
            found.append(Evidence(20, "位于页面首部"))
        else:
            found.append(Evidence(10, "独立标注"))
        return tuple(found)

    def keeps(self, hit: Hit) -> bool:
        """Weak forms stay at the lowest step instead of being explained away by a low score."""
        return hit.form in {"press", "word"}

    def grade(self, verdict: Verdict, reading: Reading, count: int, settings: DetectorSettings) -> Severity:  # noqa: ARG002  # the protocol's signature
        """关注 for a mark, 一般 for words in a sentence and press categories."""
        score = verdict.raw if verdict.suppressed else verdict.score
        return Severity.ATTENTION if verdict.hit.form == "mark" and score >= 50 else Severity.GENERAL
