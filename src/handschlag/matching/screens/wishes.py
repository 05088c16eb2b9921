"""My wishes: what is agreed, what waits, what does not work out, what is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from handschlag.design.components.participant import HeadFigure
from handschlag.matching.models import Participant, RequestState
from handschlag.matching.queries.colleagues import colleagues_of
from handschlag.matching.queries.inbox import budgets_of, waiting_for
from handschlag.matching.queries.own_requests import OwnRequest, own_requests_of
from handschlag.matching.screens.request_state_labels import words_of
from handschlag.matching.screens.results import round_words
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.matching.screens.when import held_words


def wishes_screen(participant: Participant, *, token: str, now: datetime) -> dict[str, Any]:
    """All requests of the person by what became of them, and how many were sent of at most how many."""
    found = own_requests_of(participant)
    waiting = waiting_for(participant)
    colleagues = colleagues_of(participant)
    budgets = budgets_of(participant, waiting)
    held = sum(one.state == RequestState.ACCEPTED and one.is_mine for one in found)
    return {
        "shell": shell_of(participant, token, current=Tab.WISHES, waiting=waiting),
        "held": held,
        "tallies": (
            HeadFigure(
                label=_("Requests sent"),
                value=str(budgets.sent),
                rest=_("of at most %(most)s") % {"most": budgets.most_sent},
            ),
        ),
        "sections": tuple(
            (name, title, rows)
            for name, title, states in _sections()
            if (
                rows := tuple(
                    _row_of(participant, one, has_colleagues=bool(colleagues), now=now)
                    for one in found
                    if one.state in states
                )
            )
        ),
        "colleagues": colleagues,
    }


def _sections() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return (
        ("held", _("Takes place"), frozenset({RequestState.ACCEPTED})),
        ("watched", _("Not possible yet"), frozenset({RequestState.WATCHED})),
        ("round", _("Answered in the next round"), frozenset({RequestState.ROUND})),
        ("open", _("Waiting for an answer"), frozenset({RequestState.OPEN})),
        (
            "over",
            _("Over"),
            frozenset({RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.LAPSED}),
        ),
    )


def _row_of(
    participant: Participant, one: OwnRequest, *, has_colleagues: bool, now: datetime
) -> dict[str, Any]:
    pair, word = words_of(one)
    agreed = one.state in {RequestState.ACCEPTED, RequestState.WATCHED, RequestState.ROUND}
    can_end = one.is_mine and (agreed or (one.state == RequestState.OPEN and one.is_sender))
    return {
        "one": one,
        "pair": pair,
        "word": word,
        "text": _text_of(participant, one, now),
        "can_look": one.is_mine and one.state in {RequestState.ACCEPTED, RequestState.WATCHED},
        "can_end": can_end,
        "is_delegable": has_colleagues and agreed and one.is_pair and one.is_mine,
    }


def _text_of(participant: Participant, one: OwnRequest, now: datetime) -> str:
    if one.spot is not None:
        return held_words(one.spot, participant.service, now=now)
    if one.state == RequestState.ROUND:
        return round_words(participant)
    if one.state == RequestState.WATCHED:
        return _("The request is on the waiting list. We check it again whenever time becomes free.")
    return ""
