"""Filling the templates of :mod:`demo.topics`: readable official prose with names, places, figures and dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from demo.people import GIVEN, SURNAMES, TOWNS, VILLAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

CITY = "云溪市"
DISTRICTS = ("临泉区", "望溪区", "青屏区", "北坪县", "沙洛县", "高新技术产业园区")
ROADS = ("望溪大道", "云栖路", "文昌街", "翠屏路", "学苑路", "滨江东路", "迎宾大道", "工业一路", "青年路", "桂花巷")
RIVERS = ("清溪河", "云水河", "南渡河", "白石河")
RESERVOIRS = ("鹿角水库", "石磨水库", "松岭水库", "望溪水库")
SCHOOLS = (
    "云溪市第一中学",
    "云溪市实验小学",
    "临泉区文昌小学",
    "望溪区云栖初级中学",
    "北坪县第二高级中学",
    "青屏区翠屏实验学校",
    "沙洛县民族中学",
    "云溪市特殊教育学校",
)
BUREAUS = ("发展和改革局", "财政局", "人力资源和社会保障局", "自然资源和规划局", "住房和城乡建设局", "水利局", "应急管理局", "卫生健康委员会", "市场监督管理局", "生态环境局", "交通运输局", "农业农村局", "审计局", "文化和旅游局")  # fmt: skip
COMPANIES = ("恒筑建设工程", "云桥市政工程", "清源水务", "智云信息技术", "正信工程咨询", "鼎立招标代理", "安泰消防设备", "绿野园林绿化", "同舟物业管理", "博雅教学设备")  # fmt: skip
MATTERS = (
    "城市更新",
    "公共停车场",
    "物业服务",
    "农村供水",
    "城市绿化",
    "公共租赁住房",
    "政府投资项目",
    "历史建筑保护",
    "户外广告",
    "餐厨垃圾处置",
    "电动自行车",
    "市政道路",
    "公共资源交易",
    "数据资源",
)
PROJECTS = ("望溪大道改造提升工程", "清溪河综合治理（二期）工程", "老旧小区配套基础设施改造项目", "城区供水管网更新工程", "智慧停车管理平台建设项目", "职业教育实训基地建设项目", "鹿角水库除险加固工程", "农村公路安全生命防护工程")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of article.

    Attributes:
        titles, opening, body, closing: templates; a page takes one title, one opening, several of the body in order
            and one closing.
    """

    key: str
    titles: tuple[str, ...]
    opening: tuple[str, ...]
    body: tuple[str, ...]
    closing: tuple[str, ...]


def chinese_date(day: date) -> str:
    """2026年11月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


class Slots(Mapping[str, str]):
    """Values for the templates' slots. A slot keeps its value within one article; the figures (n, nn …) do not.

    Args:
        rng: source of the choices.
        day: date of the article; the other dates lie around it.
        agency: who writes.
    """

    def __init__(self, rng: Random, day: date, agency: str) -> None:
        self._rng = rng
        self._kept: dict[str, str] = {
            "agency": agency,
            "city": CITY,
            "year": str(day.year),
            "last": str(day.year - 1),
            "next": str(day.year + 1),
            "fdate": chinese_date(day),
            "month": str(day.month),
            "day": str(day.day),
        }
        self._day = day

    def __getitem__(self, slot: str) -> str:
        """The value of ``slot``; a digit at its end asks for another one of the same kind (district2)."""
        kind = slot.rstrip("23")
        if kind in _FIGURES:
            return _FIGURES[kind](self._rng)
        if slot not in self._kept:
            taken = set(self._kept.values())
            value = _value(kind, self._rng, self._day)
            for _ in range(8):
                if value not in taken:
                    break
                value = _value(kind, self._rng, self._day)
            self._kept[slot] = value
        return self._kept[slot]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


_FIGURES: dict[str, Callable[[Random], str]] = {
    "n": lambda rng: str(rng.randint(2, 9)),
    "nn": lambda rng: str(rng.randint(11, 98)),
    "nnn": lambda rng: str(rng.randint(112, 986)),
    "nnnn": lambda rng: str(rng.randint(1032, 9876)),
    "pct": lambda rng: f"{rng.uniform(1.2, 18.6):.1f}",
    "pct9": lambda rng: f"{rng.uniform(90.2, 99.8):.1f}",
    "money": lambda rng: f"{rng.uniform(36, 986):.2f}",
}
_CHOICES: dict[str, tuple[str, ...] | list[str]] = {
    "district": DISTRICTS,
    "town": TOWNS,
    "village": VILLAGES,
    "road": ROADS,
    "river": RIVERS,
    "reservoir": RESERVOIRS,
    "school": SCHOOLS,
    "project": PROJECTS,
    "matter": MATTERS,
}


def _value(kind: str, rng: Random, day: date) -> str:
    if kind in _CHOICES:
        return rng.choice(_CHOICES[kind])
    if kind == "bureau":
        return f"市{rng.choice(BUREAUS)}"
    if kind == "company":
        return f"云溪{rng.choice(COMPANIES)}有限公司"
    if kind == "name":
        return rng.choice(SURNAMES) + rng.choice(GIVEN)
    if kind == "surname":
        return rng.choice(SURNAMES)
    if kind == "tel":
        return landline(rng)
    if kind == "docno":
        return f"云政办发〔{day.year}〕{rng.randint(3, 88)}号"
    if kind in {"date", "later"}:
        moved = day + timedelta(days=rng.randint(-9, -1) if kind == "date" else rng.randint(6, 30))
        return f"{moved.month}月{moved.day}日"
    raise KeyError(kind)


def landline(rng: Random) -> str:
    """An office number; the area code 0729 is assigned to no city."""
    return f"0729-{rng.randint(5_100_000, 8_899_999)}"


def fill(template: str, slots: Slots) -> str:
    """The template with its slots filled."""
    return template.format_map(slots)


def compose(topic: Topic, slots: Slots, rng: Random, *, length: int = 6) -> tuple[str, list[str]]:
    """Title and paragraphs of an article of a topic; ``length`` paragraphs between opening and closing."""
    chosen = sorted(rng.sample(range(len(topic.body)), min(length, len(topic.body))))
    body = [_numbered(topic.body[i], place) for place, i in enumerate(chosen)]
    paragraphs = [rng.choice(topic.opening), *body, rng.choice(topic.closing)]
    return fill(rng.choice(topic.titles), slots), [fill(paragraph, slots) for paragraph in paragraphs]


_COUNT = "一二三四五六七八九"


def _numbered(paragraph: str, place: int) -> str:
    """The paragraph with the number of its place, where it has one («三、», «第三条»)."""
    if paragraph[0] in _COUNT and paragraph[1] == "、":
        return _COUNT[place] + paragraph[1:]
    if paragraph[0] == "第" and paragraph[2] == "条":
        return f"第{_COUNT[place]}{paragraph[2:]}"
    return paragraph
