"""The inbox: who asks, what for, what both gain, and how to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_day_and_time
from handschlag.design.components.participant import HeadFigure
from handschlag.matching.models import Participant, RequestState, Service
from handschlag.matching.queries.advance_yes import needs_with_standing_yes
from handschlag.matching.queries.cards import Card, cards_of, own_lines
from handschlag.matching.queries.cards import StatementLine as Said
from handschlag.matching.queries.inbox import IncomingRequest, inbox_of
from handschlag.matching.queries.own_requests import OwnRequest, active_sent_by, own_requests_with
from handschlag.matching.queries.timing import dates_of
from handschlag.matching.rules.phases import MOST_STANDING, Phase, may_answer, open_until, phase_at
from handschlag.matching.screens.participant.reasons import why_of
from handschlag.matching.screens.request_state_labels import words_of
from handschlag.matching.screens.results import results_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab

NEWEST: Final = 5  # of the person's own requests, beside those to answer


@dataclass(frozen=True, slots=True, kw_only=True)
class JustAnswered:
    """Requests that were answered on this page, and by request why an answer was not taken."""

    done: tuple[int, ...] = ()
    refused: Mapping[int, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        return ",".join(str(pk) for pk in self.done)


def inbox_screen(
    participant: Participant, *, token: str, is_batch: bool, just: JustAnswered, now: datetime, only: int = 0
) -> dict[str, Any]:
    """What waits for an answer; those put off stand apart, and only the new ones are numbered.

    What was answered just now stays on the page with what became of it. `only`: the one row that is drawn;
    nothing is read for the others.
    """
    waiting = inbox_of(participant)
    dates = dates_of(participant.service)
    phase = phase_at(now, dates)
    can_answer = may_answer(phase)
    sent = () if only else active_sent_by(participant)
    own = own_requests_with(participant, just.done, sent=sent[-NEWEST:])
    done = _done_of(participant, own, just, token=token, now=now)
    return {
        "shell": shell_of(participant, token, current=Tab.INBOX, now=now, waiting=len(waiting)),
        "waiting": len(waiting),
        **_waiting(participant, waiting, done, just, only=only),
        "tallies": _tallies(participant.service, len(waiting), len(sent)),
        "done": done,
        "just": just,
        "is_batch": is_batch and can_answer,
        "until": format_day_and_time(open_until(now, dates)),
        "own": _lines_of([one for one in own if one.request in sent[-NEWEST:]], token),
        "own_count": len(sent),
        "can_answer": can_answer,
        **_standing(participant, can_answer=can_answer and not only),
        "closed": "" if can_answer else _closed_words(phase),
    }


def _waiting(
    participant: Participant,
    waiting: Sequence[IncomingRequest],
    done: Sequence[dict[str, Any]],
    just: JustAnswered,
    *,
    only: int,
) -> dict[str, Any]:
    """Rows of the new ones, and of those put off that were not answered just now."""
    shown = {one["one"].request for one in done}
    fresh = [one for one in waiting if not one.is_later]
    later = [one for one in waiting if one.is_later and one.request not in shown]
    senders = {one.sender.id for one in waiting if only in {0, one.request}}
    cards, mine = cards_of(participant, senders), own_lines(participant)

    def row(one: IncomingRequest, number: int) -> dict[str, Any]:
        why = _sides_of(one, cards.get(one.sender.id), mine)
        return _row_of(one, number, why=why, fault=just.refused.get(one.request, ""))

    return {
        "rows": tuple(row(one, number) for number, one in enumerate(fresh, start=1)),
        "later": tuple(row(one, 0) for one in later),
    }


def _standing(participant: Participant, *, can_answer: bool) -> dict[str, Any]:
    """The needs for which a yes may be given beforehand, as long as yeses are given at all."""
    lines = needs_with_standing_yes(participant) if can_answer else ()
    return {
        "standing": tuple(one for one in lines if one.text),
        "has_standing": any(one.most for one in lines),
        "standing_numbers": tuple((n, _standing_words(n)) for n in (1, 2, 3, 5, MOST_STANDING) if lines),
    }


def _standing_words(n: int) -> str:
    return ngettext("accept %(n)s person", "accept up to %(n)s people", n) % {"n": n}


def _closed_words(phase: Phase) -> str:
    if phase is Phase.AFTER:
        return _("The event is over. Requests can no longer be answered.")
    return _("You can answer once requests are open. See the dates on your first page.")


def _done_of(
    participant: Participant,
    own: Sequence[OwnRequest],
    just: JustAnswered,
    *,
    token: str,
    now: datetime,
) -> tuple[dict[str, Any], ...]:
    """Answers of the person with their way back; what waits again is a row like the others."""
    answered = [one for one in own if one.request in just.done and one.is_mine]
    results = results_of(participant, answered, token=token, now=now)
    return tuple(
        {**one, "undo_url": _undo_url(one["one"], token), "fault": just.refused.get(one["one"].request, "")}
        for one in results
        if _is_done(one["one"])
    )


def _is_done(one: OwnRequest) -> bool:
    return one.state != RequestState.OPEN or one.is_sender or one.has_said_yes or one.is_later


def _undo_url(one: OwnRequest, token: str) -> str:
    """Agreed meetings have their own way back, which says what it means for the others."""
    if one.is_sender or one.state not in {RequestState.OPEN, RequestState.DECLINED}:
        return ""
    if one.state == RequestState.DECLINED and (not one.is_pair or one.is_for_colleague):
        return ""
    return reverse("matching:undo", args=[token, one.request])


def _lines_of(found: Sequence[OwnRequest], token: str) -> list[tuple[str, str, str, str]]:
    """Requests of the person that still count, the newest last."""
    here = reverse("matching:answered", args=[token])
    return [(*words_of(one), one.names, f"{here}?of={one.request}" if one.is_mine else "") for one in found]


def _tallies(service: Service, waiting: int, sent: int) -> tuple[HeadFigure, ...]:
    most = _("of at most %(most)s")
    return (
        HeadFigure(label=_("Received"), value=str(waiting), rest=most % {"most": service.most_received}),
        HeadFigure(label=_("Requests sent"), value=str(sent), rest=most % {"most": service.most_sent}),
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


def _row_of(
    one: IncomingRequest, number: int, *, why: Sequence[dict[str, Any]], fault: str
) -> dict[str, Any]:
    """`number` is 0 for what was set aside."""
    also = ", ".join(other.name for other in one.others)
    return {"asked": one, "number": number, "also": also, "why": why, "fault": fault}
