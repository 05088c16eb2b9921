"""Where each noun of a problem came from, so that the problem's own faults can be placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from treffen.files.nearness import nearest
from treffen.problem import (
    EntityKind,
    Fault,
    FaultKind,
    LocatedFault,
    Problem,
    ReadingFault,
    ReadingFaultKind,
    Where,
)

MOST_FAULTS = 1000  # a list nobody reads to its end; the rest is counted
MOST_SUGGESTIONS = 50

REFERENCES: dict[str, str] = {
    "open": "slots",
    "slots": "slots",
    "free": "slots",
    "since": "slots",
    "until": "slots",
    "now": "slots",
    "talk": "talks",
    "participant": "participants",
    "slot": "slots",
    "home": "places",
    "places": "places",
    "place": "places",
    "must_attend": "talks",
    "likes": "talks",
    "participants": "participants",
    "after": "requests",
    "request": "requests",
    "interpreter": "interpreters",
}
"""Which list a field of an unknown id speaks of."""

MISSING = {FaultKind.NO_SLOTS: "slots", FaultKind.NO_PLACES: "places"}


@dataclass(slots=True)
class SourceMap:
    """Places in a file by noun and id, in the order of the file.

    `columns` gives a field of a noun its column number and header; `fields` overrides it for
    one noun (a field that stands elsewhere, such as a key of the event), `values` for one value
    in it (a list that goes over several columns).
    """

    spots: dict[tuple[EntityKind, str], list[Where]] = field(default_factory=dict)
    columns: dict[tuple[EntityKind, str], tuple[int, str]] = field(default_factory=dict)
    fields: dict[tuple[EntityKind, str, str], Where] = field(default_factory=dict)
    values: dict[tuple[EntityKind, str, str, str], Where] = field(default_factory=dict)

    def put(self, noun: EntityKind, id: str, where: Where) -> None:
        """Remember that a noun of this id stands here (once more)."""
        known = self.spots.get((noun, id))
        if known is None:
            self.spots[noun, id] = [where]
        else:
            known.append(where)

    def find(self, fault: Fault, nth: int = 0) -> Where:
        """Where the fault stands: the `nth` noun of that id, and the column or key of its field."""
        named = (fault.noun, fault.id, fault.field)
        exact = self.values.get((*named, fault.value)) or self.fields.get(named)
        if exact is not None:
            return exact
        known = self.spots.get((fault.noun, fault.id), [Where()])
        where = known[min(nth, len(known) - 1)]
        if where.row is None:
            path = ".".join(p for p in (where.path, fault.field) if p)
            return replace(where, path=path)
        known_column = (where.column, where.header)
        column, header = self.columns.get((fault.noun, fault.field), known_column)
        return replace(where, column=column, header=header)


def located_faults(
    problem: Problem, spots: SourceMap, *, body_missing: Collection[str] = ()
) -> list[LocatedFault]:
    """The problem's own faults at their places, with the nearest id that does exist.

    `body_missing` names lists that could not be read at all: that was said already, so what
    follows from it (no slots, unknown slots) is left out. Of a list that is empty only that is said.
    """
    faults = problem.faults()
    empty = {MISSING[fault.kind] for fault in faults if fault.kind in MISSING}
    found: list[LocatedFault] = []
    seen: Counter[tuple[EntityKind, str]] = Counter()
    ids: dict[str, list[str]] = {}
    for fault in faults:
        if _follows(fault, body_missing, empty):
            continue
        nth = 0
        if fault.kind in (FaultKind.DUPLICATE_ID, FaultKind.FROZEN_TWICE):
            seen[fault.noun, fault.id] += 1
            nth = seen[fault.noun, fault.id]
        hint = ""
        if fault.kind is FaultKind.UNKNOWN_ID and len(found) < MOST_SUGGESTIONS:
            hint = nearest(fault.value, _ids(problem, fault, ids))
        found.append(LocatedFault(fault=fault, where=spots.find(fault, nth), suggestion=hint))
    return found


def _follows(fault: Fault, missing: Collection[str], empty: Collection[str]) -> bool:
    if fault.kind in MISSING:
        return MISSING[fault.kind] in missing
    listed = REFERENCES.get(fault.field)
    return fault.kind is FaultKind.UNKNOWN_ID and (listed in missing or listed in empty)


def _ids(problem: Problem, fault: Fault, known: dict[str, list[str]]) -> list[str]:
    key = REFERENCES.get(fault.field, "")
    if fault.field in ("here", "there"):
        return sorted({place.zone for place in problem.places if place.zone})
    if fault.field == "delegates":
        return sorted({p.organisation for p in problem.participants if p.organisation})
    if key and key not in known:
        known[key] = [one.id for one in getattr(problem, key)]
    return known.get(key, [])


def cut(faults: list[LocatedFault]) -> tuple[LocatedFault, ...]:
    """The faults, or the first of them and how many more there are."""
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    rest = ReadingFault(kind=ReadingFaultKind.CUT_OFF_LIST, value=str(len(faults) - MOST_FAULTS))
    return (*faults[:MOST_FAULTS], LocatedFault(fault=rest))
