"""What a table of sessions or of speakers may hold, and how its rows are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from handschlag.common.names import folded_name
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.common.table_import import cells
from handschlag.common.table_import.cells import (
    CellFault,
    ImportField,
    ParsedRow,
    Unreadable,
    guess_columns,
    load_fields,
)
from handschlag.common.table_import.reading import Sheet, texts_by_field
from handschlag.events.moments import OddMoment, span_of

MOST_ROWS: Final = 2_000
_HERE: Final = Path(__file__).parent


class SheetKind(StrEnum):
    SESSIONS = "sessions"
    SPEAKERS = "speakers"


FIELDS: Final[Mapping[SheetKind, tuple[ImportField, ...]]] = {
    SheetKind.SESSIONS: load_fields(_HERE / "session_columns.csv"),
    SheetKind.SPEAKERS: load_fields(_HERE / "speaker_columns.csv"),
}
NEEDED: Final = {SheetKind.SESSIONS: "title_de", SheetKind.SPEAKERS: "name"}
_LONGEST: Final = {kind: {one.key: one.longest for one in fields} for kind, fields in FIELDS.items()}


class ProgrammeFault(Reason):
    """What can be wrong with a row beside its cells."""

    UNKNOWN = "unknown", _("The event has nothing of this name. Add it first, or correct the name.")
    NOT_A_TIME = "not_a_time", _("Enter a time, for example 9:30.")
    NO_SUCH_TIME = "no_such_time", _("The clocks are changed then. Enter another time.")
    TIME_LACKS = "time_lacks", _("Day, beginning and end belong together: state all three, or none.")
    UNKNOWN_ID = (
        "unknown_id",
        _("No session of this event has this ID. Empty the cell to add the session as a new one."),
    )
    TWICE = "twice", _("Row %(row)s is about the same. Leave one of them out.")
    NO_TITLE = "no_title", _("Enter a title.")
    NEEDS_A_TIME = "needs_a_time", _("This session has been public and needs a time.")
    NO_SUCH_PART = (
        "no_such_part",
        _("In square brackets there can only be “moderator” or “panellist”, in English or German."),
    )
    SPEAKER_CANNOT = "speaker_cannot", _("A speaker cannot be there at that time.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFrame:
    """What cells are read against: words in both languages, folded, and what they stand for."""

    zone: ZoneInfo
    kinds: Mapping[str, str]
    languages: Mapping[str, str]
    parts: Mapping[str, str]
    rooms: Mapping[str, int]
    tracks: Mapping[str, int]
    speakers: Mapping[str, tuple[str, str]]  # `key_of_text` of those there are: name and organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpeaker:
    """Somebody as a cell names them: `Ada Lindqvist (Werkstatt Ada) [moderator]`."""

    name: str
    organisation: str = ""
    part: str = "speaker"


def kind_of(sheet: Sheet) -> SheetKind | None:
    """What a sheet holds by its headings; None where it is neither."""
    found = {kind: guess_columns(sheet.rows[0], fields) for kind, fields in FIELDS.items()}
    fitting = [kind for kind in SheetKind if NEEDED[kind] in found[kind].values()]
    return max(fitting, key=lambda kind: len(found[kind])) if fitting else None


def parse_rows(
    rows: Sequence[Sequence[str]],
    *,
    kind: SheetKind,
    columns: Mapping[int, str],
    first_row: int,
    frame: ProgrammeFrame,
) -> list[ParsedRow]:
    """Each row that says something, with its values or faults at its cells."""
    at = {field: index for index, field in columns.items()}
    found = []
    for number, texts in texts_by_field(rows, columns=columns, first_row=first_row):
        row = ParsedRow(number=number, texts=texts, columns=at)
        _read_lines(row, kind, at)
        if kind is SheetKind.SESSIONS:
            _read_session(row, at, frame)
        if not row.text(NEEDED[kind]):
            is_session = kind is SheetKind.SESSIONS
            row.add_fault(NEEDED[kind], ProgrammeFault.NO_TITLE if is_session else CellFault.MISSING)
        found.append(row)
    return found


def _read_lines(row: ParsedRow, kind: SheetKind, at: Iterable[str]) -> None:
    """Plain texts, also empty ones: a column that is there says what holds."""
    for name in at:
        is_long = name.startswith(("about", "abstract"))
        if name in _NOT_PLAIN:
            continue
        row.values[name] = ""
        row.read(name, partial(cells.text if is_long else cells.line, longest=_LONGEST[kind][name]))


_NOT_PLAIN: Final = frozenset(
    {"kind", "language", "room", "track", "day", "starts", "ends", "seats", "speakers"}
)


def _read_session(row: ParsedRow, at: Mapping[str, int], frame: ProgrammeFrame) -> None:
    for name, known in (("kind", frame.kinds), ("language", frame.languages)):
        row.read(name, partial(_known, words=known))
    for name, known_rows in (("room", frame.rooms), ("track", frame.tracks)):
        if name in at:
            row.values[name] = None
            row.read(name, partial(_known, words=known_rows))
    if "seats" in at:
        row.values["seats"] = None
        row.read("seats", cells.whole_number)
    if "speakers" in at:
        row.values["speakers"] = ()
        row.read("speakers", partial(_named_speakers, frame=frame))
    if {"day", "starts", "ends"} & at.keys():
        _read_span(row, frame.zone)


def _read_span(row: ParsedRow, zone: ZoneInfo) -> None:
    row.values["span"] = (None, None)
    said = [row.text(name) for name in ("day", "starts", "ends")]
    if not any(said):
        return
    if not all(said):
        row.add_fault("day", ProgrammeFault.TIME_LACKS)
        return
    day: date | None = row.value_of("day", cells.day)
    starts, ends = row.value_of("starts", _clock), row.value_of("ends", _clock)
    if day is not None and starts is not None and ends is not None:
        try:
            row.values["span"] = span_of(day, starts, ends, zone)
        except OddMoment:
            row.add_fault("starts", ProgrammeFault.NO_SUCH_TIME)


def _clock(cell: str) -> time:
    """`9:30`, `09.30`, `9:30:00` or `9:30 Uhr`; anything else is unreadable."""
    plain = cell.lower().removesuffix("uhr").strip().replace(".", ":")
    hour, _colon, rest = plain.rpartition(" ")[2].partition(":")
    try:
        return time(int(hour), int(rest.partition(":")[0] or 0))
    except (ValueError, OverflowError):
        raise Unreadable(ProgrammeFault.NOT_A_TIME) from None


def _known(cell: str, *, words: Mapping[str, Any]) -> Any:
    found = words.get(folded_name(cell))
    if found is None:
        raise Unreadable(ProgrammeFault.UNKNOWN)
    return found


def _named_speakers(cell: str, *, frame: ProgrammeFrame) -> tuple[NamedSpeaker, ...]:
    """Those whom a cell names, with `;` or a line end between them."""
    cells.text(cell, longest=_LONGEST[SheetKind.SESSIONS]["speakers"])
    pieces, found = cell.replace("\n", ";").split(";"), []
    longest = 1 + max((text.count(";") for text in frame.speakers), default=0)
    while pieces:
        # A known organisation may have a `;` of its own: as much as is known together is one speaker.
        ends = range(min(longest, len(pieces)), 0, -1)
        end = next((end for end in ends if _is_known(";".join(pieces[:end]), frame)), 1)
        text, pieces = ";".join(pieces[:end]).strip(), pieces[end:]
        if text:
            found.append(_named_speaker(text, frame))
    return tuple(one for one in found if one.name)


def _is_known(text: str, frame: ProgrammeFrame) -> bool:
    return key_of_text(_without_part(text)[0]) in frame.speakers or key_of_text(text) in frame.speakers


def _without_part(text: str) -> tuple[str, str]:
    """What stands before the last square brackets, and what stands in them."""
    if not text.strip().endswith("]"):
        return text, ""
    before, _bracket, part = text.strip()[:-1].rpartition("[")
    return before, part


def _named_speaker(text: str, frame: ProgrammeFrame) -> NamedSpeaker:
    if (known := frame.speakers.get(key_of_text(text))) is not None:
        return NamedSpeaker(name=known[0], organisation=known[1])
    before, said = _without_part(text)
    part = frame.parts.get(folded_name(said)) if said.strip() else "speaker"
    if part is None:
        raise Unreadable(ProgrammeFault.NO_SUCH_PART)
    if (known := frame.speakers.get(key_of_text(before))) is not None:
        return NamedSpeaker(name=known[0], organisation=known[1], part=part)
    name, organisation = before.strip(), ""
    if name.endswith(")") and "(" in name:
        name, _bracket, organisation = name[:-1].partition("(")
    longest = _LONGEST[SheetKind.SPEAKERS]
    return NamedSpeaker(
        name=cells.line(name, longest=longest["name"]),
        organisation=cells.line(organisation, longest=longest["organisation"]),
        part=part,
    )


def key_of_text(text: str) -> str:
    """Under which a speaker is found by the whole text that names them."""
    return " ".join(text.split()).casefold()


def speaker_text(name: str, organisation: str, part: str) -> str:
    """The same the other way round."""
    where = f" ({organisation})" if organisation else ""
    return f"{name}{where}" + (f" [{part}]" if part != "speaker" else "")
