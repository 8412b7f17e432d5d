"""Whose address counts: the peer's, unless the operator named it as a proxy."""

from __future__ import annotations

import pydantic
import pytest
from starlette.requests import Request

from functions.platform.addresses import UNKNOWN, address_of, grouped
from functions.platform.settings import Settings


def asked(settings: Settings, peer: str, *lines: str, header: str = "X-Forwarded-For", trusted: tuple[str, ...] = ()) -> str:
    headers = [(header.lower().encode(), line.encode()) for line in lines]
    request = Request({"type": "http", "client": (peer, 1), "headers": headers})
    return address_of(request, settings.model_copy(update={"trusted_proxies": trusted, "proxy_address_header": header}))


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.7", "203.0.113.9"])
def test_without_trusted_proxies_no_header_is_believed(settings: Settings, peer: str) -> None:
    assert asked(settings, peer, "198.51.100.1") == peer


def test_the_last_address_that_is_no_trusted_proxy_counts(settings: Settings) -> None:
    trusted = ("10.0.0.0/8", "2001:db8:ffff::/48")
    assert asked(settings, "10.0.0.7", "198.51.100.1", trusted=trusted) == "198.51.100.1"
    assert asked(settings, "10.0.0.7", "6.6.6.6, 198.51.100.1, 10.1.1.1", trusted=trusted) == "198.51.100.1"
    assert asked(settings, "10.0.0.7", "6.6.6.6", "198.51.100.1", trusted=trusted) == "198.51.100.1"
    assert asked(settings, "2001:db8:ffff::1", "198.51.100.1", trusted=trusted) == "198.51.100.1"
    assert asked(settings, "203.0.113.9", "198.51.100.1", trusted=trusted) == "203.0.113.9"
    assert asked(settings, "10.0.0.7", "198.51.100.1, nonsense", trusted=trusted) == "10.0.0.7"
    assert asked(settings, "10.0.0.7", trusted=trusted) == "10.0.0.7"


def test_a_platform_without_an_address_of_its_own_is_believed_for_one_hop(settings: Settings) -> None:
    assert asked(settings, "203.0.113.9", "6.6.6.6, 198.51.100.1", trusted=("*",)) == "198.51.100.1"
    assert asked(settings, "203.0.113.9", "nonsense", trusted=("*",)) == "203.0.113.9"
    assert asked(settings, "203.0.113.9", "198.51.100.1", header="X-Real-IP", trusted=("*",)) == "198.51.100.1"


def test_one_ipv6_subscriber_is_one_caller() -> None:
    assert grouped("2001:db8:1:2:3:4:5:6") == grouped("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert grouped("2001:db8:1:3::9") != grouped("2001:db8:1:2::9")
    assert grouped("::ffff:192.0.2.1") == "192.0.2.1"
    assert grouped("fe80::1%eth0") == "fe80::/64"
    assert grouped("testclient") == grouped("") == UNKNOWN


def test_what_is_no_network_is_refused_at_the_start(settings: Settings) -> None:
    values = settings.model_dump()
    assert Settings.model_validate(values | {"trusted_proxies": "10.0.0.0/8, ::1, *"}).trusted_proxies == (
        "10.0.0.0/8",
        "::1",
        "*",
    )
    with pytest.raises(pydantic.ValidationError):
        Settings.model_validate(values | {"trusted_proxies": "my-proxy"})
