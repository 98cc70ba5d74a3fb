"""Invented people and numbers with valid check digits, none of which can belong to anybody.

Region codes 4298xx, 3598xx and 4498xx are not assigned (GB/T 2260 has no prefecture 98), and the mobile prefixes used
are not allotted to any operator, so that a number made here is never a real person's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
)
_GIVEN = (
    "建国 志强 秀英 桂兰 海燕 晓东 文博 雨桐 梓涵 思远 嘉怡 玉梅 国庆 春花 俊杰 雪松 立新 美玲 永福 金凤 少华 明辉 丽娟 德才 "
    "浩然 欣怡 子轩 诗涵 卫东 红霞 长河 秋菊 敏 磊 静 涛 芳 勇 艳 超 娟 洋 斌 倩 昊 琳 峰 洁 "
    "鑫 颖 振华 小满 冬生 月娥 守义 传福 兴旺 喜荣 凌云 若兰 景行 怀瑾 书瑶 一鸣 柏林 素芬 伟民 翠萍 清源 远航"
)
GIVEN = tuple(_GIVEN.split())
REGIONS = ("429801", "429802", "429803", "429804", "429821", "429822", "429802", "429821", "359802", "449803")
_PREFIXES = ("154", "160", "161", "163", "164", "168", "194")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist.

    Attributes:
        resident_id: 18 places with a valid check digit (GB 11643-1999).
        phone: 11 digits.
    """

    name: str
    male: bool
    birth: tuple[int, int, int]
    resident_id: str
    phone: str
    town: str
    village: str

    @property
    def sex(self) -> str:
        """男 or 女."""
        return "男" if self.male else "女"

    @property
    def masked_id(self) -> str:
        """The number as a careful office publishes it."""
        return f"{self.resident_id[:4]}**********{self.resident_id[-4:]}"

    @property
    def masked_phone(self) -> str:
        """The phone number as a careful office publishes it."""
        return f"{self.phone[:3]}****{self.phone[-4:]}"

    @property
    def masked_name(self) -> str:
        """张*丽, 李*."""
        return self.name[0] + "*" + self.name[2:]


TOWNS = (
    "柳塘镇",
    "双井街道",
    "河湾镇",
    "梧桐街道",
    "白石坳镇",
    "新渡镇",
    "松岭乡",
    "鹿角镇",
    "云栖街道",
    "石桥铺镇",
    "枫林乡",
    "澄水街道",
)
VILLAGES = (
    "下河村",
    "杨树湾村",
    "石磨村",
    "清泉村",
    "大塘村",
    "桐子坪村",
    "油坊村",
    "朝阳社区",
    "望江社区",
    "青年路社区",
    "松坡村",
    "金鸡岭村",
)


def check_digit(body: str) -> str:
    """The 18th place of a resident ID number whose first 17 are ``body`` (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def valid_id(number: str) -> bool:
    """Whether 18 characters are a resident ID number with the right check digit."""
    return len(number) == 18 and number[:17].isdigit() and check_digit(number[:17]) == number[17].upper()


def resident_id(rng: Random, *, years: tuple[int, int] = (1945, 2004), male: bool = True, last: str = "") -> str:
    """A valid number; ``last`` asks for a certain check character (X)."""
    while True:
        month = rng.randint(1, 12)
        body = (
            f"{rng.choice(REGIONS)}{rng.randint(*years)}{month:02d}{rng.randint(1, 28):02d}"
            f"{rng.randint(1, 48):02d}{rng.randrange(1 if male else 0, 10, 2)}"
        )
        digit = check_digit(body)
        if not last or digit == last:
            return body + digit


def phone(rng: Random) -> str:
    """A mobile number of a prefix that no operator holds."""
    return f"{rng.choice(_PREFIXES)}{rng.randint(10_000_000, 99_999_999)}"


def person(rng: Random, *, years: tuple[int, int] = (1945, 2004)) -> Person:
    """One invented person."""
    male = rng.random() < 0.5
    number = resident_id(rng, years=years, male=male)
    birth = (int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return Person(
        name=rng.choice(SURNAMES) + rng.choice(GIVEN),
        male=male,
        birth=birth,
        resident_id=number,
        phone=phone(rng),
        town=rng.choice(TOWNS),
        village=rng.choice(VILLAGES),
    )


def people(rng: Random, count: int, *, years: tuple[int, int] = (1945, 2004)) -> list[Person]:
    """``count`` invented people with different names and numbers."""
    found: dict[str, Person] = {}
    while len(found) < count:
        one = person(rng, years=years)
        found.setdefault(one.name if count < 1500 else one.resident_id, one)
    return list(found.values())


def credit_code(rng: Random) -> str:
    """A valid 统一社会信用代码 (GB 32100-2015): public by law, and 18 places long like an ID number."""
    body = rng.choice(("91", "12", "52", "11")) + "429800" + "".join(rng.choice(_CREDIT) for _ in range(9))
    total = sum(_CREDIT.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return body + _CREDIT[(31 - total % 31) % 31]


def invalid_id(rng: Random) -> str:
    """18 digits in the form of an ID number whose check digit is wrong, as in forms that show how to fill them in."""
    number = resident_id(rng)
    return number[:17] + rng.choice([digit for digit in "0123456789" if digit != number[17]])


def bank_card(rng: Random) -> str:
    """19 digits that pass Luhn; 6298 is no issuer's prefix."""
    body = "6298" + "".join(str(rng.randint(0, 9)) for _ in range(14))
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def waybill(rng: Random, length: int = 15) -> str:
    """A number of a parcel or an order: digits only, no check."""
    return "7" + "".join(str(rng.randint(0, 9)) for _ in range(length - 1))
