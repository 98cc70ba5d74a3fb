"""The tricky true positives: every form of a mark that is a matter of text is found, at the right severity."""

from __future__ import annotations

from typing import Any

import pytest

from inspection.model import Level, Part, Passage, Severity

HEAD = "云溪市人民政府文件\n云政发〔2024〕3号\n关于做好防汛工作的通知\n各县（区）人民政府：\n现将有关事项通知如下。"
PLAIN = "关于近期有关情况的汇报\n一、基本情况\n近期各项工作平稳有序。"

# Complete marks: alone at the head of a plain attachment 严重, of an official document 紧急.
COMPLETE = {
    "plain": "机密★1年", "spaces": "机 密 ★ 1 年", "full-width spaces": "机　密　★　１　年", "nbsp": "机\u00a0密\u00a0★\u00a01\u00a0年",
    "zero-width": "机\u200b密\ufeff★\u200d1年", "soft hyphen": "机\u00ad密★1年", "full-width digits": "机密★１０年", "chinese digits": "秘密★三年",
    "formal digits": "秘密★壹年", "long term": "机密★长期", "radical": "秘密★⻓期", "kangxi": "秘密★6个⽉", "traditional": "機密★5年",
    "traditional top": "絕密★30年", "variant": "祕密★1年", "months": "秘密★6个月", "date": "秘密★2026年5月1日解密", "condition": "机密★会议开始前",
    "condition publication": "秘密★公布前", "grade word": "机密级★10年", "white star": "机密☆10年", "emoji star": "机密⭐10年", "emoji with selector": "机密⭐\ufe0f5年",
    "four points": "绝密✦20年", "dingbat": "机密✩5年", "shadow": "机密✯5年", "outlined": "机密✰5年", "small": "机密⋆5年", "wingdings": "机密\uf0ab5年",
    "hyphenated": "机-密★1年", "middle dot": "机·密★1年", "letter l": "机密★l年", "letter O": "机密★1O年", "ocr 1": "枧密★10年", "ocr 2": "机宓★10年",
    "ocr 3": "秘蜜★1年", "ocr 4": "绝宓★30年", "entity": "机&#23494;&#9733;1年", "entity space": "机&nbsp;密&starf;1年", "bidi marks": "\u202a机密★1年\u202c",
    "reversed": "年1★密机",
}  # fmt: skip
DEGRADED = {
    "asterisk": "机密*10年", "full-width asterisk": "秘密＊3年", "small asterisk": "秘密﹡3年", "operator": "秘密∗3年", "dingbat": "秘密✱3年",
    "reference mark": "机密※5年", "disc": "机密●5年", "diamond": "机密◆5年", "square": "机密■5年", "tofu": "机密□5年", "question": "机密?5年",
    "replacement": "机密\ufffd5年", "lost": "机密 5年", "lost and joined": "机密1年", "ocr 女": "机密女1年", "ocr 大": "机密大10年", "picture between": "秘密  10年",
}  # fmt: skip


@pytest.mark.parametrize("mark", COMPLETE.values(), ids=COMPLETE)
def test_a_complete_mark_is_urgent_on_an_official_document(mark: str, look: Any) -> None:
    (finding,) = look.live(look.attachment(f"000001\n{mark}\n特急\n{HEAD}"), "classification.mark")
    assert finding.severity is Severity.URGENT, finding.evidence


@pytest.mark.parametrize("mark", COMPLETE.values(), ids=COMPLETE)
def test_a_complete_mark_is_serious_on_a_plain_paper(mark: str, look: Any) -> None:
    (finding,) = look.live(look.attachment(f"{mark}\n{PLAIN}"), "classification.mark")
    assert finding.severity is Severity.SERIOUS, finding.evidence
    (finding,) = look.live(look.page(f"{mark}\n{PLAIN}", title="情况汇报"), "classification.mark")
    assert finding.severity is Severity.SERIOUS, finding.evidence


@pytest.mark.parametrize("mark", DEGRADED.values(), ids=DEGRADED)
def test_a_degraded_mark_is_serious_at_the_head(mark: str, look: Any) -> None:
    assert look.worst(look.attachment(f"{mark}\n{HEAD}"), "classification.mark") >= Severity.SERIOUS
    assert look.worst(look.attachment(f"{mark}\n{PLAIN}"), "classification.mark") == Severity.SERIOUS


@pytest.mark.parametrize(
    "text",
    ["机\n密\n★\n1年", "机\n密\n★\n1\n年", "绝\n密\n★\n长\n期", "机\n\n密\n★\n10\n年", "机密\n★\n1年", "机密★\n1年"],
)
def test_a_mark_split_over_lines_or_cells_is_found(text: str, look: Any) -> None:
    assert look.worst(look.attachment(f"{text}\n{PLAIN}"), "classification.mark") == Severity.SERIOUS
    box = Passage(text, "文本框", Part.TEXT_BOX)
    assert look.worst(look.attachment(box, PLAIN), "classification.mark") == Severity.SERIOUS
    cells = Passage(text.replace("\n", "\t"), "表格1", Part.TABLE)
    assert look.worst(look.attachment(cells, PLAIN), "classification.mark") == Severity.SERIOUS
    column = Passage(text.replace("\n", "\t\n") + "\t", "表格1", Part.TABLE)
    assert look.worst(look.attachment(column, PLAIN), "classification.mark") == Severity.SERIOUS


OTHER_FORMS = {
    "1999 form": f"机 密\n{HEAD}",
    "1999 form alone": f"秘 密\n{PLAIN}",
    "1999 form at the right": f"000123　　　　　　　　　　　机  密\n特  急\n{HEAD}",
    "closed up": f"机密\n{PLAIN}",
    "label": f"密级：机密　保密期限：10年\n{PLAIN}",
    "label without term": f"密级：秘密\n{PLAIN}",
    "label on two lines": f"密级：\n机密\n{PLAIN}",
    "label in a later line": f"{PLAIN}\n联系人：办公室\n密级：机密",
    "brackets": f"【机密】\n{PLAIN}",
    "brackets before a title": f"【机密】{PLAIN}",
    "round brackets before a title": f"（秘密）{PLAIN}",
    "square brackets": f"[绝密] {PLAIN}",
    "brackets behind a title": "关于近期有关情况的汇报（秘密）\n一、基本情况\n平稳。",
    "before a paragraph": f"{PLAIN}\n二、下一步工作。\n（机密）三、部署安排如下，各单位按计划进驻。\n四、其他。",
    "circled": f"㊙\n{PLAIN}",
    "document word": f"机密件\n{PLAIN}",
    "grade document": f"机密级文件\n{PLAIN}",
    "under a map's title": "云溪市地下管线分布图\n机密★长期\n比例尺 1:500",
    "mark behind number": f"000001  机密★10年  特急\n{HEAD}",
    "mark and number on a line": f"机密★10年　　　　　　云政发〔2024〕3号\n{PLAIN}",
    "all in one line": "机密★10年 云溪市人民政府文件 云政发〔2024〕3号 关于做好防汛工作的通知 各县（区）人民政府：现将有关事项通知如下。",
    "star without a term": f"绝密★\n{PLAIN}",
    "ticked box": f"密级：□绝密 ☑机密 □秘密\n{PLAIN}",
}


@pytest.mark.parametrize("text", OTHER_FORMS.values(), ids=OTHER_FORMS)
def test_other_forms_are_serious_in_a_file(text: str, look: Any) -> None:
    assert look.worst(look.attachment(text), "classification.mark") >= Severity.SERIOUS


@pytest.mark.parametrize(
    "row",
    ["label", "brackets before a title", "1999 form", "mark behind number", "all in one line", "before a paragraph"],
)
def test_other_forms_are_serious_on_a_page(row: str, look: Any) -> None:
    assert look.worst(look.page(OTHER_FORMS[row], title="工作动态"), "classification.mark") >= Severity.SERIOUS


@pytest.mark.parametrize(
    ("part", "place", "text"),
    [
        (Part.HEADER, "页眉", "机密★10年"),
        (Part.HEADER, "页眉（首页）", "秘密"),
        (Part.FOOTER, "页脚", "机密★10年"),
        (Part.WATERMARK, "水印", "机密"),
        (Part.TEXT_BOX, "文本框", "绝密★30年"),
        (Part.NOTE, "备注页", "机密★5年"),
        (Part.COMMENT, "批注", "机密★5年"),
        (Part.REVISION, "修订-删除", "秘密★1年"),
        (Part.HIDDEN, "隐藏工作表 名单", "机密★5年"),
        (Part.METADATA, "属性 密级", "机密"),
        (Part.METADATA, "属性", "密级: 机密"),
        (Part.METADATA, "属性 关键词", "机密;会议;方案"),
        (Part.METADATA, "属性 主题", "机密★10年"),
        (Part.ATTRIBUTE, "图片说明", "机密★1年"),
        (Part.TITLE, "标题", "【机密】关于近期情况的报告"),
        (Part.FILE_NAME, "文件名", "机密-近期情况的报告.docx"),
        (Part.FILE_NAME, "文件名", "近期情况的报告（秘密）.docx"),
        (Part.FILE_NAME, "文件名", "[绝密]方案_终稿.pdf"),
        (Part.FILE_NAME, "文件名", "近期情况的报告（机密★10年）.pdf"),
        (Part.FILE_NAME, "文件名", "机密关于调整部署的通知.doc"),
        (Part.FILE_NAME, "文件名", "01 秘密 名册.xlsx"),
    ],
)
def test_parts_beside_the_text_count(part: Part, place: str, text: str, look: Any) -> None:
    assert look.worst(look.attachment(PLAIN, Passage(text, place, part)), "classification.mark") == Severity.SERIOUS


def test_an_address_and_a_link_count(look: Any) -> None:
    url = "http://www.yunxi.example/files/%E6%9C%BA%E5%AF%86-%E6%96%B9%E6%A1%88.html"
    assert look.worst(look.page(PLAIN, title="情况", url=url), "classification.mark") == Severity.SERIOUS
    case = look.page(PLAIN, title="工作动态", link="机密★1年 关于近期情况的报告")
    assert look.worst(case, "classification.mark") >= Severity.ATTENTION


def test_a_register_of_classified_documents_is_found(look: Any) -> None:
    table = "序号\t文件标题\t密级\t保密期限\n1\t关于甲项目的报告\t机密\t10年\n2\t关于乙项目的请示\t秘密\t5年"
    assert look.worst(look.attachment(Passage(table, "Sheet1", Part.TABLE, rows=(1, 2, 3)))) == Severity.SERIOUS


def test_an_examination_paper_is_serious_only_before_the_examination(look: Any) -> None:
    body = "绝密★启用前\n{}年普通高等学校招生全国统一考试\n语文\n注意事项：1．答卷前，考生务必填写姓名。"
    assert look.worst(look.page(body.format(2027), title="资料")) == Severity.SERIOUS
    assert look.worst(look.page(body.format(2026), title="资料")) == Severity.GENERAL
    dated = "机密★启用前\n云溪市事业单位公开招聘考试\n考试时间：2026年12月20日\n一、单项选择题"
    assert look.worst(look.attachment(dated)) == Severity.SERIOUS


def test_a_document_gives_one_finding_with_all_its_places(look: Any) -> None:
    case = look.attachment(
        Passage("机密★10年", "页眉", Part.HEADER),
        f"000001\n机密★10年\n特急\n{HEAD}",
        Passage("密级: 机密", "属性", Part.METADATA),
    )
    (finding,) = look.live(case, "classification.mark")
    assert finding.severity is Severity.URGENT
    assert finding.level is Level.JIMI
    assert {sighting.place for sighting in finding.sightings} == {"页眉", "正文", "属性"}
    assert finding.subject == "sha256:" + "b" * 64


def test_no_text_of_a_marked_document_appears_in_a_finding(look: Any) -> None:
    case = look.attachment(f"000001\n机密★10年 {HEAD}\n（此件不公开）\n内部资料 注意保存")
    for finding in look.live(case):
        for sighting in finding.sightings:
            assert "防汛" not in sighting.excerpt
            assert "人民政府" not in sighting.excerpt
