"""Chosen sessions of which a person would miss a part."""

from __future__ import annotations

from collections.abc import Mapping

from handschlag.registration.queries.programmes import Offer
from handschlag.registration.rules.missed_sessions import endangered
from handschlag.registration.rules.registration_data import RegistrationData
from handschlag.registration.screens.sessions import danger_words, span


def endangered_words(facts: RegistrationData, offers: Mapping[int, Offer]) -> tuple[str, ...]:
    """One line for each, with why."""
    slots = [offers[pk].slot(wish) for pk, wish in facts.wishes.items() if pk in offers]
    found = endangered(slots, arrives_at=facts.arrives_at, leaves_at=facts.leaves_at)
    return tuple(
        f"{span(offers[one.id])} {offers[one.id].title}: {danger_words(one.danger)}" for one in found
    )
