"""The review before wishes are sent, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.refusals import refusal_message
from handschlag.design.components.participant import HeadFigure, Shell
from handschlag.matching.models import Participant, RequestState
from handschlag.matching.queries.budgets import Budget, budget_of
from handschlag.matching.queries.cards import Card, cards_of, own_lines
from handschlag.matching.queries.outbox import answered_since, wished
from handschlag.matching.queries.recommendations import reasons_for
from handschlag.matching.rules.pair_states import PairState, may_wish
from handschlag.matching.screens.participant.labels import KINDS, RESULTS
from handschlag.matching.screens.participant.reasons import purpose_of
from handschlag.matching.screens.participant.recommendations import tallies_of, where_from
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One wish that can be sent."""

    id: int
    name: str
    role: str
    kind: str
    word: str
    url: str
    purpose: str
    note: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """What became of one that was sent; `pair` is how the two hands stand."""

    name: str
    url: str
    pair: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SendScreen:
    shell: Shell
    title: str
    tallies: tuple[HeadFigure, ...]
    rows: tuple[_Row, ...]
    results: tuple[_Result, ...]
    result_title: str
    too_many: str
    button: str
    back_url: str
    people_url: str


def send_screen(
    me: Participant,
    *,
    token: str,
    since: datetime | None = None,
    faults: Mapping[int, StrEnum] | None = None,
    typed: Mapping[int, str] | None = None,
) -> _SendScreen:
    budget = budget_of(me)
    kinds = wished(me)
    done = answered_since(me, since) if since else {}
    cards = cards_of(me, [*kinds, *done])
    rows = _rows_of(me, kinds, cards, token=token, faults=faults or {}, typed=typed or {})
    results = tuple(_result_of(cards[pk], state, token) for pk, state in done.items() if pk in cards)
    return _SendScreen(
        shell=shell_of(me, token, current=Tab.PEOPLE, waiting=budget.received),
        title=_title_of(len(rows)),
        tallies=tallies_of(me, budget),
        rows=rows,
        results=results,
        result_title=_result_title(list(done.values())),
        too_many=_too_many(rows, budget),
        button=ngettext("Send %(count)s request", "Send %(count)s requests", len(rows))
        % {"count": len(rows)},
        back_url=reverse("matching:recommended", args=[token]),
        people_url=reverse("matching:browse", args=[token]),
    )


def _rows_of(
    me: Participant,
    kinds: Mapping[int, str],
    cards: Mapping[int, Card],
    *,
    token: str,
    faults: Mapping[int, StrEnum],
    typed: Mapping[int, str],
) -> tuple[_Row, ...]:
    reasons, mine = reasons_for(me), own_lines(me)
    return tuple(
        _Row(
            id=pk,
            name=cards[pk].name,
            role=where_from(cards[pk]),
            kind=kind,
            word=str(KINDS[kind]),
            url=reverse("matching:person", args=[token, pk]),
            purpose=typed.get(pk, cards[pk].purpose or purpose_of(reasons.get(pk, ()), mine)),
            note=_("Has already asked to meet you. If you send your request, the meeting is confirmed.")
            if cards[pk].standing is PairState.ASKED
            else "",
            fault=refusal_message(faults[pk]) if pk in faults else "",
        )
        for pk, kind in kinds.items()
        if pk in cards and may_wish(cards[pk].standing)
    )


def _title_of(number: int) -> str:
    if not number:
        return _("Nothing to send")
    line = ngettext("%(count)s request ready to send", "%(count)s requests ready to send", number)
    return line % {"count": number}


def _too_many(rows: tuple[_Row, ...], budget: Budget) -> str:
    """More than may be sent: those that come last stay."""
    new = sum(1 for one in rows if not one.note)
    left = max(0, budget.most_sent - budget.sent)
    if new <= left:
        return ""
    return _("You can send %(left)s more. “Must meet” goes first; the rest stays here.") % {"left": left}


def _result_of(card: Card, state: str, token: str) -> _Result:
    pair, word = RESULTS.get(state, ("asked", ""))
    return _Result(
        name=card.name, url=reverse("matching:person", args=[token, card.id]), pair=pair, word=str(word)
    )


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
