"""What apps above offer to somebody who registered, and what they keep of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from handschlag.common.hooks import Hook
from handschlag.design.components.participant import Tab
from handschlag.registration.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonCard:
    """A part of the event with pages of its own for this person."""

    title: str
    text: str
    label: str
    url: str
    more_label: str = ""
    more_url: str = ""


class RegistrationAddon(Protocol):
    """An app that keeps something with a registration; `name` stands in the export.

    `private` names the parts of its export that only the person may read; `consent` is what people who take
    part agree to.
    """

    name: str
    private: frozenset[str]
    consent: str = ""

    def is_offered(self, event_id: int) -> bool:
        """Whether the event has it, so that it is worth asking for the consent."""
        del event_id
        return False

    def first_page(self, registration: Registration, token: str, now: datetime) -> str:
        """Where somebody who agreed goes on after registering; empty where nothing can be done yet."""
        del registration, token, now
        return ""

    def asks(self, registration: Registration, token: str) -> Mapping[str, str]:
        """Fields of `RegistrationData` that its own pages ask this person for, with the page that asks."""
        del registration, token
        return {}

    def card(self, registration: Registration, token: str) -> AddonCard | None:
        """What the person can do there now, in the language of the page."""

    def opening(self, registration: Registration, token: str, now: datetime) -> str:
        """The page that the personal link opens now; empty where another app, or the own page, is right."""

    def tabs(self, registration: Registration, token: str, now: datetime) -> Sequence[Tab]:
        """The ways between the person's pages, where this app has pages of its own; none is current."""
        del registration, token, now
        return ()

    def follow_consents(self, registration: Registration, changed: Collection[str], now: datetime) -> None:
        """The person gave or withdrew these consents; they are written, and the event is locked."""
        del registration, changed, now

    def lost_by_cancelling(self, registration: Registration) -> str:
        """What ends for the person and for others, in a sentence; empty where nothing does."""
        del registration
        return ""

    def follow_end(self, registration: Registration, now: datetime) -> None:
        """The registration was cancelled or declined; it is written, and the event is locked."""
        del registration, now

    def forget_person(self, user_id: int | None, email: str) -> None:
        """Somebody wants to be forgotten: also what is kept beyond a registration; `email` is proven."""
        del user_id, email

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        """Everything that is kept, as plain values."""

    def erase(self, registration: Registration, now: datetime) -> None:
        """Everything about the person goes; the registration still says who it was; its event is locked."""

    def erase_event(self, event_id: int) -> None:
        """All people of the event go next, one by one: first what only makes sense with them."""


addons: Final = Hook[RegistrationAddon]("registration.addons")
