"""Who comes to a page of an event's console: signed in, and in its team. The actions ask once more."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Denied, Role, Subject, may, may_awake, require
from handschlag.common.times import local_date, move_to
from handschlag.events.models import Event, EventStatus
from handschlag.events.queries.organising import only_reads, organises
from handschlag.events.queries.reception import receptionist

READING = frozenset({"GET", "HEAD"})
PASS_LINK = "reception_pass"  # noqa: S105 - a key in the session of a browser that came by a link


def own_event_or_404(
    request: HttpRequest, slug: str, action: Action = Action.EDIT_EVENT
) -> tuple[Event, Subject]:
    """The event, if this person may do `action` there; a draft does not even exist for others.

    Who only reads gets every page, and works at the reception if a pass gives that. The actions ask again
    whether somebody organises, and refuse them.
    """
    by = subject_of(request.user)
    if action is Action.CHECK_IN and settings.SESSION_COOKIE_NAME in request.COOKIES:
        by = replace(by, pass_link_id=request.session.get(PASS_LINK))
    if by.user_id is None and by.pass_link_id is None:
        require(by, action)  # nobody learns which addresses exist: a visitor is asked to sign in first
    event = Event.objects.filter(slug=slug).first()
    if event is None:
        raise Http404
    move_to(event.time_zone)
    is_owner = organises(by, event.pk)
    if action is Action.CHECK_IN and not is_owner:
        by = receptionist(by, event.pk, today=local_date(timezone.now()))
        is_owner = Role.RECEPTION in by.roles
    is_owner = is_owner or (request.method in READING and only_reads(by, event.pk))
    if event.status == EventStatus.DRAFT and not may_awake(by, action, owns=is_owner):
        raise Http404
    require(by, action, owns=is_owner)
    return event, by


def refuse_readers(event: Event, by: Subject) -> None:
    """`Denied` for who only reads and has no pass: what is handed out here could act in somebody's name."""
    is_helper = Role.RECEPTION in by.roles
    if not is_helper and only_reads(by, event.pk) and not may(by, Action.EDIT_EVENT):
        raise Denied(Action.EDIT_EVENT)
