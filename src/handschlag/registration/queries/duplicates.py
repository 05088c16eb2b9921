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
    """The likeliest first; without those that somebody has told apart. Three queries."""
    rows = Registration.objects.filter(event_id=event_id, state__in=ACTIVE, erased_at=None)
    columns = ("pk", "name", "email", "organisation", "actor__name", "actor")
    people = [
        ComparedRegistration(id=pk, name=name, email=email, organisation=entry or words, actor=actor)
        for pk, name, email, words, entry, actor in rows.values_list(*columns)
    ]
    apart = set(NoDuplicates.objects.filter(first__event_id=event_id).values_list("first_id", "second_id"))
    pairs = [one for one in likely_pairs(people) if (one.first, one.second) not in apart]
    known = rows.select_related("actor").in_bulk({pk for one in pairs for pk in (one.first, one.second)})
    return [
        _DoubtfulPair(pair=one, first=known[one.first], second=known[one.second])
        for one in pairs
        if one.first in known and one.second in known  # somebody may have cancelled between two queries
    ]
