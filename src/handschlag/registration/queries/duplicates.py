"""Registrations of one event that may be of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handschlag.registration.models import NoDuplicates, Registration
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.resemblance import ComparedRegistration, LikelyPair, likely_pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class _DoubtfulPair:
    pair: LikelyPair
    first: Registration
    second: Registration


def doubtful_pairs(event_id: int) -> Sequence[_DoubtfulPair]:
    """The likeliest first; without those that somebody has told apart. Two queries."""
    rows = Registration.objects.filter(event_id=event_id, state__in=ACTIVE, erased_at=None)
    known = {row.pk: row for row in rows.select_related("actor")}
    apart = set(NoDuplicates.objects.filter(first__event_id=event_id).values_list("first_id", "second_id"))
    people = [
        ComparedRegistration(
            id=row.pk,
            name=row.name,
            email=row.email,
            organisation=row.organisation_name,
            actor=row.actor_id,
        )
        for row in known.values()
    ]
    return [
        _DoubtfulPair(pair=pair, first=known[pair.first], second=known[pair.second])
        for pair in likely_pairs(people)
        if (pair.first, pair.second) not in apart
    ]
