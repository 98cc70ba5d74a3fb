"""The same signs, benign or grave by what stands round them; and how excerpts and places come out."""

from __future__ import annotations

from typing import Any

import pytest

from detectors import excerpt
from detectors.reading import Reading
from inspection.model import Context, Document, Part, Passage, Severity

TEXT = "关于近期有关情况的汇报\n一、基本情况\n近期各项工作平稳有序。"

BENIGN = {
    "specimens one by one": "附件：\n（一）以年计的\n秘密★5年\n机密★20年\n（二）以月计的\n秘密★6个月\n（三）长期的\n绝密★长期",
    "options by letters": "1. 国家秘密的标志为：\nA 机密★5年\nB 机密5年\nC ★机密5年\nD 机密（5年）",
    "options by circles": "（1）下列标志中，正确的是\n①机密★10年\n②机密10年★\n③10年★机密",
    "led in without a colon": "某单位拟发一份文件，应在首页左上角标注\n机密★10年",
    "labelled sample": "标识样例\n密级：秘密\n保密期限：10年",
    "figures": "图1 国家秘密标志\n机密★10年\n图2 工作秘密标志",
    "question": "问：机密★5年是什么意思？\n答：表示期限5年。",
    "stars of a rating": "绝密级（★★★）\n机密级（★★）\n秘密级（★）",
    "old novel": "“绝密”\n那是1949年的冬天。\n绝密\n她把情报藏好。",
    "counts": "密级\t数量\t占比\n绝密\t2\t10%\n机密\t5\t25%\n秘密\t13\t65%",
    "search form": "查询条件\n密级\t全部 绝密 机密 秘密 内部 公开\n发文日期",
    "post": "岗位密级：一般 涉密等级：机密级 岗位：机要员 要求：党员",
    "system": "项目名称：涉密会议系统\n系统密级：机密级\n采购方式：单一来源",
    "levels with stars explained": "密级\t标志\t说明\n绝密\t绝密★30年\t最重要\n机密\t机密★20年\t重要\n秘密\t秘密★10年\t一般",
    "opened archives": "档号\t题名\t原密级\t解密时间\n1-1\t粮食统购报告\t机密\t2010年\n1-2\t水利建设请示\t秘密\t2012年",
    "firm's secrets": "核心商密★5年\n普通商密▲3年\n商业秘密★长期\n企业秘密★5年\n商业机密★3年\n工作秘密★3年\n内部★1年",
    "sentence": "各单位对秘密★1年的文件要及时清退。",
    "reporter": "记者看到，文件袋上盖着机密★10年的红色印章。",
    "books": "《绝密》\n《机密档案》\n【秘密】 作者：张三",
    "lesson titles": "第1讲 秘密\n第2讲 机密\n第3讲 绝密",
    "tender stars": "★机密性要求：系统应保证数据的机密性、完整性和可用性。\n★ 严守机密★ 做好保密工作★",
}  # fmt: skip

GRAVE = {
    "map": "云溪市防空设施分布示意图\n机密★长期\n比例尺 1:500",
    "regulation": "云溪市保密管理条例\n机密★5年\n第一章 总则",
    "place name with 如": "如皋市军民融合文件\n机密★5年\n第一章",
    "party document's red star": "中共云溪市委文件\n云委〔2024〕3号\n★\n机密★5年\n关于",
    "notice on secrecy training": f"关于印发《保密知识培训方案》的通知\n机密★5年\n{TEXT}",
    "secrecy bureau's notice": "秘密★1年\n云溪市国家保密局关于开展保密宣传教育月活动的通知\n各单位：",
    "spaced, one line down": f"云溪市委常委会议题\n秘 密\n{TEXT}",
    "numbered": f"编号：0012\n机密\n{TEXT}",
    "label and mark": f"密级：秘密★3年\n{TEXT}",
    "label in brackets": f"密级【机密】\n{TEXT}",
    "date as term": f"秘密★至2027年12月31日\n{TEXT}",
    "condition": f"机密★评审结束后解密\n{TEXT}",
    "term in brackets": f"机密（10年）\n{TEXT}",
    "term with its label": f"机密 保密期限10年\n{TEXT}",
    "deep in the text": f"{TEXT * 40}\n附件1\n机密★5年\n重点目标清单",
}  # fmt: skip


@pytest.mark.parametrize("text", BENIGN.values(), ids=BENIGN)
def test_signs_in_benign_context_stay_below_attention(text: str, look: Any) -> None:
    pieces = [text] if "\t" in text else text.split("\n")  # a table is never cut into its rows
    for case in (look.page(text, title="学习园地"), look.attachment(text), look.attachment(*pieces)):
        assert look.worst(case) < Severity.ATTENTION, [f.evidence for f in look.live(case)]


@pytest.mark.parametrize("text", GRAVE.values(), ids=GRAVE)
def test_signs_in_grave_context_are_serious(text: str, look: Any) -> None:
    for case in (look.attachment(text), look.attachment(*text.split("\n"))):
        assert look.worst(case, "classification.mark") >= Severity.SERIOUS


def test_a_second_page_has_a_head_of_its_own(look: Any) -> None:
    pages = [Passage(text, f"第{n}页", page=n) for n, text in ((1, "前言" * 300), (2, "机密\n附件2\n名单"))]
    (finding,) = look.live(look.attachment(*pages, form="pdf"), "classification.mark")
    assert finding.severity is Severity.SERIOUS
    assert finding.sightings[0].place == "第2页"


def reading(*passages: Passage) -> Reading:
    return Reading(Document(("a.xlsx",), "xlsx", "0" * 64, "", passages), Context(key=bytes(32)))


def test_a_later_part_of_a_sheet_has_the_headings_of_its_first() -> None:
    first = Passage("序号\t姓名\t证件号码\n1\t甲\t2", "名单", Part.TABLE, rows=(1, 2))
    second = Passage("2\t乙\t3", "名单", Part.TABLE, rows=(3,))
    view = reading(first, second)
    assert view.head_rows(view.text.rindex("3"))[0][1] == ["序号", "姓名", "证件号码"]
    assert view.column(view.text.rindex("3")) == 2


def test_rows_in_running_text_have_the_headings_of_their_own_table() -> None:
    view = reading(Passage("标题\n甲\t乙\n1\t2\n正文\n姓名\t证号\n张三\t9", "正文"))
    assert [cells for _, cells in view.head_rows(view.text.rindex("9"))] == [["姓名", "证号"]]


def test_an_offset_leads_back_to_passage_and_place() -> None:
    view = reading(Passage("机\u200b密★", "正文"), Passage("甲\t机\u200b密★\n乙", "表", Part.TABLE, rows=(4, 9)))
    at = view.text.rindex("机")
    passage, start, end = view.original(at, at + 3)
    assert (passage.place, passage.text[start:end]) == ("表", "机\u200b密★")


def test_names_and_digits_round_a_number_are_masked(look: Any) -> None:
    text = "经查，申请人欧阳娜 电话13900001234 身份证号330199195810288226 住址建设路12号 配偶王小丽"
    (finding,) = look.live(look.attachment(text), "personal.resident_id")
    shown = finding.sightings[0].excerpt
    assert "「330199********8226」" in shown
    assert "身份证号" in shown
    for secret in ("欧阳娜", "13900001234", "王小丽", "12号"):
        assert secret not in shown


def test_places_and_paths_hold_no_number(look: Any) -> None:
    number = "330199195810288226"
    (finding,) = look.live(
        look.attachment(Passage(f"身份证号 {number}", f"表 {number}"), name=f"{number}.docx"), "personal.resident_id"
    )
    assert number not in str(finding)
    assert excerpt.__doc__
