"""Topic tables for somebody: their own, and those they can join, what fits best first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.matching.engine.table_fit import best_fit, rank_of
from handschlag.matching.models import Participant, RequestState
from handschlag.matching.queries.cards import StatementLine, own_lines
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
    said = list(own_lines(me).values())
    places = places_of(me)
    fits = {one.id: best_fit(f"{one.topic}. {one.words}", one.language, said) for one in cards}
    last = len(places) + 1
    others = sorted(
        (one for one in cards if one not in own),
        key=lambda one: (rank_of(fits[one.id]), places.get(one.host.id, last), one.id),
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


def _is_own(me: Participant, card: TableCard) -> bool:
    """Whether the person hosts the table, sits there or waits."""
    return me.pk in {card.host.id, *(seated.id for seated in card.seated), *card.waiting}


def _row(card: TableCard, *, is_host: bool = False, state: str = "", why: str = "") -> Mapping[str, Any]:
    return {
        "card": card,
        "is_host": is_host,
        "is_full": bool(card.seated) and not card.free,
        "state": state,
        "why": why,
        "seats": _seats_of(card),
    }


def _own_state(me: Participant, card: TableCard, seat: OwnRequest | None, *, now: datetime) -> str:
    if card.is_held and seat is not None and seat.spot is not None:
        return held_words(seat.spot, me.service, now=now)
    if card.is_held and not card.free:
        return _("The table is full. You are on the waiting list.")
    if card.is_held:
        return _("The table takes place, but does not fit your times. You are on the waiting list.")
    if card.state == RequestState.ROUND:
        return round_words(me)
    if card.state:
        return _("No time suits three of you yet. We check again whenever time becomes free.")
    missing = FEWEST - 1 - len(card.waiting)
    return ngettext(
        "Takes place as soon as %(n)s more person joins.",
        "Takes place as soon as %(n)s more people join.",
        missing,
    ) % {"n": missing}


def _seats_of(card: TableCard) -> str:
    """How many of the seats are taken, how many wait, who have no names here, and who sits there."""
    taken, waiting = len(card.seated) or 1 + len(card.waiting), len(card.waiting) if card.seated else 0
    words = _("%(taken)s of %(seats)s seats taken") % {"taken": min(taken, card.seats), "seats": card.seats}
    if waiting:
        many = ngettext("%(n)s person is waiting", "%(n)s people are waiting", waiting) % {"n": waiting}
        words = f"{words} ({many})"
    return ": ".join((words, ", ".join(one.name for one in card.seated))) if card.seated else words


def _why(fit: tuple[StatementLine, bool] | None, *, is_listed: bool) -> str:
    """One line why somebody might sit down there; empty where there is nothing to say."""
    if fit is None:
        return _("We recommend this host to you.") if is_listed else ""
    line, is_same = fit
    if line.direction == "need":
        said = _("You look for: %(text)s") if is_same else _("Related to what you look for: %(text)s")
    else:
        said = _("You offer: %(text)s") if is_same else _("Related to what you offer: %(text)s")
    return said % {"text": line.text}
