"""Asks an address that the operator named, and reads a short answer; nobody is followed elsewhere."""

from __future__ import annotations

import logging
from http.client import HTTPException
from time import monotonic
from typing import Final

from handschlag.common.calls.connection import PinnedConnection, open_address
from handschlag.common.rules.call_addresses import AddressFault, target_of

log = logging.getLogger(__name__)
LONGEST: Final = 64 * 1024
LONGEST_OF_STRANGERS: Final = 8 * 1024 * 1024
LONGEST_ADDRESS: Final = 4000
WHOLE: Final = 4.0  # seconds for everything: somebody waits for the page


def read_answer(url: str) -> bytes | None:
    """What a server of the operator answers with 200; None when it does not. The log never names the query.

    Such a server may stand in the operator's own network, so any address is open.
    """
    answer = _read(url, may_be_local=True, longest=LONGEST)
    return None if answer is None or len(answer) > LONGEST else answer


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
