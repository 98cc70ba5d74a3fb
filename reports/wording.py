"""The sentences of the reports: what a finding is suspected to be, what to do about it, what the whole amounts to.

The machine's word is always 疑似: only the national or a provincial bureau decides that something is a state secret and of
which level (保守国家秘密法 §25, §53). Laws are cited by their short names; the articles are those in force since 2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from reports.notation import number, short

if TYPE_CHECKING:
    from inspection.summary import FindingRecord, RunSummary

BASIS = (
    "《中华人民共和国保守国家秘密法》第五十一条",
    "《中华人民共和国保守国家秘密法实施条例》第五十八条、第五十九条",
)

STATUS = {
    "OPEN": "待研判",
    "CONFIRMED": "研判属实",
    "DISMISSED": "研判误报",
    "NOTIFIED": "已通知整改",
    "RECTIFIED": "单位报告已整改",
    "CLOSED": "已销号",
    "REOPENED": "复现",
}
STATE = {"finished": "已完成", "stopped": "中途停止", "failed": "未能完成", "running": "进行中"}
STAGE = {"fetch": "抓取", "render": "渲染", "extract": "读取", "detect": "检测", "index": "检索库", "input": "输入"}
DISCLAIMER = (
    "本报告由计算机按规则自动生成，所列均为疑似线索，须经人工研判。是否属于国家秘密、属于何种密级，"
    "由国家保密行政管理部门或者省、自治区、直辖市保密行政管理部门确定。"
)
MASKING = (
    "报告中的摘录已脱敏：证件号码、电话等只保留首尾若干位，带密级标志文件的正文以“□”代替。"
    "原始内容只保存在加密的证据库中，查阅须经授权并留痕。"
)
SCALE = (
    (4, "标志完整且具有公文特征的疑似涉密内容，或者与已知涉密文件相符"),
    (3, "标志位置出现密级字样、密电文号，批量个人信息，特殊群体或未成年人信息"),
    (2, "内部标注、不予公开属性、纪要请示类文件，或者少量完整的证件号码"),
    (1, "个别联系方式、脱敏不足、弱提示词"),
    (0, "仅供参考的提示"),
)


class Nature(Enum):
    """线索性质: what a finding is suspected to be: its word, what to do in one line, the whole duty, whether it can wait."""

    SECRET = (
        "疑似涉密",
        "立即断开公开链接、封存原件，不自行销毁，24 小时内报告保密行政管理部门。",
        "立即断开公开链接，封存原件和发布记录，不复制、不转发、不自行销毁；发现后 24 小时内报告保密行政管理部门，由其组织核查和鉴定。",
        True,
    )
    MISMARK = (
        "疑似违规标密",
        "核对定密依据；不属于国家秘密的，更正标注后重新发布。",
        "核对定密依据；不属于国家秘密的，不得作出国家秘密标志（《保密法》第二十二条），更正标注后重新发布。",
        False,
    )
    WORK = (
        "疑似工作秘密",
        "暂停公开，由制发单位核定公开属性；不应公开的撤下页面和附件。",
        "暂停公开，由制发单位核定公开属性；不应公开的，撤下页面和附件，并清理站内检索、缓存和转载。",
        False,
    )
    PERSONAL = (
        "疑似个人信息",
        "撤下原页面和原文件，去标识化后重新公开，清理附件原地址和缓存。",
        "撤下原页面和原文件，经去标识化处理后重新公开；同时清理附件原地址、站内检索和缓存。",
        False,
    )
    COMMERCIAL = (
        "疑似商业秘密",
        "核实权属和公开依据；未经权利人同意公开的撤下。",
        "核实权属和公开依据；未经权利人同意公开的，撤下并告知权利人。",
        False,
    )
    EXAM = (
        "疑似未启用试卷",
        "核实启用时间；尚未启用的，立即撤下并报告。",
        "核实启用时间；尚未启用的，立即撤下并报告主管部门。",
        True,
    )
    NETWORK = (
        "疑似网络安全隐患",
        "请网站运维单位关闭目录列表、清除内网地址和模板残留。",
        "由网站运维单位关闭目录列表、清除内网地址和模板残留，并检查同类配置。",
        False,
    )
    SENSITIVE = (
        "疑似敏感内容",
        "由责任单位对照本行业事项范围核查；不宜公开的撤下。",
        "由责任单位对照本行业国家秘密、工作秘密事项范围逐条核查；不宜公开的撤下。",
        False,
    )

    @property
    def label(self) -> str:
        """疑似涉密, 疑似个人信息 and the like."""
        return self.value[0]

    @property
    def advice(self) -> str:
        """What the agency has to do, in one line."""
        return self.value[1]

    @property
    def duty(self) -> str:
        """The whole requirement."""
        return self.value[2]

    def urgent(self, severity: int) -> bool:
        """It has to be done at once, whatever the period for rectification: only where the finding is grave."""
        return self.value[3] and severity >= 3


# Longest prefix first: the first that fits decides.
_NATURES = (
    ("classification.mismark", Nature.MISMARK),
    ("classification.", Nature.SECRET),
    ("document.secret_number", Nature.SECRET),
    ("document.handling", Nature.SECRET),
    ("document.", Nature.WORK),
    ("fingerprint.", Nature.SECRET),
    ("file.hash", Nature.SECRET),
    ("disclosure.", Nature.WORK),
    ("internal.", Nature.WORK),
    ("personal.", Nature.PERSONAL),
    ("commercial.", Nature.COMMERCIAL),
    ("exam.", Nature.EXAM),
    ("network.", Nature.NETWORK),
)


def nature(rule: str) -> Nature:
    """The nature of a rule's findings, by its identifier (surface: identifiers of rules)."""
    return next((found for prefix, found in _NATURES if rule.startswith(prefix)), Nature.SENSITIVE)


def suspected(name: str) -> str:
    """A rule's name with 疑似 before it."""
    return name if name.startswith("疑似") else f"疑似{name}"


def deadline(days: int, *, urgent: bool) -> str:
    """By when: at once, or within so many working days."""
    return "立即处置，24 小时内报告" if urgent else f"收到本报告之日起 {days} 个工作日内"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """检查结论.

    Attributes:
        headline: the one sentence.
        caveats: what the sentence does not cover; never empty where something was not inspected.
        tone: the gravest severity found (-1: nothing found; -2: nothing could be inspected).
    """

    headline: str
    caveats: tuple[str, ...]
    tone: int


def conclude(summary: RunSummary, failures: int) -> Conclusion:
    """What the whole amounts to, in one sentence, and what that sentence does not cover.

    Args:
        summary: the run or runs.
        failures: number of 未检项.
    """
    caveats = tuple(_caveats(summary, failures))
    extent = _extent(summary)
    if not extent:
        return Conclusion("本次检查未能取得任何可检查的内容，不能得出结论。", caveats, -2)
    real = [finding for finding in summary.findings if finding.severity > 0]
    hints = len(summary.findings) - len(real)
    if not real:
        tail = f"；另有 {number(hints)} 条仅供参考的提示" if hints else ""
        return Conclusion(
            f"本次检查了{extent}，在已检查的内容中未发现疑似涉密、疑似工作秘密或者疑似个人信息的问题{tail}。",
            caveats,
            0 if hints else -1,
        )
    steps = summary.by_severity()
    words = {4: "紧急", 3: "严重", 2: "关注", 1: "一般", 0: "仅供参考"}
    by_step = "、".join(f"{word} {number(steps[step])} 条" for step, word in words.items() if steps[step])
    headline = f"本次检查了{extent}，发现疑似线索 {number(len(summary.findings))} 条，其中{by_step}"
    headline += "" if of_files(summary) else f"，涉及{_owners(real)}"
    if any(nature(finding.rule).urgent(finding.severity) for finding in real):
        headline += "；其中有须立即处置的线索"
    return Conclusion(headline + "。", caveats, max(finding.severity for finding in real))


def _owners(findings: list[FindingRecord]) -> str:
    agencies = {finding.agency for finding in findings if finding.agency}
    if len(agencies) > 1:
        return f" {number(len(agencies))} 个单位"
    if agencies:
        return short(next(iter(agencies)), 40)
    return f" {number(len({finding.site for finding in findings}))} 个站点"


def of_files(summary: RunSummary) -> bool:
    """Whether files and folders were checked (mijian check), not sites."""
    return bool(summary.sites) and not any(site.start_url or site.pages for site in summary.sites)


def _extent(summary: RunSummary) -> str:
    """云溪市财政局 的 12 个页面、3 个附件; empty where nothing was read."""
    pages = sum(site.pages for site in summary.sites)
    files = sum(site.attachments for site in summary.sites)
    documents = sum(site.documents for site in summary.sites)
    if not pages + files + documents:
        return ""
    if of_files(summary):
        return f" {number(files)} 个文件"
    parts = [f"{number(pages)} 个页面"] if pages else []
    parts += [f"{number(files)} 个附件"] if files else []
    parts = parts or [f"{number(documents)} 份文档"]
    sites = f" {number(len(summary.sites))} 个站点的 " if len(summary.sites) > 1 else " "
    return sites + "、".join(parts)


def _caveats(summary: RunSummary, failures: int) -> list[str]:
    found = []
    if failures:
        found.append(f"另有 {number(failures)} 项未能检查，不在上述结论之内，原因和建议见“未检项”。")
    cut = [site for site in summary.sites if site.state != "finished"]
    if cut:
        words = "、".join(f"{short(site.name, 40)}（{STATE.get(site.state, site.state)}）" for site in cut[:3])
        more = f"等 {number(len(cut))} 个站点" if len(cut) > 3 else ""
        found.append(f"{words}{more}的检查没有做完，其余内容尚未检查。")
    empty = [site for site in summary.sites if not site.pages + site.attachments + site.documents]
    if empty and len(empty) < len(summary.sites):
        words = "、".join(short(site.name, 40) for site in empty[:3])
        more = f"等 {number(len(empty))} 个站点" if len(empty) > 3 else ""
        found.append(f"{words}{more}未能取得任何内容，不能得出结论。")
    return found


def coverage_note(inspected: int, failures: int, *, files: bool, complete: bool) -> str:
    """How the coverage was counted."""
    what = "文件" if files else "页面和附件"
    note = f"覆盖率 = 已检查的{what}（{number(inspected)}）÷（已检查的{what} + 未检项 {number(failures)}），向下取整到 0.1%。"
    if failures:
        note += "只读出一部分的文件同时计为未检项；因限额未检查的地址、未识别的图片各合计为一项，数量见“未检项”。"
    if not complete:
        note += "有站点没有查完，其余内容有多少不得而知，因此不计算覆盖率。"
    return note
