"""Topic tables for somebody: their own, and those they can join, what fits best first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.matching.engine.table_fit import Said, TableFit, fit_of
from handschlag.matching.models import Participant, RequestState
from handschlag.matching.queries.cards import own_lines
from handschlag.matching.queries.own_requests import OwnRequest, own_requests_with
from handschlag.matching.queries.recommendations import places_of
from handschlag.matching.queries.tables import TableCard, tables_for
from handschlag.matching.queries.timing import phase_of
from handschlag.matching.rules import phases
from handschlag.matching.rules.tables import FEWEST
from handschlag.matching.screens.results import round_words
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.matching.screens.when import held_words


def tables_screen(me: Participant, *, token: str, now: datetime) -> dict[str, Any]:
    """What one has to do with stands first; hosts whom one would rather not meet are left out."""
    cards = tables_for(me)
    own = [one for one in cards if _is_own(me, one)]
    requests = {one.request: one for one in own_requests_with(me, [one.request or 0 for one in own])}
    said = [
        Said(direction=one.direction, text=one.text, language=one.language, concepts=one.concepts)
        for one in own_lines(me).values()
    ]
    places = places_of(me)
    fits = {one.id: fit_of(f"{one.topic}. {one.words}", one.language, said) for one in cards}
    last = len(places) + 1
    others = sorted(
        (one for one in cards if one not in own),
        key=lambda one: (_rank_of(fits[one.id]), places.get(one.host.id, last), one.id),
    )
    return {
        "shell": shell_of(me, token, current=Tab.PEOPLE, now=now),
        "has_tables": me.service.has_tables,
        "is_open": me.service.has_tables and phases.may_wish(phase_of(me.service, now)),
        "is_host": any(one.host.id == me.pk for one in own),
        "own": tuple(
            _row(
                one,
                is_host=one.host.id == me.pk,
                state=_own_state(me, one, requests.get(one.request or 0), now=now),
            )
            for one in own
        ),
        "others": tuple(_row(one, why=_why(fits[one.id], is_listed=one.host.id in places)) for one in others),
    }


def _is_own(me: Participant, one: TableCard) -> bool:
    """Whether the person hosts the table, sits there or waits."""
    return me.pk in {one.host.id, *(seated.id for seated in one.seated), *one.waiting}


def _rank_of(fit: TableFit | None) -> tuple[int, int]:
    return fit.rank if fit else (2, 0)


def _row(one: TableCard, *, is_host: bool = False, state: str = "", why: str = "") -> Mapping[str, Any]:
    return {
        "card": one,
        "is_host": is_host,
        "is_full": bool(one.seated) and not one.free,
        "state": state,
        "why": why,
        "seats": _seats_of(one),
    }


def _own_state(me: Participant, one: TableCard, held: OwnRequest | None, *, now: datetime) -> str:
    if one.is_held and held is not None and held.spot is not None:
        return held_words(held.spot, me.service, now=now)
    if one.is_held and not one.free:
        return _("The table is full. You are on the waiting list.")
    if one.is_held:
        return _("The table takes place, but does not fit your times. You are on the waiting list.")
    if one.state == RequestState.ROUND:
        return round_words(me)
    if one.state:
        return _("No time suits three of you yet. We check again whenever time becomes free.")
    missing = FEWEST - 1 - len(one.waiting)
    return ngettext(
        "Takes place as soon as %(n)s more person joins.",
        "Takes place as soon as %(n)s more people join.",
        missing,
    ) % {"n": missing}


def _seats_of(one: TableCard) -> str:
    """How many of the seats are taken, and how many wait."""
    taken = len(one.seated) or 1 + len(one.waiting)
    known = {"taken": min(taken, one.seats), "seats": one.seats, "n": len(one.waiting)}
    said = _("%(taken)s of %(seats)s seats taken") % known
    if not one.seated or not one.waiting:
        return said
    waiting = ngettext("%(n)s person is waiting", "%(n)s people are waiting", len(one.waiting)) % known
    return f"{said}, {waiting}"


def _why(fit: TableFit | None, *, is_listed: bool) -> str:
    """One line why somebody might sit down there; empty where there is nothing to say."""
    if fit is None:
        return _("We recommend this host to you.") if is_listed else ""
    known = {"text": fit.said.text}
    if fit.said.direction == "need":
        return (
            _("You look for: %(text)s") if fit.is_same else _("Related to what you look for: %(text)s")
        ) % known
    return (_("You offer: %(text)s") if fit.is_same else _("Related to what you offer: %(text)s")) % known
