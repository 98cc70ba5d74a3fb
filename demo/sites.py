"""The three portals: who runs them, their channels, and how their systems write addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import date

HOSTS = ("127.0.8.1", "127.0.8.2", "127.0.8.3")
PORT = 8931


@dataclass(frozen=True, slots=True)
class Channel:
    """栏目.

    Attributes:
        key: as articles name it.
        column: name of the top-level column it belongs to.
        path: its address, without page.
    """

    key: str
    name: str
    column: str
    path: str


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal and its publishing system.

    Attributes:
        key: gov, edu or civil.
        system: trs (static pages by month), jsp (parameters), hanweb (static pages by day).
        charset: of headers, pages and bytes, where nothing else is said.
        code: 网站标识码; filing: ICP number.
        per_page: articles in a list.
    """

    key: str
    name: str
    owner: str
    host: str
    system: str
    charset: str
    code: str
    filing: str
    phone: str
    address: str
    channels: tuple[Channel, ...]
    per_page: int = 15

    @property
    def columns(self) -> dict[str, list[Channel]]:
        """The channels by column, in order."""
        found: dict[str, list[Channel]] = {}
        for channel in self.channels:
            found.setdefault(channel.column, []).append(channel)
        return found

    def channel(self, key: str) -> Channel:
        """The channel of a key."""
        return next(channel for channel in self.channels if channel.key == key)

    def list_path(self, channel: Channel, page: int) -> str:
        """Address of a page (1-based) of a channel's list."""
        if self.system == "trs":
            return channel.path if page == 1 else f"{channel.path}index_{page - 1}.html"
        if self.system == "jsp":
            return channel.path if page == 1 else f"{channel.path}&page={page}"
        return channel.path if page == 1 else f"{channel.path}?uid={5000 + int(channel.key)}&pageNum={page}"

    def article_path(self, channel: Channel, day: date, number: int) -> str:
        """Address of an article."""
        if self.system == "trs":
            return f"{channel.path}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"
        if self.system == "jsp":
            return f"/show.jsp?id={number}"
        return f"/art/{day.year}/{day.month}/{day.day}/art_{channel.key}_{number}.html"

    def file_path(self, channel: Channel, day: date, number: int, name: str, *, named: bool) -> str:
        """Address of an attachment.

        Args:
            channel: of the article.
            day: of the article.
            number: of the file.
            name: as the visitor sees it.
            named: the name stands in the address (only TRS can do without).
        """
        ending = name.rpartition(".")[2]
        if self.system == "trs":
            folder = f"{channel.path}{day:%Y%m}/"
            return f"{folder}{quote(name)}" if named else f"{folder}P0{day:%Y%m%d}{number:06d}{number * 7919 % 1000000:06d}.{ending}"  # fmt: skip
        if self.system == "jsp":
            return f"/download.jsp?id={number}"
        return (
            f"/module/download/downfile.jsp?classid=0&showname={quote(name)}&filename={day:%y%m%d}{number:07d}.{ending}"
        )


def _channels(prefix: str, columns: str) -> tuple[Channel, ...]:
    """Channels from «column: key name, key name; …»; ``prefix`` is a template of the address."""
    found = []
    for part in columns.split(";"):
        head, _, rest = part.strip().partition(":")
        folder, _, column = head.rpartition(" ")
        for item in rest.split(","):
            key, _, name = item.strip().partition(" ")
            found.append(Channel(key, name, column, prefix.format(folder=folder, key=key)))
    return tuple(found)


GOV = Portal(
    key="gov",
    name="云溪市人民政府",
    owner="云溪市人民政府办公室",
    host=HOSTS[0],
    system="trs",
    charset="utf-8",
    code="4298000001",
    filing="溪ICP备20980018号-1",
    phone="0729-6180001",
    address="云溪市望溪大道198号市民中心",
    channels=_channels(
        "/{folder}/{key}/",
        """zjyx 走进云溪: csgk 城市概况, lsrw 历史人文; xwzx 新闻资讯: yxyw 云溪要闻, bmdt 部门动态, qxdt 区县动态;
        zwgk 政务公开: tzgg 通知公告, zcwj 政策文件, rsxx 人事信息, gsgg 公示公告, czxx 财政信息, zfcg 政府采购, yjgl 应急管理;
        xxgk 信息公开: ysqgk 依申请公开, xxgkzn 信息公开指南, xxgknb 信息公开年报; zwfw 政务服务: bszn 办事指南, bgxz 表格下载;
        hdjl 互动交流: cjwt 常见问题, myzj 民意征集; ztzl 专题专栏: bmxc 保密宣传, fxkh 防汛抗旱, dsxx 党史学习; sjfb 数据发布: tjxx 统计信息, sjjd 数据解读""",
    ),
)
EDU = Portal(
    key="edu",
    name="云溪市教育局",
    owner="云溪市教育局",
    host=HOSTS[1],
    system="jsp",
    charset="gbk",
    code="4298000023",
    filing="溪ICP备20980036号-2",
    phone="0729-6180455",
    address="云溪市学苑路12号",
    channels=_channels(
        "/list.jsp?colid={key}",
        """x 新闻中心: 11 教育动态, 12 通知公告; x 政务公开: 13 政策法规, 20 信息公开, 15 教师队伍, 17 党建工作;
        x 考试招生: 14 考试招生, 21 试题资源; x 学生服务: 16 学生资助, 18 保密教育, 19 下载中心""",
    ),
    per_page=12,
)
CIVIL = Portal(
    key="civil",
    name="云溪市民政局",
    owner="云溪市民政局",
    host=HOSTS[2],
    system="hanweb",
    charset="utf-8",
    code="4298000031",
    filing="溪ICP备20980052号-1",
    phone="0729-6180677",
    address="云溪市青年路77号",
    channels=_channels(
        "/col/col{key}/index.html",
        """x 民政资讯: 1201 工作动态, 1202 通知公告; x 信息公开: 1209 政府信息公开, 1211 法规政策, 1210 招标采购;
        x 民政业务: 1203 社会救助, 1204 养老服务, 1205 儿童福利, 1206 社会组织, 1207 区划地名, 1208 婚姻登记; x 服务大厅: 1212 下载专区""",
    ),
)
PORTALS: dict[str, Portal] = {portal.key: portal for portal in (GOV, EDU, CIVIL)}
