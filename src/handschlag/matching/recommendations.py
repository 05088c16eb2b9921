"""Recommended people, wishes, and sending them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_day_and_time
from handschlag.common.web import number_in, refusal_message, whole_number
from handschlag.design.components.participant import MatchReason
from handschlag.design.components.parts import Link
from handschlag.matching import recommendation_lists, requests, wishing
from handschlag.matching.access import GET_OR_POST, UNFIT
from handschlag.matching.inbox import refusals_in
from handschlag.matching.models import Listed, Participant, RequestState, WishKind
from handschlag.matching.models.wishes import LONGEST_PURPOSE
from handschlag.matching.own_requests import answered_since, budget_of, wished
from handschlag.matching.participant_pages import Tab, for_participants, shell_of, steps_of
from handschlag.matching.people import (
    Card,
    PairState,
    StatementLine,
    cards_of,
    count_participants,
    may_wish,
    own_lines,
)
from handschlag.matching.phases import Phase, phase_of
from handschlag.matching.phases import may_wish as may_send
from handschlag.matching.reasons import FOR_YOU, purpose_of, why_of
from handschlag.matching.recommendation_lists import is_fresh, own_list, reasons_for
from handschlag.matching.times import has_stated_times, hours_of
from handschlag.matching.topic_tables.actions import number_of_tables
from handschlag.matching.wishing import (
    KINDS,
    RESULTS,
    BallotBox,
    ballot_box_of,
    ballot_of,
    ready_words,
    tallies_of,
    where_from,
)

COLLEAGUES: Final = 2  # of one organisation beside the one recommended


def recommended_screen(me: Participant, *, token: str, box: BallotBox) -> dict[str, Any]:
    """Recommended people with reasons; says so where the list is still being made."""
    own, mine = own_list(me), own_lines(me)
    rows, cards = tuple(own.shown.values()), own.cards
    return {
        "shell": shell_of(me, token, current=Tab.PEOPLE, now=box.now, waiting=box.budget.received),
        "steps": steps_of(me, token, current="recommended"),
        "title": _title_of(len(rows)),
        "bridges": sum(_is_bridge(one, cards[one.partner_id]) for one in rows),
        "hours": hours_of(me.service, [me.pk])[me.pk],
        "asked": sum(not may_wish(one.standing) for one in cards.values()),
        "bar": box,
        "tallies": tallies_of(me, box.budget, now=box.now),
        "reasons": tuple(
            _reason_of(
                one,
                cards[one.partner_id],
                mine,
                colleagues=own.colleagues.get(one.partner_id, ()),
                box=box,
                token=token,
            )
            for one in rows
        ),
        "unanswered": _unanswered(own.lines.values(), mine),
        "is_being_made": not is_fresh(me.service),
        "others": max(0, count_participants(me.service) - 1),
        "has_tables": me.service.has_tables,
        "tables": number_of_tables(me.service) if me.service.has_tables else 0,
    }


def _title_of(number: int) -> str:
    if not number:
        return _("Your recommendations")
    return ngettext("%(count)s person we recommend", "%(count)s people we recommend", number) % {
        "count": number
    }


def _reason_of(
    listed: Listed,
    card: Card,
    mine: Mapping[int, StatementLine],
    *,
    colleagues: Sequence[Card],
    box: BallotBox,
    token: str,
) -> MatchReason:
    why = why_of(card, listed.reasons, mine)
    return MatchReason(
        name=card.name,
        url=reverse("matching:person", args=[token, card.id]),
        organisation=card.organisation,
        role=where_from(card) if card.role or card.place else "",
        network=next(iter(card.networks.values()), ""),
        bridge=_("From another network") if _is_bridge(listed, card) else "",
        colleagues=tuple(
            Link(label=other.name, url=reverse("matching:person", args=[token, other.id]))
            for other in colleagues[:COLLEAGUES]
        ),
        gets=why.gets,
        gets_fit=why.gets_fit,
        gives=why.gives,
        gives_fit=why.gives_fit,
        both=next(iter(why.both), ""),
        is_wished=card.wish in {WishKind.MUST, WishKind.WANT} or card.standing is not PairState.NOTHING,
        ballot=ballot_of(card, box),
    )


def _unanswered(listed: Collection[Listed], mine: Mapping[int, StatementLine]) -> tuple[str, ...]:
    """What one looks for and nobody offers, in one's own words; nothing while the list is being made."""
    answered = {
        reason["evidence"][0]
        for one in listed
        for reason in one.reasons
        if reason["kind"] == "need_met" and reason["side"] == FOR_YOU
    }
    needs = (one for one in mine.values() if one.direction == "need" and one.text)
    return tuple(one.text for one in needs if listed and one.id not in answered)


def _is_bridge(listed: Listed, card: Card) -> bool:
    """Only where the other network is shown."""
    return listed.place == "bridge" and card.has_organisation


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


WISH, PURPOSE = "wish-", "purpose-"
TALLIES = "design/participant/tallies.html"


@require_safe
@for_participants
def recommended_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Whom we recommend, and why; a list that is missing is made, and the page that waits hears of it."""
    if participant.described_at is None:
        return redirect("matching:profile", token=token)
    recommendation_lists.make_sure(participant=participant, now=timezone.now())
    screen = recommended_screen(participant, token=token, box=box_for(request, participant))
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={} if screen["is_being_made"] else {"HX-Refresh": "true"})
    context = {"screen": screen, "shell": screen["shell"], "token": token, "me": participant}
    return render(request, "matching/people/recommended.html", context)


def box_for(request: HttpRequest, participant: Participant) -> BallotBox:
    """The ballots of a page, with what the last press was refused."""
    refused = refusals_in(request.GET.get("refused", ""))
    return ballot_box_of(participant, now=timezone.now(), refused=refused)


@require_POST
@for_participants
def wish(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """One wish or many, from a form or from the script beside it; a refusal is shown at its ballot."""
    kinds = {
        whole_number(name.removeprefix(WISH)): value
        for name, value in request.POST.items()
        if name.startswith(WISH) and isinstance(value, str) and value in {*WishKind.values, ""}
    }
    try:
        faults = wishing.wish_several(
            participant_id=participant.pk,
            kinds=kinds,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
    except Refusal as no:
        faults = dict.fromkeys(kinds, no.reason)
    if request.headers.get("Accept", "").startswith("application/json"):
        return _wish_answer(participant, faults)
    return redirect(_back_to(request, token, faults))


def _wish_answer(participant: Participant, faults: Mapping[int, StrEnum]) -> JsonResponse:
    """What the script beside the ballots shows: each refusal, the saved choice there, and the figures."""
    box = ballot_box_of(participant, now=timezone.now())
    saved = dict(participant.wishes.filter(towards__in=faults).values_list("towards_id", "kind"))
    answer = {
        "faults": {pk: refusal_message(reason) for pk, reason in faults.items()},
        "saved": {pk: saved.get(pk, "") for pk in faults},
        "ready": box.ready,
        "words": box.words,
        "tallies": render_to_string(TALLIES, {"tallies": tallies_of(participant, box.budget, now=box.now)}),
    }
    return JsonResponse(answer, status=UNFIT if faults else 200)


def _back_to(request: HttpRequest, token: str, faults: Mapping[int, StrEnum]) -> str:
    """Only to pages of one's own; to the ballot that was refused, if one was."""
    name, number = request.POST.get("back", ""), number_in(request.POST, "number")
    if request.POST.get("next") == "send" and not faults:
        return reverse("matching:send", args=[token])
    query = request.POST.get("query", "")[:400] if name == "browse" else ""
    page = reverse("matching:recommended", args=[token])
    if name == "person" and number:
        page = reverse("matching:person", args=[token, number])
    elif name == "browse":
        page = reverse("matching:browse", args=[token])
    refused = ",".join(f"{pk}:{reason}" for pk, reason in faults.items())
    asked = "&".join(part for part in (query, f"refused={refused}" if refused else "") if part)
    place = f"#{WISH}{next(iter(faults))}" if faults else ""
    return page + (f"?{asked}" if asked else "") + place


@require_http_methods(GET_OR_POST)
@for_participants
def send_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """All musts and wants on one page, each with its line of purpose."""
    if request.method != "POST":
        since = _moment_in(request.GET.get("since", ""))
        return _send_answer(request, participant, token, since=since)
    now = timezone.now()
    typed = {
        whole_number(name.removeprefix(PURPOSE)): " ".join(str(value).split())[:LONGEST_PURPOSE]
        for name, value in request.POST.items()
        if name.startswith(PURPOSE)
    }
    for_all = " ".join(request.POST.get("for_all", "").split())[:LONGEST_PURPOSE]
    typed = {pk: purpose or for_all for pk, purpose in typed.items()}
    found = requests.send_all(
        participant_id=participant.pk,
        wishes=[
            requests.Outgoing(towards=pk, kind=kind, purpose=typed[pk])
            for pk, kind in wished(participant).items()
            if pk in typed
        ],
        has_link=True,
        by=subject_of(request.user),
        now=now,
    )
    if found.faults:
        return _send_answer(request, participant, token, since=now, faults=found.faults, typed=typed)
    after = urlencode({"since": now.isoformat()})
    return redirect(f"{reverse('matching:send', args=[token])}?{after}")


def _send_answer(
    request: HttpRequest,
    participant: Participant,
    token: str,
    *,
    since: datetime | None,
    faults: Mapping[int, StrEnum] | None = None,
    typed: Mapping[int, str] | None = None,
) -> HttpResponse:
    screen = send_screen(
        participant, token=token, since=since, faults=faults, typed=typed, now=timezone.now()
    )
    context = {"screen": screen, "shell": screen["shell"], "token": token, "me": participant}
    return render(request, "matching/people/send.html", context, status=UNFIT if faults else 200)


def _moment_in(text: str) -> datetime | None:
    """A moment of an address; nonsense is none."""
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None
