"""Where calls may go: to the open internet, never into the operator's own network."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
LONGEST: Final = 500


class AddressFault(Reason):
    NO_ADDRESS = "no_address", _("Enter a valid internet address.")
    NOT_HTTPS = "not_https", _("The address must begin with https://.")
    HAS_PASSWORD = "has_password", _("The address must not contain a name or password.")
    NOT_OPEN = "not_open", _("This address is not open to the internet.")  # loopback, private and the like


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    host: str
    port: int
    path: str
    is_secure: bool


def target_of(url: str, *, may_be_local: bool, longest: int = LONGEST) -> Target | AddressFault:
    """Where the call goes, or what is wrong with the address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return AddressFault.NO_ADDRESS
    is_secure = parts.scheme == "https"
    if not is_secure and not (may_be_local and parts.scheme == "http"):
        return AddressFault.NOT_HTTPS
    if not host or len(url) > longest or not (url.isascii() and url.isprintable()) or " " in url:
        return AddressFault.NO_ADDRESS
    if parts.username is not None or parts.password is not None:
        return AddressFault.HAS_PASSWORD
    literal = address_in(host)
    if literal is not None and not is_open(literal, may_be_local=may_be_local):
        return AddressFault.NOT_OPEN
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host=host, port=port or (443 if is_secure else 80), path=path, is_secure=is_secure)


def address_in(text: str) -> Address | None:
    """The IP address that the text is, without an IPv6 zone; None where it is a name."""
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def is_open(address: Address, *, may_be_local: bool) -> bool:
    """Whether it belongs to the open internet. What hides an IPv4 address in an IPv6 one counts as that.

    >>> [is_open(ipaddress.ip_address(one), may_be_local=False) for one in ("9.9.9.9", "::ffff:127.0.0.1")]
    [True, False]
    """
    if may_be_local:
        return True
    if isinstance(address, ipaddress.IPv6Address):
        hidden = _hidden_in(address)
        if hidden is not None:
            return is_open(hidden, may_be_local=False)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _hidden_in(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
