"""The review before wishes are sent, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.refusal_messages import refusal_message
from handschlag.common.times import format_day_and_time
from handschlag.matching.models import Participant, RequestState
from handschlag.matching.queries.budgets import budget_of
from handschlag.matching.queries.cards import Card, cards_of, own_lines
from handschlag.matching.queries.free_slots import has_stated_times, hours_of
from handschlag.matching.queries.outbox import answered_since, wished
from handschlag.matching.queries.recommendations import reasons_for
from handschlag.matching.queries.timing import phase_of
from handschlag.matching.rules.pair_states import PairState, may_wish
from handschlag.matching.rules.phases import Phase
from handschlag.matching.rules.phases import may_wish as may_send
from handschlag.matching.screens.participant.ballots import ready_words, tallies_of, where_from
from handschlag.matching.screens.participant.labels import KINDS, RESULTS
from handschlag.matching.screens.participant.reasons import purpose_of
from handschlag.matching.screens.participant.way_steps import steps_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab


def send_screen(
    me: Participant,
    *,
    token: str,
    since: datetime | None = None,
    faults: Mapping[int, StrEnum] | None = None,
    typed: Mapping[int, str] | None = None,
    now: datetime,
) -> dict[str, Any]:
    """Wishes about to be sent, and what became of those sent after `since`."""
    budget = budget_of(me)
    kinds = wished(me)
    done = answered_since(me, since) if since else {}
    cards = cards_of(me, [*kinds, *done])
    rows = _rows_of(me, kinds, cards, faults=faults or {}, typed=typed or {})
    results = tuple(_result_of(cards[pk], state) for pk, state in done.items() if pk in cards)
    return {
        "shell": shell_of(me, token, current=Tab.PEOPLE, now=now, waiting=budget.received),
        "steps": steps_of(me, token, current="send"),
        "assumed": hours_of(me.service, [me.pk])[me.pk] if results and not has_stated_times(me) else None,
        "title": ready_words(len(rows)),
        "tallies": tallies_of(me, budget, now=now),
        "rows": rows,
        "lacks_topic": not all(one["purpose"] for one in rows),
        "results": results,
        "result_title": _result_title(list(done.values())),
        "not_now": _not_now(me, now),
        "left": max(0, budget.most_sent - budget.sent),
        "new": sum(not one["has_asked"] for one in rows),
    }


def _not_now(me: Participant, now: datetime) -> str:
    """Why nothing can be sent at this moment."""
    phase = phase_of(me.service, now)
    if may_send(phase):
        return ""
    if phase is Phase.AFTER:
        return _("The event is over. Requests can no longer be sent.")
    return _("You can send your requests from %(when)s. Until then they are saved here.") % {
        "when": format_day_and_time(me.service.wishes_from)
    }


def _rows_of(
    me: Participant,
    kinds: Mapping[int, str],
    cards: Mapping[int, Card],
    *,
    faults: Mapping[int, StrEnum],
    typed: Mapping[int, str],
) -> tuple[dict[str, Any], ...]:
    reasons, mine = reasons_for(me), own_lines(me)
    return tuple(
        {
            "card": cards[pk],
            "role": where_from(cards[pk]),
            "kind": kind,
            "word": KINDS[kind],
            "purpose": typed.get(pk, cards[pk].purpose or purpose_of(cards[pk], reasons.get(pk, ()), mine)),
            "has_asked": cards[pk].standing is PairState.ASKED,
            "fault": refusal_message(faults[pk]) if pk in faults else "",
        }
        for pk, kind in kinds.items()
        if pk in cards and may_wish(cards[pk].standing)
    )


def _result_of(card: Card, state: str) -> dict[str, Any]:
    pair, word = RESULTS.get(state, ("asked", ""))
    return {"card": card, "pair": pair, "word": word}


def _result_title(states: list[str]) -> str:
    """What is guaranteed at once, and what waits."""
    if not states:
        return ""
    held = states.count(RequestState.ACCEPTED)
    waiting = len(states) - held
    parts = []
    if held:
        parts.append(ngettext("%(n)s meeting takes place", "%(n)s meetings take place", held) % {"n": held})
    if waiting:
        parts.append(ngettext("%(n)s request sent", "%(n)s requests sent", waiting) % {"n": waiting})
    return ", ".join(parts)
