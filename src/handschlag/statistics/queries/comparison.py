"""Events of one team side by side: which there are, and the figures of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.times import local_date
from handschlag.day.models import Mark
from handschlag.events.models import Event
from handschlag.matching.models import Request, Service
from handschlag.registration.models import Registration, RegistrationState
from handschlag.registration.queries.arrivals import here_since
from handschlag.statistics.queries.comparing import measures_in
from handschlag.statistics.queries.event_data import phase_of
from handschlag.statistics.queries.public import kept_of
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.rules.comparison import Cells, EventTotals, compared_of
from handschlag.statistics.rules.kpis import Phase

LISTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedEvent:
    event: Event
    cells: Cells


def own_events(by: Subject, *, without: Event) -> Sequence[Event]:
    """The other events that this person looks after, the latest first; no try-outs."""
    rows = Event.objects.exclude(pk=without.pk).filter(is_tryout=False)
    if not may(by, Action.RUN_MATCHING, owns=False):
        rows = rows.filter(organisers__user_id=by.user_id or 0, organisers__only_reads=False)
    return list(rows.order_by("-first_day", "-pk")[:LISTED])


def compared_event(event: Event, *, now: datetime) -> ComparedEvent:
    """What is known of this event now, or was kept before its people were erased."""
    service = Service.objects.select_related("event").filter(event=event).first()
    figures = None if service is None else reported(service, now=now).figures
    kept = kept_of(event) if figures is None or not figures.people else None
    if kept is not None:
        cells = compared_of(measures_in(kept.content), _totals_in(kept.content), is_over=True)
    elif service is None or figures is None:
        totals, is_over = totals_of(event, None), local_date(now) > event.last_day
        known = None if is_over and not totals.registered else totals
        cells = compared_of(None, known, is_over=is_over)
    else:
        is_over = phase_of(service, now) is Phase.AFTER
        cells = compared_of(figures.measures, totals_of(event, service), is_over=is_over)
    return ComparedEvent(event=event, cells=cells)


def totals_of(event: Event, service: Service | None) -> EventTotals:
    """Counted now, in a constant number of queries; what somebody only noted for themselves is no request."""
    confirmed = Registration.objects.filter(
        event=event, state=RegistrationState.CONFIRMED, erased_at=None
    ).values_list("pk", flat=True)
    here = here_since(event.pk)
    sent = Request.objects.filter(service=service)
    wished = sent.aggregate(number=Count("pk"), people=Count("sender", distinct=True))
    said = Mark.objects.filter(Q(took_place__isnull=False) | Q(releases_contact=True))
    heard = said.filter(request__service=service).values("request").distinct().count()
    return EventTotals(
        registered=len(confirmed),
        wishes=wished["number"],
        wishing=wished["people"],
        heard=heard,
        contacts=_contacts_of(service),
        came=sum(pk in here for pk in confirmed) if here else None,
    )


def _contacts_of(service: Service | None) -> int:
    """Meetings of which at least two sides released their contact."""
    released = Mark.objects.filter(request__service=service, releases_contact=True).order_by()
    return released.values("request").annotate(sides=Count("pk")).filter(sides__gte=2).count()


def _totals_in(content: dict[str, Any]) -> EventTotals | None:
    """None where the figures were kept before these were counted."""
    return EventTotals(**content["totals"]) if "totals" in content else None
