"""The person's own wishes: where each stands, taking one back, a group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.participant import HeadFigure
from handschlag.matching import meeting_emails, requests
from handschlag.matching.agreed_meetings import lock_service, release
from handschlag.matching.answering import own_party, take_over
from handschlag.matching.inbox import attempt, numbers_in
from handschlag.matching.models import ACTIVE, AGREED, Participant, Request, RequestState, Service
from handschlag.matching.names import colleagues_of, partners_of
from handschlag.matching.own_meetings import waiting_for
from handschlag.matching.own_requests import (
    OwnRequest,
    active_sent_by,
    circle_of,
    held_words,
    noted_of,
    own_requests_of,
    ready_of,
    spot_words,
    words_of,
)
from handschlag.matching.participant_pages import Tab, for_participants, shell_of
from handschlag.matching.phases import Phase, phase_of
from handschlag.matching.refusals import MatchingRefusal
from handschlag.matching.results import round_words
from handschlag.matching.topic_tables.actions import leave_table, open_table_of, settle_tables
from handschlag.matching.wishing import KINDS, ready_words


@transaction.atomic
def withdraw(*, request_id: int, participant_id: int, has_link: bool, by: Subject, now: datetime) -> Request:
    """The person takes the request, or the yes, back. A meeting that was held is held no longer."""
    service, request, party = own_party(request_id, participant_id, has_link=has_link, by=by, now=now)
    if request.state not in ACTIVE or (request.state == RequestState.OPEN and not party.is_sender):
        raise Refusal(MatchingRefusal.NOT_IN_THIS_STATE, state=request.state)
    if (table := open_table_of(request.pk)) is not None:
        leave_table(table_id=table.pk, participant_id=participant_id, has_link=has_link, by=by, now=now)
        return request
    was_agreed = request.state in AGREED
    release(service, request, now=now)
    audit.record(verb="matching.withdrawn", target=request, by_id=by.user_id, now=now)
    if was_agreed:
        meeting_emails.tell_withdrawn(request, but=participant_id, now=now)
    return request


def try_watched(*, service_id: int, now: datetime) -> list[Request]:
    """Every request on the watch list is tried again, the most valuable first; those that are held now.

    On the day nothing is tried: what was dropped then comes back by a repair, or not at all.
    """
    service = Service.objects.select_related("event").get(pk=service_id)
    if phase_of(service, now) in {Phase.DAY, Phase.AFTER}:
        return []
    ids = Request.objects.filter(service_id=service_id, state=RequestState.WATCHED, is_barred=False)
    won = [
        _try_one(service_id, pk, now=now) for pk in ids.order_by("-value", "pk").values_list("pk", flat=True)
    ]
    settle_tables(service_id=service_id, now=now)
    return [one for one in won if one is not None]


@transaction.atomic
def _try_one(service_id: int, request_id: int, *, now: datetime) -> Request | None:
    """The request, if it is held now."""
    service = lock_service(service_id)
    request = Request.objects.filter(pk=request_id, state=RequestState.WATCHED).first()
    if request is None:
        return None
    try:
        request = take_over(service, request, now=now)
    except Refusal:  # a rule keeps these people apart by now: it waits, and the others have their turn
        return None
    if request.state != RequestState.ACCEPTED:
        return None
    audit.record(verb="matching.held", target=request, by_id=None, now=now)
    meeting_emails.tell_held(request, now=now)
    return request


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


GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@for_participants
def wishes_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of all requests that the person sent or got."""
    screen = wishes_screen(participant, token=token, now=timezone.now())
    return render(
        request, "matching/answers/wishes.html", {"screen": screen, "shell": screen["shell"], "token": token}
    )


@require_http_methods(GET_OR_POST)
@for_participants
def withdraw_page(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """What it means, and the button; programs that read letters only look."""
    if request.method == "POST":
        by, now = subject_of(request.user), timezone.now()
        is_done = attempt(
            request,
            lambda: withdraw(request_id=number, participant_id=participant.pk, has_link=True, by=by, now=now),
        )
        if is_done:
            messages.success(request, _("Withdrawn. The others will be told."))
        return redirect("matching:wishes", token=token)
    found = next((one for one in own_requests_of(participant) if one.request == number), None)
    if found is None or found.state not in ACTIVE:
        return redirect("matching:wishes", token=token)
    if found.is_table:
        return redirect("matching:tables", token=token)
    context = {
        "shell": shell_of(participant, token, current=Tab.WISHES, now=timezone.now()),
        "token": token,
        "found": found,
        "spot": spot_words(found.spot) if found.spot else "",
    }
    return render(request, "matching/answers/withdraw.html", context)


@require_http_methods(GET_OR_POST)
@for_participants
def group_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """A meeting of three to five, among people of whom one has to do with the person already."""
    chosen: list[int] = []
    purpose, fault = "", ""
    if request.method == "POST":
        chosen = [pk for text in request.POST.getlist("people") for pk in numbers_in(text)]
        purpose = request.POST.get("purpose", "")[:200]
        try:
            requests.send_to_group(
                participant_id=participant.pk,
                towards_ids=chosen,
                purpose=purpose,
                has_link=True,
                by=subject_of(request.user),
                now=timezone.now(),
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            messages.success(
                request, _("We have asked the group. The meeting takes place once everyone has said yes.")
            )
            return redirect("matching:wishes", token=token)
    context = {
        "shell": shell_of(participant, token, current=Tab.WISHES, now=timezone.now()),
        "token": token,
        "people": circle_of(participant),
        "chosen": chosen,
        "purpose": purpose,
        "fault": fault,
    }
    return render(request, "matching/answers/group.html", context, status=422 if fault else 200)
