"""Anybody proposes a contribution to an event that calls for some."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.web import sessions
from handschlag.common import pictures
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.events.actions.contributions.proposing import Proposal, ProposedSpeaker, propose
from handschlag.events.forms.contributions import ProposalForm
from handschlag.events.models import ContributionCall, Event, EventStatus
from handschlag.events.queries.choices import tracks_of
from handschlag.events.queries.conferences.published_programme import latest
from handschlag.events.queries.contributions import call_of, picture_of_speaker
from handschlag.events.rules.contributions import CONFIRM_WITHIN, CallPhase, call_phase
from handschlag.events.views.conferences.event_parameters import shown_event
from handschlag.events.views.organise.frame import UNFIT


def _called(slug: str) -> tuple[Event, ContributionCall]:
    """A public event with its call; not found where it calls for nothing."""
    event = Event.objects.filter(slug=slug, status=EventStatus.PUBLISHED).first()
    call = call_of(event.pk) if event else None
    if event is None or call is None:
        raise Http404
    move_to(event.time_zone)
    return event, call


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """The open form, or the words that say from when until when it is open."""
    event, found = _called(slug)
    phase = call_phase(found.opens_at, found.closes_at, now=timezone.now())
    if phase is not CallPhase.OPEN:
        context = {"event": event, "call": found, "is_over": phase is CallPhase.OVER}
        return render(request, "events/contributions/closed.html", context)
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(data, call=found, tracks=tracks_of(event.pk))
    if data is not None and (data.get("topic") or (form.is_valid() and _propose(request, event, form))):
        # A program that filled in what no person sees learns nothing from the answer.
        return redirect("events:call_sent", slug=slug)
    status = UNFIT if form.is_bound else 200
    context = {"event": event, "call": found, "form": form}
    return render(request, "events/contributions/call.html", context, status=status)


def _propose(request: HttpRequest, event: Event, form: ProposalForm) -> bool:
    given = form.cleaned_data
    try:
        propose(
            event_id=event.pk,
            proposal=Proposal(
                title=given["title"],
                abstract=given["abstract"],
                language=given["language"],
                kind=given["kind"],
                minutes=given["minutes"],
                track_id=given.get("track"),
                speakers=[ProposedSpeaker(**one) for one in form.named()],
            ),
            reads=(get_language() or "de")[:2],
            origin=sessions.place(request),
            now=timezone.now(),
        )
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return False
    return True


@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next; the same for everybody."""
    event, _call = _called(slug)
    hours = int(CONFIRM_WITHIN.total_seconds() // 3600)
    return render(request, "events/contributions/sent.html", {"event": event, "hours": hours})


@require_safe
def picture(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The picture of a speaker of the published programme, for whoever may see the event."""
    event_id = shown_event(request, slug).event.pk
    if all(one.id != number for one in latest(event_id).programme.people):
        raise Http404
    name = picture_of_speaker(event_id, number)
    if not name:
        raise Http404
    return pictures.picture_response(name, is_public=False)
