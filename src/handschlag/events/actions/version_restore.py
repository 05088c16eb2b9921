"""The draft goes back to what an earlier version said; the public sees it when it is published again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Actor, Network
from handschlag.events.actions.event_writes import editable_event, touch_event
from handschlag.events.actions.sessions import Around, write_around
from handschlag.events.models import Event, Room, Session, Speaker, Track
from handschlag.events.queries.programme import drafted, published, version
from handschlag.events.rules.programme import Item, Programme, etag_of
from handschlag.events.rules.refusals import ProgrammeRefusal

FACTS = (
    "kind",
    "starts_at",
    "ends_at",
    "title_de",
    "title_en",
    "abstract_de",
    "abstract_en",
    "language",
    "seats",
    "is_time_invented",
    "is_cancelled",
)


@transaction.atomic
def take_back(*, event_id: int, number: int, mark: str, by: Subject, now: datetime) -> None:
    """Sessions are as in version `number`; those that came later are cancelled, drafts stay drafts.

    `mark` is that of the draft that the person saw: what others changed since is not swept away.
    """
    event = editable_event(event_id, by)
    wanted = version(event.pk, number) if number > 0 else None
    if wanted is None:
        raise Refusal(ProgrammeRefusal.NO_SUCH_VERSION)
    if etag_of(drafted(event.pk)) != mark:
        raise Refusal(ProgrammeRefusal.STALE)
    last = published(event.pk).programme
    _bring_back_missing(event, wanted.programme)
    rows = Session.objects.filter(event=event).in_bulk()
    for item in wanted.programme.items:
        _write_item(event, rows.get(item.id), item, now=now)
    ids = {item.id for item in wanted.programme.items}
    for item in last.items:
        row = rows.get(item.id)
        if item.id not in ids and row is not None and not row.is_cancelled:
            row.is_cancelled, row.version, row.changed_at = True, row.version + 1, now
            row.save(update_fields=["is_cancelled", "version", "changed_at"])
    audit.record(
        verb="programme.taken_back",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"version": [published(event.pk).number, number]},
    )
    touch_event(event, now)


def _bring_back_missing(event: Event, programme: Programme) -> None:
    """Rooms, tracks and speakers that are gone by now, under their old keys."""
    rooms = set(Room.objects.filter(event=event).values_list("pk", flat=True))
    names = set(Room.objects.filter(event=event).values_list("name_de", flat=True))
    for room in programme.rooms:
        if room.id not in rooms:
            name = room.name_de if room.name_de not in names else f"{room.name_de} ({room.id})"
            Room.objects.create(
                pk=room.id,
                event=event,
                name_de=name[:80],
                name_en=room.name_en,
                seats=room.seats,
                is_step_free=room.is_step_free,
            )
    tracks = set(Track.objects.filter(event=event).values_list("pk", flat=True))
    taken = set(Track.objects.filter(event=event).values_list("name_de", flat=True))
    for track in programme.tracks:
        if track.id not in tracks:
            name = track.name_de if track.name_de not in taken else f"{track.name_de} ({track.id})"
            Track.objects.create(pk=track.id, event=event, name_de=name[:80], name_en=track.name_en)
    _bring_back_people(event, programme)


def _bring_back_people(event: Event, programme: Programme) -> None:
    known = set(Speaker.objects.filter(event=event).values_list("pk", flat=True))
    for one in programme.people:
        if one.id not in known:
            Speaker.objects.create(
                pk=one.id,
                event=event,
                name=one.name,
                role_de=one.role_de,
                role_en=one.role_en,
                organisation=one.organisation,
                about_de=one.about_de,
                about_en=one.about_en,
                actor=Actor.objects.filter(pk=one.actor or 0).first(),
                network=Network.objects.filter(pk=one.network or 0).first(),
                is_demo=one.is_demo,
            )


def _write_item(event: Event, row: Session | None, item: Item, *, now: datetime) -> None:
    made = row or Session(pk=item.id, event=event, uid=item.uid, created_at=now, sequence=item.sequence)
    for fact in FACTS:
        setattr(made, fact, getattr(item, fact))
    made.room_id, made.track_id = item.room, item.track
    made.version = made.version + 1 if row else 1
    made.changed_at = now
    made.save(force_insert=row is None)
    write_around(
        made,
        Around(
            speakers=tuple((one.speaker, one.part) for one in item.speakers),
            papers=tuple((one.url, one.title_de, one.title_en) for one in item.papers),
        ),
    )
