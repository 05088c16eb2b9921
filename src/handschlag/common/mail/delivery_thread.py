"""A thread of the worker that carries the mail, so that a slow mail server keeps no job waiting."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import OperationalError, close_old_connections, connections

from handschlag.common.mail.delivery import deliver_due
from handschlag.common.models import Urgency

log = logging.getLogger(__name__)
REST = 0.5  # seconds between two looks into the outbox


class MailThread:
    """Carries until it is told to end; a letter in hand is delivered first.

    One with `at_most` takes only what is as urgent as that, so that a code never waits for a slow hand.
    """

    def __init__(self, *, clock: Callable[[], datetime], at_most: Urgency = Urgency.USUAL) -> None:
        self.clock = clock
        self.at_most = at_most
        self.is_told_to_end = False
        self.thread = threading.Thread(target=self._walk, name=f"postman-{at_most.name.lower()}", daemon=True)

    def begin(self) -> None:
        """Walks, if this platform sends mail at all."""
        if settings.SENDS_MAIL:
            self.thread.start()

    def end(self, *, patience: float) -> None:
        self.is_told_to_end = True
        if self.thread.is_alive():
            self.thread.join(timeout=patience)

    def _walk(self) -> None:
        while not self.is_told_to_end:
            try:
                close_old_connections()
                deliver_due(
                    clock=self.clock, is_told_to_end=lambda: self.is_told_to_end, at_most=self.at_most
                )
            except OperationalError:
                log.warning("The database did not answer; the mail waits", exc_info=True)
            except Exception:
                # One letter that breaks our own code must not keep all others back for ever.
                log.exception("The postman stumbled")
                time.sleep(REST * 10)
            time.sleep(REST)
        connections.close_all()
