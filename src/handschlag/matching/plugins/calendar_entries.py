"""Meetings as entries of somebody's calendar: one uid for one request, however often it moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.events.models import Event
from handschlag.events.rules.calendar import CalendarStatus, Entry
from handschlag.matching.models import Participant, Request, RequestState, TimetableVersion
from handschlag.matching.queries.days import ToldMeeting, meetings_of, own_meetings
from handschlag.matching.queries.inbox import people_of
from handschlag.matching.queries.partners import partners_of
from handschlag.registration.models import Registration


def meeting_entries(registration: Registration, *, now: datetime) -> Iterable[Entry]:
    """What matching adds to the calendar of a registration."""
    rows = Participant.objects.select_related("service__event", "registration")
    participant = rows.filter(registration=registration).first()
    if participant is None:
        return ()
    is_fixed = now >= participant.service.fixed_at
    held = [_entry_of(participant, one, is_fixed=is_fixed) for one in meetings_of(participant)]
    return (*held, *_called_off(participant))


def _entry_of(participant: Participant, one: ToldMeeting, *, is_fixed: bool) -> Entry:
    """Provisional until the fix date: said by the state and by the title."""
    is_firm = one.is_locked or (one.is_told and is_fixed)
    title = _("Meeting with %(names)s") % {"names": one.names}
    where = (f"{_('Meeting point')} {one.place_code}", one.zone, participant.service.event.venue)
    return Entry(
        uid=_uid_of(one.uid),
        title=title if is_firm else _("%(title)s (provisional)") % {"title": title},
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        changed_at=one.changed_at,
        sequence=one.sequence,
        state=CalendarStatus.CONFIRMED if is_firm else CalendarStatus.TENTATIVE,
        description=one.purpose,
        location=_("Online") if one.is_online else ", ".join(filter(None, where)),
        # Says nothing to whoever does not say who they are: the provider's address stands in no calendar.
        url=_door_of(participant.service.event, one.uid) if one.is_online else "",
    )


def _door_of(event: Event, uid: str) -> str:
    return settings.BASE_URL + reverse("day:online_door", args=[event.slug, uid])


def _uid_of(uid: str) -> str:
    return f"meeting-{uid}"


def _called_off(participant: Participant) -> tuple[Entry, ...]:
    """What stood in a published version and was withdrawn; programs that know the entry strike it."""
    rows = TimetableVersion.objects.filter(service_id=participant.service_id).order_by("number")
    told = {
        one.request: one for version in rows.only("content") for one in own_meetings(version, participant)
    }
    gone = Request.objects.filter(
        pk__in=told, state=RequestState.WITHDRAWN, parties__participant=participant
    ).order_by("pk")
    requests = {row.pk: row for row in gone}
    people = people_of(requests)
    names = partners_of({pk for several in people.values() for pk in several})
    return tuple(
        Entry(
            uid=_uid_of(str(row.uid)),
            title=_("Meeting with %(names)s")
            % {"names": ", ".join(names[one].name for one in people[pk] if one != participant.pk)},
            starts_at=told[pk].starts_at,
            ends_at=told[pk].ends_at,
            changed_at=_ended(row),
            sequence=row.sequence,
            state=CalendarStatus.CANCELLED,
            is_busy=False,
        )
        for pk, row in requests.items()
    )


def _ended(row: Request) -> datetime:
    return row.ended_at or row.sent_at
