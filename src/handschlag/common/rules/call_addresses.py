"""Where calls may go: to the open internet, never into the operator's own network."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
LONGEST: Final = 500
LOCAL_NAMES: Final = (".localhost", ".local", ".internal", ".home.arpa", ".lan")
_SHORT_FORM: Final = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)")  # 127.1, 0x7f000001: numbers to resolvers


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
    if not may_be_local and (fault := _fault_of_host(host.removesuffix("."))):
        return fault
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host=host, port=port or (443 if is_secure else 80), path=path, is_secure=is_secure)


def _fault_of_host(host: str) -> AddressFault | None:
    """What can be seen without asking anybody; a name may still lead inside.

    >>> [_fault_of_host(one) for one in ("intranet", "127.1", "rooms.example")]
    [<AddressFault.NOT_OPEN: 'not_open'>, <AddressFault.NO_ADDRESS: 'no_address'>, None]
    """
    literal = address_in(host)
    if literal is not None:
        return None if is_open(literal, may_be_local=False) else AddressFault.NOT_OPEN
    if _SHORT_FORM.fullmatch(host):
        return AddressFault.NO_ADDRESS
    return AddressFault.NOT_OPEN if "." not in host or host.endswith(LOCAL_NAMES) else None


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
