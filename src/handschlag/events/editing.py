"""How every part of an event is edited: its facts, its refusals, the lock, and the version that was seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from django import forms
from django.db import models
from django.db.models import Count, QuerySet
from django.utils.translation import gettext, gettext_lazy

from handschlag.accounts.models import User
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_short_date, format_short_moment, format_time
from handschlag.design.components.parts import Crumb, FieldChange
from handschlag.events.access import organises
from handschlag.events.labels import Words
from handschlag.events.models import (
    Block,
    Event,
    EventDay,
    EventHost,
    EventStatus,
    Exhibit,
    InformationDesk,
    Place,
    Removal,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Stand,
    StandStaff,
    Track,
    Zone,
)


class EventRefusal(Reason):
    GONE = "gone", _("This has been deleted.")
    STALE = "stale", _("Someone has changed this in the meantime. Check it again.")
    NOT_IN_THIS_STATE = "not_in_this_state", _("This has already been done. Check the status of the event.")
    ARCHIVED = "archived", _("The event is archived. Restore it from the archive to change it.")
    NAME_TAKEN = "name_taken", _("The event already has this.")
    NOT_OF_THIS_EVENT = "not_of_this_event", _("This has been removed from the event. Choose again.")
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins", _("The last day must not be before the first day.")
    DAY_OUTSIDE = "day_outside", _("This day is outside the event dates. Change the event dates first.")
    DAYS_LEFT_OVER = (
        "days_left_over",
        _("Sessions would then be outside the event dates. Move or remove them first."),
    )
    PUBLISHED_ALREADY = (
        "published_already",
        _("This session has been public. You can cancel it but not remove it."),
    )
    NEEDS_A_TIME = (
        "needs_a_time",
        _("This session has been public and needs a time. If it does not take place, cancel it."),
    )
    SPEAKER_CANNOT = (
        "speaker_cannot",
        _("A speaker cannot be there at that time. Choose another time, or tick “Schedule it anyway”."),
    )
    UNDONE_ALREADY = "undone_already", _("This has already been restored.")
    ONLY_DRAFTS = "only_drafts", _("Only a draft can be deleted. Hide the event first.")
    HAS_PEOPLE = (
        "has_people",
        _(
            "People have registered for this event or were invited, so it cannot be deleted. "
            "Archive it instead."
        ),
    )
    IS_TRYOUT = "is_tryout", _("A try-out stays hidden. Use the real event instead.")
    CANNOT_COME_BACK = "cannot_come_back", _("This can no longer be restored.")


class ProgrammeRefusal(Reason):
    STALE = (
        "programme_stale",
        _("Someone has changed or published the programme in the meantime. Check the changes again."),
    )
    NOTHING_NEW = "nothing_new", _("Nothing has changed since the last version.")
    EVENT_NOT_PUBLIC = "event_not_public", _("The event is archived: its programme stays as it was.")
    NO_SUCH_VERSION = "no_such_version", _("This version does not exist.")


class ReceptionRefusal(Reason):
    ALREADY = "has_a_pass", _("This address already has access to reception.")
    TOO_MANY = "too_many_passes", _("At most 100 people can have access to reception.")
    OVER = "event_is_over", _("The event is over.")
    GONE = "no_such_pass", _("This access has already ended.")


class OrganiserRefusal(Reason):
    NO_ORGANISER = (
        "no_organiser",
        _(
            "No organiser has this email address. The person needs an account with the organiser "
            "role, which an administrator can assign."
        ),
    )
    IN_THE_TEAM_ALREADY = "in_the_team_already", _("This person is already in the team.")
    NOT_IN_THE_TEAM = "not_in_the_team", _("This person is no longer in the team.")
    LAST_ORGANISER = (
        "last_organiser",
        _("Someone with full access must stay. Give full access to someone else first."),
    )


class ContributionRefusal(Reason):
    NOT_OPEN = "call_not_open", _("Contributions cannot be proposed at the moment.")
    TOO_OFTEN = (
        "too_many_contributions",
        _("Several contributions have just come from this address or network. Try again in an hour."),
    )
    OVER = "contribution_is_over", _("This contribution can no longer be changed.")
    NOT_OF_THIS_CALL = "not_of_this_call", _("The call does not offer this. Choose again.")
    NOT_YET_DECIDED = "not_yet_decided", _("There is nothing to confirm at the moment.")
    TOLD_ALREADY = (
        "told_already",
        _("The speaker has already been told otherwise. Write to them instead, or cancel the session."),
    )
    TOO_FEW_REVIEWS = (
        "too_few_reviews",
        _("Fewer than two people have scored this contribution. Tick the box to decide anyway."),
    )
    NOTHING_TO_SEND = "nothing_to_send", _("The list has changed in the meantime. Check it again.")
    NO_CALL = "no_call", _("There is no call for contributions yet.")


class VenueRefusal(Reason):
    GONE = "gone", _("This has been deleted.")
    STALE = "stale", _("Someone has changed this in the meantime. Check it again.")
    CODE_TAKEN = "code_taken", _("This number is already used in the event. Enter another.")
    FULL = "full", _("That would be too many. Nothing was added.")
    ELSEWHERE = "elsewhere", _("That belongs to another event. Choose again.")
    NO_PICTURE = "no_picture", _("Choose a picture.")
    NOTHING_NEW = "nothing_new", _("Every stand is already a meeting point.")
    NOTHING_TO_PRINT = "nothing_to_print", _("There is nothing to print. Choose at least one exhibit.")
    BLOCKS_OVERLAP = "blocks_overlap", _("Another block has meetings at this time. Choose another time.")
    HELD = "held", _("Meetings are planned here. Move or remove them in the timetable first.")


# So many stands or places has an event at most; so many people one stand; so many blocks an event.
MOST_ON_PLAN, MOST_STAFF, MOST_BLOCKS, MOST_EXHIBITS = 600, 30, 40, 2000
# Names of people who staff a stand are kept this long after the last day.
DAYS_KEPT = 90


class EventComponent(StrEnum):
    DAY = "day"
    ZONE = "zone"
    ROOM = "room"
    TRACK = "track"
    SPEAKER = "speaker"
    SESSION = "session"
    STAND = "stand"
    EXHIBIT = "exhibit"
    STAFF = "staff"
    DESK = "desk"
    PLACE = "place"
    BLOCK = "block"


PART_FACTS: dict[EventComponent, tuple[str, ...]] = {
    EventComponent.DAY: ("day", "opens_at", "closes_at"),
    EventComponent.ZONE: ("name_de", "name_en", "is_quiet", "is_step_free", "closes_at", "position"),
    EventComponent.ROOM: (
        *("name_de", "name_en", "zone_id", "seats", "is_step_free", "closes_at", "position"),
        *("is_online", "online_url"),
    ),
    EventComponent.TRACK: ("name_de", "name_en", "position"),
    EventComponent.SPEAKER: (
        "name",
        "role_de",
        "role_en",
        "organisation",
        "network_id",
        "about_de",
        "about_en",
    ),
    EventComponent.SESSION: (
        "kind",
        "title_de",
        "title_en",
        "room_id",
        "starts_at",
        "ends_at",
        "track_id",
        "language",
        "seats",
        "abstract_de",
        "abstract_en",
        "is_time_invented",
    ),
}
# The fact that no two parts of one event may share.
UNIQUE = {
    EventComponent.DAY: "day",
    EventComponent.ZONE: "name_de",
    EventComponent.ROOM: "name_de",
    EventComponent.TRACK: "name_de",
    EventComponent.STAND: "code",
    EventComponent.EXHIBIT: "slug",
    EventComponent.PLACE: "code",
}

SECTION_FACTS: dict[str, tuple[str, ...]] = {
    "basics": (
        "title_de",
        "title_en",
        "summary_de",
        "summary_en",
        "description_de",
        "description_en",
        "in_german",
        "in_english",
    ),
    "dates": ("first_day", "last_day", "time_zone"),
    "venue": (
        *("venue", "street", "postcode", "place", "land_id", "directions_de", "directions_en"),
        "online_rooms",
    ),
    "hosts": ("hosts",),
    "contact": ("contact_name", "contact_email", "contact_phone"),
    "registration": (
        "registration_opens_at",
        "registration_closes_at",
        "capacity",
        "is_open",
        "needs_approval",
        "has_waiting_list",
    ),
    "terms": ("terms_de", "terms_en"),
}
# Facts about persons, and addresses of rooms: the audit trail says that they changed, not what they are.
NOT_IN_AUDIT = frozenset({"contact_name", "contact_email", "contact_phone", "online_url", "url"})
# What a calendar has to be told of.
IN_CALENDARS = frozenset({"first_day", "last_day", "venue", "street", "postcode", "place"})


def etag_of_values(values: Mapping[str, object]) -> str:
    """A short mark; equal values have equal marks."""
    text = json.dumps(dict(values), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


SECTION_TITLES: Final[Words] = {
    "basics": gettext_lazy("Title and description"),
    "dates": gettext_lazy("Date of the event"),
    "venue": gettext_lazy("Venue and place"),
    "hosts": gettext_lazy("Hosts"),
    "contact": gettext_lazy("Contact"),
    "registration": gettext_lazy("Registration"),
    "terms": gettext_lazy("Terms of participation"),
}
NEW_PART_TITLES: Final[dict[EventComponent, object]] = {
    EventComponent.DAY: gettext_lazy("Add a day"),
    EventComponent.ZONE: gettext_lazy("Add an area"),
    EventComponent.ROOM: gettext_lazy("Add a room"),
    EventComponent.TRACK: gettext_lazy("Add a track"),
    EventComponent.SPEAKER: gettext_lazy("Add a speaker"),
    EventComponent.SESSION: gettext_lazy("Add a session"),
}
CHANGE_PART_TITLES: Final[dict[EventComponent, object]] = {
    EventComponent.DAY: gettext_lazy("Change the day"),
    EventComponent.ZONE: gettext_lazy("Change the area"),
    EventComponent.ROOM: gettext_lazy("Change the room"),
    EventComponent.TRACK: gettext_lazy("Change the track"),
    EventComponent.SPEAKER: gettext_lazy("Change the speaker"),
    EventComponent.SESSION: gettext_lazy("Change the session"),
}


MODELS: dict[EventComponent, type[models.Model]] = {
    EventComponent.DAY: EventDay,
    EventComponent.ZONE: Zone,
    EventComponent.ROOM: Room,
    EventComponent.TRACK: Track,
    EventComponent.SPEAKER: Speaker,
    EventComponent.SESSION: Session,
    EventComponent.STAND: Stand,
    EventComponent.EXHIBIT: Exhibit,
    EventComponent.STAFF: StandStaff,
    EventComponent.DESK: InformationDesk,
    EventComponent.PLACE: Place,
    EventComponent.BLOCK: Block,
}


def component_or_none(part: EventComponent, event_id: int, pk: int) -> models.Model | None:
    """The row, if it belongs to this event."""
    return MODELS[part]._default_manager.filter(pk=pk, event_id=event_id).first()  # noqa: SLF001


def component_values(row: models.Model, names: Iterable[str]) -> dict[str, object]:
    """What the row says in the named fields; `hosts` are read from their own table."""
    return {name: hosts_of(row) if name == "hosts" else getattr(row, name) for name in names}


def hosts_of(row: models.Model) -> str:
    """The hosts of an event, one a line."""
    found = EventHost.objects.filter(event_id=row.pk).select_related("network")
    return "\n".join(one.network.name if one.network else one.name for one in found)


def etag_of_row(row: models.Model, names: Iterable[str]) -> str:
    """A short mark of the named fields: it changes as soon as one of them says something else."""
    return etag_of_values(component_values(row, names))


def etag_of_component(part: EventComponent, row: models.Model) -> str:
    """What a form sends back to show which state was seen; for a session, its version."""
    if part is EventComponent.SESSION:
        assert isinstance(row, Session)
        return str(row.version)
    return etag_of_row(row, PART_FACTS[part])


@dataclass(frozen=True, slots=True, kw_only=True)
class _LastChange:
    """Who wrote a row last, and when."""

    who: str
    at: datetime


def last_change(row: models.Model) -> _LastChange | None:
    """By the audit log; None without an entry, `who` is empty where the person is unknown."""
    kind = row._meta.label_lower  # noqa: SLF001 - Django documents it as public
    entry = AuditEntry.objects.filter(kind=kind, object_id=str(row.pk)).order_by("-at", "-pk").first()
    if entry is None:
        return None
    user = User.objects.filter(pk=entry.by_id or 0).first()
    return _LastChange(who=(user.name or user.email) if user else "", at=entry.at)


def rooms_with_sessions(event_id: int) -> QuerySet[Room]:
    """Rooms in the order of the house, with the number of their sessions."""
    rows = Room.objects.filter(event_id=event_id).select_related("zone")
    return rows.annotate(session_count=Count("sessions"))


def tracks_with_sessions(event_id: int) -> QuerySet[Track]:
    """Tracks with the number of their sessions."""
    return Track.objects.filter(event_id=event_id).annotate(session_count=Count("sessions"))


def speakers_of(event_id: int, text: str = "") -> QuerySet[Speaker]:
    """Speakers by name, with the number of their sessions."""
    rows = Speaker.objects.filter(event_id=event_id).select_related("network")
    if text:
        rows = rows.filter(name__icontains=text) | rows.filter(organisation__icontains=text)
    return rows.annotate(sessions=Count("speaking")).order_by("name", "pk")


def removed_lately(event_id: int, parts: tuple[EventComponent, ...], since: datetime) -> list[Removal]:
    """What can still be brought back with one click."""
    rows = Removal.objects.filter(
        event_id=event_id, part__in=[part.value for part in parts], undone_at=None, removed_at__gte=since
    )
    return list(rows.select_related("removed_by")[:5])


def sessions_with(part: EventComponent, pk: int) -> list[Session]:
    """The sessions that lose this part when it goes."""
    if part is EventComponent.ROOM:
        return list(Session.objects.filter(room_id=pk))
    if part is EventComponent.TRACK:
        return list(Session.objects.filter(track_id=pk))
    if part is EventComponent.SPEAKER:
        ids = SessionSpeaker.objects.filter(speaker_id=pk).values_list("session_id", flat=True)
        return list(Session.objects.filter(pk__in=list(ids)))
    return []


def rooms_of(event_id: int) -> list[tuple[int, str]]:
    """Id and name, in the language of the page, in the order of the house."""
    return [(row.pk, pick(row.name_de, row.name_en)) for row in Room.objects.filter(event_id=event_id)]


def tracks_of(event_id: int) -> list[tuple[int, str]]:
    """Id and name, in the language of the page, in the order of the organisers."""
    return [(row.pk, pick(row.name_de, row.name_en)) for row in Track.objects.filter(event_id=event_id)]


def people_of(event_id: int) -> list[tuple[int, str]]:
    """Id and name, by name, with the organisation in brackets where there is one."""
    rows = Speaker.objects.filter(event_id=event_id).values_list("pk", "name", "organisation")
    return [(pk, f"{name} ({where})" if where else name) for pk, name, where in rows]


LONGEST_IN_AUDIT = 200


def locked_event(event_id: int, by: Subject, action: Action = Action.EDIT_EVENT) -> Event:
    """The event, and nobody else writes to any part of it until the transaction ends."""
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise Refusal(EventRefusal.GONE)
    require(by, action, owns=organises(by, event.pk))
    return event


def editable_event(event_id: int, by: Subject) -> Event:
    """The same for a change: what is archived stays as it was."""
    event = locked_event(event_id, by)
    if event.status == EventStatus.ARCHIVED:
        raise Refusal(EventRefusal.ARCHIVED)
    return event


def changes_to(row: models.Model, values: Mapping[str, object]) -> dict[str, object]:
    """The facts that would change."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def in_audit(row: models.Model, values: Mapping[str, object]) -> dict[str, list[object]]:
    """Before and after of short facts; of persons and long texts only that they changed."""
    return {
        name: [] if name in NOT_IN_AUDIT else [_plain(getattr(row, name)), _plain(value)]
        for name, value in values.items()
    }


def _plain(value: object) -> object:
    if isinstance(value, date | time):
        return value.isoformat()
    return value[:LONGEST_IN_AUDIT] if isinstance(value, str) else value


def write_row(
    row: models.Model,
    values: Mapping[str, object],
    *,
    verb: str,
    by: Subject,
    now: datetime,
    is_about_people: bool = False,
) -> None:
    """The row says this, and the audit trail says who wrote it."""
    noted: dict[str, list[object]] = (
        {name: [] for name in values} if is_about_people else in_audit(row, values)
    )
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    audit.record(verb=verb, target=row, by_id=by.user_id, now=now, changes=noted)


def touch_event(event: Event, now: datetime) -> None:
    """Something about the event changed."""
    Event.objects.filter(pk=event.pk).update(version=models.F("version") + 1, changed_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryLink:
    """A link or a button beside the main one."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody was faster: who and when, and what is there now beside what was typed."""

    who: str
    when: str
    changes: Sequence[FieldChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormScreen:
    title: str
    lead: str
    form: forms.Form
    button: str
    back_url: str
    crumbs: Sequence[Crumb]
    conflict: Conflict | None = None
    remove: SecondaryLink | None = None
    then: str = ""  # what the second button says, which saves and goes on


def conflict_about(row: models.Model, now_shown: forms.Form, typed: forms.Form) -> Conflict:
    """`now_shown` holds what is there now, `typed` what the person sent."""
    last = last_change(row)
    changes = []
    for bound in typed.visible_fields():
        there = _said(now_shown, bound.name, now_shown[bound.name].value())
        mine = _said(typed, bound.name, typed.cleaned_data.get(bound.name, bound.value()))
        if there != mine:
            changes.append(FieldChange(label=str(bound.label), old=there, new=mine))
    return Conflict(
        who=last.who if last else "",
        when=format_short_moment(last.at) if last else "",
        changes=tuple(changes),
    )


def _said(form: forms.Form, name: str, value: object) -> str:
    """A value of a field as people read it."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return format_short_moment(value)
    if isinstance(value, date):
        return format_short_date(value)
    if isinstance(value, time):
        return format_time(value)
    return "" if value is None else str(value).strip()
