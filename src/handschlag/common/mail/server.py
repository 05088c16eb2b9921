"""The mail server as a carrier sees it: there, or away and asked again after a short while.

Its absence is counted once, here, and never on a letter.
"""

from __future__ import annotations

import contextlib
import logging
import smtplib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)
ASK_AGAIN: Final = timedelta(seconds=15)
LONGEST: Final = timedelta(minutes=15)  # between two letters, while it refuses the platform as their sender
CLOSING: Final = 421  # it ends the session, whatever letter was in hand
TOO_LARGE: Final = 552  # said of the sender, since that line has the size, but of this one letter


class MailServer:
    """Shared by the carriers of one worker: while it is away, one of them asks every 15 seconds."""

    def __init__(self) -> None:
        self.away_since: datetime | None = None
        self._asked_at: datetime | None = None
        self._refusals = 0  # of the sender, one after another
        self._refused_at: datetime | None = None
        self._is_accepting = False  # as far as we know: another worker, or one before, may have been refused
        self._lock = threading.Lock()

    def open(
        self, *, now: datetime, is_urgent: Callable[[datetime], bool] = lambda _refused_at: False
    ) -> BaseEmailBackend | None:
        """A connection on which it has greeted us and let us in; None while it is away.

        `is_urgent`: whether a letter is worth a trial although it refused the sender at that time.
        """
        if self._is_asked_already(now) or self._is_given_time(now, is_urgent):
            return None
        self._asked_at = now
        connection: Any = mailers["smtp"]
        try:
            connection.open()
            if (session := getattr(connection, "connection", None)) is not None:
                session.ehlo_or_helo_if_needed()  # without TLS the first letter would be where it is refused
        except (OSError, smtplib.SMTPException) as trouble:
            with contextlib.suppress(OSError):
                connection.close()
            self._note_absence(trouble, now)
            return None
        if self.away_since is not None:
            log.info("The mail server is back", extra={"seconds": (now - self.away_since).total_seconds()})
        self.away_since = self._asked_at = None
        opened: BaseEmailBackend = connection
        return opened

    def _is_asked_already(self, now: datetime) -> bool:
        """Whether it was away a moment ago; a clock that was set back holds nobody up."""
        if self.away_since is None or self._asked_at is None:
            return False
        return timedelta(0) <= now - self._asked_at < ASK_AGAIN

    def note_refused_sender(self, *, now: datetime) -> None:
        """It takes letters of nobody here: the next is tried after a while that grows.

        What two carriers hear of it in the same pause counts once.
        """
        with self._lock:
            self._refusals += not self._is_in_pause(now)
            self._refused_at, self._is_accepting = now, False

    def note_acceptance(self) -> bool:
        """It took a letter; whether that was not known of it before."""
        with self._lock:
            was_accepting, self._is_accepting = self._is_accepting, True
            self._refusals, self._refused_at = 0, None
        return not was_accepting

    def _is_given_time(self, now: datetime, is_urgent: Callable[[datetime], bool]) -> bool:
        with self._lock:
            refused_at, is_in_pause = self._refused_at, self._is_in_pause(now)
        return refused_at is not None and is_in_pause and not is_urgent(refused_at)

    def _is_in_pause(self, now: datetime) -> bool:
        if self._refused_at is None:
            return False
        pause: timedelta = min(ASK_AGAIN * 2 ** min(self._refusals - 1, 10), LONGEST)
        return timedelta(0) <= now - self._refused_at < pause

    def _note_absence(self, trouble: Exception, now: datetime) -> None:
        told = {"error": f"{type(trouble).__name__} {getattr(trouble, 'smtp_code', '')}".strip()}
        log.log(logging.INFO if self.away_since else logging.WARNING, "The mail server is away", extra=told)
        self.away_since = self.away_since or now


def is_broken_off(trouble: Exception) -> bool:
    """Whether the line broke off without a word on the letter, or with one that ends the session."""
    is_silent = isinstance(trouble, OSError) and not isinstance(trouble, smtplib.SMTPException)
    is_gone = isinstance(trouble, smtplib.SMTPServerDisconnected)
    return is_silent or is_gone or getattr(trouble, "smtp_code", None) == CLOSING


def refuses_the_sender(trouble: Exception) -> bool:
    """Whether it said no for ever to the platform's own address, and so to any letter."""
    if not isinstance(trouble, smtplib.SMTPSenderRefused):
        return False
    return 500 <= trouble.smtp_code < 600 and trouble.smtp_code != TOO_LARGE
