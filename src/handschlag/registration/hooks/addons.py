"""What apps above offer to somebody who registered, and what they keep of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from handschlag.common.hooks import Hook
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

    `private` names the parts of its export that only the person may read.
    """

    name: str
    private: frozenset[str]

    def card(self, registration: Registration, token: str) -> AddonCard | None:
        """What the person can do there now, in the language of the page."""

    def opening(self, registration: Registration, token: str, now: datetime) -> str:
        """The page that the personal link opens now; empty where another app, or the own page, is right."""

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        """Everything that is kept, as plain values."""

    def erase(self, registration: Registration, now: datetime) -> None:
        """Everything about the person goes; the registration still says who it was; its event is locked."""

    def erase_event(self, event_id: int) -> None:
        """All people of the event go next, one by one: first what only makes sense with them."""


addons: Final = Hook[RegistrationAddon]("registration.addons")
