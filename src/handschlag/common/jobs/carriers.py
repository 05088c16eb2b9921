"""Outboxes of apps above: each is carried by a thread of the worker, so that no job keeps it waiting."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from django.db import OperationalError, close_old_connections, connections

from handschlag.common.compute.priority import step_back
from handschlag.common.hooks import Hook
from handschlag.common.jobs.child import NICER_BY
from handschlag.common.operations.holding import held_since

log = logging.getLogger(__name__)
REST: Final = 0.5  # seconds between two looks into an outbox


class _Carrier(Protocol):
    """What waits in one outbox goes out; returns when nothing is due, or soon after it is told to end."""

    name: str

    def is_wanted(self) -> bool: ...

    def carry(self, *, clock: Callable[[], datetime], is_told_to_end: Callable[[], bool]) -> int: ...


carriers: Final = Hook[_Carrier]("common.carriers")


class CarrierThread:
    """Carries until it is told to end; what is in hand is brought to its end first."""

    def __init__(
        self,
        carrier: _Carrier,
        *,
        clock: Callable[[], datetime],
        may_be_held: bool = True,
        by: int = NICER_BY,
    ) -> None:
        self.carrier, self.clock, self.is_told_to_end = carrier, clock, False
        self.may_be_held, self.steps_back_by = may_be_held, by
        self.thread = threading.Thread(target=self._walk, name=f"carrier-{carrier.name}", daemon=True)

    def begin(self) -> None:
        """Walks, if this platform sends such things at all."""
        if self.carrier.is_wanted():
            self.thread.start()

    def end(self, *, patience: float) -> None:
        self.is_told_to_end = True
        if self.thread.is_alive():
            self.thread.join(timeout=patience)

    def _walk(self) -> None:
        step_back(self.steps_back_by)  # pages are served first
        while not self.is_told_to_end:
            try:
                close_old_connections()
                if not self.may_be_held or held_since() is None:
                    self.carrier.carry(clock=self.clock, is_told_to_end=lambda: self.is_told_to_end)
            except OperationalError:
                log.warning("The database did not answer; %s waits", self.carrier.name, exc_info=True)
            except Exception:
                # One message that breaks our own code must not keep all others back for ever.
                log.exception("A carrier stumbled", extra={"carrier": self.carrier.name})
                time.sleep(REST * 10)
            time.sleep(REST)
        connections.close_all()
