"""Something goes wrong: an incident is opened, once, and closed; what was supposed comes true."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.day.models import Incident, IncidentKind, IncidentSource, IncidentState, Signal, SignalKind
from handschlag.day.signals import ENDING, heard_of, may_replace_at
from handschlag.events.models import Place, Room, Session
from handschlag.matching.access import require_team
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.models import Meeting, Participant, Party, Service
from handschlag.matching.models.wishes import FEWEST
from handschlag.matching.topic_tables.actions import give_up_seat, open_table_of, people_at


class DayRefusal(Reason):
    NO_INCIDENT = "no_incident", _("This incident has been deleted.")
    # nobody and nothing that it is about
    NO_SUBJECT = "no_subject", _("Select the person, table or session concerned.")
    BAD_TIMES = "bad_times", _("The end must be after the start. Check the times.")
    ALREADY_OPEN = "already_open", _("This incident is already open. See the list.")
    CLOSED = "closed", _("Someone has already dealt with this incident. Nothing was changed.")
    SUPPOSED = (
        "supposed",
        _("This is a simulation. Nothing is sent until you confirm that it has really happened."),
    )
    NO_PROPOSAL = "no_proposal", _("This suggestion is out of date. Calculate again.")
    # computed on a timetable that is not current, or for a time that is over
    OUT_OF_DATE = (
        "out_of_date",
        _(
            "The timetable has changed since this was calculated, or it is too late to move this "
            "meeting. Nothing was changed. Calculate again."
        ),
    )
    # the timetable breaks rules already
    UNREPAIRABLE = (
        "unrepairable",
        _("No solution follows every rule. Nothing was changed. Move meetings manually in the timetable."),
    )
    NOT_PUBLISHED = (
        "not_published",
        _("No timetable has been published yet, so there is nothing to change."),
    )
    UNDONE = "undone", _("This has already been undone.")
    # a meeting of the repair has begun, or is frozen
    BEGUN = "begun", _("This can no longer be undone: one of the meetings has started or starts too soon.")
    DEPENDS = (
        "depends",
        _(
            "This cannot be undone because a later change depends on it. Undo that change first or "
            "record a new incident."
        ),
    )
    # nobody can be missing where nobody meets
    NO_MEETING = "no_meeting", _("This person has no meeting at the moment.")
    BAD_SETTING = "bad_setting", _("Enter 0 to 240 minutes and up to 20 meetings.")


def incident_with(incident_id: int) -> Incident:
    """The incident with its event, not locked; raises `Refusal` where there is none."""
    found = Incident.objects.select_related("service__event").filter(pk=incident_id).first()
    if found is None:
        raise Refusal(DayRefusal.NO_INCIDENT)
    return found


def lock_incident(incident_id: int, by: Subject | None) -> tuple[Service, Incident]:
    """The incident with its locked service, for the team; None is the platform itself."""
    incident = incident_with(incident_id)
    service = lock_service(incident.service_id)
    if by is not None:
        require_team(by, service.event_id)
    incident.refresh_from_db()
    return service, incident


def require_open(incident: Incident) -> None:
    """Raises `Refusal` where the incident has been solved or dismissed."""
    if incident.state != IncidentState.OPEN:
        raise Refusal(DayRefusal.CLOSED)


def account_id_of(by: Subject | None) -> int | None:
    """The id of the person's account; None for the platform itself and for who has no account."""
    return None if by is None else by.user_id


def free_seat(service: Service, signal: Signal, *, now: datetime) -> bool:
    """Whether the seat is given up: at a table that goes on without the person. The service is locked.

    Where too few would stay, or the host is the one, it is an incident like any other.
    """
    table = open_table_of(signal.request_id) if signal.request_id else None
    if table is None or table.host_id == signal.participant_id:
        return False
    people = people_at(table)
    if signal.participant_id not in people or len(people) <= FEWEST:
        return False
    give_up_seat(service, table, signal.participant, now=now)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSubject:
    """What an incident is about: one of these."""

    participant_id: int | None = None
    place_id: int | None = None
    room_id: int | None = None
    session_id: int | None = None
    request_id: int | None = None  # beside the participant: the meeting at which they are missing


NEEDED: Final = {
    IncidentKind.LATE: "participant_id",
    IncidentKind.CANCELLED: "participant_id",
    IncidentKind.NO_SHOW: "participant_id",
    IncidentKind.PLACE_LOST: "place_id",
    IncidentKind.ROOM_LOST: "room_id",
    IncidentKind.OVERRUN: "session_id",
}
ROWS: Final = {"place_id": Place.objects, "room_id": Room.objects, "session_id": Session.objects}


@transaction.atomic
def open_incident(
    *,
    service_id: int,
    kind: IncidentKind,
    about: IncidentSubject,
    from_at: datetime,
    until_at: datetime | None = None,
    is_supposed: bool = False,
    source: IncidentSource = IncidentSource.ORGANISER,
    by: Subject,
    now: datetime,
) -> Incident:
    """The team says what happened, or supposes it."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    return create_incident(
        service,
        kind=kind,
        about=about,
        from_at=from_at,
        until_at=until_at,
        is_supposed=is_supposed,
        source=source,
        by=by,
        now=now,
    )


@transaction.atomic
def from_signal(*, signal_id: int, now: datetime) -> Incident | None:
    """What somebody said becomes an incident; once, however often this is called.

    A partner who is missing becomes one when three minutes have passed. None where it needs none. Whoever
    said it had the right to say it.
    """
    signal = Signal.objects.select_related("participant").filter(pk=signal_id).first()
    if signal is None:
        raise Refusal(DayRefusal.NO_SUBJECT)
    service = lock_service(signal.service_id)
    if found := Incident.objects.filter(signal=signal).first():
        return found
    if signal.kind == SignalKind.PARTNER_MISSING:
        return _missing(service, signal, now=now)
    if _is_taken_back(signal) or _has_no_part(signal):
        return None
    meeting = Meeting.objects.filter(request=signal.request_id).first() if signal.request_id else None
    if signal.kind == SignalKind.LATE:
        return _late(service, signal, meeting, now=now)
    if signal.kind in {SignalKind.CANNOT_COME, SignalKind.GONE}:
        return _absent(service, signal, meeting, now=now)
    return None


def _absent(service: Service, signal: Signal, meeting: Meeting | None, *, now: datetime) -> Incident | None:
    """For the rest of the day, or from one meeting; at one that has begun it changes nothing any more."""
    if signal.request_id is None:
        return _heard(service, signal, IncidentKind.CANCELLED, now=now)
    if meeting is None or meeting.starts_at <= now or free_seat(service, signal, now=now):
        return None
    times = {"from_at": meeting.starts_at, "until_at": meeting.ends_at}
    return _heard(service, signal, IncidentKind.CANCELLED, now=now, **times)


def _late(service: Service, signal: Signal, meeting: Meeting | None, *, now: datetime) -> Incident | None:
    """A few minutes are between the two; more of a meeting than half of it is not worth coming for."""
    minutes = timedelta(minutes=signal.minutes or 0)
    if meeting is None:
        return _heard(service, signal, IncidentKind.LATE, now=now, until_at=signal.said_at + minutes)
    if 2 * minutes < meeting.ends_at - meeting.starts_at:
        return None
    return _heard(service, signal, IncidentKind.LATE, now=now, until_at=meeting.starts_at + minutes)


def _is_taken_back(signal: Signal) -> bool:
    """Whoever said it has said later to be there after all, or has undone it."""
    later = Signal.objects.filter(participant=signal.participant_id, kind__in=ENDING)
    return later.filter(said_at__gte=signal.said_at, pk__gt=signal.pk).exists()


def _has_no_part(signal: Signal) -> bool:
    """The seat at the meeting that this is about was given up meanwhile: by this very signal, or before."""
    if signal.request_id is None:
        return False
    return not Party.objects.filter(request=signal.request_id, participant=signal.participant_id).exists()


def _heard(
    service: Service,
    signal: Signal,
    kind: IncidentKind,
    *,
    now: datetime,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> Incident | None:
    """None where it says nothing of the time to come."""
    if until_at is not None and until_at <= now:
        return None
    return create_incident(
        service,
        kind=kind,
        about=IncidentSubject(participant_id=signal.participant_id),
        from_at=from_at or signal.said_at,
        until_at=until_at,
        source=IncidentSource.PERSON,
        signal=signal,
        by=None,
        now=now,
    )


def _missing(service: Service, signal: Signal, *, now: datetime) -> Incident | None:
    """Nobody came, and nobody has said since that somebody is there, or comes late."""
    meeting = Meeting.objects.filter(request=signal.request_id).first()
    if meeting is None:
        return None
    parties = Party.objects.filter(request=meeting.request_id).order_by("pk")
    people = list(parties.values_list("participant_id", flat=True))
    if len(people) > 2:  # nobody can tell who of several is meant: the control room asks
        return None
    said = heard_of(signal.participant, meeting.request_id, people)
    since = may_replace_at(said, signal.participant_id, starts_at=meeting.starts_at)
    other = next((one for one in people if one != signal.participant_id), None)
    if other is None or since is None or now < since:
        return None
    return create_incident(
        service,
        kind=IncidentKind.NO_SHOW,
        about=IncidentSubject(participant_id=other, request_id=signal.request_id),
        from_at=meeting.starts_at,
        source=IncidentSource.PARTNER,
        signal=signal,
        by=None,
        now=now,
    )


def create_incident(
    service: Service,
    *,
    kind: IncidentKind,
    about: IncidentSubject,
    from_at: datetime,
    source: IncidentSource,
    by: Subject | None,
    now: datetime,
    until_at: datetime | None = None,
    is_supposed: bool = False,
    signal: Signal | None = None,
) -> Incident:
    """One row. An open one about the same is said again; by the team, that is refused."""
    about = _completed(service, kind, about, from_at)
    if until_at is not None and until_at <= from_at:
        raise Refusal(DayRefusal.BAD_TIMES)
    name = NEEDED[kind]
    what = {
        "kind": IncidentKind.WHAT_IF if is_supposed else kind,
        "supposed": kind if is_supposed else "",
        "subject": f"{name.removesuffix('_id')} {getattr(about, name)}",
    }
    is_hearsay = signal is not None or source is IncidentSource.DESK
    if found := _open_one(service, what, at=None if is_hearsay else from_at):
        if by is not None:
            raise Refusal(DayRefusal.ALREADY_OPEN)
        return found
    incident = Incident.objects.create(
        service=service,
        **what,
        **asdict(about),
        from_at=from_at,
        until_at=until_at,
        source=source,
        signal=signal,
        opened_at=now,
        by_id=account_id_of(by),
    )
    audit.record(verb="day.opened", target=incident, by_id=account_id_of(by), now=now)
    return incident


def _open_one(service: Service, what: dict[str, Any], *, at: datetime | None) -> Incident | None:
    """The same incident, open; what is heard again counts as the same, whenever it begins."""
    rows = Incident.objects.filter(service=service, state=IncidentState.OPEN, **what)
    return (rows if at is None else rows.filter(from_at=at)).first()


def _completed(
    service: Service, kind: IncidentKind, about: IncidentSubject, from_at: datetime
) -> IncidentSubject:
    """What it is about belongs to this event; who is missing, is missing at a meeting."""
    name = NEEDED[kind]
    wanted = getattr(about, name)
    if name == "participant_id":
        is_known = Participant.objects.filter(pk=wanted or 0, service=service).exists()
    else:
        is_known = ROWS[name].filter(pk=wanted or 0, event_id=service.event_id).exists()
    if not is_known:
        raise Refusal(DayRefusal.NO_SUBJECT)
    if kind is not IncidentKind.NO_SHOW or about.request_id is not None:
        return about
    running = Meeting.objects.filter(
        service=service, seats__participant=wanted, starts_at__lte=from_at, ends_at__gt=from_at
    )
    meeting = running.first()
    if meeting is None:
        raise Refusal(DayRefusal.NO_MEETING)
    return IncidentSubject(participant_id=about.participant_id, request_id=meeting.request_id)


MOST_MINUTES, MOST_MOVED = 240, 20


@transaction.atomic
def dismiss_incident(*, incident_id: int, by: Subject, now: datetime) -> Incident:
    """Nothing is done about it; the timetable stays."""
    _service, incident = lock_incident(incident_id, by)
    require_open(incident)
    _close(incident, IncidentState.DISMISSED, now=now)
    audit.record(verb="day.dismissed", target=incident, by_id=by.user_id, now=now)
    return incident


def _close(incident: Incident, state: IncidentState, *, now: datetime) -> None:
    Incident.objects.filter(pk=incident.pk).update(state=state, closed_at=now)
    incident.refresh_from_db()


@transaction.atomic
def close_undone(*, signal_id: int, now: datetime) -> int:
    """Who is there after all, or undoes a report, leaves no open incident of it; how many were closed."""
    signal = Signal.objects.filter(pk=signal_id, kind__in=ENDING).first()
    if signal is None:
        return 0
    lock_service(signal.service_id)
    rows = Incident.objects.filter(
        service_id=signal.service_id,
        state=IncidentState.OPEN,
        signal__participant_id=signal.participant_id,
        signal__request=signal.request,
        signal__said_at__lte=signal.said_at,
    )
    found = list(rows)
    for incident in found:
        _close(incident, IncidentState.DISMISSED, now=now)
        audit.record(verb="day.dismissed", target=incident, by_id=None, now=now)
    return len(found)


@transaction.atomic
def make_real(*, incident_id: int, by: Subject, now: datetime) -> Incident:
    """What was only supposed has happened: an incident of its own, which can be repaired."""
    service, incident = lock_incident(incident_id, by)
    require_open(incident)
    if incident.kind != IncidentKind.WHAT_IF:
        raise Refusal(DayRefusal.CLOSED)
    made = create_incident(
        service,
        kind=IncidentKind(incident.supposed),
        about=IncidentSubject(
            participant_id=incident.participant_id,
            place_id=incident.place_id,
            room_id=incident.room_id,
            session_id=incident.session_id,
            request_id=incident.request_id,
        ),
        from_at=incident.from_at,
        until_at=incident.until_at,
        source=IncidentSource.ORGANISER,
        by=by,
        now=now,
    )
    _close(incident, IncidentState.DISMISSED, now=now)
    audit.record(verb="day.came_true", target=made, by_id=by.user_id, now=now)
    return made
