"""Who may act: a person for themselves, the team for an event; what the team has looked at is noted."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.policy import Action, Subject, may, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.design.components.parts import Link
from handschlag.events.access import organises, own_event_or_404
from handschlag.events.console import NotYet
from handschlag.events.models import Event
from handschlag.matching.models import Participant, Service
from handschlag.matching.phases import service_of_event
from handschlag.matching.refusals import plan_refusal_message


def require_self(by: Subject, participant: Participant, *, has_link: bool) -> None:
    """Nothing, or `Denied`. The organisers may act on somebody's behalf; that is logged as theirs."""
    if not (is_own(by, participant, has_link=has_link) and may(by, Action.TAKE_PART, owns=True)):
        require_team(by, participant.registration.event_id)


def is_own(by: Subject, participant: Participant, *, has_link: bool) -> bool:
    """Whether the person acts, and nobody for them: only then do times say how people act."""
    return has_link or (by.user_id is not None and by.user_id == participant.registration.user_id)


def require_team(by: Subject, event_id: int) -> None:
    """Nothing, or `Denied`: for the event's own team."""
    require(by, Action.RUN_MATCHING, owns=organises(by, event_id))


@transaction.atomic
def look_at_needs(*, service: Service, field: str, by: Subject, now: datetime) -> None:
    """Names beside few needs."""
    require_team(by, service.event_id)
    changes = {"field": [None, field]}
    audit.record(verb="matching.looked_at_needs", target=service, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def note_export(*, service: Service, by: Subject, now: datetime) -> None:
    """The log keeps who took the demand of an event away; `Denied` unless it is the event's own team."""
    require_team(by, service.event_id)
    audit.record(verb="matching.demand_exported", target=service, by_id=by.user_id, now=now)


@transaction.atomic
def note_calls(*, service: Service, number: int, by: Subject, now: datetime) -> None:
    """The log keeps who took along whom to call, and how many rows."""
    require_team(by, service.event_id)
    changes = {"rows": [None, number]}
    audit.record(verb="matching.calls_exported", target=service, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def note_confirmations(*, service: Service, number: int, by: Subject, now: datetime) -> None:
    """The log keeps who took along who comes, and how many rows."""
    require_team(by, service.event_id)
    audit.record(
        verb="matching.confirmations_exported",
        target=service,
        by_id=by.user_id,
        now=now,
        changes={"rows": [None, number]},
    )


def no_matching_yet(request: HttpRequest, event: Event, by: Subject) -> NotYet:
    """For raising: the key dates come first."""
    match = request.resolver_match
    return NotYet(
        event,
        by,
        current=match.view_name if match else "",
        sentence=_("This page opens once the key dates of matchmaking are saved."),
        before=Link(label=_("Set up matchmaking"), url=reverse("matching:set_up", args=[event.slug])),
    )


UNFIT = 422
GET_OR_POST = ("GET", "HEAD", "POST")


def event_for_team(request: HttpRequest, slug: str) -> tuple[Event, Subject, Service | None]:
    """The event of the team, who asks, and the matching service, None before it is set up."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    return event, by, Service.objects.select_related("event").filter(event=event).first()


def event_with_service(request: HttpRequest, slug: str) -> tuple[Event, Subject, Service]:
    """The event of the team; without a matching service there is nothing to plan."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    service = service_of_event(event.pk)
    if service is None:
        raise no_matching_yet(request, event, by)
    return event, by, service


def message_refusal(request: HttpRequest, no: Refusal) -> None:
    """In words, at the top of the next page."""
    messages.error(request, plan_refusal_message(no.reason))


FOLDER = "matching/preparing"
