"""To whom organisers can write: groups of the people of an event; apps above add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise

from handschlag.common.hooks import Hook
from handschlag.registration.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """`people` gives the registrations of an event by its id: of those who belong to it now."""

    key: str
    title: Promise
    people: Callable[[int], QuerySet[Registration]]


audiences: Final = Hook[Audience]("registration.audiences")


def audience_of(key: str) -> Audience | None:
    """By its key; None for one of an older version of the platform."""
    return next((one for one in audiences if one.key == key), None)
