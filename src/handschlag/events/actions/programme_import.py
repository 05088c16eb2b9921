"""A table of sessions and speakers comes into the programme: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import UNFINISHED, hold, kept_columns, move
from handschlag.common.table_import.reading import read_tables
from handschlag.common.table_import.rules.fields import chosen_fields, guess_columns
from handschlag.common.table_import.rules.refusals import FileRefusal, ImportRefusal
from handschlag.events.actions.components import save_component
from handschlag.events.actions.event_writes import editable_event
from handschlag.events.actions.sessions import Around, around_of, save_session
from handschlag.events.models import Event, ProgrammeImport, ProgrammeImportState, Session
from handschlag.events.queries.components import component_or_none, etag_of_component
from handschlag.events.queries.programme_import import (
    PlannedRow,
    SpeakerKey,
    key_of_speaker,
    known_speakers,
    programme_dry_run,
)
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.programme_import import FIELDS, MOST_ROWS, NEEDED, SheetKind, kind_of

_OPEN = frozenset({ProgrammeImportState.CHECKED})


def upload(*, event_id: int, content: bytes, file_name: str, by: Subject, now: datetime) -> ProgrammeImport:
    """The file was read, its sheets and columns were guessed; nothing of it is in the programme yet."""
    with transaction.atomic():
        editable_event(event_id, by)  # asked before a file is read: reading takes time
    found: dict[SheetKind, dict[str, object]] = {}
    columns = {}
    for sheet in read_tables(content):
        kind = kind_of(sheet)
        if kind is None or kind in found:
            continue
        if len(sheet.rows) - 1 > MOST_ROWS:
            raise Refusal(FileRefusal.TOO_MANY_ROWS, most=MOST_ROWS)
        found[kind] = {"kind": kind, "name": sheet.name, "first_row": sheet.first_row, "rows": sheet.rows}
        columns[kind.value] = kept_columns(guess_columns(sheet.rows[0], FIELDS[kind]))
    if not found:
        raise Refusal(ImportRefusal.NO_NAME_COLUMN)
    with transaction.atomic():
        event = editable_event(event_id, by)
        row = ProgrammeImport.objects.create(
            event=event,
            owner_id=by.user_id,
            file_name=file_name[-120:],
            packed=ProgrammeImport.pack(list(found.values())),
            columns=columns,
            created_at=now,
        )
        audit.record(verb="programme.uploaded", target=row, by_id=by.user_id, now=now)
    return row


@transaction.atomic
def choose_columns(
    *, event_id: int, import_id: int, kind: SheetKind, columns: Mapping[int, str], seen: int, by: Subject
) -> None:
    """The columns of this sheet are these."""
    row = _held(event_id, import_id, seen=seen, by=by)
    sheet = next((one for one in row.sheets if one["kind"] == kind), None)
    if sheet is None:
        raise Refusal(ImportRefusal.NO_SUCH_ROW)
    allowed = {one.key for one in FIELDS[kind]}
    chosen = chosen_fields(columns, width=len(sheet["rows"][0]), allowed=allowed)
    if NEEDED[kind] not in chosen.values():
        raise Refusal(ImportRefusal.NO_NAME_COLUMN)
    move(row, columns={**row.columns, kind.value: kept_columns(chosen)})


@transaction.atomic
def discard(*, event_id: int, import_id: int, by: Subject, now: datetime) -> None:
    """The file is gone; nothing of it is in the programme."""
    row = _held(event_id, import_id, seen=None, by=by)
    audit.record(verb="programme.import_discarded", target=row, by_id=by.user_id, now=now)
    row.delete()


@transaction.atomic
def apply(
    *, event_id: int, import_id: int, expected: int, seen: int, by: Subject, now: datetime
) -> ProgrammeImport:
    """Every row is in the draft of the programme; `expected` is how many changes the page named."""
    row = _held(event_id, import_id, seen=seen, by=by)
    event = editable_event(event_id, by)
    found = programme_dry_run(row, event)
    if found.count("faulty"):
        raise Refusal(ImportRefusal.FAULTS_LEFT, rows=found.count("faulty"))
    if not found.to_do:
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
    if found.to_do != expected:
        raise Refusal(ImportRefusal.STALE)
    todo = [one for one in found.rows if one.outcome in {"new", "changed"}]
    for one in todo:
        if one.kind is SheetKind.SPEAKERS:
            _save_speaker(event, one, by=by, now=now)
    known = known_speakers(event.pk)
    for one in todo:
        if one.kind is SheetKind.SESSIONS:
            _save_session(event, one, known, by=by, now=now)
    move(row, state=ProgrammeImportState.APPLIED, applied_at=now, packed=b"")
    changes = {name: [None, found.count(name)] for name in ("new", "changed", "same")}
    audit.record(verb="programme.imported", target=row, by_id=by.user_id, now=now, changes=changes)
    return row


@transaction.atomic
def forget_imports(*, now: datetime) -> int:
    """Files that were never applied go after two weeks; how many."""
    return ProgrammeImport.objects.filter(state__in=_OPEN, created_at__lt=now - UNFINISHED).delete()[0]


def _held(event_id: int, import_id: int, *, seen: int | None, by: Subject) -> ProgrammeImport:
    return hold(
        ProgrammeImport,
        import_id,
        states=_OPEN,
        seen=seen,
        require=lambda row: _require(row, event_id, by),
    )


def _require(row: ProgrammeImport, event_id: int, by: Subject) -> None:
    editable_event(event_id, by)
    if row.event_id != event_id:
        raise Refusal(ImportRefusal.GONE)


def _save_speaker(event: Event, planned: PlannedRow, *, by: Subject, now: datetime) -> None:
    part, seen = EventComponent.SPEAKER, ""
    if planned.pk is not None:
        speaker = component_or_none(part, event.pk, planned.pk)
        seen = etag_of_component(part, speaker) if speaker else ""
    save_component(
        part=part, event_id=event.pk, pk=planned.pk, values=planned.values, seen=seen, by=by, now=now
    )


def _save_session(
    event: Event, planned: PlannedRow, speaker_ids: dict[SpeakerKey, int], *, by: Subject, now: datetime
) -> None:
    around = around_of(Session.objects.get(pk=planned.pk)) if planned.pk is not None else Around()
    if planned.speakers is not None:
        speaking: dict[int, str] = {}
        for named in planned.speakers:
            key = key_of_speaker(named.name, named.organisation)
            if key not in speaker_ids:
                values = {"name": named.name, "organisation": named.organisation}
                made = save_component(
                    part=EventComponent.SPEAKER,
                    event_id=event.pk,
                    pk=None,
                    values=values,
                    seen="",
                    by=by,
                    now=now,
                )
                speaker_ids[key] = made.pk
            speaking.setdefault(speaker_ids[key], named.part)
        around = Around(speakers=tuple(speaking.items()), papers=around.papers)
    save_session(
        event_id=event.pk,
        pk=planned.pk,
        values=planned.values,
        around=around,
        seen=planned.version,
        by=by,
        now=now,
        anyway=True,
    )
