"""The desk hears that somebody does not come, sees who waits for them, and tells the control room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Action
from handschlag.common.refusals import Refusal
from handschlag.day import incidents, proposals
from handschlag.day.models import Incident, IncidentKind, IncidentSource, IncidentState
from handschlag.day.walk_in import DESK, GET_OR_POST, at_desk
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.models import Participant, Service
from handschlag.matching.own_meetings import ToldMeeting, meetings_of
from handschlag.matching.refusals import plan_refusal_message
from handschlag.matching.versions import as_published, latest_version
from handschlag.registration.hooks import DeskMeeting


def desk_meetings_of(event: Event, now: datetime) -> Mapping[int, Sequence[DeskMeeting]]:
    """By registration, in the order of time; as many queries, whatever their number."""
    service = Service.objects.filter(event=event).first()
    version = latest_version(service) if service else None
    if service is None or version is None:
        return {}
    rows = Participant.objects.filter(service=service)
    names = rows.values_list("pk", "registration_id", "registration__name")
    known = {pk: (registration, name) for pk, registration, name in names}
    found: dict[int, list[DeskMeeting]] = defaultdict(list)
    for one in as_published(version):
        if one.ends_at <= now:
            continue
        for pk in one.people:
            if pk not in known:
                continue
            others = tuple(known[other][1] for other in one.people if other != pk and other in known)
            found[known[pk][0]].append(
                DeskMeeting(starts_at=one.starts_at, place=one.place_code, others=others)
            )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _WaitedFor:
    """`reported_at`: the control room knows already."""

    participant: Participant
    meetings: Sequence[ToldMeeting]
    reported_at: datetime | None


def waited_for(event: Event, registration_id: int, *, now: datetime) -> _WaitedFor | None:
    """With the meetings that are not over; None for somebody who has none."""
    rows = Participant.objects.select_related("registration", "service__event")
    found = rows.filter(registration=registration_id, service__event=event, left_at=None).first()
    if found is None:
        return None
    meetings = tuple(one for one in meetings_of(found) if one.ends_at > now)
    if not meetings:
        return None
    known = Incident.objects.filter(
        service=found.service,
        participant=found,
        kind=IncidentKind.CANCELLED,
        state__in=(IncidentState.OPEN, IncidentState.SOLVED),
        until_at=None,
    )
    first = known.order_by("opened_at").values_list("opened_at", flat=True).first()
    return _WaitedFor(participant=found, meetings=meetings, reported_at=first)


@never_cache
@require_http_methods(GET_OR_POST)
def not_coming_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What hangs on it is shown first; repairs are computed in the background, for others wait in line."""
    event, by, service = at_desk(request, slug, Action.RUN_MATCHING)
    now = timezone.now()
    found = waited_for(event, number, now=now)
    if found is None:  # nobody waits: then it is no matter of the control room
        return redirect("registration:cancel_for", slug=slug, number=number)
    if request.method != "POST":
        return render(request, "day/not_coming.html", console_context(event, by, current=DESK, found=found))
    desk = f"{reverse(DESK, args=[slug])}?who={number}"
    try:
        incidents.open_incident(
            service_id=service.pk,
            kind=IncidentKind.CANCELLED,
            about=incidents.IncidentSubject(participant_id=found.participant.pk),
            from_at=now,
            source=IncidentSource.DESK,
            by=by,
            now=now,
        )
    except Refusal as no:
        messages.error(request, plan_refusal_message(no.reason))
        return redirect(desk)
    proposals.propose_soon(service.pk, now=now)
    messages.success(request, _("Reported. The control room is looking for a replacement."))
    return redirect(desk)
