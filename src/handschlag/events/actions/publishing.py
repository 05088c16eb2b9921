"""A programme is published: a new version that never changes, and letters to those concerned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event, EventStatus, ProgrammeVersion, Session
from handschlag.events.queries.organising import organises
from handschlag.events.queries.programme import drafted, published
from handschlag.events.rules.programme import Programme, continued, differences, encode, mark_of
from handschlag.events.rules.programme.differences import part_differences
from handschlag.events.rules.refusals import EventRefusal, ProgrammeRefusal


@transaction.atomic
def publish_programme(
    *, event_id: int, seen: int, by: Subject, now: datetime, mark: str | None = None, note: str = ""
) -> ProgrammeVersion:
    """The draft becomes what the public reads.

    `seen` is the number of the last version that the person knew (0: none), `mark` that of the draft they
    looked at (`rules.programme.mark_of`); if either has changed since, nothing happens.
    """
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise Refusal(EventRefusal.GONE)
    require(by, Action.PUBLISH_EVENT, owns=organises(by, event.pk))
    if event.status == EventStatus.ARCHIVED:
        raise Refusal(ProgrammeRefusal.EVENT_NOT_PUBLIC)
    last, draft = published(event.pk), drafted(event.pk)
    if last.number != seen or (mark is not None and mark != mark_of(draft)):
        raise Refusal(ProgrammeRefusal.STALE)
    programme = continued(last.programme, draft, now=now)
    changes = differences(last.programme, programme)
    if last.number and not changes and not part_differences(last.programme, programme):
        raise Refusal(ProgrammeRefusal.NOTHING_NEW)
    made = ProgrammeVersion.objects.create(
        event=event,
        number=last.number + 1,
        content=encode(programme),
        note=note,
        published_at=now,
        published_by_id=by.user_id,
    )
    write_sequences(last.programme, programme)
    audit.record(
        verb="published_programme",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"version": [last.number or None, made.number], "sessions": [None, len(changes)]},
    )
    return made


def write_sequences(before: Programme, after: Programme) -> None:
    """The rows know how often they moved, for whoever reads them without a version."""
    old = {item.id: item.sequence for item in before.items}
    moved = [item for item in after.items if item.sequence != old.get(item.id, 0)]
    rows = Session.objects.in_bulk([item.id for item in moved])
    for item in moved:
        if item.id in rows:
            rows[item.id].sequence = item.sequence
    Session.objects.bulk_update(rows.values(), ["sequence"], batch_size=200)
