"""The sample portal: three portals of a fictional city, with what was planted in them and a key that says where."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from demo import (
    assets,
    filler,
    look_civil,
    look_edu,
    look_gov,
    negatives,
    planted_files,
    planted_internal,
    planted_later,
    planted_lists,
    planted_marks,
    planted_people,
    planted_remote,
    render,
)
from demo.answers import AnswerKey, Negative, Planted
from demo.maker import Maker
from demo.place import place
from demo.routes import STATE, Store, clear
from demo.sites import CIVIL, EDU, GOV, PORT, PORTALS
from demo.traps import Traps, frames, sitemaps

if TYPE_CHECKING:
    from demo.content import Article
    from demo.place import Placed
    from demo.render import Groups

ANSWERS = "answers.json"
_TODAY = "2026-11-23"
_SOURCES = (filler, planted_marks, planted_files, planted_people, planted_lists, planted_internal, planted_later, planted_remote, negatives)  # fmt: skip


def generate(folder: Path, *, seed: int = 7, port: int = PORT, large_bytes: int = 0) -> AnswerKey:
    """Write the three portals and their answer key.

    The same seed, port and size give the same bytes. A folder that already holds just this is left as it is.

    Args:
        folder: made when missing; what an earlier generation left in it is replaced.
        seed: of all text, people and numbers.
        port: stands in absolute links and in the key.
        large_bytes: size of a file far above usual limits; 0 leaves it out.

    Raises:
        OSError: the folder cannot be written.
        FileExistsError: it holds something else.
    """
    state = {"seed": seed, "port": port, "large_bytes": large_bytes, "source": _fingerprint()}
    if _reusable(folder, state):
        return AnswerKey.load(folder / ANSWERS)
    clear(folder)
    groups = place(articles(seed))
    store = Store(folder)
    traps = Traps(store, groups, port, large_bytes)
    traps.write()
    render.articles(store, groups, port)
    render.lists(store, groups, port)
    render.home(store, GOV, ("/", "/index.html"), groups, tuple(traps.links["gov"]), port)
    render.home(store, EDU, ("/", "/index.jsp"), groups, tuple(traps.links["edu"]), port)
    render.home(
        store, CIVIL, ("/index.html",), groups, (*traps.links["civil"], ("专题展示", "/about/special.html")), port
    )
    _about(store, groups, port)
    sitemaps(store, groups, port)
    assets.write(store)
    store.save()
    key = AnswerKey(
        seed=seed,
        port=port,
        today=_TODAY,
        starts=tuple(f"http://{portal.host}:{port}/" for portal in PORTALS.values()),
        pages=store.count("page"),
        attachments=store.count("file"),
        planted=_planted(groups, port),
        negatives=_negatives(groups, port),
        traps=tuple(traps.traps),
        forbidden=tuple(
            f"http://{p.host}:{port}{path}" for p in (GOV, CIVIL) for path in (planted_remote.FORBIDDEN, "/admin/")
        ),
    )
    key.save(folder / ANSWERS)
    (folder / STATE).write_text(json.dumps(state) + "\n", "utf-8")
    return key


def articles(seed: int) -> list[Article]:
    """All articles of the three portals. Each kind has its own source of chance, so that one does not move the others."""
    found: list[Article] = []
    titles: set[str] = set()
    for source in _SOURCES:
        found += source.pages(Maker(Random(f"{seed}/{source.__name__}"), titles))
    Random(f"{seed}/order").shuffle(found)
    return found


def _fingerprint() -> str:
    """A digest of the generator's own source: a newer one does not reuse an older one's portal."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _reusable(folder: Path, state: dict[str, object]) -> bool:
    try:
        return bool(json.loads((folder / STATE).read_text("utf-8")) == state) and (folder / ANSWERS).exists()
    except (OSError, ValueError):
        return False


def _about(store: Store, groups: Groups, port: int) -> None:
    """Contact, legal notice, map of the site; the civil portal's entry and its page of frames; the RSS feed."""
    contact = (
        f"<h1>联系我们</h1><p>地址：{GOV.address}</p><p>电话：{GOV.phone}（工作日 8:30—17:30）</p><p>邮编：439800</p>"
    )
    law = "<h1>法律声明</h1><p>本网站对用户提交的个人信息予以保密，未经许可不向第三方提供。</p><p>转载本网站内容请注明来源。</p>"
    about = "<h1>关于我们</h1><p>云溪市人民政府门户网站由云溪市人民政府办公室主办。</p>"
    links = "".join(
        f'<p><a href="{channel.path}">{channel.column} · {channel.name}</a></p>' for channel in GOV.channels
    )
    for target, title, html in (
        ("/about/about.html", "关于我们", about),
        ("/about/contact.html", "联系我们", contact),
        ("/about/law.html", "法律声明", law),
        ("/about/sitemap.html", "网站地图", f"<h1>网站地图</h1>{links}"),
    ):
        render.page(store, GOV, target, look_gov.plain(title, html), port)
    render.page(store, EDU, "/about.jsp", look_edu.plain("关于本站", f"<p>{EDU.address}　{EDU.phone}</p>"), port)
    inner = "".join(f'<iframe src="{url}" title="{title}" width="100%" height="600"></iframe>' for title, url in frames(groups))  # fmt: skip
    render.page(store, CIVIL, "/about/special.html", look_civil.plain("专题展示", f"<h3>专题展示</h3>{inner}"), port)
    entry = '<html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/index.html"><title>云溪市民政局</title></head><body><a href="/index.html">进入网站</a></body></html>'
    render.page(store, CIVIL, "/", entry, port)
    newest = [one for one in groups["gov", "tzgg"] if not one.article.reached][:20]
    items = "".join(f"<item><title>{one.article.title}</title><link>http://{GOV.host}:{port}{one.url}</link><pubDate>{one.article.published.isoformat()}</pubDate></item>" for one in newest)  # fmt: skip
    store.add(GOV.host, "/rss.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>通知公告</title>{items}</channel></rss>\n'.encode(), type="application/rss+xml", kind="asset")  # fmt: skip


def _placed(groups: Groups) -> list[Placed]:
    return [one for group in groups.values() for one in group]


def _planted(groups: Groups, port: int) -> tuple[Planted, ...]:
    found = []
    for one in _placed(groups):
        base = f"http://{one.portal.host}:{port}"
        for plant in one.article.plants:
            file = one.article.files[plant.file] if plant.file is not None else None
            url = one.files[plant.file] if plant.file is not None else one.url
            orphan = file is not None and file.orphan
            found.append(
                Planted(
                    id="",
                    rule=plant.rule,
                    form=plant.form,
                    format=plant.format,
                    severity=plant.severity,
                    url=base + url,
                    path=(file.name if file else url.rpartition("/")[2], *plant.inner),
                    place=plant.place,
                    text=plant.text,
                    later=plant.later,
                    accepts=plant.accepts,
                    echoes=((base + one.url,) if plant.echoed else ()) + tuple(base + target for target in plant.echo),
                    found_on="" if orphan else base + one.url,
                    reached=("archive" if plant.file else "sitemap") if orphan else one.article.reached,
                )
            )
    found.sort(key=lambda item: (item.later, item.rule, item.format, item.url, item.form))
    return tuple(_numbered(item, number) for number, item in enumerate(found, 1))


def _numbered(item: Planted, number: int) -> Planted:
    from dataclasses import replace

    return replace(item, id=f"P-{number:03d}")


def _negatives(groups: Groups, port: int) -> tuple[Negative, ...]:
    found = []
    for one in _placed(groups):
        base = f"http://{one.portal.host}:{port}"
        for benign in one.article.benign:
            file = one.article.files[benign.file] if benign.file is not None else None
            url = one.files[benign.file] if benign.file is not None else one.url
            kind = file.name.rpartition(".")[2] if file else "html"
            found.append((benign.row, kind, base + url, file.name if file else url.rpartition("/")[2]))
    found.sort()
    return tuple(
        Negative(f"N-{number:03d}", row, negatives.ROWS[row], kind, url, (name,))
        for number, (row, kind, url, name) in enumerate(found, 1)
    )
