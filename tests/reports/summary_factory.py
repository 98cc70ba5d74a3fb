"""Summaries of a fictional 云溪市: what the ledger would hand to the reports, masked as it masks. Deterministic."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta
from itertools import count as counter

from inspection.errors import Reason
from inspection.model import Evidence, Level, Severity, Sighting, Stage
from inspection.summary import FailureRecord, FindingRecord, FoundAt, RunSummary, SiteCoverage

START = datetime(2026, 11, 23, 1, 0, 12, tzinfo=UTC)
SITES = (
    ("云溪市人民政府门户网站", "云溪市人民政府办公室", "云溪市", "www.yunxi.example"),
    ("云溪市财政局网站", "云溪市财政局", "云溪市", "czj.yunxi.example"),
    ("云溪市人力资源和社会保障局网站", "云溪市人力资源和社会保障局", "云溪市", "rsj.yunxi.example"),
    ("临江县人民政府门户网站", "临江县人民政府办公室", "临江县", "linjiang.example"),
)
MARK = (
    Evidence(50, "密级标志完整：密级、★、保密期限俱全", "《保密法》第二十二条"),
    Evidence(20, "位于首页左上角", "GB/T 9704-2012"),
    Evidence(15, "同页有红头和发文字号"),
)
# rule, category, name, severity, level, evidence, excerpt, place, file
KINDS: tuple[tuple[str, str, str, int, str | None, tuple[Evidence, ...], str, str, str], ...] = (
    ("classification.mark", "标密文件", "密级标志", 4, "机密", MARK, "□□□□□□「机密★1年」□□□□〔2026〕□□号", "第1页", "关于□□□□□通知.pdf"),
    ("classification.mark", "标密文件", "密级标志", 3, "秘密", (Evidence(45, "标志位置单独出现密级字样"), Evidence(20, "两字之间空一格，为 1999 年版公文格式")), "「秘　密」", "第1页", "□□□□□函.docx"),
    ("document.secret_number", "版式文件", "密电文号", 3, None, (Evidence(70, "发文字号为“市委密电”"),), "云溪市委「密电〔2025〕3号」", "第1页", "转发通知.pdf"),
    ("disclosure.withheld", "公开属性", "不予公开属性", 2, None, (Evidence(40, "附注标明“此件不公开”"), Evidence(15, "位于成文日期之下")), "2026年3月2日（「此件不公开」）", "正文", ""),
    ("internal.mark", "关键词", "内部资料标注", 2, None, (Evidence(35, "页眉单独成行"), Evidence(10, "含“注意保存”")), "「内部资料　注意保存」", "页眉", "工作要点汇编.docx"),
    ("personal.phone", "个人信息", "手机号码", 1, None, (Evidence(30, "号段有效"), Evidence(10, "同一行有姓名"), Evidence(-10, "列名为“联系电话”")), "联系人：李*　「138****1207」", "正文", ""),
    ("classification.mismark", "标密文件", "违规标密", 2, None, (Evidence(45, "“内部”后接★和期限，不是法定密级"),), "「内部★1年」　云溪市财政局", "首页 左上", "会议材料.docx"),
    ("file.encrypted", "加密文件", "加密文件", 0, None, (Evidence(10, "文件需要密码才能打开"),), "「项目清单.xlsx」", "文件名", "项目清单.xlsx"),
)  # fmt: skip
TITLES = (
    "关于做好2026年全市财政决算编报工作的通知",
    "云溪市城乡居民最低生活保障对象公示（第三批）",
    "2026年度引进高层次人才拟资助人员名单公示",
    "关于召开全市安全生产工作会议的通知",
    "云溪市人民政府专题会议纪要",
    "老旧小区改造项目中标候选人公示",
    "关于拨付2026年第二批惠民惠农补贴资金的公告",
)


def digest(text: str, name: str = "sha256") -> str:
    """A hash of a name, standing for one of bytes."""
    return hashlib.new(name, text.encode("utf-8", "surrogatepass")).hexdigest()


def place(url: str, title: str, path: tuple[str, ...], where: str, excerpt: str, found_on: str = "") -> FoundAt:
    return FoundAt(
        url=url,
        found_on=found_on,
        title=title,
        sighting=Sighting(path, where, excerpt),
        captured_at=START + timedelta(minutes=7),
        sha256=digest(url),
        sm3=digest(url, "sm3"),
    )


def finding(number: int, places: tuple[FoundAt, ...], **changes: object) -> FindingRecord:
    """A finding of the first kind, changed as asked."""
    facts: dict[str, object] = {
        "id": f"F-{number:06d}", "site": SITES[0][0], "agency": SITES[0][1], "rule": "classification.mark", "revision": 3,
        "category": "标密文件", "name": "密级标志", "severity": Severity.URGENT, "score": 85, "level": Level.JIMI,
        "subject": f"sha256:{digest(str(number))}", "evidence": MARK, "status": "OPEN", "suppressed": None,
        "first_seen": START + timedelta(minutes=8), "last_seen": START + timedelta(minutes=8), "new": True, "places": places,
        "count": len(places),
    }  # fmt: skip
    return FindingRecord(**(facts | changes))  # type: ignore[arg-type]


def masked_id(dice: random.Random) -> str:
    return f"{dice.choice(('110105', '320102', '330106'))}********{dice.randrange(1000, 9999)}"


def findings(amount: int, *, rosters: tuple[int, ...] = (500, 12), seed: int = 7) -> list[FindingRecord]:
    """``amount`` single findings over the kinds and sites, and rosters: sheets with so many identity numbers each."""
    dice = random.Random(seed)
    numbers = counter(1)
    made: list[FindingRecord] = []
    for index in range(amount):
        rule, category, name, severity, level, evidence, excerpt, where, file = KINDS[index % len(KINDS)]
        site, agency, _, host = SITES[dice.randrange(3)]
        article = f"https://{host}/zwgk/{dice.randrange(2019, 2027)}/{dice.randrange(100, 99999)}.html"
        url = f"https://{host}/download.jsp?id={index}&name=a{index}" if file else article
        path = (file,) if file else (article.rpartition("/")[2],)
        title = TITLES[dice.randrange(len(TITLES))]
        places = [place(url, title, path, where, excerpt, article if file else f"https://{host}/zwgk/index.html")]
        if index % 9 == 0:
            places.append(place(url, title, path, "第3页", excerpt))
            places.append(place(f"https://{host}/print/{index}", title, path, "第1页", excerpt))
        old = index % 3 == 0
        seen = START - timedelta(days=90) if old else START + timedelta(minutes=index % 40)
        made.append(
            finding(
                next(numbers), tuple(places), site=site, agency=agency, rule=rule, category=category, name=name,
                severity=Severity(severity), level=Level(level) if level else None, evidence=evidence,
                score=max(0, sum(reason.points for reason in evidence)), first_seen=seen, last_seen=START + timedelta(minutes=index % 40), new=not old,
                status="CONFIRMED" if index % 11 == 0 else "OPEN",
            )
        )  # fmt: skip
    for roster in rosters:
        site, agency, _, host = SITES[2]
        url = f"https://{host}/gsgg/P02026{roster}.zip"
        evidence = (Evidence(60, "校验码正确"), Evidence(15, "列名为“身份证号”"), Evidence(10, "同一行有姓名"))
        for line in range(roster):
            at = place(
                url, "云溪市城乡居民最低生活保障对象公示（第三批）", ("公示附件.zip", "低保发放花名册.xlsx"), f"Sheet1!C{line + 3}",
                f"张*　「{masked_id(dice)}」　银行代发", f"https://{host}/gsgg/2026/1.html",
            )  # fmt: skip
            made.append(
                finding(
                    next(numbers), (at,), site=site, agency=agency, rule="personal.resident_id", category="个人信息",
                    name="居民身份证号", severity=Severity.SERIOUS if roster >= 100 else Severity.ATTENTION, level=None,
                    evidence=evidence, score=85, subject=f"k1:{digest(f'{roster}-{line}')[:32]}",
                )
            )  # fmt: skip
    return sorted(made, key=lambda found: (-found.severity, found.id))


def failures(amount: int = 27) -> list[FailureRecord]:
    reasons = (
        (Stage.EXTRACT, Reason.ENCRYPTED, ""), (Stage.FETCH, Reason.HTTP_CLIENT_ERROR, "HTTP 404"), (Stage.FETCH, Reason.TIMEOUT, "30 秒"),
        (Stage.EXTRACT, Reason.NO_TEXT, "12 页"), (Stage.FETCH, Reason.HTTP_CLIENT_ERROR, "HTTP 403"), (Stage.EXTRACT, Reason.DAMAGED, ""),
    )  # fmt: skip
    made = []
    for index in range(amount):
        stage, reason, detail = reasons[index % len(reasons)]
        host = SITES[index % 3][3]
        inner = ("资料.zip", f"扫描件{index}.pdf") if reason is Reason.NO_TEXT else ()
        made.append(
            FailureRecord(
                stage, reason, f"https://{host}/files/{index}.pdf", inner, detail, f"https://{host}/zwgk/{index}.html",
                reason is not Reason.TIMEOUT,
            )
        )  # fmt: skip
    return made


def coverage(index: int, **changes: object) -> SiteCoverage:
    name, agency, district, host = SITES[index % len(SITES)]
    facts: dict[str, object] = {
        "name": name if index < len(SITES) else f"{name}{index}", "agency": agency, "district": district,
        "start_url": f"https://{host}/", "run": f"R-{index + 7:06d}", "state": "finished",
        "started": START + timedelta(seconds=3 * index), "ended": START + timedelta(minutes=31 + index, seconds=7),
        "pages": 1_412 - 380 * (index % 4), "attachments": 186 - 41 * (index % 4), "documents": 1_702 - 400 * (index % 4),
        "passages": 48_210 - 9_000 * (index % 4), "bytes": 391_234_112 >> (index % 4), "unchanged": 0 if index else 820,
        "redirects": 14, "failures": 9, "backlog": 0,
    }  # fmt: skip
    return SiteCoverage(**(facts | changes))  # type: ignore[arg-type]


def summary(**changes: object) -> RunSummary:
    """A report of three sites with 40 single findings and two rosters, changed as asked."""
    facts: dict[str, object] = {
        "title": "云溪市政府网站保密检查报告", "number": "云保检〔2026〕7号", "issuer": "云溪市国家保密局", "handling": "内部工作资料　请妥善保管",
        "created": START + timedelta(hours=8), "period_start": START, "period_end": START + timedelta(minutes=38),
        "tool_version": "0.1.0", "rules_version": "2026.11.1（38 条）", "rectify_days": 10,
        "sites": tuple(coverage(index) for index in range(3)), "findings": tuple(findings(40)),
        "suppressed": tuple(finding(9000 + index, (), suppressed="《保密法》条文引用") for index in range(5)),
        "failures": tuple(failures()),
    }  # fmt: skip
    return RunSummary(**(facts | changes))  # type: ignore[arg-type]


def empty(**changes: object) -> RunSummary:
    """Nothing found, everything inspected."""
    sites = (coverage(1, failures=0),)
    nothing: dict[str, object] = {"findings": (), "failures": (), "suppressed": (), "sites": sites}
    return summary(**(nothing | {"title": "云溪市财政局网站保密检查报告"} | changes))


def single(**changes: object) -> RunSummary:
    """One site with few findings."""
    site = coverage(2, failures=3)
    found = tuple(found for found in findings(24, rosters=(12,)) if found.site == site.name)
    one: dict[str, object] = {"findings": found, "failures": tuple(failures(3)), "sites": (site,)}
    return summary(**(one | {"title": f"{site.name}保密检查报告", "number": "R-000009"} | changes))


def large(amount: int, *, rosters: tuple[int, ...] = ()) -> RunSummary:
    """``amount`` single findings over many sites, for measuring."""
    return summary(findings=tuple(findings(amount, rosters=rosters)), failures=tuple(failures(min(amount, 400))))


HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "前\x00\x08\x1b[31m后\x9b\u2028行",
    "gpj.\u202eexe.名单",
    "半个\ud83d代理\ufffe",
    "笑脸😀公告🇨🇳",
    "长" * 400,
    "]]>--></style></script><!--",
)


def hostile() -> RunSummary:
    """Foreign text in every field a website can fill, and an address of 5,000 characters."""
    address = "https://www.yunxi.example/" + "a" * 2_400 + "/" + "%E4%BA%91" * 284 + "?x=<b>"
    made = []
    for number, text in enumerate(HOSTILE, start=1):
        at = place(
            address if number % 2 else f"https://www.yunxi.example/{text}",
            text,
            (text, text),
            text,
            f"{text}「{text}」{text}",
            text,
        )
        made.append(
            finding(
                number, (at,), evidence=(Evidence(60, text, text),), category=text[:40], name=text[:40], suppressed=None
            )
        )
    missing = tuple(
        FailureRecord(Stage.FETCH, Reason.HTTP_CLIENT_ERROR, text, (text, text), text, text, permanent=True)
        for text in HOSTILE
    )
    names = tuple(coverage(index, name=text, agency=text, start_url=text) for index, text in enumerate(HOSTILE))
    return summary(
        title=HOSTILE[0] + "长" * 120,
        number=HOSTILE[1],
        issuer=HOSTILE[3],
        handling=HOSTILE[6],
        findings=tuple(made),
        failures=missing,
        sites=names,
    )
