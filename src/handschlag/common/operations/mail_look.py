"""Whether the mail server answers, as the probes tell it: looked at beside the requests, now and then."""

from __future__ import annotations

import logging
import socket
import threading
import time
from typing import Any, Final

from django.conf import settings
from django.core.mail import mailers
from django.db.models import QuerySet

from handschlag.common.models import Mail, MailState

log = logging.getLogger(__name__)
LOOKS_APART: Final = 30.0  # seconds
PATIENCE: Final = 3.0


class MailLook:
    """The last answer; whoever asks and finds it old has a new one fetched, and does not wait for it."""

    def __init__(self) -> None:
        self.answers, self.looked_at = True, -LOOKS_APART
        self.thread: threading.Thread | None = None

    def is_answering(self) -> bool:
        """True until a look has found otherwise, and where this platform sends no mail."""
        if not settings.SENDS_MAIL:
            return True
        if time.monotonic() - self.looked_at >= LOOKS_APART:
            self.looked_at = time.monotonic()
            self.thread = threading.Thread(target=self._look, name="mail-look", daemon=True)
            self.thread.start()
        return self.answers

    def _look(self) -> None:
        before, self.answers = self.answers, _greets(mailers["smtp"])
        if before and not self.answers:
            log.warning("The mail server does not answer")


class SenderLook:
    """Whether letters wait for their sender to be accepted, as the last look found."""

    def __init__(self) -> None:
        self.is_refused, self.looked_at = False, -LOOKS_APART

    def finds_refusal(self) -> bool:
        """Asks the database every half a minute only, for it reads all letters that wait."""
        if time.monotonic() - self.looked_at >= LOOKS_APART:
            self.is_refused, self.looked_at = of_unwelcome_sender().exists(), time.monotonic()
        return self.is_refused


def _greets(server: Any) -> bool:
    """Whether it takes a connection and, where that is not encrypted from the first byte, greets."""
    host, port = getattr(server, "host", None), getattr(server, "port", None)
    if not host:
        return True
    try:
        with socket.create_connection((host, port), timeout=PATIENCE) as line:
            if server.use_ssl:
                return True
            is_greeting = line.recv(3) == b"220"
            line.sendall(b"QUIT\r\n")
            return is_greeting
    except OSError:
        return False


def of_unwelcome_sender() -> QuerySet[Mail]:
    """Letters that wait because the mail server accepts nothing from our address."""
    return Mail.objects.filter(state=MailState.WAITING, error__startswith="SMTPSenderRefused 5")
