"""The inbox: who asks, what for, what both gain, and how to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_day_and_time
from handschlag.design.components.participant import HeadFigure
from handschlag.matching.models import ACTIVE, Participant
from handschlag.matching.queries.cards import Card, cards_of, own_lines
from handschlag.matching.queries.cards import StatementLine as Said
from handschlag.matching.queries.inbox import IncomingRequest, budgets_of, inbox_of
from handschlag.matching.queries.own_requests import own_requests_of
from handschlag.matching.screens.participant.reasons import why_of
from handschlag.matching.screens.request_state_labels import words_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab


def inbox_screen(participant: Participant, *, token: str, is_batch: bool, can_answer: bool) -> dict[str, Any]:
    """What waits for an answer; those put off stand apart, and only the new ones are numbered."""
    waiting = inbox_of(participant)
    fresh = [one for one in waiting if not one.is_later]
    cards, mine = cards_of(participant, {one.sender.id for one in waiting}), own_lines(participant)

    def row(one: IncomingRequest, number: int) -> dict[str, Any]:
        return _row_of(one, number, why=_sides_of(one, cards.get(one.sender.id), mine))

    return {
        "shell": shell_of(participant, token, current=Tab.INBOX, waiting=len(waiting)),
        "waiting": len(waiting),
        "tallies": _tallies(participant, len(waiting)),
        "rows": tuple(row(one, number) for number, one in enumerate(fresh, start=1)),
        "later": tuple(row(one, 0) for one in waiting if one.is_later),
        "is_batch": is_batch and can_answer,
        "until": format_day_and_time(participant.service.answers_until),
        "own": _newest_of(participant, token),
        "can_answer": can_answer,
    }


def _newest_of(participant: Participant, token: str) -> list[tuple[str, str, str, str]]:
    """The newest requests of the person that still count."""
    found = [one for one in own_requests_of(participant) if one.is_sender and one.state in ACTIVE]
    here = reverse("matching:answered", args=[token])
    return [
        (*words_of(one), one.names, f"{here}?of={one.request}" if one.is_mine else "") for one in found[-5:]
    ]


def _tallies(participant: Participant, waiting: int) -> tuple[HeadFigure, ...]:
    budgets = budgets_of(participant, waiting)
    return (
        HeadFigure(
            label=_("Received"),
            value=str(budgets.received),
            rest=_("of at most %(most)s") % {"most": budgets.most_received},
        ),
        HeadFigure(
            label=_("Requests sent"),
            value=str(budgets.sent),
            rest=_("of at most %(most)s") % {"most": budgets.most_sent},
        ),
    )


def _sides_of(
    one: IncomingRequest, card: Card | None, mine: Mapping[int, Said]
) -> tuple[dict[str, Any], ...]:
    """Why, in both directions; where the lists know no fit, what the other one says alone."""
    if card is None:
        return ()
    why = why_of(card, one.fit.reasons, mine)
    gets, gives = (_("You get"), _("You give")) if one.fit.reasons else (_("Offers"), _("Looking for"))
    found = []
    if card.offers:
        found.append({"label": gets, "whose": "theirs", "text": why.gets, "fit": why.gets_fit})
    if card.needs:
        found.append({"label": gives, "whose": "yours", "text": why.gives, "fit": why.gives_fit})
    return tuple(found)


def _row_of(one: IncomingRequest, number: int, *, why: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`number` is 0 for what was set aside."""
    return {"asked": one, "number": number, "also": ", ".join(other.name for other in one.others), "why": why}
