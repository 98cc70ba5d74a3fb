"""Harmless text that naive rules flag: at least two specimens of each kind of the field's list, as pages and as files.

Nothing of severity 2 or more may be found in any of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo import negatives_numbers, negatives_office, negatives_secrecy, negatives_words
from demo.content import Benign, File
from demo.paper import pdf
from demo.sheet import Sheet, xlsx
from demo.word import docx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.content import Article
    from demo.maker import Maker
    from demo.negative import Specimen

# Why each kind is harmless; the keys are used by the specimens.
ROWS: dict[str, str] = {
    "law_text": "法律法规条文",
    "three_levels": "密级分类的列举",
    "mark_training": "标志形式的讲解和举例",
    "quiz_answers": "测试题答案",
    "publicity": "保密宣传活动",
    "test_bank": "题库填空",
    "leak_cases": "泄密案例通报",
    "cleared_posts": "涉密岗位招聘",
    "qualification": "保密资质",
    "agreement": "保密协议条款",
    "tender_secrecy": "评标保密与投标密封",
    "negation": "明确否定（非涉密）",
    "prohibition": "禁止性要求",
    "review_form": "空白保密审查表",
    "options": "界面选项或代码",
    "figurative": "比喻用法",
    "legal_terms": "商业秘密、个人隐私等法律用语",
    "vote": "秘密投票",
    "penal": "刑事、侦查用语",
    "declassified": "已解密档案",
    "history": "历史文献与展览",
    "martyrs": "红色故事",
    "organisation": "保密机构职责",
    "work_report": "保密工作考核",
    "cryptography": "密码管理",
    "internal_adjective": "内部作形容词",
    "press_permit": "内部资料性出版物",
    "law_internal": "内部事务信息的法律条文",
    "disclosure_statistics": "信息公开年报统计",
    "disclosure_guide": "依申请公开指南与不予公开范围",
    "positive_mark": "主动公开标识",
    "urgency_words": "特急、加急的普通用法",
    "star_bullets": "星号作列表、评分或条款标记",
    "footnote_star": "脚注星号",
    "format_tutorial": "公文格式样张",
    "writing_course": "公文写作课件",
    "level_negative": "密级：无、公开",
    "thesis_cover": "空白密级栏",
    "maps": "测绘与审图号",
    "warning_signs": "警示牌",
    "contract_term": "合同保密期限",
    "past_exam": "已考试卷",
    "entertainment": "影视游戏",
    "company_news": "企业配方新闻",
    "privacy_policy": "为个人保密的承诺",
    "public_phones": "应公开的办公电话",
    "long_numbers": "信用代码、编号、单号",
    "machine_digits": "脚本、样式、地址中的数字",
    "sample_ids": "填写示例号码",
    "masked": "已脱敏的号码",
    "blank_fields": "空白身份证号栏",
    "statutory": "依法公开的惩戒信息",
    "recruitment_list": "招录公示",
    "boilerplate_footer": "页脚举报电话",
    "meetings": "保密工作会议",
    "destruction_centre": "载体销毁中心",
}


def pages(maker: Maker) -> Iterator[Article]:
    """An article for each specimen."""
    groups = (negatives_secrecy, negatives_words, negatives_office, negatives_numbers)
    for specimen in (one for group in groups for one in group.specimens(maker.rng)):
        yield _article(maker, specimen)


def _article(maker: Maker, specimen: Specimen) -> Article:
    site, channel, topic = specimen.where
    if specimen.kind == "page":
        return maker.article(
            site,
            channel,
            topic,
            title=specimen.title,
            before=specimen.blocks,
            length=2,
            head=specimen.head,
            benign=(Benign(specimen.row),),
        )
    return maker.article(
        site,
        channel,
        topic,
        length=3,
        files=(File(f"附件：{specimen.title}.{specimen.kind}", _data(maker, specimen)),),
        benign=(Benign(specimen.row, 0),),
    )


def _data(maker: Maker, specimen: Specimen) -> bytes:
    if specimen.kind == "xlsx":
        return xlsx([Sheet(name="Sheet1", rows=specimen.rows)])
    body = (*specimen.blocks, *maker.paragraphs(specimen.where[2], 1))
    return docx(body) if specimen.kind == "docx" else pdf(body)
