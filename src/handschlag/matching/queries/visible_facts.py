"""What others in the matching see of somebody: derived at every moment, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from handschlag.matching.models import Participant
from handschlag.matching.rules.profile import (
    ProfileColumns,
    RegistrationExtras,
    carded_fields,
    is_seen,
)

_COLUMNS = tuple(carded_fields(ProfileColumns))
_EXTRAS = tuple(carded_fields(RegistrationExtras))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Facts that are hidden are empty; with the organisation goes all that only it tells."""

    has_organisation: bool
    organisation: str
    actor: int  # 0 without an entry in the directory that others may know
    role: str
    place: str
    said: Mapping[str, Any]  # what the card of a profile says, without what is hidden


def seen_of(row: Participant) -> Seen:
    """Reads nothing if the registration and its actor are there."""
    registration = row.registration

    def is_open(name: str) -> bool:
        return is_seen(name, registered=registration.visibility, profile=row.visibility)

    has_organisation = is_open("organisation")
    actor = registration.actor if has_organisation else None
    words = registration.organisation if has_organisation else ""
    return Seen(
        has_organisation=has_organisation,
        organisation=actor.name if actor else words,
        actor=actor.pk if actor else 0,
        role=registration.role if is_open("role") else "",
        place=registration.place if is_open("place") else "",
        said={
            **{name: getattr(row, name) for name in _COLUMNS if is_open(name)},
            **{name: getattr(registration, name) for name in _EXTRAS if is_open(name)},
        },
    )


def with_what_is_seen(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """People with their names and what `seen_of` looks at, read in one question; nothing else is."""
    registered = ("name", "visibility", "organisation", "role", "place", *_EXTRAS)
    return rows.select_related("registration__actor").only(
        "visibility",
        "is_demo",
        *_COLUMNS,
        *(f"registration__{one}" for one in registered),
        "registration__actor__name",
    )


def organisation_seen(name: str, *, registered: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    """Where somebody is from, as far as others may see it."""
    return name if is_seen("organisation", registered=registered, profile=profile) else ""
