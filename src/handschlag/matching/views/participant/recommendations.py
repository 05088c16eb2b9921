"""Recommendations, wishes, and sending them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in, whole_number
from handschlag.matching.actions import lists, sending, wishing
from handschlag.matching.forms.answers import refusals_in
from handschlag.matching.models import Participant, WishKind
from handschlag.matching.queries.outbox import wished
from handschlag.matching.rules.values import LONGEST_PURPOSE
from handschlag.matching.screens.participant.ballots import BallotBox, ballot_box_of, tallies_of
from handschlag.matching.screens.participant.outgoing_wishes import send_screen
from handschlag.matching.screens.participant.recommendations import recommended_screen
from handschlag.matching.views.participant.invitation import GET_OR_POST, UNFIT
from handschlag.matching.web.decorators import for_participants

WISH, PURPOSE = "wish-", "purpose-"
TALLIES = "design/participant/tallies.html"


@require_safe
@for_participants
def recommended(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """Whom we recommend, and why; a list that is missing is made, and the page that waits hears of it."""
    if participant.described_at is None:
        return redirect("matching:profile", token=token)
    lists.make_sure(participant=participant, now=timezone.now())
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
def send(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """All musts and wants on one page, each with its line of purpose."""
    if request.method != "POST":
        since = _moment_in(request.GET.get("since", ""))
        return _send_page(request, participant, token, since=since)
    now = timezone.now()
    typed = {
        whole_number(name.removeprefix(PURPOSE)): " ".join(str(value).split())[:LONGEST_PURPOSE]
        for name, value in request.POST.items()
        if name.startswith(PURPOSE)
    }
    for_all = " ".join(request.POST.get("for_all", "").split())[:LONGEST_PURPOSE]
    typed = {pk: purpose or for_all for pk, purpose in typed.items()}
    found = sending.send_all(
        participant_id=participant.pk,
        wishes=[
            sending.Outgoing(towards=pk, kind=kind, purpose=typed[pk])
            for pk, kind in wished(participant).items()
            if pk in typed
        ],
        has_link=True,
        by=subject_of(request.user),
        now=now,
    )
    if found.faults:
        return _send_page(request, participant, token, since=now, faults=found.faults, typed=typed)
    after = urlencode({"since": now.isoformat()})
    return redirect(f"{reverse('matching:send', args=[token])}?{after}")


def _send_page(
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
