"""The steps of matchmaking: dates, wishes, a plan, a published timetable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.events.hooks.checklist import ChecklistLine, LineState, state_of
from handschlag.events.hooks.sidebar import Phase
from handschlag.events.models import Event
from handschlag.matching.models import Service
from handschlag.matching.queries.readiness import readiness_of
from handschlag.matching.queries.runs import has_plan, runs_of, service_of_event
from handschlag.matching.queries.versions import latest_number


def matching_lines(event: Event, now: datetime) -> Sequence[ChecklistLine]:
    """Seven queries at most."""
    service = service_of_event(event.pk)
    published = latest_number(service) if service else 0
    return (
        _dates(event, service),
        _wishes(event, service, now=now),
        _plan(event, service, is_published=published > 0),
        _published(event, service, published),
    )


def _dates(event: Event, service: Service | None) -> ChecklistLine:
    missing = [] if service else [_("key dates")]
    if service is None or not service.is_open:
        missing.append(_("opening matchmaking"))
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=70,
        label=_("Matchmaking"),
        state=state_of(missing),
        missing=missing,
        url=reverse("matching:opening" if service else "matching:set_up", args=[event.slug]),
    )


def _wishes(event: Event, service: Service | None, *, now: datetime) -> ChecklistLine:
    url = reverse("matching:readiness", args=[event.slug])
    if service is None or not service.is_open:
        return _later(_("Profiles and wishes"), 10, url, waits_for=_("matchmaking that is open"))
    counts = readiness_of(service)
    parts = (
        (counts.registered - counts.taking_part, _("not in matchmaking: %(n)s")),
        (counts.taking_part - counts.described, _("without a profile: %(n)s")),
        (counts.described - counts.wished, _("without wishes: %(n)s")),
    )
    missing = [text % {"n": number} for number, text in parts if number > 0]
    if not counts.registered:
        missing = [_("people")]
    is_over = now >= service.answers_until
    return ChecklistLine(
        phase=Phase.PLAN,
        position=10,
        label=_("Profiles and wishes"),
        state=LineState.DONE if is_over else state_of(missing),
        missing=missing,
        fact=ngettext("%(n)s mutual wish", "%(n)s mutual wishes", counts.agreed) % {"n": counts.agreed},
        url=url,
    )


def _plan(event: Event, service: Service | None, *, is_published: bool) -> ChecklistLine:
    url = reverse("matching:optimise", args=[event.slug])
    if service is None:
        return _later(_("Calculated plan"), 20, url, waits_for=_("key dates of matchmaking"))
    is_done = is_published or any(has_plan(run) for run in runs_of(service))
    missing = [] if is_done else [_("a calculated plan")]
    return ChecklistLine(
        phase=Phase.PLAN,
        position=20,
        label=_("Calculated plan"),
        state=state_of(missing),
        missing=missing,
        url=url,
    )


def _published(event: Event, service: Service | None, number: int) -> ChecklistLine:
    url = reverse("matching:publishing", args=[event.slug])
    if service is None:
        return _later(_("Published timetable"), 30, url, waits_for=_("a plan"))
    missing = [] if number else [_("publishing the timetable")]
    return ChecklistLine(
        phase=Phase.PLAN,
        position=30,
        label=_("Published timetable"),
        state=state_of(missing),
        missing=missing,
        fact=_("version %(n)s") % {"n": number} if number else "",
        url=url,
    )


def _later(label: str, position: int, url: str, *, waits_for: str) -> ChecklistLine:
    return ChecklistLine(
        phase=Phase.PLAN,
        position=position,
        label=label,
        state=LineState.LATER,
        missing=[waits_for],
        url=url,
    )
