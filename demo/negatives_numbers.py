"""Harmless specimens IV: numbers that only look personal: parcels, orders, land units, scripts, samples."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from demo.content import Line, Raw, Table
from demo.negative import (
    EXAMS,
    FORMS,
    LISTS,
    NEWS,
    QUESTIONS,
    SCHOOL_NEWS,
    TENDER,
    WELFARE_FORMS,
    WELFARE_LISTS,
    WELFARE_NEWS,
    Specimen,
)
from demo.people import invalid_id, resident_id, waybill

if TYPE_CHECKING:
    from random import Random


def specimens(rng: Random) -> tuple[Specimen, ...]:
    """All of them."""
    return (*_numbers(rng), *_machine(rng), *_samples(rng))


def _digits(rng: Random, count: int) -> str:
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def _land(rng: Random) -> str:
    """不动产单元号: 28 places (GB/T 37346)."""
    return f"4298020{rng.randint(10000, 99999)}GB{_digits(rng, 5)}F{_digits(rng, 8)}"


def _numbers(rng: Random) -> tuple[Specimen, ...]:
    # Long runs that contain a valid number: only the digits on both sides tell that they are something else.
    long = [f"{_digits(rng, 4)}{resident_id(rng, last=digit)}{_digits(rng, 5)}" for digit in "3579"]
    parcels = (("序号", "收件单位", "快递单号", "寄出日期"), *((str(i), f"第{i}村委会", waybill(rng, 15), "2026-10-12") for i in range(1, 7)))  # fmt: skip
    orders = (
        ("订单号", "商品", "下单时间"),
        *((f"2026{_digits(rng, 20)}", "打印纸", "2026-05-06 10:21") for _ in range(5)),
    )
    lands = (("序号", "坐落", "不动产单元号", "面积"), *((str(i), f"青年路{i * 3}号", _land(rng), f"{80 + i}.{i}") for i in range(1, 6)))  # fmt: skip
    flows = (("业务流水号", "事项", "办结日期"), *((f"429800{20260100 + i * 7:08d}{rng.randint(1000, 9999)}", "户籍证明", "2026-03-18") for i in range(1, 9)))  # fmt: skip
    projects = (("项目名称", "项目代码", "批复文号"), *((f"道路改造{i}标", f"2026-429800-04-01-{_digits(rng, 6)}", f"云发改审〔2026〕{i * 7}号") for i in range(1, 6)))  # fmt: skip
    books = (
        ("书名", "ISBN", "定价"),
        ("云溪县志（点校本）", "978-7-5098-0298-4", "128.00"),
        ("望溪诗钞", "978-7-5098-1177-1", "48.00"),
    )
    invoices = tuple(
        (f"发票代码0{_digits(rng, 11)}", f"发票号码{_digits(rng, 8)}", f"{i * 130}.00") for i in range(1, 6)
    )
    return (
        Specimen("long_numbers", NEWS, "证书邮寄情况公告", (Table(parcels),)),
        Specimen("long_numbers", WELFARE_FORMS, "物资采购订单明细", (), "xlsx", orders),
        Specimen("long_numbers", LISTS, "不动产权证书遗失声明", (Table(lands),)),
        Specimen("long_numbers", QUESTIONS, "政务服务办件公示", (Table(flows),)),
        Specimen("long_numbers", TENDER, "项目批复清单", (Table(projects),), "pdf"),
        Specimen("long_numbers", SCHOOL_NEWS, "新书推荐", (Table(books),)),
        Specimen("long_numbers", TENDER, "交易服务费票据清单", (Table((("代码", "号码", "金额"), *invoices)),), "docx"),
        Specimen("long_numbers", TENDER, "招标项目编号说明", (*(f"招标编号：{number}。" for number in long), "编号由交易平台自动生成，共27位。")),
        Specimen("long_numbers", WELFARE_NEWS, "捐赠物资批次追溯码", (*(f"追溯码：{_digits(rng, 24)}" for _ in range(4)),)),
        Specimen("long_numbers", EXAMS, "准考证号编排规则", ("准考证号共14位：考区4298、年份26、考点3位、考场3位、座位2位，如42982600101201。", "考生号共14位，与准考证号不同，不得混用。")),
    )  # fmt: skip


def _machine(rng: Random) -> tuple[Specimen, ...]:
    picture = base64.b64encode(rng.randbytes(900)).decode()
    stamps = ",".join(str(1_760_000_000_000 + rng.randint(0, 30_000_000_000)) for _ in range(24))
    script = f"<script>var _t=[{stamps}];var sid='{_digits(rng, 24)}',tel=1.5800000001e10;function r(){{return _t[0]*18300000000%13900000001}}</script>"
    style = "<style>.w{width:13.8888888888em;transform:matrix(1.16000000001,0,0,1.39000000001,0,0)}</style>"
    inline = Raw(f'<p><img alt="图表" src="data:image/png;base64,{picture}"/></p>')
    links = Raw("".join(f'<p><a href="/images/news{i % 3 + 1}.svg?t={1_760_000_000_000 + i}&amp;v={_digits(rng, 20)}">图片2026110{i}0930150{i}.jpg</a></p>' for i in range(3)))  # fmt: skip
    return (
        Specimen("machine_digits", NEWS, "访问统计组件上线", ("页面增加访问统计功能。",), head=script + style),
        Specimen("machine_digits", NEWS, "用数据看云溪", (inline,)),
        Specimen("machine_digits", WELFARE_NEWS, "活动图集", (links,)),
    )  # fmt: skip


def _samples(rng: Random) -> tuple[Specimen, ...]:
    wrong = [invalid_id(rng) for _ in range(3)]
    return (
        Specimen("sample_ids", FORMS, "网上申报填写说明", ("身份证号码填写示例：110101199001011234（请如实填写本人18位号码）。", "手机号码填写示例：13800000000。")),
        Specimen("sample_ids", QUESTIONS, "证件号码常见错误", (*(f"“{number}”校验位错误，系统提示“证件号码无效”。" for number in wrong), "也不要填写123456789012345678、111111111111111111等无效号码。")),
        Specimen("sample_ids", WELFARE_FORMS, "导入模板", (), "xlsx", (("姓名", "身份证号", "手机号", "备注"), ("张三", "110101199001011234", "13800138000", "示例行，导入时请删除"), ("李四", "42980100000019000101"[:18], "13900000000", "示例行"))),
        Specimen("sample_ids", EXAMS, "报名信息填写样表", (Line("考生报名表（样表）", "center", "title"), Table((("姓名", "张三", "身份证号", "429801××××××××××××"), ("手机", "138××××××××", "毕业学校", "云溪市第一中学")))), "docx"),
        Specimen("blank_fields", WELFARE_LISTS, "临时救助申请审批表", (Line("申请人：　　　　　身份证号：　　　　　　　　　　　联系电话："),), "pdf"),
        Specimen("masked", QUESTIONS, "公示信息脱敏规则", ("姓名保留姓氏，如张*、李某某；身份证号保留前4位和后4位，如1101**********1234；手机号码如138****1234；银行卡号如6222 **** **** 1234。",)),
        Specimen("masked", SCHOOL_NEWS, "学生资助公示名单（脱敏）", (), "xlsx", (("姓名", "身份证号", "电话", "金额"), ("张*", "110105********002X", "138****1234", "750"), ("李*", "35*************123", "139****5678", "750"), ("王**", "4298－－－－－－－－1216", "15４****１２３４", "1000"))),
    )  # fmt: skip
