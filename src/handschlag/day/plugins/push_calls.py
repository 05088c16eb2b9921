"""Brings messages to push services: several at once, over connections to addresses that were checked."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPException
from time import monotonic
from typing import Final

from handschlag.common.calls.connection import PinnedConnection, open_address
from handschlag.common.rules.call_addresses import AddressFault, Target, target_of
from handschlag.day.actions.push_delivering import PushAnswer
from handschlag.day.rules.push_delivery import LONGEST_ENDPOINT

WHOLE: Final = 10.0  # seconds for everything
LONGEST_ANSWER: Final = 65_536  # bytes; whoever says more is not listened to
REFUSED: Final = PushAnswer(status=400)  # nothing to be tried again
log = logging.getLogger(__name__)


class _Closed(Exception):
    """The name leads into a network that is not open."""


class PushCalls:
    """Each thread keeps one connection to each push service, until all of them are closed."""

    def __init__(self, *, may_be_local: bool) -> None:
        self.may_be_local = may_be_local
        self.of_thread = threading.local()
        self.open: list[PinnedConnection] = []

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str]) -> PushAnswer:
        """What the push service answered; nobody is followed elsewhere."""
        target = target_of(url, may_be_local=self.may_be_local, longest=LONGEST_ENDPOINT)
        if isinstance(target, AddressFault):
            return REFUSED
        try:
            until = monotonic() + WHOLE
            connection = self._connection(target, until)
            with connection.ends_at(until):
                return self._sent(connection, target.path, body=body, headers=headers)
        except _Closed:
            log.warning("A push service leads into a network that is not open")
            return REFUSED
        except (OSError, HTTPException, ValueError):
            self._drop(target)
            return PushAnswer()

    def close(self) -> None:
        """When nothing is under way any more."""
        for one in self.open:
            with suppress(OSError):
                one.close()

    def _kept(self) -> dict[tuple[str, int], PinnedConnection]:
        if not hasattr(self.of_thread, "kept"):
            self.of_thread.kept = {}
        kept: dict[tuple[str, int], PinnedConnection] = self.of_thread.kept
        return kept

    def _connection(self, target: Target, until: float) -> PinnedConnection:
        kept = self._kept()
        if (target.host, target.port) not in kept:
            address = open_address(target, may_be_local=self.may_be_local, until=until)
            if address is None:
                raise _Closed
            made = kept[target.host, target.port] = PinnedConnection(target, address)
            self.open.append(made)
        return kept[target.host, target.port]

    def _drop(self, target: Target) -> None:
        broken = self._kept().pop((target.host, target.port), None)
        if broken is not None:
            broken.close()

    def _sent(
        self, connection: PinnedConnection, path: str, *, body: bytes, headers: Mapping[str, str]
    ) -> PushAnswer:
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        if len(answer.read(LONGEST_ANSWER)) == LONGEST_ANSWER:
            connection.close()  # the rest is not ours to wait for
        pause = answer.headers.get("Retry-After", "")
        is_number = pause.isascii() and pause.isdigit() and len(pause) < 7
        return PushAnswer(status=answer.status, pause=int(pause) if is_number else None)
