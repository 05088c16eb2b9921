"""All registrations of a person who has signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import local_date
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.links import link_of
from handschlag.registration.screens.events import head_of

STATES: Final[dict[str, tuple[str | Promise, str]]] = {
    RegistrationState.ASKED: (_("waiting for approval"), "wait"),
    RegistrationState.WAITING: (_("on the waiting list"), "wait"),
    RegistrationState.CONFIRMED: (_("confirmed"), "ok"),
    RegistrationState.DECLINED: (_("declined"), "plain"),
    RegistrationState.CANCELLED: (_("cancelled"), "plain"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _MineRow:
    title: str
    when: str
    where: str
    state: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MineScreen:
    coming: tuple[_MineRow, ...]
    past: tuple[_MineRow, ...]


def mine_screen(registrations: Iterable[Registration], *, now: datetime) -> _MineScreen:
    """Given with the latest event first: those to come are turned round, the soonest first."""
    today = local_date(now)
    rows = list(registrations)
    coming = [one for one in rows if one.event.last_day >= today]
    return _MineScreen(
        coming=tuple(map(_row_of, reversed(coming))),
        past=tuple(_row_of(one) for one in rows if one.event.last_day < today),
    )


def _row_of(registration: Registration) -> _MineRow:
    head = head_of(registration.event)
    word, tone = STATES[registration.state]
    return _MineRow(
        title=head.title,
        when=head.when,
        where=head.where,
        state=str(word),
        tone=tone,
        url=reverse("registration:own", args=[link_of(registration)]),
    )
