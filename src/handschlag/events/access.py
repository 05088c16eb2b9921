"""Who comes to a page of an event's console: its team, readers, the reception. Actions ask once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.access import METHODS, Methods
from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Action, Denied, Role, Subject, may, may_awake, require
from handschlag.common.times import local_date, move_to
from handschlag.events.models import Event, EventOrganiser, EventStatus, ReceptionPass

MAY_ORGANISE = frozenset({Role.ORGANISER, Role.ADMINISTRATOR})


def organises(by: Subject, event_id: int) -> bool:
    """Whether this person is in the event's team and may change it."""
    return is_in_team(by, event_id, only_reads=False)


def only_reads(by: Subject, event_id: int) -> bool:
    """Whether this person may look at everything of the event and change nothing."""
    return is_in_team(by, event_id, only_reads=True)


def is_in_team(by: Subject, event_id: int, **rights: bool) -> bool:
    """Whether this person may at least look at everything of the event."""
    rows = EventOrganiser.objects.filter(event_id=event_id, **rights)
    return by.user_id is not None and rows.filter(user_id=by.user_id).exists()


def editors_of(event_id: int) -> frozenset[int]:
    """Users of the team who may change the event and can: not blocked, and with a role for it."""
    rows = EventOrganiser.objects.filter(event_id=event_id, only_reads=False, user__is_active=True)
    return frozenset(rows.filter(user__grants__role__in=MAY_ORGANISE).values_list("user_id", flat=True))


PURPOSE = "reception"


def receptionist(by: Subject, event_id: int, *, today: date) -> Subject:
    """The subject, with the role of the reception where a valid pass for this event gives it."""
    return replace(by, roles=by.roles | {Role.RECEPTION}) if _receives(by, event_id, today=today) else by


def valid_passes(*, today: date) -> QuerySet[ReceptionPass]:
    """A pass ends with the last day of its event, or when it is withdrawn."""
    return ReceptionPass.objects.filter(withdrawn_at=None, event__last_day__gte=today)


def _receives(by: Subject, event_id: int, *, today: date) -> bool:
    if by.user_id is None and by.pass_link_id is None:
        return False
    mine = Q(link_id=by.pass_link_id) if by.pass_link_id is not None else Q()
    if by.user_id is not None:
        mine |= Q(email__in=User.objects.filter(pk=by.user_id, is_active=True).values("email"))
    return valid_passes(today=today).filter(mine, event_id=event_id).exists()


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


def console_page(
    action: Action, *, methods: Methods = "BOTH"
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For pages of an event's console: `view(request, event, by, ...)` behind an address with its `slug`.

    The policy is asked (see `own_event_or_404`), the event's time zone is set, and no cache keeps the page.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            event, by = own_event_or_404(request, slug, action)
            return view(request, event, by, **kwargs)

        return never_cache(require_http_methods(METHODS[methods])(page))

    return decorate


def refuse_readers(event: Event, by: Subject) -> None:
    """`Denied` for who only reads and has no pass: what is handed out here could act in somebody's name."""
    is_helper = Role.RECEPTION in by.roles
    if not is_helper and only_reads(by, event.pk) and not may(by, Action.EDIT_EVENT):
        raise Denied(Action.EDIT_EVENT)
