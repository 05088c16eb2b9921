"""Calls to other systems: only to addresses that are open to everybody, and nobody is followed elsewhere."""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from time import monotonic
from typing import Any, Final
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


PATIENCE: Final = 5.0  # seconds for each step


class PinnedConnection(HTTPConnection):
    """Goes to the address that was checked; the certificate has to be that of the name."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self.address, self.is_secure = address, target.is_secure
        self.default_port = 443 if target.is_secure else 80
        self.until, self.is_cut = monotonic() + PATIENCE, False

    @contextmanager
    def ends_at(self, until: float) -> Iterator[None]:
        """Whatever is under way at this moment of the monotonic clock ends: handshake, question or answer."""
        self.until, self.is_cut = until, False
        timer = threading.Timer(max(0.0, until - monotonic()), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def connect(self) -> None:
        patience = min(PATIENCE, max(0.001, self.until - monotonic()))
        self.sock = plain = socket.create_connection((self.address, self.port), patience)
        plain.settimeout(PATIENCE)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.is_secure:  # the handshake begins when it can be cut
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        if self.is_cut:
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def _cut(self) -> None:
        """From another thread: whoever waits for an answer waits no longer."""
        self.is_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def open_address(target: Target, *, may_be_local: bool, until: float) -> str | None:
    """The first address of the name, if all of them are open; `until` as in `ends_at`."""
    found: list[Any] = []
    asking = threading.Thread(target=_look_up, args=(target, found), daemon=True)
    asking.start()
    asking.join(max(0.0, until - monotonic()))
    if not found:
        raise TimeoutError if asking.is_alive() else OSError
    texts = [str(one[4][0]) for one in found]
    addresses = [address_in(one) for one in texts]
    is_fine = all(one is not None and is_open(one, may_be_local=may_be_local) for one in addresses)
    return texts[0] if is_fine else None


def _look_up(target: Target, found: list[Any]) -> None:
    with suppress(OSError, UnicodeError):
        found += socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)


log = logging.getLogger(__name__)
LONGEST_ANSWER: Final = 64 * 1024
LONGEST_OF_STRANGERS: Final = 8 * 1024 * 1024
LONGEST_ADDRESS: Final = 4000
WHOLE: Final = 4.0  # seconds for everything: somebody waits for the page


def read_answer(url: str) -> bytes | None:
    """What a server of the operator answers with 200; None when it does not. The log never names the query.

    Such a server may stand in the operator's own network, so any address is open.
    """
    answer = _read(url, may_be_local=True, longest=LONGEST_ANSWER)
    return None if answer is None or len(answer) > LONGEST_ANSWER else answer


def read_open_answer(url: str) -> bytes | None:
    """The same of a server of strangers: only on the open internet, and of a long answer the beginning."""
    return _read(url, may_be_local=False, longest=LONGEST_OF_STRANGERS)


def _read(url: str, *, may_be_local: bool, longest: int) -> bytes | None:
    target = target_of(url, may_be_local=may_be_local, longest=LONGEST_ADDRESS)
    if isinstance(target, AddressFault):
        log.warning("the address of a service is not valid: %s", target.value)
        return None
    until = monotonic() + WHOLE
    try:
        address = open_address(target, may_be_local=may_be_local, until=until)
    except OSError:
        address = None
    if address is None:
        log.warning("a service cannot be found: %s", target.host)
        return None
    connection = PinnedConnection(target, address)
    try:
        with connection.ends_at(until):
            connection.request("GET", target.path)
            response = connection.getresponse()
            answer = response.read(longest + 1)
    except (OSError, HTTPException, ValueError) as fault:
        log.warning("a service does not answer: %s: %s", target.host, type(fault).__name__)
        return None
    finally:
        connection.close()
    if response.status != 200 or connection.is_cut:
        log.warning("a service answers with %s: %s", response.status, target.host)
        return None
    return answer
