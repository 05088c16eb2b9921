"""Makes one call: to the address that was looked up and found open, without following anybody elsewhere."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic
from typing import Final

from handschlag.common.calls.connection import PinnedConnection, open_address
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.common.rules.call_addresses import AddressFault, target_of

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


def call(url: str, body: bytes, *, headers: Mapping[str, str], may_be_local: bool) -> DeliveryResult:
    """What came of it. The answer's body is not read."""
    target = target_of(url, may_be_local=may_be_local)
    if isinstance(target, AddressFault):
        return DeliveryResult(fault=CallFault.ADDRESS)
    until = monotonic() + WHOLE
    try:
        address = open_address(target, may_be_local=may_be_local, until=until)
    except OSError:
        return DeliveryResult(fault=CallFault.UNREACHABLE)
    if address is None:
        return DeliveryResult(fault=CallFault.ADDRESS)
    connection = PinnedConnection(target, address)
    try:
        with connection.ends_at(until):
            connection.request("POST", target.path, body=body, headers=dict(headers))
            status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as wrong:
        return DeliveryResult(fault=_fault_in(wrong, connection))
    finally:
        connection.close()
    return DeliveryResult(status=status, fault=_fault_of(status))


def _fault_in(wrong: Exception, connection: PinnedConnection) -> CallFault:
    if connection.is_cut or isinstance(wrong, TimeoutError):
        return CallFault.TOO_LONG
    return CallFault.INSECURE if isinstance(wrong, ssl.SSLError) else CallFault.UNREACHABLE


def _fault_of(status: int) -> CallFault | None:
    if 200 <= status < 300:
        return None
    return CallFault.REDIRECT if 300 <= status < 400 else CallFault.REFUSED
