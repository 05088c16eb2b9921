"""Topic tables as participants find them, and as organisers allow and close them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day_and_time
from handschlag.common.web import refusal_message
from handschlag.design.fields import OneLine
from handschlag.events.console import console_context
from handschlag.matching import event_rules, phases
from handschlag.matching.access import GET_OR_POST, UNFIT, event_for_team, no_matching_yet
from handschlag.matching.engine.rule_prices import Prices
from handschlag.matching.engine.vocabulary import around, codes_named
from handschlag.matching.models import Participant, RequestState, Service, TopicTable
from handschlag.matching.models.wishes import FEWEST, MOST_SEATS, TOPIC_LETTERS, WORDS_LETTERS
from handschlag.matching.own_requests import OwnRequest, held_words, own_requests_with
from handschlag.matching.participant_pages import Tab, for_participants, shell_of
from handschlag.matching.people import StatementLine, own_lines
from handschlag.matching.phases import phase_of
from handschlag.matching.recommendation_lists import places_of
from handschlag.matching.results import round_words
from handschlag.matching.topic_tables import actions
from handschlag.matching.topic_tables.actions import (
    TableCard,
    people_at,
    spots_of_tables,
    tables_for,
    tables_of,
)


def best_fit(
    topic: str, language: str, statements: Iterable[StatementLine]
) -> tuple[StatementLine, bool] | None:
    """The person's statement that fits a topic best, and whether it names the same concept.

    Otherwise it names a related one. None where no statement shares anything with the topic.
    """
    named = _codes(topic, language)
    near = around(named)
    found = []
    for line in statements:
        own = {*line.concepts, *_codes(line.text, line.language)}
        if named & own or near & around(own):
            found.append((line, bool(named & own)))
    return min(found, key=rank_of, default=None)


def rank_of(fit: tuple[StatementLine, bool] | None) -> tuple[int, int]:
    """The same before what is related, what is sought before what is offered, and nothing last."""
    if fit is None:
        return 2, 0
    line, is_same = fit
    return (0 if is_same else 1, 0 if line.direction == "need" else 1)


@lru_cache(maxsize=1024)
def _codes(text: str, language: str) -> frozenset[str]:
    return frozenset(codes_named(text, language))


_SEATS: Final = [(number, str(number)) for number in range(FEWEST, MOST_SEATS + 1)]


class TableForm(forms.Form):
    """Topic, a sentence, seats."""

    topic = OneLine(
        label=gettext_lazy("Topic (one line)"),
        max_length=TOPIC_LETTERS,
        help_text=gettext_lazy("For example: Hydrogen safety in small companies"),
    )
    words = OneLine(
        label=gettext_lazy("What you want to talk about"), max_length=WORDS_LETTERS, required=False
    )
    seats = forms.TypedChoiceField(
        label=gettext_lazy("Seats, including yours"), choices=_SEATS, coerce=int, initial=MOST_SEATS - 1
    )


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


@require_http_methods(GET_OR_POST)
@for_participants
def tables_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """All tables, and the form of whoever hosts one."""
    form, fault = TableForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        try:
            actions.offer_table(
                participant_id=participant.pk,
                **form.cleaned_data,
                has_link=True,
                by=subject_of(request.user),
                now=timezone.now(),
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            messages.success(request, _("Your table is open. Others can join now."))
            return redirect("matching:tables", token=token)
    screen = tables_screen(participant, token=token, now=timezone.now())
    context = {"screen": screen, "shell": screen["shell"], "token": token, "form": form, "fault": fault}
    return render(request, "matching/people/tables.html", context, status=UNFIT if form.is_bound else 200)


@require_POST
@for_participants
def join_table(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """One press; what became of it stands at the table."""

    def act() -> str:
        table = actions.join_table(
            table_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
        return _("You have a seat.") if participant.pk in people_at(table) else _("Your wish is noted.")

    return _back(request, token, act)


@require_POST
@for_participants
def leave_table(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """The seat is free again; of one's own table, all are told."""

    def act() -> str:
        table: TopicTable = actions.leave_table(
            table_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
        if table.host_id == participant.pk:
            return _("Your table is withdrawn. Whoever had a seat will be told.")
        return _("Your seat is free again.")

    return _back(request, token, act)


def _back(request: HttpRequest, token: str, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("matching:tables", token=token)


def topic_tables_screen(service: Service, *, prices: Prices | None) -> dict[str, Any]:
    """`prices` are None while they are being found."""
    cards = tables_of(service)
    spots = spots_of_tables(service)
    held = [one for one in cards if one.is_held]
    return {
        "is_allowed": service.has_tables,
        "answer": _answer(len(cards), len(held), is_allowed=service.has_tables),
        "grounds": _grounds(held, cards, prices) if cards else "",
        "is_pending": bool(cards) and prices is None,
        "rows": tuple(_row_of(one, spots.get(one.request or 0)) for one in cards),
    }


def _answer(number: int, taking_place: int, *, is_allowed: bool) -> str:
    if not number:
        return _("Nobody hosts a table yet.") if is_allowed else _("Topic tables are switched off.")
    known = {"n": number, "held": taking_place}
    return (
        ngettext(
            "%(held)s of %(n)s topic table takes place.", "%(held)s of %(n)s topic tables take place.", number
        )
        % known
    )


def _grounds(taking_place: Sequence[TableCard], cards: Sequence[TableCard], prices: Prices | None) -> str:
    """How many people meet there, who waits, and the price."""
    seated = sum(len(one.seated) for one in taking_place)
    pairs = sum(len(one.seated) * (len(one.seated) - 1) // 2 for one in taking_place)
    waiting = sum(len(one.waiting) for one in cards if one.seated)
    said = [
        _("%(seated)s seats taken, which brings together %(pairs)s pairs.")
        % {"seated": seated, "pairs": pairs},
        ngettext("%(n)s person is waiting for a seat.", "%(n)s people are waiting for a seat.", waiting)
        % {"n": waiting}
        if waiting
        else "",
        _price(prices),
    ]
    return " ".join(one for one in said if one)


def _price(prices: Prices | None) -> str:
    if prices is None:
        return _("The price is being worked out.")
    if prices.tables <= 0:
        return _("Price: none. All other meetings remain possible.")
    return ngettext(
        "Price: at most %(n)s other meeting fewer is possible.",
        "Price: at most %(n)s other meetings fewer are possible.",
        prices.tables,
    ) % {"n": prices.tables}


def _row_of(card: TableCard, spot: tuple[datetime, str] | None) -> Mapping[str, Any]:
    return {
        "card": card,
        "state": _state_of(card, spot),
        "taken": f"{len(card.seated) or 1 + len(card.waiting)}/{card.seats}",
        "waiting": len(card.waiting) if card.seated else 0,
    }


def _state_of(card: TableCard, spot: tuple[datetime, str] | None) -> str:
    if card.is_held and spot is not None:
        return _("%(time)s, meeting point %(place)s") % {
            "time": format_day_and_time(spot[0]),
            "place": spot[1],
        }
    if card.state == RequestState.ROUND:
        return _("Answered in the next round")
    if card.state:
        return _("No time in common yet")
    missing = FEWEST - 1 - len(card.waiting)
    return ngettext("%(n)s more person needed", "%(n)s more people needed", missing) % {"n": missing}


@never_cache
@require_safe
def topic_tables_page(request: HttpRequest, slug: str) -> Any:
    """All tables with their price."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    screen = topic_tables_screen(service, prices=event_rules.prices_for(service, now=timezone.now()))
    context = console_context(event, by, current="matching:topic_tables", screen=screen)
    return render(request, "matching/preparing/topic_tables.html", context)


@require_POST
def allow_tables(request: HttpRequest, slug: str) -> Any:
    """Switches tables on or off for participants."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    is_allowed = request.POST.get("is_allowed") == "yes"
    actions.allow_tables(service_id=service.pk, is_allowed=is_allowed, by=by, now=timezone.now())
    messages.success(
        request, _("Topic tables are switched on.") if is_allowed else _("Topic tables are switched off.")
    )
    return redirect("matching:topic_tables", slug=slug)


@require_POST
def change_table(request: HttpRequest, slug: str, number: int) -> Any:
    """Closes a table, opens it again, or takes it out."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    step, now = request.POST.get("step", ""), timezone.now()
    try:
        if step == "end":
            actions.end_table(service_id=service.pk, table_id=number, by=by, now=now)
            messages.success(request, _("The table is withdrawn. Its people will be told."))
        elif step in {"close", "open"}:
            actions.set_closed(
                service_id=service.pk, table_id=number, is_closed=step == "close", by=by, now=now
            )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("matching:topic_tables", slug=slug)
