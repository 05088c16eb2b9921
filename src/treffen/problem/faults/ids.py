"""What the event as a whole must have, and ids."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.problem.entities import Goal, Parts
from treffen.problem.faults.fault import LONGEST_ID, EntityKind, Fault, FaultKind, fault, nouns_of
from treffen.problem.plain_requests import PlainRequests


def id_faults(parts: Parts) -> Iterator[Fault]:
    """Faults of the event as a whole, then of ids."""
    yield from _event(parts)
    yield from _ids(parts)


def _event(parts: Parts) -> Iterator[Fault]:
    if not parts.slots:
        yield fault(FaultKind.NO_SLOTS, EntityKind.EVENT)
    if not parts.places and parts.requests:
        yield fault(FaultKind.NO_PLACES, EntityKind.EVENT)
    seen: set[Goal] = set()
    for goal in parts.goals:
        if not isinstance(goal, Goal):
            yield fault(FaultKind.UNKNOWN_GOAL, EntityKind.EVENT, field="goals", value=goal)
        elif goal in seen:
            yield fault(FaultKind.DUPLICATE_GOAL, EntityKind.EVENT, field="goals", value=goal)
        else:
            seen.add(goal)


def _ids(parts: Parts) -> Iterator[Fault]:
    for noun, nouns in nouns_of(parts):
        if isinstance(nouns, PlainRequests) and nouns.are_distinct():
            continue
        if _are_sound([one.id for one in nouns]):  # type: ignore[attr-defined]  # every noun listed has one
            continue
        seen: set[str] = set()
        for one in nouns:
            id: str = one.id  # type: ignore[attr-defined]  # every noun listed has one
            if not id.strip():
                yield fault(FaultKind.EMPTY_ID, noun, id, "id")
            elif len(id) > LONGEST_ID:
                yield fault(FaultKind.LONG_ID, noun, id[:LONGEST_ID], "id", len(id))
            elif id in seen:
                yield fault(FaultKind.DUPLICATE_ID, noun, id, "id", id)
            seen.add(id)


def _are_sound(ids: list[str]) -> bool:
    """Whether all of them are there, short enough, and different: a million at once."""
    return (
        len({*ids}) == len(ids) and all(map(str.strip, ids)) and max(map(len, ids), default=0) <= LONGEST_ID
    )
