"""The scope guard keeps a run on its site."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.scope import AddressRefused, GuardedResolver, Scope
from inspection.errors import InspectionError, Reason
from inspection.model import Site


class Answers(AbstractResolver):
    """A DNS that answers what the test says."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET, **_: Any
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=int(family), proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None: ...


def scope(url: str = "http://www.yunxi.example/", **changes: Any) -> Scope:
    return Scope(Site(1, "云溪", url, **changes))


@pytest.mark.parametrize(
    "url",
    [
        "http://other.example/",
        "http://www.yunxi.example:8080/",
        "http://www.yunxi.example@evil.example/",
        "http://user@www.yunxi.example/",
        "http://yunxi.example/",
        "http://evil.www.yunxi.example/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
    ],
)
def test_other_hosts_and_ports_are_outside(url: str) -> None:
    assert not scope().contains(url)


def test_https_and_registered_hosts_are_inside() -> None:
    guard = scope(extra_hosts=("m.yunxi.example", "old.yunxi.example:8081"))
    assert guard.contains("https://www.yunxi.example/x")
    assert guard.contains("https://m.yunxi.example/")
    assert guard.contains("http://old.yunxi.example:8081/")
    assert not guard.contains("http://old.yunxi.example/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
async def test_a_name_that_leads_to_a_private_address_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        await GuardedResolver(scope(), Answers(address)).resolve("www.yunxi.example", 80)


async def test_only_the_public_answers_are_handed_to_the_connector() -> None:
    found = await GuardedResolver(scope(), Answers("127.0.0.1", "1.1.1.1")).resolve("www.yunxi.example", 80)
    assert [each["host"] for each in found] == ["1.1.1.1"]


async def test_the_permission_opens_private_addresses() -> None:
    guard = scope(allow_private=True)
    assert await GuardedResolver(guard, Answers("127.0.0.1")).resolve("www.yunxi.example", 80)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://0x7f000001/", "http://[::1]/", "http://192.168.0.9:81/"])
def test_a_private_start_address_needs_the_permission(url: str) -> None:
    with pytest.raises(InspectionError) as caught:
        scope(url)
    assert caught.value.reason is Reason.OUT_OF_SCOPE
    assert "--allow-private" in str(caught.value)
    assert scope(url, allow_private=True).start


def test_a_start_address_that_is_none_says_so() -> None:
    with pytest.raises(InspectionError) as caught:
        scope("www.yunxi.example")
    assert caught.value.reason is Reason.NOT_FOUND
