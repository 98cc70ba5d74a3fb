"""What stands round personal data: labels of columns and fields, names, and what to make of them.

Surnames: the common ones, from general knowledge (《百家姓》 and today's frequent names), used only to tell a name from a word
beside a number and to mask it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detectors.reading import Reading

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)
ID_LABEL = re.compile(
    r"身份证|身份号|身份证件|证件号|证件编号|公民身份|居民身份|有效证件|证件信息|残疾证|残疾人证|学籍号|学籍辅号|全国学籍|户主证|证号|[Ii][Dd][ _]?(?:[Cc]ard|[Nn]o|号)|(?i:idcard|sfz|sfzh|zjhm|id_?num|identity|cardno|id_?no|gmsfhm)"
)
TAX_LABEL = re.compile(r"纳税人识别号|税号|税务登记|个体")
PHONE_LABEL = re.compile(
    r"电话|手机|联系方式|联系号码|联系人|移动电话|手机号|联系|致电|拨打|咨询|热线|(?i:tel|mobile|phone|shouji|sjh|lxdh)|微信|本人号码"
)
# Labels of numbers that are no personal data.
OTHER_LABEL = re.compile(
    r"案号|编号|流水|订单|单号|合同号|合同编号|项目代码|项目编码|代码|统一社会信用|信用代码|机构代码|账号|帐号|账户|卡号|受理号|受理编号|申请号|许可证|登记号|注册号|批次|序列号|快递|运单|条码|ISBN|审图号|文号|票据|发票|凭证|电子监管号|批准文号|标识码|准考证|考号|报名号|学号|工号|金额|数量|面积|合计|总计|投资|产值|单元号|不动产|宗地|图斑|校验|设备|型号|(?i:order|serial|uuid|guid|timestamp|hash|token|session|trace)"
)
_NAME = re.compile(r"(?:^|[^一-龥])([一-龥]{2,4}|[一-龥]{1,4}·[一-龥]{1,6})[^一-龥]{0,4}$")
_NAME_AFTER = re.compile(r"^[^一-龥0-9]{0,4}([一-龥]{2,4})(?:[^一-龥]|$)")
_PERSON_WORDS = re.compile(
    r"姓名|性别|出生|户籍|籍贯|民族|男|女|本人|同志|申请人|户主|监护人|家属|住址|被告|原告|当事人"
)


def is_name(text: str) -> bool:
    """Whether ``text`` can be a person's name: 2–4 ideographs that begin with a surname."""
    return 2 <= len(text) <= 4 and text[0] in SURNAMES and all("一" <= c <= "龥" for c in text)


def name_beside(reading: Reading, start: int, end: int) -> bool:
    """A name, or 男, 姓名 and the like, stands beside the number on its line."""
    before, after = reading.before(start, 40), reading.after(end, 16)
    if _PERSON_WORDS.search(before) or _PERSON_WORDS.search(after):
        return True
    cells = [cell for cell in re.split(r"[\s,，、:;()]+", before) if cell][-4:]
    following = _NAME_AFTER.match(after)
    return any(is_name(cell) for cell in cells) or bool(following and is_name(following[1]))


def heading_of(reading: Reading, start: int) -> str:
    """The headings above the cell at ``start``: the cells of its column in the first rows of its table."""
    if not reading.is_tabular(start) and not reading.passage_at(start).rows:
        return ""
    column = reading.column(start)
    found = [cells[column].strip() for _, cells in reading.head_rows(start) if column < len(cells)]
    return " ".join(cell for cell in found if not any(char.isdigit() for char in cell))


def label_of(reading: Reading, start: int) -> str:
    """The text that labels a number: what precedes it on its line within its cell or the cell before."""
    before = reading.before(start, 36)
    return before.rsplit("\t", 2)[-1] if before.count("\t") < 1 else "\t".join(before.split("\t")[-2:])
