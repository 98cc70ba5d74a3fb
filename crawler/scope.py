"""The scope guard: which addresses a run may touch. Scheme, host and port by the register; the resolved address by its kind.

An inspection tool that can be led to other hosts is an attack tool. A page's link, a redirect, a <base>, a DNS answer:
all are the other side's word (OWASP SSRF prevention; domain names re-checked at each connection against DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from crawler.address import canonical, host, origin
from inspection.errors import InspectionError, Reason

if TYPE_CHECKING:
    from inspection.model import Site

_PORTS = {"http": 80, "https": 443}
_PRIVATE = "内网或保留地址"


class AddressRefused(OSError):  # noqa: N818  # a refusal; aiohttp passes OSError through as a DNS error
    """A name led to an address that the run may not touch."""


class Scope:
    """The hosts and ports of one site.

    Raises:
        InspectionError: the start address is none (``not_found``), or is a private one without the permission
            (``out_of_scope``).
    """

    def __init__(self, site: Site) -> None:
        start = canonical(site.start_url)
        if start is None:
            raise InspectionError(Reason.NOT_FOUND, f"不是有效的网址：{site.start_url[:200]}")
        self.start = start
        self.allow_private = site.allow_private
        name, port = _host_port(start)
        self._hosts: set[tuple[str, int]] = {(name, port)}
        if port in _PORTS.values():
            # http and https of one host are one site: portals redirect between them.
            self._hosts |= {(name, each) for each in _PORTS.values()}
        for extra in site.extra_hosts:
            url = canonical(f"http://{extra}/")
            if url is None:
                raise InspectionError(Reason.NOT_FOUND, f"登记的主机名无效：{extra[:200]}")
            self._hosts.add(_host_port(url))
            if ":" not in extra:
                self._hosts.add((_host_port(url)[0], 443))
        literal = _literal(name)
        if literal is not None and not self.may_connect(str(literal)):
            raise InspectionError(Reason.OUT_OF_SCOPE, f"{name} 是{_PRIVATE}；确需检查时登记站点须加 --allow-private")

    def contains(self, url: str) -> bool:
        """Whether a canonical address belongs to the site."""
        try:
            return _host_port(url) in self._hosts
        except (ValueError, KeyError):
            return False

    def roots(self) -> dict[str, str]:
        """The origin to ask for robots rules, by host[:port] as it stands in addresses."""
        found = {host(self.start): origin(self.start)}
        for name, port in self._hosts:
            shown = name if port in _PORTS.values() else f"{name}:{port}"
            found.setdefault(shown, f"http://{shown}")
        return found

    def may_connect(self, address: str) -> bool:
        """Whether a resolved IP address may be connected to: public ones always, others with the permission."""
        if self.allow_private:
            return True
        ip = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
        if mapped is not None:
            ip = mapped
        if isinstance(ip, ipaddress.IPv6Address) and ip in ipaddress.ip_network("64:ff9b::/96"):
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return ip.is_global and not ip.is_multicast


class GuardedResolver(AbstractResolver):
    """Resolves names and refuses private answers; the connection goes to the very address that was checked."""

    def __init__(self, scope: Scope, inner: AbstractResolver | None = None) -> None:
        self._scope = scope
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC, **_: Any
    ) -> list[ResolveResult]:
        """The allowed addresses of ``host``.

        Raises:
            AddressRefused: all its addresses are private.
            OSError: it has none.
        """
        found = await self._inner.resolve(host, port, family)
        allowed = [result for result in found if self._scope.may_connect(result["host"])]
        if found and not allowed:
            raise AddressRefused(f"{host}: {_PRIVATE}")
        return allowed

    async def close(self) -> None:
        """Release the inner resolver."""
        await self._inner.close()


def _host_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None:
        raise ValueError("userinfo")
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
