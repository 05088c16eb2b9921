"""My wishes: what is agreed, what waits, what does not work out, what is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.participant import HeadFigure, Shell
from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant, RequestState
from handschlag.matching.queries.colleagues import colleagues_of
from handschlag.matching.queries.inbox import budgets_of, waiting_for
from handschlag.matching.queries.own_requests import OwnRequest, own_requests_of
from handschlag.matching.screens.request_state_labels import words_of
from handschlag.matching.screens.results import round_words
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.matching.screens.when import held_words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    value: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    pair: str
    name: str
    sub: str
    word: str
    purpose: str
    text: str
    look: Link | None
    withdraw: Link | None
    delegate_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    id: str
    title: str
    rows: Sequence[_Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WishesScreen:
    shell: Shell
    lead: str
    tallies: Sequence[HeadFigure]
    sections: Sequence[_Section]
    colleagues: Sequence[_Choice]
    group_url: str
    people_url: str


def wishes_screen(participant: Participant, *, token: str, now: datetime) -> _WishesScreen:
    found = own_requests_of(participant)
    waiting = waiting_for(participant)
    colleagues = tuple(
        _Choice(value=one.pk, label=one.registration.name) for one in colleagues_of(participant)
    )
    budgets = budgets_of(participant, waiting)
    held = sum(one.state == RequestState.ACCEPTED and one.is_mine for one in found)
    return _WishesScreen(
        shell=shell_of(participant, token, current=Tab.WISHES, waiting=waiting),
        lead=ngettext("%(n)s meeting takes place.", "%(n)s meetings take place.", held) % {"n": held},
        tallies=(
            HeadFigure(
                label=_("Requests sent"),
                value=str(budgets.sent),
                rest=_("of at most %(most)s") % {"most": budgets.most_sent},
            ),
        ),
        sections=tuple(
            _Section(id=name, title=title, rows=rows)
            for name, title, states in _sections()
            if (
                rows := tuple(
                    _row_of(participant, one, token, has_colleagues=bool(colleagues), now=now)
                    for one in found
                    if one.state in states
                )
            )
        ),
        colleagues=colleagues,
        group_url=reverse("matching:group", args=[token]),
        people_url=shell_of(participant, token, current=None).url,
    )


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
    participant: Participant, one: OwnRequest, token: str, *, has_colleagues: bool, now: datetime
) -> _Row:
    pair, word = words_of(one)
    agreed = one.state in {RequestState.ACCEPTED, RequestState.WATCHED, RequestState.ROUND}
    can_end = one.is_mine and (agreed or (one.state == RequestState.OPEN and one.is_sender))
    is_delegable = has_colleagues and agreed and one.is_pair and one.is_mine
    return _Row(
        pair=pair,
        name=one.names,
        sub=one.others[0].sub if len(one.others) == 1 else "",
        word=word,
        purpose=one.purpose,
        text=_text_of(participant, one, now),
        look=_look_of(one, token),
        withdraw=Link(label=_("Withdraw"), url=reverse("matching:withdraw", args=[token, one.request]))
        if can_end
        else None,
        delegate_url=reverse("matching:delegate", args=[token, one.request]) if is_delegable else "",
    )


def _look_of(one: OwnRequest, token: str) -> Link | None:
    if not one.is_mine or one.state not in {RequestState.ACCEPTED, RequestState.WATCHED}:
        return None
    label = _("Reason and options") if one.state == RequestState.WATCHED else _("Our guarantee")
    return Link(label=label, url=reverse("matching:answered", args=[token]) + f"?of={one.request}")


def _text_of(participant: Participant, one: OwnRequest, now: datetime) -> str:
    if one.spot is not None:
        return held_words(one.spot, participant.service, now=now)
    if one.state == RequestState.ROUND:
        return round_words(participant)
    if one.state == RequestState.WATCHED:
        return _("The request is on the waiting list. We check it again whenever time becomes free.")
    return ""
