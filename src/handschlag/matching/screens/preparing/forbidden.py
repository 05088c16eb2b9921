"""Pairs that are kept apart: a number, and names only for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.models import Event
from handschlag.matching.models import ForbiddenPair, Participant, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    pk: int
    first: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ForbiddenScreen:
    answer: str
    is_shown: bool
    pairs: Sequence[_Pair]
    people: Sequence[tuple[str, str]]
    back_url: str


def forbidden_screen(
    event: Event, service: Service, *, pairs: Sequence[ForbiddenPair] | None
) -> _ForbiddenScreen:
    n = len(pairs) if pairs is not None else ForbiddenPair.objects.filter(service=service).count()
    answer = ngettext("%(n)s pair is blocked.", "%(n)s pairs are blocked.", n) % {"n": n}
    return _ForbiddenScreen(
        answer=answer if n else _("No pairs are blocked."),
        is_shown=pairs is not None,
        pairs=tuple(_pair_of(row) for row in pairs or ()),
        people=_people_of(service) if pairs is not None else (),
        back_url=reverse("matching:rules", args=[event.slug]),
    )


def _pair_of(row: ForbiddenPair) -> _Pair:
    return _Pair(
        pk=row.pk,
        first=row.first.registration.name,
        second=row.second.registration.name,
        reason=row.reason,
    )


def _people_of(service: Service) -> Sequence[tuple[str, str]]:
    """Address and name of everybody who takes part, for the list that proposes them."""
    rows = Participant.objects.filter(service=service, left_at=None).order_by("registration__name")
    return tuple(rows.values_list("registration__email", "registration__name"))
