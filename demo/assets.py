"""Pictures, styles and scripts of the portals, drawn and written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo import look_civil, look_edu, look_gov
from demo.sites import PORTALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.routes import Store
    from demo.sites import Portal


def _scene(sky: str, far: str, near: str, water: str, sun: str) -> str:
    """A landscape: the news picture of a portal."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 340" preserveAspectRatio="xMidYMid slice">'
        f'<rect width="560" height="340" fill="{sky}"/><circle cx="430" cy="80" r="34" fill="{sun}"/>'
        f'<path d="M0 210 L90 120 L150 180 L240 90 L330 190 L410 130 L560 220 V340 H0Z" fill="{far}"/>'
        f'<path d="M0 250 Q120 190 240 245 T560 230 V340 H0Z" fill="{near}"/>'
        f'<path d="M0 290 Q140 262 280 288 T560 276 V340 H0Z" fill="{water}"/>'
        '<g fill="#fff" opacity=".8"><rect x="60" y="222" width="26" height="30"/><rect x="92" y="210" width="20" height="42"/><rect x="120" y="228" width="30" height="24"/></g></svg>'
    )


_HILLS = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 120" preserveAspectRatio="none"><path d="M0 90 L140 40 L260 84 L420 22 L560 80 L720 34 L860 86 L1010 44 L1200 92 V120 H0Z" fill="#d8c7bd"/><path d="M0 104 Q300 66 600 100 T1200 96 V120 H0Z" fill="#c9ab9c"/></svg>'
_LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><circle cx="40" cy="40" r="37" fill="#b8281f"/><path d="M16 46 Q28 30 40 44 T64 42 V54 Q52 64 40 56 T16 56Z" fill="#fff"/><circle cx="40" cy="25" r="7" fill="#ffd9a0"/></svg>'
_DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect x="1" y="1" width="7" height="7" transform="rotate(45 4.5 4.5)" fill="#0b6a39"/></svg>'
_PLAN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 300" width="520" height="300"><rect width="520" height="300" fill="#f5f8fa" stroke="#99a"/><path d="M20 250 C120 180 180 240 260 150 S430 120 500 40" fill="none" stroke="#3a7ebf" stroke-width="9"/><path d="M40 40 H480 M40 120 H480 M40 210 H480 M130 20 V280 M300 20 V280 M420 20 V280" stroke="#bbb" stroke-width="3"/><g fill="#c0392b"><circle cx="130" cy="120" r="8"/><circle cx="300" cy="210" r="8"/><circle cx="420" cy="40" r="8"/></g></svg>'
_SCHOOL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 988 220"><rect width="988" height="220" fill="#dff1fb"/><circle cx="860" cy="52" r="26" fill="#ffe9a3"/>'
    '<path d="M0 150 Q180 70 380 140 T760 128 T988 150 V220 H0Z" fill="#a9d29c"/><path d="M0 186 Q260 160 520 184 T988 178 V220 H0Z" fill="#5f9f62"/>'
    '<g><rect x="300" y="70" width="260" height="110" fill="#f6efe2"/><rect x="560" y="96" width="150" height="84" fill="#efe3cf"/><path d="M290 72 L430 34 L570 72Z" fill="#b5533c"/><path d="M556 98 H716 V88 H556Z" fill="#b5533c"/></g>'
    '<g fill="#7fb2d6">'
    + "".join(f'<rect x="{x}" y="{y}" width="22" height="18"/>' for y in (86, 116) for x in range(318, 540, 38))
    + "".join(f'<rect x="{x}" y="112" width="18" height="16"/>' for x in range(574, 700, 32))
    + "</g>"
    '<path d="M770 180 V60" stroke="#777" stroke-width="4"/><path d="M772 62 H812 V88 H772Z" fill="#d23b30"/></svg>'
)
_PICTURES = {
    "/images/news1.svg": _scene("#cfe8fb", "#7fa9c9", "#3f7d5d", "#5aa6d8", "#fff1b8"),
    "/images/news2.svg": _SCHOOL,
    "/images/news3.svg": _scene("#fbe7d8", "#d9a98c", "#9c5a4a", "#c98b6b", "#fff3d0"),
    "/images/hills.svg": _HILLS,
    "/images/logo.svg": _LOGO,
    "/images/dot.svg": _DOT,
    "/images/plan.svg": _PLAN,
}
_SCRIPTS = {
    "edu": ("/js/base.js", 'function setHome(){alert("请在浏览器中设置主页")}'),
    "civil": ("/script/0/count.js", '(function(){var n=new Date().getTime();document.cookie="v="+n})();'),
}


def of(portal: Portal) -> Iterator[tuple[str, bytes, str]]:
    """Address, bytes and media type of each asset of a portal."""
    path, css = {"gov": ("/css/site.css", look_gov.CSS), "edu": ("/css/style.css", look_edu.CSS), "civil": ("/css/mz.css", look_civil.CSS)}[portal.key]  # fmt: skip
    yield path, css.strip().encode(), "text/css"
    for picture, svg in _PICTURES.items():
        yield picture, svg.encode(), "image/svg+xml"
    if portal.key in _SCRIPTS:
        name, script = _SCRIPTS[portal.key]
        yield name, script.encode(), "application/javascript"


def write(store: Store) -> None:
    """Store them for each portal."""
    for portal in PORTALS.values():
        for path, data, media in of(portal):
            store.add(portal.host, path, data, type=media, kind="asset")
