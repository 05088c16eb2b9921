"""Sessions: written with their speakers and materials, moved, cancelled and taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.event_writes import changes_to, editable_event, in_audit, touch_event
from handschlag.events.models import Contribution, Event, Material, Session, SessionSpeaker, Speaker
from handschlag.events.queries.components import component_or_none
from handschlag.events.queries.contributions import absences_by_speaker
from handschlag.events.queries.programme import was_published
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.contributions import absent_speakers
from handschlag.events.rules.refusals import EventRefusal

HALF_AN_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What hangs on a session: (speaker, part) in their order, and (address, German title, English title)."""

    speakers: Sequence[tuple[int, str]] = ()
    papers: Sequence[tuple[str, str, str]] = ()


@transaction.atomic
def save_session(
    *,
    event_id: int,
    pk: int | None,
    values: Mapping[str, object],
    around: Around,
    seen: str,
    by: Subject,
    now: datetime,
    anyway: bool = False,
) -> Session:
    """A session says this; without a `pk` it is a new one. `seen` is the version that the form showed.

    `anyway`: although one of its speakers cannot be there at that time.
    """
    event = editable_event(event_id, by)
    _check(event, values, around)
    if pk is None:
        if not anyway:
            _check_speakers(event, values, around)
        row = Session.objects.create(event=event, created_at=now, changed_at=now, **values)
        write_around(row, around)
        audit.record(verb="session.added", target=row, by_id=by.user_id, now=now)
        touch_event(event, now)
        return row
    row = _fresh(event, pk, seen)
    if values.get("starts_at") is None and was_published(event.pk, pk):
        raise Refusal(EventRefusal.NEEDS_A_TIME)
    new = changes_to(row, values)
    is_around_new = around_of(row) != around
    if not anyway and ({"starts_at", "ends_at"} & new.keys() or is_around_new):
        _check_speakers(event, values, around)
    if new or is_around_new:
        _write_session(row, new, by=by, now=now, is_around_new=is_around_new)
        write_around(row, around)
        touch_event(event, now)
    return row


def _fresh(event: Event, pk: int, seen: str) -> Session:
    """The session as the person saw it, or a refusal."""
    row = Session.objects.filter(pk=pk, event=event).first()
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if str(row.version) != seen:
        raise Refusal(EventRefusal.STALE)
    return row


def _check(event: Event, values: Mapping[str, object], around: Around) -> None:
    """Rooms, tracks and speakers are those of the same event."""
    for name, part in (("room_id", EventComponent.ROOM), ("track_id", EventComponent.TRACK)):
        pk = values.get(name)
        if isinstance(pk, int) and component_or_none(part, event.pk, pk) is None:
            raise Refusal(EventRefusal.NOT_OF_THIS_EVENT)
    ids = {speaker for speaker, _ in around.speakers}
    if Speaker.objects.filter(event=event, pk__in=ids).count() != len(ids):
        raise Refusal(EventRefusal.NOT_OF_THIS_EVENT)


def _check_speakers(event: Event, values: Mapping[str, object], around: Around) -> None:
    """Nobody speaks when they said they cannot be there."""
    starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
    if not isinstance(starts_at, datetime) or not isinstance(ends_at, datetime):
        return
    speakers = [speaker for speaker, _part in around.speakers]
    if absent_speakers((starts_at, ends_at), speakers, absences_by_speaker(event.pk)):
        raise Refusal(EventRefusal.SPEAKER_CANNOT)


def _write_session(
    row: Session,
    new: Mapping[str, object],
    *,
    by: Subject,
    now: datetime,
    verb: str = "session.edited",
    is_around_new: bool = False,
) -> None:
    noted = in_audit(row, new) | ({"speakers": []} if is_around_new else {})
    for name, value in new.items():
        setattr(row, name, value)
    row.version, row.changed_at = row.version + 1, now
    row.save()
    audit.record(verb=verb, target=row, by_id=by.user_id, now=now, changes=noted)


def around_of(row: Session) -> Around:
    """Speakers and papers that hang on the session now, in their order."""
    speaking = SessionSpeaker.objects.filter(session=row).values_list("speaker_id", "part")
    papers = Material.objects.filter(session=row).values_list("url", "title_de", "title_en")
    return Around(speakers=tuple(speaking), papers=tuple(papers))


def write_around(row: Session, around: Around) -> None:
    """The session has exactly these speakers and papers, in this order; what it had before is gone."""
    SessionSpeaker.objects.filter(session=row).delete()
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=row, speaker_id=speaker, part=part, position=position)
        for position, (speaker, part) in enumerate(around.speakers)
    )
    Material.objects.filter(session=row).delete()
    Material.objects.bulk_create(
        Material(session=row, url=url, title_de=title_de, title_en=title_en, position=position)
        for position, (url, title_de, title_en) in enumerate(around.papers)
    )


@transaction.atomic
def move_session(
    *,
    event_id: int,
    pk: int,
    room_id: int | None,
    starts_at: datetime,
    seen: str,
    by: Subject,
    now: datetime,
    anyway: bool = False,
) -> Session:
    """The session begins then and there; it lasts as long as before, or as it was proposed."""
    event = editable_event(event_id, by)
    row = _fresh(event, pk, seen)
    _check(event, {"room_id": room_id}, Around())
    length = row.ends_at - row.starts_at if row.starts_at and row.ends_at else _usual_length(row)
    new = changes_to(row, {"room_id": room_id, "starts_at": starts_at, "ends_at": starts_at + length})
    if "starts_at" in new and not anyway:
        _check_speakers(event, {"starts_at": starts_at, "ends_at": starts_at + length}, around_of(row))
    if new:
        _write_session(row, new, by=by, now=now, verb="session.moved")
        touch_event(event, now)
    return row


def _usual_length(row: Session) -> timedelta:
    minutes = Contribution.objects.filter(session=row).values_list("minutes", flat=True).first()
    return timedelta(minutes=minutes) if minutes else HALF_AN_HOUR


@transaction.atomic
def set_cancelled(
    *, event_id: int, pk: int, is_cancelled: bool, seen: str, by: Subject, now: datetime
) -> Session:
    """The session does not take place, or does after all; people learn it when the programme is published."""
    event = editable_event(event_id, by)
    row = _fresh(event, pk, seen)
    if row.is_cancelled == is_cancelled:
        return row
    if is_cancelled:
        _write_session(row, {"is_cancelled": True}, by=by, now=now, verb="session.cancelled")
    else:
        _write_session(row, {"is_cancelled": False}, by=by, now=now, verb="session.revived")
    touch_event(event, now)
    return row
