"""A programme is published: a new version that never changes, and letters to those concerned."""

from __future__ import annotations

import contextlib
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit, jobs
from handschlag.common.refusals import Refusal
from handschlag.events.emails import programme as letters
from handschlag.events.models import Event, EventStatus, ProgrammeVersion, Session
from handschlag.events.queries.organising import organises
from handschlag.events.queries.programme import NOTHING_YET, drafted, of_row, published, version
from handschlag.events.queries.session_followers import concerned_by
from handschlag.events.rules.programme import (
    Programme,
    continued,
    differences,
    encode,
    etag_of,
    is_worth_a_letter,
)
from handschlag.events.rules.programme.differences import part_differences
from handschlag.events.rules.refusals import EventRefusal, ProgrammeRefusal

NOTICES = "events.tell_changes"


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
    if last.number != seen or (mark is not None and mark != etag_of(draft)):
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
    _write_sequences(last.programme, programme)
    if last.number and concerned_by(event.pk, changes):
        jobs.enqueue(kind=NOTICES, payload={"version_id": made.pk}, owner_id=by.user_id, now=now)
    audit.record(
        verb="published_programme",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"version": [last.number or None, made.number], "sessions": [None, len(changes)]},
    )
    return made


def tell_changes(*, version_id: int, now: datetime) -> int:
    """A letter to everybody who chose a session that moved; how many there were."""
    row = ProgrammeVersion.objects.select_related("event").get(pk=version_id)
    before = version(row.event_id, row.number - 1) or NOTHING_YET
    after = of_row(row)
    changes = differences(before.programme, after.programme)
    readers = concerned_by(row.event_id, changes)
    for reader in readers:
        mine = [one for one in changes if one.id in reader.session_ids and is_worth_a_letter(one)]
        with contextlib.suppress(Refusal):  # an address that is none must not keep the others waiting
            letters.tell_changed(
                reader=reader,
                event=row.event,
                changes=mine,
                before=before.programme,
                after=after.programme,
                note=row.note,
                now=now,
            )
    return len(readers)


def _write_sequences(before: Programme, after: Programme) -> None:
    """The rows know how often they moved, for whoever reads them without a version."""
    old = {item.id: item.sequence for item in before.items}
    moved = [item for item in after.items if item.sequence != old.get(item.id, 0)]
    rows = Session.objects.in_bulk([item.id for item in moved])
    for item in moved:
        if item.id in rows:
            rows[item.id].sequence = item.sequence
    Session.objects.bulk_update(rows.values(), ["sequence"], batch_size=200)
