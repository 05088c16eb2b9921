"""What a table would do to the programme: read anew whenever it is looked at, so that it is never old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import override

from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules.rows import ParsedRow
from handschlag.events.labels import KINDS, LANGUAGES, PARTS, Words
from handschlag.events.models import Event, ProgrammeImport, Room, Session, SessionSpeaker, Speaker, Track
from handschlag.events.queries.contributions import absences_by_speaker
from handschlag.events.queries.programme import was_published
from handschlag.events.rules.contributions import absent_speakers
from handschlag.events.rules.programme_import import (
    NamedSpeaker,
    ProgrammeFault,
    ProgrammeFrame,
    SheetKind,
    key_of_text,
    parse_rows,
    speaker_text,
)

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
        kinds=_codes(KINDS),
        languages=_codes(LANGUAGES),
        parts=_codes(PARTS),
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
