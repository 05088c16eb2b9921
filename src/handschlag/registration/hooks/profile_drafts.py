"""Where an app above keeps what a list says of people's offers and needs, until they confirm it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

from handschlag.common.hooks import Hook
from handschlag.registration.models import Registration
from handschlag.registration.rules.people_imports import ImportedStatement


class DraftKeeper(Protocol):
    """Keeps drafts of profiles; nobody else sees one before its person has confirmed it."""

    def kinds(self) -> Mapping[str, Mapping[str, str]]:
        """What kinds of offers and needs are called: direction, word, code; what to suggest comes first."""
        return {}

    def keep(self, drafts: Sequence[tuple[Registration, Sequence[ImportedStatement]]], now: datetime) -> None:
        """These registrations are new, and their list says this of them."""

    def is_any_in_use(self, registration_ids: Collection[int]) -> bool:
        """Whether one of them has begun something that would go with the registration."""
        del registration_ids
        return False


profile_drafts: Final = Hook[DraftKeeper]("registration.profile_drafts")


def kinds_in_words() -> Mapping[str, Mapping[str, str]]:
    """All kinds that are known, by direction and word."""
    found: dict[str, dict[str, str]] = {}
    for keeper in profile_drafts:
        for direction, words in keeper.kinds().items():
            found.setdefault(direction, {}).update(words)
    return found
