"""Where a mailed link may send people: the site itself, loopback, or the allow-list; anything else becomes the site."""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit


def choose_redirect(candidates: Iterable[str | None], site_url: str, globs: Iterable[str]) -> str:
    """The first allowed of the candidates, else `site_url`."""
    patterns = [glob_pattern(glob) for glob in globs]
    return next((url for url in candidates if url and is_allowed(url, site_url, patterns)), site_url)


def is_allowed(url: str, site_url: str, patterns: list[re.Pattern[str]]) -> bool:
    """The documented rules; besides, what browsers and parsers read differently (backslash, user info, blanks) never passes."""
    if re.search(r"[\x00-\x20\\\x7f]", url):
        return False
    try:
        parts, site = urlsplit(url), urlsplit(site_url)
        port, site_port = parts.port, site.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if "@" in parts.netloc or not parts.scheme:
        return False
    is_web = parts.scheme in ("http", "https")
    same_origin = (parts.scheme, port) == (site.scheme, site_port)
    if is_web and host and host == site.hostname and (same_origin or host == "localhost"):
        return True
    if is_web and is_address(host):
        return ipaddress.ip_address(host).is_loopback
    bare = parts._replace(fragment="").geturl()
    return any(pattern.fullmatch(bare) for pattern in patterns)


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def glob_pattern(glob: str) -> re.Pattern[str]:
    """`*` stops at `.` and `/`, `**` does not, `?` is one character."""
    signs = {"**": ".*", "*": "[^./]*", "?": "[^./]"}
    return re.compile("".join(signs.get(part) or re.escape(part) for part in re.split(r"(\*\*|\*|\?)", glob)))


def mailed_link(external_url: str, token_hash: str, kind: str, redirect_to: str) -> str:
    """The address in a mail; the redirect is percent-encoded only where it must be, as the real server does."""
    target = quote(redirect_to, safe="") if re.search("[&=#]", redirect_to) else redirect_to
    return f"{external_url}/verify?token={token_hash}&type={kind}&redirect_to={target}"


def with_query(url: str, **added: str) -> str:
    """`url` with values merged into its query, without fragment."""
    parts: SplitResult = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *sorted(added.items())])
    return parts._replace(query=query, fragment="").geturl()


def with_fragment(url: str, **added: object) -> str:
    """`url` with these values as its fragment; `sb` marks it, as on the real server."""
    values = sorted({**added, "sb": ""}.items())
    return urlsplit(url)._replace(fragment=urlencode(values)).geturl()
