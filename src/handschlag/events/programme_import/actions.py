"""A table of sessions and speakers: what it would do to the programme, and all of it done, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.names import folded_name
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import ParsedRow, chosen_fields, guess_columns
from handschlag.common.table_import.drafts import UNFINISHED, hold, kept_columns, move
from handschlag.common.table_import.reading import FileRefusal, ImportRefusal, read_tables
from handschlag.events.contributions.calls import absences_by_speaker, absent_speakers
from handschlag.events.editing import EventComponent, component_or_none, editable_event, etag_of_component
from handschlag.events.labels import SESSION_KINDS, SESSION_LANGUAGES, SPEAKER_PARTS, Words
from handschlag.events.models import (
    Event,
    ProgrammeImport,
    ProgrammeImportState,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Track,
)
from handschlag.events.parts import save_component
from handschlag.events.programme.sessions import Around, around_of, save_session
from handschlag.events.programme_import.rules import (
    FIELDS,
    MOST_ROWS,
    NEEDED,
    NamedSpeaker,
    ProgrammeFault,
    ProgrammeFrame,
    SheetKind,
    key_of_text,
    kind_of,
    parse_rows,
    speaker_text,
)
from handschlag.events.versions import was_published

type SpeakerKey = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class PlannedRow:
    """One row: what there is, what would be written, in order; `row` has its faults."""

    kind: SheetKind
    row: ParsedRow
    pk: int | None = None
    version: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    speakers: Sequence[NamedSpeaker] | None = None  # None: they stay
    is_changed: bool = False

    @property
    def outcome(self) -> str:
        if self.row.faults:
            return "faulty"
        if self.pk is None:
            return "new"
        return "changed" if self.is_changed else "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeDryRun:
    """All rows of a file, speakers first."""

    rows: Sequence[PlannedRow]
    sheet_names: Mapping[SheetKind, str]

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.rows)

    @property
    def to_do(self) -> int:
        return self.count("new") + self.count("changed")


def programme_dry_run(draft: ProgrammeImport, event: Event) -> ProgrammeDryRun:
    """A dozen queries, however long the file is."""
    frame, speaker_ids = _frame_of(event), known_speakers(event.pk)
    planned: dict[SheetKind, list[PlannedRow]] = {kind: [] for kind in SheetKind}
    names = {}
    for sheet in sorted(draft.sheets, key=lambda one: one["kind"] != SheetKind.SPEAKERS):
        kind = SheetKind(sheet["kind"])
        names[kind] = sheet["name"]
        rows = parse_rows(
            sheet["rows"],
            kind=kind,
            columns=draft.columns_of(kind),
            first_row=sheet["first_row"],
            frame=frame,
        )
        planned[kind] = [PlannedRow(kind=kind, row=row) for row in rows]
        if kind is SheetKind.SPEAKERS:  # sessions may name whoever this file adds
            named = [(row.values.get("name", ""), row.values.get("organisation", "")) for row in rows]
            frame = replace(frame, speakers={**_texts_of(named), **frame.speakers})
    _plan_speakers(planned[SheetKind.SPEAKERS], event, speaker_ids)
    _plan_sessions(planned[SheetKind.SESSIONS], event, speaker_ids)
    found = [*planned[SheetKind.SPEAKERS], *planned[SheetKind.SESSIONS]]
    return ProgrammeDryRun(rows=found, sheet_names=names)


def newest_imports(event_id: int) -> Sequence[ProgrammeImport]:
    """The ten newest files, without what stands in them."""
    return list(ProgrammeImport.objects.filter(event_id=event_id).defer("packed")[:10])


def sessions_with_speakers(event_id: int) -> list[tuple[Session, list[SessionSpeaker]]]:
    """All sessions of the draft with rooms and tracks, in the order of the programme; two queries."""
    rows = Session.objects.filter(event_id=event_id).select_related("room", "track")
    return [(row, list(row.speaking.all())) for row in rows.prefetch_related("speaking__speaker")]


def all_speakers(event_id: int) -> QuerySet[Speaker]:
    """The speakers of the event, by name."""
    return Speaker.objects.filter(event_id=event_id)


def known_speakers(event_id: int) -> dict[SpeakerKey, int]:
    """Speakers by name and organisation; by the name alone where only one has it. The oldest counts."""
    rows = list(
        Speaker.objects.filter(event_id=event_id).order_by("pk").values_list("pk", "name", "organisation")
    )
    found: dict[SpeakerKey, int] = {}
    for pk, name, organisation in rows:
        found.setdefault(key_of_speaker(name, organisation), pk)
    for pk, name, _organisation in rows:
        found.setdefault(key_of_speaker(name, ""), pk)
    return found


def key_of_speaker(name: str, organisation: str) -> SpeakerKey:
    """Under which a speaker is known."""
    return folded_name(name), folded_name(organisation)


def _plan_speakers(rows: Iterable[PlannedRow], event: Event, speaker_ids: Mapping[SpeakerKey, int]) -> None:
    there = {one.pk: one for one in Speaker.objects.filter(event=event)}
    seen: dict[SpeakerKey, int] = {}
    for one in rows:
        values = one.row.values
        key = key_of_speaker(values.get("name", ""), values.get("organisation", ""))
        if key in seen:
            one.row.add_fault("name", ProgrammeFault.TWICE, row=seen[key])
        seen[key] = one.row.number
        pk = speaker_ids.get(key)
        one.pk, one.values = pk, dict(values)
        if pk is not None:
            one.is_changed = any(getattr(there[pk], name) != value for name, value in values.items())


def _plan_sessions(rows: Iterable[PlannedRow], event: Event, speaker_ids: Mapping[SpeakerKey, int]) -> None:
    there = {str(one.uid): one for one in Session.objects.filter(event=event)}
    absences, speaking = absences_by_speaker(event.pk), _speaking_in(event.pk)
    seen: dict[str, int] = {}
    for one in rows:
        uid = one.row.values.get("uid", "")
        if uid and uid in seen:
            one.row.add_fault("uid", ProgrammeFault.TWICE, row=seen[uid])
        seen[uid] = one.row.number
        session = there.get(uid)
        if uid and session is None:
            one.row.add_fault("uid", ProgrammeFault.UNKNOWN_ID)
        one.speakers = one.row.values.get("speakers")
        one.values = _values_of(one.row)
        if session is not None:
            _compare(one, session, speaker_ids, speaking.get(session.pk, []), event.pk)
        if one.outcome in {"new", "changed"} and _is_away(
            one, session, speaker_ids, speaking.get(session.pk, []) if session else [], absences
        ):
            one.row.add_fault("starts", ProgrammeFault.SPEAKER_CANNOT)


def _is_away(
    planned: PlannedRow,
    session: Session | None,
    speaker_ids: Mapping[SpeakerKey, int],
    speaking: Sequence[tuple[int, str]],
    absences: Mapping[int, tuple[tuple[datetime, datetime], ...]],
) -> bool:
    """Whether somebody who is added, or whose session gets another time, cannot be there then."""
    starts, ends = planned.values.get("starts_at"), planned.values.get("ends_at")
    if starts is None or ends is None:
        return False
    there = [pk for pk, _part in speaking]
    ids = there
    if planned.speakers is not None:
        ids = [speaker_ids.get(key_of_speaker(one.name, one.organisation), 0) for one in planned.speakers]
    if session is not None and (session.starts_at, session.ends_at) == (starts, ends):
        ids = [pk for pk in ids if pk not in there]
    return bool(absent_speakers((starts, ends), ids, absences))


def _compare(
    planned: PlannedRow,
    session: Session,
    speaker_ids: Mapping[SpeakerKey, int],
    speaking: Sequence[tuple[int, str]],
    event_id: int,
) -> None:
    planned.pk, planned.version = session.pk, str(session.version)
    is_other = any(getattr(session, name) != value for name, value in planned.values.items())
    if planned.speakers is not None:
        named = [
            (speaker_ids.get(key_of_speaker(s.name, s.organisation), 0), s.part) for s in planned.speakers
        ]
        if named == list(speaking):
            planned.speakers = None
        else:
            is_other = True
    planned.is_changed = is_other
    loses_time = "starts_at" in planned.values and planned.values["starts_at"] is None
    if loses_time and was_published(event_id, session.pk):
        planned.row.add_fault("day", ProgrammeFault.NEEDS_A_TIME)
    planned.values = {
        name: planned.values.get(name, getattr(session, name)) for name in {*_ALWAYS, *planned.values}
    }


_ALWAYS = ("starts_at", "ends_at", "room_id", "track_id")  # what an action looks at


def _speaking_in(event_id: int) -> Mapping[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    rows = SessionSpeaker.objects.filter(session__event_id=event_id)
    for session, speaker, part in rows.values_list("session_id", "speaker_id", "part"):
        found.setdefault(session, []).append((speaker, part))
    return found


def _values_of(row: ParsedRow) -> dict[str, Any]:
    """The facts of a session that the row states."""
    plain = ("title_de", "title_en", "kind", "language", "seats", "abstract_de", "abstract_en")
    found = {name: row.values[name] for name in plain if name in row.values}
    for name in ("room", "track"):
        if name in row.values:
            found[f"{name}_id"] = row.values[name]
    if "span" in row.values:
        found["starts_at"], found["ends_at"] = row.values["span"]
    return found


def _frame_of(event: Event) -> ProgrammeFrame:
    return ProgrammeFrame(
        zone=ZoneInfo(event.time_zone),
        kinds=_codes(SESSION_KINDS),
        languages=_codes(SESSION_LANGUAGES),
        parts=_codes(SPEAKER_PARTS),
        rooms=_named(Room.objects.filter(event=event).values_list("pk", "name_de", "name_en")),
        speakers=_texts_of(all_speakers(event.pk).order_by("-pk").values_list("name", "organisation")),
        tracks=_named(Track.objects.filter(event=event).values_list("pk", "name_de", "name_en")),
    )


def _texts_of(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Name and organisation by the text that an export has for them."""
    return {key_of_text(speaker_text(name, where, "speaker")): (name, where) for name, where in rows if name}


def _codes(words: Words) -> dict[str, str]:
    """A code by itself, and by its words in both languages."""
    found = {folded_name(code): code for code in words}
    for language in ("de", "en"):
        with override(language):
            found |= {folded_name(str(word)): code for code, word in words.items()}
    return found


def _named(rows: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for pk, *names in rows:
        for name in filter(None, names):
            found.setdefault(folded_name(name), pk)
    return found


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
