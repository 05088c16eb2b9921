"""Makes one call: to the address that was looked up and found open, without following anybody elsewhere."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Final

from handschlag.api.rules.addresses import AddressFault, Target, address_in, is_open, target_of
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _

PATIENCE: Final = 5.0  # seconds for each step
WHOLE: Final = 10.0  # seconds for everything


class CallFault(Labelled):
    ADDRESS = "address", _("the address is not open to the internet")
    UNREACHABLE = "unreachable", _("nobody answers there")
    INSECURE = "insecure", _("its certificate is not valid")
    TOO_LONG = "too_long", _("the answer took too long")
    REDIRECT = "redirect", _("it points elsewhere, and we do not follow")
    REFUSED = "refused", _("it does not accept the call")  # any other status than 2xx


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryResult:
    status: int | None = None
    fault: CallFault | None = None


class _Pinned(HTTPConnection):
    """Goes to the address that was checked, whatever the name means by now."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self.address, self.is_secure = address, target.is_secure
        self.default_port = 443 if target.is_secure else 80

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), PATIENCE)
        self.sock = plain
        if self.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """From another thread: whoever waits for an answer waits no longer."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def call(url: str, body: bytes, *, headers: Mapping[str, str], may_be_local: bool) -> DeliveryResult:
    """What came of it. The answer's body is not read."""
    target = target_of(url, may_be_local=may_be_local)
    if isinstance(target, AddressFault):
        return DeliveryResult(fault=CallFault.ADDRESS)
    try:
        address = open_address(target, may_be_local=may_be_local)
    except OSError:
        return DeliveryResult(fault=CallFault.UNREACHABLE)
    if address is None:
        return DeliveryResult(fault=CallFault.ADDRESS)
    return _sent(_Pinned(target, address), target.path, body=body, headers=headers)


def open_address(target: Target, *, may_be_local: bool) -> str | None:
    """The first address of the name, if all of them are open."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    texts = [str(one[4][0]) for one in found]
    addresses = [address_in(one) for one in texts]
    is_fine = all(one is not None and is_open(one, may_be_local=may_be_local) for one in addresses)
    return texts[0] if texts and is_fine else None


def _sent(connection: _Pinned, path: str, *, body: bytes, headers: Mapping[str, str]) -> DeliveryResult:
    timer = threading.Timer(WHOLE, connection.cut)
    timer.start()
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        status = connection.getresponse().status
    except ssl.SSLError:
        return DeliveryResult(fault=CallFault.INSECURE)
    except TimeoutError:
        return DeliveryResult(fault=CallFault.TOO_LONG)
    except (OSError, HTTPException, ValueError):
        return DeliveryResult(fault=CallFault.UNREACHABLE if timer.is_alive() else CallFault.TOO_LONG)
    finally:
        timer.cancel()
        connection.close()
    return DeliveryResult(status=status, fault=_fault_of(status))


def _fault_of(status: int) -> CallFault | None:
    if 200 <= status < 300:
        return None
    return CallFault.REDIRECT if 300 <= status < 400 else CallFault.REFUSED
