"""My wishes: what is not sent yet, agreed, waiting, not possible, over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.participant import HeadFigure
from handschlag.matching.models import ACTIVE, Participant, RequestState
from handschlag.matching.queries.colleagues import colleagues_of
from handschlag.matching.queries.inbox import waiting_for
from handschlag.matching.queries.outbox import noted_of, ready_of
from handschlag.matching.queries.own_requests import OwnRequest, active_sent_by, own_requests_of
from handschlag.matching.queries.partners import partners_of
from handschlag.matching.screens.participant.ballots import ready_words
from handschlag.matching.screens.participant.labels import KINDS
from handschlag.matching.screens.request_state_labels import words_of
from handschlag.matching.screens.results import round_words
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.matching.screens.when import held_words


def wishes_screen(participant: Participant, *, token: str, now: datetime) -> dict[str, Any]:
    """What is not sent yet, then all requests by what became of them."""
    found = own_requests_of(participant)
    waiting = waiting_for(participant)
    colleagues = colleagues_of(participant)
    ready, noted = ready_of(participant), noted_of(participant)
    people = partners_of({*ready, *noted})
    held = sum(one.state == RequestState.ACCEPTED and one.is_mine for one in found)
    return {
        "shell": shell_of(participant, token, current=Tab.WISHES, now=now, waiting=waiting),
        "bar": {"ready": len(ready), "words": ready_words(len(ready)), "closed": ""},
        "ready": tuple({"who": people[pk], "kind": kind, "word": KINDS[kind]} for pk, kind in ready.items()),
        "noted": tuple(people[pk] for pk in noted),
        "held": held,
        "tallies": (
            HeadFigure(
                label=_("Requests sent"),
                value=str(len(active_sent_by(participant))),
                rest=_("of at most %(most)s") % {"most": participant.service.most_sent},
            ),
        ),
        "sections": tuple(
            (name, title, rows)
            for name, title, states in _sections()
            if (
                rows := tuple(
                    _row_of(participant, one, has_colleagues=bool(colleagues), token=token, now=now)
                    for one in found
                    if one.state in states
                )
            )
        ),
        "colleagues": colleagues,
        "has_tables": participant.service.has_tables,
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
    participant: Participant, one: OwnRequest, *, has_colleagues: bool, token: str, now: datetime
) -> dict[str, Any]:
    pair, word = words_of(one)
    agreed = one.state in {RequestState.ACCEPTED, RequestState.WATCHED, RequestState.ROUND}
    is_known = one.state in ACTIVE and len(one.others) == 1
    can_end = one.is_mine and (agreed or (one.state == RequestState.OPEN and one.is_sender))
    return {
        "one": one,
        "url": reverse("matching:person", args=[token, one.others[0].id]) if is_known else "",
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
