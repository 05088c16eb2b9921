"""An event as data of the B2B benchmark (`.dzn`), and what such data cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from treffen.files.atomic import write_text
from treffen.files.b2b import AFTERNOON, ANY, MORNING, SPREAD
from treffen.problem import (
    Goal,
    LocatedFault,
    PlaceKind,
    Problem,
    ReadingFault,
    ReadingFaultKind,
    Request,
)

K = ReadingFaultKind


def _pairs_twice(event: Problem) -> Iterator[bool]:
    """Of the requests of one pair at most one would be held; the data knows no such rule."""
    pairs = Counter(frozenset(request.participants) for request in event.requests)
    return (event.pair_once and n > 1 for n in pairs.values())


RULES: Mapping[str, Callable[[Problem], Iterable[bool]]] = {
    "request.must": lambda e: (not r.must for r in e.requests),
    "request.participants": lambda e: (len(r.participants) != 2 for r in e.requests),
    "request.delegates": lambda e: (bool(r.delegates) for r in e.requests),
    "request.length": lambda e: (r.length != 1 for r in e.requests),
    "request.places": lambda e: (r.places is not None for r in e.requests),
    "request.place": lambda e: (r.place is not None for r in e.requests),
    "request.needs": lambda e: (bool(r.needs) for r in e.requests),
    "request.slots": lambda e: (_half(r, _morning(e), e) is None for r in e.requests),
    "participant.maximum": lambda e: (p.maximum is not None for p in e.participants),
    "participant.most_breaks": lambda e: (p.most_breaks is not None for p in e.participants),
    "participant.needs": lambda e: (bool(p.needs) for p in e.participants),
    "participant.languages": lambda e: (bool(p.languages) for p in e.participants),
    "participant.must_attend": lambda e: (bool(p.must_attend) for p in e.participants),
    "interpreters": lambda e: (bool(e.interpreters),),
    "place.open": lambda e: (p.open is not None for p in e.places),
    "slot.block": lambda e: (a.block != b.block for a, b in zip(e.slots, e.slots[1:], strict=False)),
    "frozen": lambda e: (bool(m) for m in e.frozen),
    "most_breaks": lambda e: (e.most_breaks is not None,),
    "break_spread": lambda e: (e.break_spread != SPREAD,),
    "pair_once": _pairs_twice,
}
"""Rules of an event that the data has no words for: each says of how many nouns it holds."""
REST: Mapping[str, Callable[[Problem], Iterable[bool]]] = {
    "title": lambda e: (bool(e.title),),
    "request.value": lambda e: (r.value != 1 for r in e.requests),
    "request.fewest": lambda e: (r.fewest is not None for r in e.requests),
    "participant.minimum": lambda e: (p.minimum > 0 for p in e.participants),
    "participant.home": lambda e: (p.home is not None for p in e.participants),
    "participant.organisation": lambda e: (p.organisation is not None for p in e.participants),
    "participant.network": lambda e: (p.network is not None for p in e.participants),
    "participant.likes": lambda e: (bool(p.likes) for p in e.participants),
    "place.kind": lambda e: (p.kind is not PlaceKind.TABLE for p in e.places),
    "place.zone": lambda e: (bool(p.zone) for p in e.places),
    "place.features": lambda e: (bool(p.features) for p in e.places),
    "slot.start": lambda e: (s.start is not None for s in e.slots),
    "slot.end": lambda e: (s.end is not None for s in e.slots),
    "talks": lambda e: (bool(t) for t in e.talks),
    "walks": lambda e: (bool(w) for w in e.walks),
    "promised": lambda e: (bool(m) for m in e.promised),
    "goals": lambda e: (e.goals != (Goal.BREAKS,),),
    "ids": lambda e: (_is_renamed(e),),
}
"""What is lost without making the event easier or harder to hold."""


def beyond_b2b(problem: Problem) -> tuple[LocatedFault, ...]:
    """The rules of an event that such data cannot say, counted; empty if it can be written."""
    return _told(problem, RULES, K.NOT_EXPRESSIBLE)


def left_by_b2b(problem: Problem) -> tuple[LocatedFault, ...]:
    """What is not carried over, counted."""
    return _told(problem, REST, K.NOT_CARRIED_OVER)


def _told(
    problem: Problem, questions: Mapping[str, Callable[[Problem], Iterable[bool]]], kind: ReadingFaultKind
) -> tuple[LocatedFault, ...]:
    found = {name: sum(holds(problem)) for name, holds in questions.items()}
    value = ", ".join(f"{name} ({n})" for name, n in found.items() if n)
    return (LocatedFault(fault=ReadingFault(kind=kind, value=value)),) if value else ()


def write_b2b(path: str | Path, problem: Problem) -> None:
    """Write the data; whole or not at all. The event must have nothing `beyond_b2b`. Raises `OSError`."""
    write_text(Path(path), "\n".join(_lines(problem)) + "\n")


def _lines(event: Problem) -> Iterator[str]:
    people = {person.id: n for n, person in enumerate(event.participants, 1)}
    number = {slot.id: n for n, slot in enumerate(event.slots, 1)}
    meetings = {request.id: n for n, request in enumerate(event.requests, 1)}
    morning = _morning(event)
    yield f"nBusiness = {len(people)};\nnMeetings = {len(meetings)};\nnTables = {len(event.places)};"
    yield f"nTotalSlots = {len(number)};\nnMorningSlots = {morning};\n"
    rows = (
        f"{people[r.participants[0]]}, {people[r.participants[1]]}, {_half(r, morning, event)}"
        for r in event.requests
    )
    yield "requested = [|" + ",\n|".join(rows) + ",\n|];\n" if meetings else "requested = [];\n"
    takes: dict[int, list[int]] = {n: [] for n in people.values()}
    for request in event.requests:
        for person in request.participants:
            takes[people[person]].append(meetings[request.id])
    yield f"meetingsxBusiness = {_sets([1, *(n + 1 for n in those)] for those in takes.values())};\n"
    yield f"nMeetingsBusiness = [{','.join(str(len(those)) for those in takes.values())}];\n"
    forbidden = (
        [n for id, n in number.items() if p.free is not None and id not in p.free] for p in event.participants
    )
    yield f"forbidden = {_sets([0, *those] for those in forbidden)};\n"
    yield f"fixed = [{','.join(str(number[r.slot] if r.slot else 0) for r in event.requests)}];\n"
    yield f"precedences = {_sets(sorted(meetings[a] for a in r.after) for r in event.requests)};"


def _sets(rows: Iterable[Sequence[int]]) -> str:
    return "[" + ",\n".join("{" + ",".join(map(str, row)) + "}" for row in rows) + "]"


# --- what fits --------------------------------------------------------------------------------


def _morning(event: Problem) -> int:
    """How many slots the morning has: the requests with fewest slots say it; all, if none does."""
    order = [slot.id for slot in event.slots]
    for request in event.requests:
        if request.slots and len(request.slots) < len(order):
            n = len(request.slots)
            if request.slots == frozenset(order[:n]):
                return n
            if request.slots == frozenset(order[-n:]):
                return len(order) - n
    return len(order)


def _half(request: Request, morning: int, event: Problem) -> int | None:
    """Morning, afternoon or any time; None where it is something else."""
    order = [slot.id for slot in event.slots]
    if request.slots is None or request.slots == frozenset(order):
        return ANY
    if request.slots == frozenset(order[:morning]):
        return MORNING
    return AFTERNOON if request.slots == frozenset(order[morning:]) else None


def _is_renamed(event: Problem) -> bool:
    ids = (
        [slot.id for slot in event.slots],
        [person.id for person in event.participants],
        [request.id for request in event.requests],
    )
    return any(id != str(n) for those in ids for n, id in enumerate(those, 1))
