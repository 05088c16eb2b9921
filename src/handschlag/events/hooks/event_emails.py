"""The emails of an event: every app declares those that it sends, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise

from handschlag.common.hooks import Hook
from handschlag.events.rules.email_texts import EVERYWHERE, LINK, LIST, REASON


class EmailGroup(StrEnum):
    """The groups of the list, in the order of an event."""

    PROGRAMME = "programme"
    REGISTRATION = "registration"
    MATCHING = "matching"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEmail:
    """One kind of email: what people read of it, what its words may hold, and how it looks.

    `reason` says to its reader why they get it, with `%(event)s`. `values` are placeholders beyond those that
    every email has, `list_of` says what its list holds; empty where it has none. `rehearse` writes it, as it
    would be sent, to a registration of the event, with invented others where it tells of others.
    `is_written_each_time`: it has no usual words.
    """

    kind: str
    group: EmailGroup
    title: Promise
    occasion: Promise
    recipients: Promise
    reason: Promise
    rehearse: Callable[[Any, datetime], None]
    values: tuple[str, ...] = ("name",)
    list_of: str | Promise = ""
    is_written_each_time: bool = False

    @property
    def placeholders(self) -> tuple[str, ...]:
        """What may stand in a text of one's own."""
        return (*self.values, *EVERYWHERE, *((LIST,) if self.list_of else ()), LINK, REASON)

    @property
    def required(self) -> tuple[str, ...]:
        """What has to stand in it."""
        return (LINK, REASON, *((LIST,) if self.list_of else ()))


class UnknownEmail(LookupError):
    """An email that no app declares: it could not be previewed, so it is not sent."""


event_emails: Final = Hook[EventEmail]("events.event_emails")


def email_of(kind: str) -> EventEmail:
    """The declaration of this kind."""
    found = next((one for one in event_emails if one.kind == kind), None)
    if found is None:
        raise UnknownEmail(kind)
    return found
