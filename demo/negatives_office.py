"""Harmless specimens III: what offices publish about disclosure itself, about penalties, recruitment and telephones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.content import Line, Raw, Table
from demo.negative import (
    ANNUAL,
    FORMS,
    GUIDE,
    JOBS,
    LAW,
    LISTS,
    NEWS,
    POLICY,
    QUESTIONS,
    SCHOOL_NEWS,
    TEACHERS,
    TENDER,
    WELFARE_FORMS,
    WELFARE_LISTS,
    WELFARE_NEWS,
    Specimen,
)
from demo.people import credit_code, people

if TYPE_CHECKING:
    from random import Random


def specimens(rng: Random) -> tuple[Specimen, ...]:
    """All of them."""
    return (*_DISCLOSURE, *_PHONES, *_sanctions(rng), *_lists(rng))


_DISCLOSURE = (
    Specimen("law_internal", LAW, "政府信息公开条例第十六条解读", ("第十六条　行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开。", "行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息以及行政执法案卷信息，可以不予公开。")),
    Specimen("law_internal", GUIDE, "政府信息公开条例（节选）", ("第三十六条　对政府信息公开申请，行政机关根据下列情况分别作出答复：……（三）行政机关依据本条例的规定决定不予公开的，告知申请人不予公开并说明理由。",), "docx"),
    Specimen("disclosure_statistics", ANNUAL, "2025年政府信息公开工作年度报告", ("全年收到政府信息公开申请63件，其中予以公开41件，部分公开5件，不予公开3件，无法提供10件，不予处理4件。", Table((("办理结果", "自然人", "法人"), ("（一）予以公开", "36", "5"), ("（三）不予公开　1.属于国家秘密", "0", "0"), ("2.其他法律行政法规禁止公开", "1", "0"), ("5.属于三类内部事务信息", "2", "0"))))),
    Specimen("disclosure_statistics", ("edu", "20", "school"), "市教育局2025年信息公开年报", ("主动公开政府信息812条，依申请公开办结17件，其中不予公开2件。",), "pdf"),
    Specimen("disclosure_statistics", ANNUAL, "依申请公开办理情况统计表", (), "xlsx", (("月份", "收到申请", "予以公开", "不予公开", "依申请公开办结率"), ("1月", "5", "4", "1", "100%"), ("2月", "3", "3", "0", "100%"))),
    Specimen("disclosure_guide", GUIDE, "云溪市人民政府依申请公开指南", ("公民、法人或者其他组织可以向本机关申请获取政府信息。申请表可在受理点领取或在“依申请公开”栏目下载。", "不予公开的范围：（一）依法确定为国家秘密的；（二）法律、行政法规禁止公开的；（三）公开后可能危及国家安全、公共安全、经济安全、社会稳定的。")),
    Specimen("disclosure_guide", ("edu", "20", "school"), "信息公开目录及不予公开目录说明", (Table((("类别", "内容", "公开方式"), ("机构职能", "内设机构及职责", "主动公开"), ("考务管理", "命题人员名单", "不予公开"), ("学籍档案", "学生个人档案", "依申请公开（本人）"))),)),
    Specimen("disclosure_guide", FORMS, "政府信息公开申请表", (Table((("申请人信息", "姓名", "", "证件号码", ""), ("所需信息", "内容描述", "", "获取方式", "□邮寄 □自行领取"), ("公开方式", "依申请公开", "", "是否申请减免费用", "□是 □否"))),), "docx"),
    Specimen("disclosure_guide", ("gov", "ysqgk", "policy"), "依申请公开办事流程图解", (Line("依申请公开", "center", "bold"), "申请—登记—审查—答复，一般自收到申请之日起20个工作日内答复。")),
    Specimen("positive_mark", POLICY, "关于公布市级行政规范性文件清单的通知", ("现将继续有效的行政规范性文件予以公布。", Line("（此件公开发布）"))),
    Specimen("positive_mark", POLICY, "关于印发公共数据开放计划的通知", (Line("公开属性：主动公开"), "各单位按清单做好数据开放工作。", Line("（此件主动公开）")), "docx"),
    Specimen("positive_mark", ("civil", "1211", "policy"), "关于调整婚姻登记辖区的通知", (Line("信息公开选项：主动公开", "right"),), "pdf"),
    Specimen("positive_mark", POLICY, "关于废止部分文件的决定", ("经清理，决定废止市政府文件12件，并予以主动公开。",)),
)  # fmt: skip
_PHONES = (
    Specimen("public_phones", QUESTIONS, "常用便民电话", (Table((("名称", "电话"), ("政务服务便民热线", "12345"), ("市场监管投诉", "12315"), ("供电服务", "95598"), ("供水抢修", "0729-96116"), ("法律援助", "12348"), ("燃气抢修", "400-098-0729"))),)),
    Specimen("public_phones", NEWS, "市直部门办公电话公开", (Table((("部门", "科室", "联系人", "办公电话"), ("市财政局", "办公室", "刘科长", "0729-6180011"), ("市水利局", "防汛科", "王主任", "0729-6180233"), ("市教育局", "基础教育科", "李科长", "(0729)6180455"))),)),
    Specimen("public_phones", WELFARE_FORMS, "各县区婚姻登记处联系方式", (), "xlsx", (("单位", "地址", "电话", "邮编"), ("临泉区婚姻登记处", "文昌街18号", "0729-6511320", "439801"), ("北坪县婚姻登记处", "翠屏路6号", "0729-7233118", "439821"))),
    Specimen("public_phones", SCHOOL_NEWS, "招生咨询电话一览表", (Table((("学校", "咨询电话", "时间"), ("云溪市第一中学", "0729-6220101转8012", "8:00—17:00"), ("北坪县第二高级中学", "0729-7221166", "8:00—17:00"))),), "pdf"),
)  # fmt: skip


def _sanctions(rng: Random) -> tuple[Specimen, ...]:
    found = people(rng, 8)
    codes = [credit_code(rng) for _ in range(6)]
    debtors = (("序号", "被执行人", "证件号码", "案号", "执行法院"), *((str(i), p.name, f"{p.resident_id[:10]}****{p.resident_id[-4:]}", f"（2026）溪0198执{rng.randint(100, 999)}号", "云溪市临泉区人民法院") for i, p in enumerate(found[:4], 1)))  # fmt: skip
    return (
        Specimen("statutory", LISTS, "失信被执行人名单（9月）", (Table(debtors), "根据有关司法解释予以公布。")),
        Specimen("statutory", NEWS, "行政处罚决定书（云市监罚〔2026〕18号）", (f"当事人：云溪市临泉区{found[4].name}便利店，统一社会信用代码：{codes[0]}，经营者：{found[4].name}。", "当事人经营超过保质期食品的行为，违反了《中华人民共和国食品安全法》有关规定，决定处以罚款2000元。")),
        Specimen("statutory", LISTS, "限制高消费人员公告", ("对下列被执行人采取限制消费措施：", *(f"{p.name}，身份证号码：{p.resident_id[:6]}********{p.resident_id[-4:]}。" for p in found[5:7])), "docx"),
        Specimen("statutory", LAW, "法院公告：送达起诉状副本", (f"{found[7].name}：本院受理原告云溪农商银行与你金融借款合同纠纷一案，案号（2026）溪0198民初1208号，现依法向你公告送达起诉状副本。",)),
        Specimen("long_numbers", TENDER, "中标结果公告（统一社会信用代码）", (Table((("标段", "中标人", "统一社会信用代码", "中标价（万元）"), ("一标段", "云溪恒筑建设工程有限公司", codes[1], "326.50"), ("二标段", "云溪云桥市政工程有限公司", codes[2], "518.20"))),)),
        Specimen("long_numbers", WELFARE_NEWS, "社会组织登记公告", (Table((("名称", "统一社会信用代码", "法定代表人"), ("云溪市书画协会", codes[3], found[0].name), ("云溪市义工联合会", codes[4], found[1].name))),), "docx"),
    )  # fmt: skip


def _lists(rng: Random) -> tuple[Specimen, ...]:
    found = people(rng, 40)
    tickets = (("序号", "姓名", "性别", "准考证号", "报考职位", "综合成绩"), *((str(i), p.name, p.sex, f"2982603{rng.randint(10000, 99999)}", "综合管理岗", f"{rng.uniform(62, 88):.2f}") for i, p in enumerate(found[:12], 1)))  # fmt: skip
    short = (("姓名", "身份证号", "家庭人口", "月保障金额"), *((p.masked_name, p.masked_id, str(i % 4 + 1), f"{420 + i * 30}") for i, p in enumerate(found[12:20])))  # fmt: skip
    phones = (("序号", "姓名", "联系电话", "乡镇"), *((str(i), p.masked_name, p.masked_phone, p.town) for i, p in enumerate(found[20:28], 1)))  # fmt: skip
    signs = ("*", "×", "X", "●", "■", "＊", "x", "#")
    mixed = tuple((p.name, p.resident_id[:6] + signs[i] * 8 + p.resident_id[14:]) for i, p in enumerate(found[28:36]))
    tail = tuple((p.masked_name, f"后四位：{p.resident_id[-4:]}", p.village) for p in found[36:40])
    return (
        Specimen("recruitment_list", JOBS, "2026年公务员拟录用人员公示", (Table(tickets),)),
        Specimen("recruitment_list", TEACHERS, "教师招聘笔试成绩公布", (), "xlsx", tickets),
        Specimen("recruitment_list", JOBS, "进入面试人员名单", (Table(tuple(row[1:] for row in tickets)),), "docx"),
        Specimen("recruitment_list", TEACHERS, "拟聘用教师名单", (Table(tuple(row[1:5] for row in tickets)),), "pdf"),
        Specimen("masked", WELFARE_LISTS, "临泉区低保对象公示（已脱敏）", (Table(short),)),
        Specimen("masked", LISTS, "创业补贴发放对象公示", (Table(phones),)),
        Specimen("masked", WELFARE_LISTS, "救助对象公示表", (), "xlsx", short),
        Specimen("masked", LISTS, "农机购置补贴公示", (Table((("姓名", "身份证号"), *mixed)),)),
        Specimen("masked", WELFARE_LISTS, "高龄津贴新增人员", (Table((("姓名", "身份证号码", "村（社区）"), *tail)),), "docx"),
        Specimen("masked", LISTS, "公租房轮候对象公示", (Table((("姓名", "身份证号码"), *mixed[:4])), Raw("<p>公示期5天。</p>")), "pdf"),
        Specimen("masked", JOBS, "工伤认定公告", (f"职工{found[0].name[0]}某某，身份证号：{found[0].resident_id[:4]}**************，联系电话{found[0].phone[:3]}********。", f"委托代理人{found[1].name[0]}××，身份证号（略）。")),
    )  # fmt: skip
