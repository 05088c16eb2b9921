"""The mail server as a carrier sees it: there, or away and asked again after a short while.

Its absence is counted once, here, and never on a letter.
"""

from __future__ import annotations

import contextlib
import logging
import smtplib
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

    def open(self, *, now: datetime) -> BaseEmailBackend | None:
        """A connection on which it has greeted us and let us in; None while it is away."""
        if self._is_asked_already(now) or self._is_given_time(now):
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
        """It takes letters of nobody here: the next is tried after a while that grows."""
        self._refusals, self._refused_at = self._refusals + 1, now

    def note_acceptance(self) -> bool:
        """It took a letter; whether it had refused the sender of the last one."""
        was_refusing, self._refusals, self._refused_at = bool(self._refusals), 0, None
        return was_refusing

    def _is_given_time(self, now: datetime) -> bool:
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
