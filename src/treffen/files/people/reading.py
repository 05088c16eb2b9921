"""What reading profiles gives: the pool, or everything that is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from treffen.files.nearness import nearest
from treffen.files.source_map import MOST_SUGGESTIONS, SourceMap, cut
from treffen.problem import EntityKind, FaultKind, LocatedFault
from treffen.recommendation import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleReading:
    """A file of profiles that was read: `pool` is there if and only if `faults` is empty."""

    pool: Pool | None = None
    faults: tuple[LocatedFault, ...] = ()
    notices: tuple[LocatedFault, ...] = ()
    labels: Mapping[tuple[EntityKind, str], str] = field(default_factory=dict)


def reading_of(
    pool: Pool,
    spots: SourceMap,
    *,
    faults: Iterable[LocatedFault],
    notices: Iterable[LocatedFault] = (),
    labels: Mapping[tuple[EntityKind, str], str],
    concepts: frozenset[str] | None,
) -> PeopleReading:
    """The pool with its own faults at their places, and the nearest id that does exist."""
    found = [*faults, *_located(pool, spots, concepts)]
    return PeopleReading(
        pool=None if found else pool, faults=cut(found), notices=tuple(notices), labels=labels
    )


def _located(pool: Pool, spots: SourceMap, concepts: frozenset[str] | None) -> list[LocatedFault]:
    found: list[LocatedFault] = []
    seen: Counter[tuple[EntityKind, str]] = Counter()
    ids = [str(profile.id) for profile in pool.profiles]
    for fault in pool.faults(concepts=concepts):
        nth = 0
        if fault.kind is FaultKind.DUPLICATE_ID:
            seen[fault.noun, fault.id] += 1
            nth = seen[fault.noun, fault.id]
        hint = ""
        if fault.kind is FaultKind.UNKNOWN_ID and len(found) < MOST_SUGGESTIONS:
            hint = nearest(fault.value, (concepts or ()) if fault.field == "concepts" else ids)
        found.append(LocatedFault(fault=fault, where=spots.find(fault, nth), suggestion=hint))
    return found
