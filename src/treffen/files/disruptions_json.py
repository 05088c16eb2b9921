"""Disruptions as JSON, format `treffen.disruptions/1`.

    {"format": "treffen.disruptions/1",
     "now": "11:00",
     "disruptions": [{"kind": "gone", "participant": "ada", "since": "11:20"},
                     {"kind": "place_lost", "place": "table 7"}]}

`now` is the first slot that has not begun. An unknown key is a fault, as it is in a problem.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from treffen.files.atomic import write_text
from treffen.files.codec import COUNT, FLAG, LENGTH, NAMES, TEXT, Codec, Record, Wrong, Wrongs, optional
from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.jsontext import line_of, list_of_lines
from treffen.files.nearness import nearest
from treffen.files.problem_json import located, object_of_format
from treffen.files.records import PLACE, REQUEST, same_named
from treffen.files.source_map import cut
from treffen.files.strict_json import parse
from treffen.problem import EntityKind, Fault, LocatedFault, ReadingFaultKind, SlotId, Where
from treffen.repair import (
    Back,
    Disruption,
    Freeze,
    Gone,
    Late,
    NoShow,
    Overran,
    PlaceAdded,
    PlaceBack,
    PlaceLost,
    TalkMoved,
    Urgent,
    Withdrawn,
)

FORMAT = "treffen.disruptions/1"
SINCE = optional(TEXT)


def _record(make: type[Any], *, required: tuple[str, ...] = (), **kinds: Codec) -> Record:
    return Record(make=make, keys=same_named(**kinds), required=required)


KINDS: dict[str, Record] = {
    "gone": _record(Gone, required=("participant",), participant=TEXT, since=SINCE),
    "late": _record(Late, required=("participant", "until"), participant=TEXT, until=TEXT),
    "back": _record(Back, required=("participant",), participant=TEXT, since=SINCE),
    "no_show": _record(
        NoShow, required=("request", "participant"), request=TEXT, participant=TEXT, again=FLAG
    ),
    "place_lost": _record(PlaceLost, required=("place",), place=TEXT, since=SINCE),
    "place_back": _record(PlaceBack, required=("place",), place=TEXT, since=SINCE),
    "place_added": _record(PlaceAdded, required=("place",), place=PLACE.codec()),
    "talk_moved": _record(TalkMoved, required=("talk",), talk=TEXT, slots=NAMES),
    "overran": _record(Overran, required=("request",), request=TEXT, slots=LENGTH),
    "urgent": _record(Urgent, required=("request",), request=REQUEST.codec()),
    "withdrawn": _record(Withdrawn, required=("request",), request=TEXT),
    "freeze": _record(Freeze, slots=optional(COUNT), minutes=optional(COUNT)),
}
"""What each kind of disruption holds."""
_NAMES = {record.make: kind for kind, record in KINDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DisruptionsReading:
    """Disruptions that were read: there if and only if `faults` is empty."""

    disruptions: tuple[Disruption, ...] | None = None
    now: SlotId | None = None
    faults: tuple[LocatedFault, ...] = ()


def read_disruptions(path: str | Path) -> DisruptionsReading:
    """The disruptions in a file, or all that is wrong with the file. Never raises for what it holds."""
    path = Path(path)
    where = Where(sheet=path.name)
    try:
        found = parse(decode(read_bytes(path, where), where), where)
        body = object_of_format(found, FORMAT, where)
    except Unreadable as error:
        return DisruptionsReading(faults=(error.located,))
    wrongs: Wrongs = []
    disruptions = _all(body.get("disruptions"), wrongs)
    now = _now(body, wrongs)
    wrongs += [
        Wrong(ReadingFaultKind.UNKNOWN_KEY, key, key, choices=("now", "disruptions"))
        for key in body
        if key not in ("format", "now", "disruptions")
    ]
    if wrongs:
        return DisruptionsReading(faults=cut([located(wrong, path.name) for wrong in wrongs]))
    return DisruptionsReading(disruptions=disruptions, now=now)


def _now(body: dict[str, Any], wrongs: Wrongs) -> SlotId | None:
    known = len(wrongs)
    now = SINCE.read(body.get("now"), wrongs)
    for wrong in wrongs[known:]:
        wrong.path = f"now{wrong.path}"
    return None if now is None else SlotId(now)


def _all(raw: object, wrongs: Wrongs) -> tuple[Disruption, ...]:
    if raw is None:
        wrongs.append(Wrong(ReadingFaultKind.MISSING_KEY, "disruptions", "disruptions"))
        return ()
    if not isinstance(raw, list):
        wrongs.append(Wrong(ReadingFaultKind.WRONG_TYPE, "disruptions", raw, expected="list"))
        return ()
    found = []
    for index, one in enumerate(raw):
        known = len(wrongs)
        item = _one(one, wrongs)
        for wrong in wrongs[known:]:
            wrong.path = f"disruptions[{index}]{wrong.path}"
        if item is not None:
            found.append(item)
    return tuple(found)


def _one(raw: object, wrongs: Wrongs) -> Disruption | None:
    if not isinstance(raw, dict):
        wrongs.append(Wrong(ReadingFaultKind.WRONG_TYPE, value=raw, expected="object"))
        return None
    kind, names = raw.get("kind"), tuple(KINDS)
    if kind is None:
        wrongs.append(Wrong(ReadingFaultKind.MISSING_KEY, ".kind", "kind"))
        return None
    record = KINDS.get(kind) if isinstance(kind, str) else None
    if record is None:
        expected = ", ".join(names)
        wrongs.append(Wrong(ReadingFaultKind.NOT_A_CHOICE, ".kind", kind, expected=expected, choices=names))
        return None
    known = len(wrongs)
    item: Disruption = record.read({k: v for k, v in raw.items() if k != "kind"}, wrongs)
    return item if len(wrongs) == known else None


def write_disruptions(
    path: str | Path, disruptions: Iterable[Disruption], *, now: SlotId | None = None
) -> None:
    """Write disruptions, one a line; whole or not at all. Raises `OSError` as writing does."""
    lines = [f'{{"format": "{FORMAT}"']
    if now is not None:
        lines.append(f'"now": {line_of(now)}')
    written = [{"kind": _NAMES[type(one)], **KINDS[_NAMES[type(one)]].write(one)} for one in disruptions]
    lines.append(list_of_lines("disruptions", written))
    write_text(Path(path), ",\n".join(lines) + "}\n")


def located_in_disruptions(
    faults: Iterable[Fault], reading: DisruptionsReading, *, sheet: str, ids: Iterable[str] = ()
) -> tuple[LocatedFault, ...]:
    """Faults of disruptions and of what is new in them, at their places in the file."""
    spots = {(EntityKind.DISRUPTION, str(n)): f"disruptions[{n - 1}]" for n in range(1, _count(reading) + 1)}
    for n, one in enumerate(reading.disruptions or ()):
        if isinstance(one, Urgent):
            spots[EntityKind.REQUEST, one.request.id] = f"disruptions[{n}].request"
        elif isinstance(one, PlaceAdded):
            spots[EntityKind.PLACE, one.place.id] = f"disruptions[{n}].place"
    known = tuple(ids)
    found = []
    for fault in faults:
        head = spots.get((fault.noun, fault.id), "")
        where = Where(sheet=sheet, path=".".join(p for p in (head, fault.field) if p))
        hint = nearest(fault.value, known) if fault.value else ""
        found.append(replace(LocatedFault(fault=fault, where=where), suggestion=hint or ""))
    return cut(found)


def _count(reading: DisruptionsReading) -> int:
    return len(reading.disruptions or ())
