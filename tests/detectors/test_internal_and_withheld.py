"""Internal marks and attributes of non-disclosure: found where they stand as such, silent where they are words."""

from __future__ import annotations

from typing import Any

import pytest

from inspection.model import Part, Passage, Severity

TEXT = "关于近期有关情况的汇报\n一、基本情况\n近期各项工作平稳有序。"
INTERNAL = {
    "head": f"内部资料　注意保存\n{TEXT}", "with an office": f"中共云溪市委办公室　内部文件\n{TEXT}", "note at the end": f"{TEXT}\n（会后收回）", "burn": f"{TEXT}\n阅后即焚，严禁外传",
    "stars": f"★内部资料★\n{TEXT}", "spaced": f"内 部 资 料\n注 意 保 存\n{TEXT}", "traditional": f"內部資料　請勿外傳\n{TEXT}", "leaders": f"仅供领导参阅\n{TEXT}",
    "work secret": f"工作秘密　不得外传\n{TEXT}", "police": f"警务工作秘密\n{TEXT}", "draft": f"关于财政改革的方案（送审稿）（内部）\n{TEXT}", "brackets": f"（内部资料，注意保密）\n{TEXT}",
    "issue": f"内部参考 第12期\n{TEXT}", "circle of readers": f"限县处级以上范围阅读\n{TEXT}", "not for publication": f"非公开发布\n{TEXT}", "reprint": f"内部使用，未经批准不得转载\n{TEXT}",
    "bulletin": f"内部情况通报\n第3期\n{TEXT}", "do not spread": f"{TEXT}\n本资料仅供内部使用，不得扩散", "no internet": f"严禁上网\n{TEXT}", "return": f"阅后退回\n{TEXT}", "title": f"{TEXT.splitlines()[0]}（内部资料）\n{TEXT}",
}  # fmt: skip
WITHHELD = {
    "note": f"{TEXT}\n2024年3月5日\n（此件不公开）", "not to be": f"{TEXT}\n（此件不予公开）", "on request": f"{TEXT}\n（此件依申请公开）", "behind the text": f"{TEXT} （此件依申请公开）",
    "half-width": f"{TEXT}\n(此件不公开)", "square": f"[此件不公开]\n{TEXT}", "no brackets": f"此件不公开\n{TEXT}", "short": f"（不公开）\n{TEXT}", "spaced": f"（此 件 不 公 开）\n{TEXT}", "traditional": f"（此件不公開）\n{TEXT}",
    "with a print line": f"{TEXT}\n云溪市人民政府办公室　　　2024年3月5日印发　　（此件不公开）", "attribute": f"公开属性：不予公开\n{TEXT}", "attribute on request": f"公开属性：依申请公开\n{TEXT}",
    "on one line": f"索引号：YX1 公开方式：依申请公开 发布机构：市府办\n{TEXT}", "two lines": f"公开属性：\n不予公开\n发布机构：\n市府办\n{TEXT}", "category": f"信息公开类别：不予公开\n{TEXT}",
    "whether": f"是否公开：否\n{TEXT}", "active": f"主动公开：否\n{TEXT}", "ticked": f"公开属性：□主动公开 □依申请公开 ☑不予公开\n{TEXT}", "row": f"索引号\tYX1\n公开属性\t不予公开\n发布机构\t市府办\n{TEXT}",
    "row of pairs": f"索引号\tYX1\t公开类别\t依申请公开\n{TEXT}", "column": f"索引号\t发布机构\t公开属性\nYX1\t市府办\t不予公开\n{TEXT}",
}  # fmt: skip


@pytest.mark.parametrize("text", INTERNAL.values(), ids=INTERNAL)
def test_an_internal_mark_is_at_attention(text: str, look: Any) -> None:
    assert look.worst(look.attachment(text), "internal.mark") == Severity.ATTENTION
    assert look.worst(look.page(text, title="情况汇报"), "internal.mark") == Severity.ATTENTION


@pytest.mark.parametrize("text", WITHHELD.values(), ids=WITHHELD)
def test_an_attribute_of_non_disclosure_is_at_attention(text: str, look: Any) -> None:
    assert look.worst(look.attachment(text), "disclosure.withheld") == Severity.ATTENTION
    case = look.page(text, title="关于印发《云溪市管理办法》的通知")
    assert look.worst(case, "disclosure.withheld") == Severity.ATTENTION


@pytest.mark.parametrize(
    ("rule", "passage"),
    [
        ("internal.mark", Passage("内部资料 注意保管", "页眉", Part.HEADER)),
        ("internal.mark", Passage("内部使用 不得外传", "水印", Part.WATERMARK)),
        ("internal.mark", Passage("云溪市委办内部资料", "页脚", Part.FOOTER)),
        ("internal.mark", Passage("内部资料-讲话稿.docx", "文件名", Part.FILE_NAME)),
        ("internal.mark", Passage("讲话稿（内部使用）.docx", "文件名", Part.FILE_NAME)),
        ("internal.mark", Passage("关键词: 内部资料", "属性 关键词", Part.METADATA)),
        ("disclosure.withheld", Passage("公开属性: 不予公开", "属性 公开属性", Part.METADATA)),
        ("disclosure.withheld", Passage("不予公开", "页眉", Part.HEADER)),
        ("disclosure.withheld", Passage("依申请公开", "页眉", Part.HEADER)),
        ("disclosure.withheld", Passage("（此件不公开）", "页脚", Part.FOOTER)),
    ],
    ids=lambda value: value if isinstance(value, str) else value.text,
)
def test_parts_beside_the_text_count(rule: str, passage: Passage, look: Any) -> None:
    assert look.worst(look.attachment(TEXT, passage), rule) == Severity.ATTENTION


SILENT = {
    "office words": "加强内部管理和内部监督，完善内部控制。\n内部审计\n内部文件管理办法\n内部资料目录",
    "own things": "请妥善保管个人物品。\n妥善保管\n注意保存\n会后请带走个人物品",
    "draft for all": "现将征求意见稿印发给你们。\n（征求意见稿）\n讨论稿",
    "meeting": "会议强调，要加强内部情况通报，做好内部通报工作。",
    "rule about marks": "不得发布标注“内部文件（资料）”和“注意保存（保管、保密）”等警示字样的信息。",
    "services": "公开形式：主动公开、依申请公开\n主动公开\n依申请公开\n不予公开\n公开时限：20个工作日",
    "catalogue": "索引号\t名称\t公开类型\nA1\t工作规则\t主动公开\nA2\t人事档案\t不予公开\nA3\t会议纪要\t依申请公开",
    "duties": "事项名称\t公开属性\n行政许可\t主动公开\n行政处罚\t依申请公开",
    "reply": "关于您申请公开的事项，属于内部管理信息，依法不予公开。\n公开形式：不予公开理由见下",
    "other notes": "此件不再另行公开\n（此件公开发布）\n（此件主动公开）",
    "choices": "公开属性：主动公开/依申请公开/不予公开\n公开方式（主动公开、依申请公开、不予公开）",
    "statistics": "全年办理依申请公开12件，其中不予公开3件。\n不予公开\t3\n依申请公开\t12",
    "guide on notes": "拟稿时应在附注处注明“（此件不公开）”或“此件依申请公开”。",
}  # fmt: skip


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_words_that_are_no_marks_stay_below_attention(text: str, look: Any) -> None:
    assert look.worst(look.page(text, title="工作动态")) < Severity.ATTENTION
    assert look.worst(look.attachment(text)) < Severity.ATTENTION
