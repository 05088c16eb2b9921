"""Carries the mail beside the jobs, so that a slow mail server keeps no job waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from handschlag.common.mail.delivery import deliver_due
from handschlag.common.mail.server import MailServer
from handschlag.common.models import Urgency


class MailCarrier:
    """One with `at_most` takes only what is as urgent as that, so that a code never waits for a slow hand."""

    def __init__(self, *, server: MailServer, at_most: Urgency = Urgency.USUAL) -> None:
        self.name = f"mail-{at_most.name.lower()}"
        self.at_most = at_most
        self.server = server

    def is_wanted(self) -> bool:
        """Where this platform sends mail at all."""
        return settings.SENDS_MAIL

    def carry(self, *, clock: Callable[[], datetime], is_told_to_end: Callable[[], bool]) -> int:
        return deliver_due(
            clock=clock, is_told_to_end=is_told_to_end, at_most=self.at_most, server=self.server
        )
