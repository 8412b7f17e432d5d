"""The caller's address, as far as it can be believed: a proxy's header counts only from proxies the operator named."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.requests import Request

from functions.platform.settings import Settings

IPV6_PREFIX = 64
"""One subscriber holds at least this network, so the addresses in it are one caller."""
UNKNOWN = "unknown"


def address_of(request: Request, settings: Settings) -> str:
    """The address rate limits count by: IPv4 whole, IPv6 by its /64 network.

    The peer's own, unless TRUSTED_PROXIES names the peer; then the last address of the proxy header that is no trusted proxy.
    """
    peer = request.client.host if request.client else ""
    hops = [hop.strip() for line in request.headers.getlist(settings.proxy_address_header) for hop in line.split(",")]
    return grouped(caller(peer, hops, settings.trusted_proxies))


def caller(peer: str, hops: Sequence[str], trusted: Sequence[str]) -> str:
    """Walks from the peer back through `hops` (nearest last) while the hop is trusted. `*` trusts the peer alone, whoever it is.

    A hop that is no address ends the walk: what stands left of it was written by somebody else.
    """
    if "*" in trusted:
        return hops[-1] if hops and is_address(hops[-1]) else peer
    found = peer
    for hop in reversed(hops):
        if not is_trusted(found, trusted) or not is_address(hop):
            break
        found = hop
    return found


def is_trusted(address: str, trusted: Sequence[str]) -> bool:
    if not is_address(address):
        return False
    parsed = _plain(address)
    return any(parsed in ipaddress.ip_network(network, strict=False) for network in trusted)


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def grouped(address: str) -> str:
    """What counts as one caller: an IPv4 address, an IPv6 /64 network; `unknown` for what is no address."""
    if not is_address(address):
        return UNKNOWN
    parsed = _plain(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed) >> IPV6_PREFIX << IPV6_PREFIX, IPV6_PREFIX)))


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """IPv4 written as IPv6 (::ffff:192.0.2.1) is IPv4; a zone (fe80::1%eth0) is left out."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return parsed.ipv4_mapped
    return parsed
