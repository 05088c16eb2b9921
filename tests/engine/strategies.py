"""Hypothesis strategies: tiny problems without faults that use every noun and every rule.

Each problem draws which features it has at all, so that simple ones stay simple and shrink well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import strategies as st
from tests.engine.oracle import keeps, meetings_of

from treffen.problem import (
    BlockId,
    Goal,
    Interpreter,
    InterpreterId,
    Like,
    OrganisationId,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    Request,
    RequestId,
    Slot,
    SlotId,
    Talk,
    TalkId,
    Walk,
    ZoneId,
)
from treffen.verification.index import ProblemIndex
from treffen.verification.rules import LASTING

FEATURES = (
    "blocks",
    "presence",
    "opening",
    "needs",
    "zones",
    "talks",
    "likes",
    "organisations",
    "delegates",
    "groups",
    "languages",
    "limits",
    "musts",
    "slots",
    "places",
    "order",
    "lengths",
    "pairs",
    "breaks",
    "frozen",
)

MOST_PEOPLE = 6  # all of them may sit at one table

On = frozenset[str]


def some_of(things: list, *, least: int = 0) -> st.SearchStrategy[frozenset]:  # type: ignore[type-arg]
    """A subset of things."""
    return st.sets(st.sampled_from(things), min_size=least).map(frozenset)


def mostly(usual: object, other: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    """The usual value, or now and then another one."""
    return st.booleans().flatmap(lambda is_other: other if is_other else st.just(usual))


@st.composite
def slots_in_blocks(draw: st.DrawFn, on: On, most: int) -> tuple[Slot, ...]:
    n = draw(st.integers(min(2, most), most))
    cut = draw(st.integers(1, n)) if "blocks" in on else n
    return tuple(Slot(id=SlotId(f"s{i}"), block=BlockId("am" if i < cut else "pm")) for i in range(n))


@st.composite
def some_places(draw: st.DrawFn, on: On, slots: list[SlotId]) -> tuple[Place, ...]:
    return tuple(
        Place(
            id=PlaceId(f"t{i}"),
            zone=ZoneId(draw(st.sampled_from(["", "a", "b"])) if "zones" in on else ""),
            features=draw(some_of(["ramp", "screen"])) if "needs" in on else frozenset(),
            open=draw(mostly(None, some_of(slots))) if "opening" in on else None,
        )
        for i in range(draw(st.integers(1, 2)))
    )


@st.composite
def interpreters(draw: st.DrawFn, on: On, slots: list[SlotId]) -> tuple[Interpreter, ...]:
    return tuple(
        Interpreter(
            id=InterpreterId(f"i{i}"),
            languages=draw(some_of(["de", "en"])),
            free=draw(mostly(None, some_of(slots))),
        )
        for i in range(draw(st.integers(0, 2)) if "languages" in on else 0)
    )


@st.composite
def participants(
    draw: st.DrawFn, on: On, *, slots: list[SlotId], talks: list[TalkId], places: list[PlaceId]
) -> tuple[Participant, ...]:
    found = []
    for i in range(draw(st.integers(2, MOST_PEOPLE))):
        minimum = draw(st.integers(0, 2)) if "limits" in on else 0
        heard = draw(some_of(talks)) if talks and "talks" in on else frozenset()
        liked = sorted(draw(some_of(talks)) - heard) if talks and "likes" in on else []
        firm = ["org", "inc"][i % 2] if "organisations" in on else None
        found.append(
            Participant(
                id=ParticipantId(f"p{i}"),
                organisation=None if firm is None else OrganisationId(firm),
                free=draw(mostly(None, some_of(slots))) if "presence" in on else None,
                minimum=minimum,
                maximum=draw(st.none() | st.integers(minimum, 3)) if "limits" in on else None,
                most_breaks=draw(st.none() | st.integers(0, 1)) if "breaks" in on else None,
                home=draw(st.none() | st.sampled_from(places)),
                needs=draw(mostly(frozenset(), some_of(["ramp"]))) if "needs" in on else frozenset(),
                languages=draw(some_of(["de", "en"])) if "languages" in on else frozenset(),
                must_attend=heard,
                likes=tuple(Like(talk=t, price=draw(st.integers(0, 3))) for t in liked),
            )
        )
    return tuple(found)


@st.composite
def requests(
    draw: st.DrawFn,
    on: On,
    *,
    people: tuple[Participant, ...],
    times: tuple[Slot, ...],
    places: list[PlaceId],
) -> tuple[Request, ...]:
    found: list[Request] = []
    slots = [s.id for s in times]
    longest = min(3, max(Counter(s.block for s in times).values()))
    firms = sorted({p.organisation for p in people if p.organisation is not None})
    for i in range(draw(st.integers(1, 5))):
        asks = bool(firms) and "delegates" in on and draw(st.booleans())
        size = st.integers(1 if asks else 2, len(people) if "groups" in on else 2)
        named = draw(st.permutations(people))[: draw(size)]
        left = [f for f in firms if any(p.organisation == f and p not in named for p in people)]
        sent = tuple(sorted(draw(some_of(left, least=1)))) if asks and left else ()
        if len(named) + len(sent) < 2:
            named = people[:2]
        allowed = draw(mostly(None, some_of(slots, least=1))) if "slots" in on else None
        where = draw(mostly(None, some_of(places, least=1))) if "places" in on else None
        found.append(
            Request(
                id=RequestId(f"r{i}"),
                participants=tuple(p.id for p in named),
                delegates=sent,
                value=draw(st.integers(0, 5)),
                must="musts" in on and draw(st.booleans()),
                slots=allowed,
                places=where,
                slot=draw(_one_of(slots, allowed)) if "slots" in on else None,
                place=draw(_one_of(places, where)) if "places" in on else None,
                after=tuple(sorted(draw(some_of([r.id for r in found])))) if found and "order" in on else (),
                length=draw(mostly(1, st.integers(1, longest))) if "lengths" in on else 1,
                needs=draw(mostly(frozenset(), some_of(["screen"]))) if "needs" in on else frozenset(),
                fewest=draw(mostly(None, st.integers(2, 4))) if "groups" in on else None,
            )
        )
    return tuple(found)


def _one_of(things: list, allowed: frozenset | None) -> st.SearchStrategy:  # type: ignore[type-arg]
    return mostly(None, st.sampled_from(things if allowed is None else sorted(allowed)))


@st.composite
def with_frozen(draw: st.DrawFn, problem: Problem) -> Problem:
    """The same problem with one or two meetings frozen that can stand side by side."""
    ground, chosen = ProblemIndex(problem), []
    for r in draw(st.permutations(problem.requests))[:2]:
        ways = [m for m in meetings_of(problem, r) if keeps(ground, [*chosen, m], LASTING)]
        if ways:
            chosen.append(draw(st.sampled_from(ways)))
    return replace(problem, frozen=tuple(chosen))


@st.composite
def problems(
    draw: st.DrawFn,
    *,
    always: On = frozenset(),
    never: On = frozenset(),
    most_slots: int = 4,
    all_must: bool = False,
) -> Problem:
    """A problem without faults. `always` and `never` name FEATURES that it must or must not have."""
    on = (draw(some_of(list(FEATURES))) | always) - never
    slots = draw(slots_in_blocks(on, most_slots))
    ids = [s.id for s in slots]
    places = draw(some_places(on, ids))
    place_ids = [p.id for p in places]
    has_talks = bool({"talks", "likes"} & on)
    talks = tuple(
        Talk(id=TalkId(f"talk{i}"), slots=draw(some_of(ids, least=1)))
        for i in range(draw(st.integers(1, 2)) if has_talks else 0)
    )
    people = draw(participants(on, slots=ids, talks=[t.id for t in talks], places=place_ids))
    asked = draw(requests(on, people=people, times=slots, places=place_ids))
    zones = sorted({p.zone for p in places})
    problem = Problem(
        slots=slots,
        places=places,
        participants=people,
        requests=tuple(replace(r, must=True) for r in asked) if all_must else asked,
        talks=talks,
        interpreters=draw(interpreters(on, ids)),
        walks=(Walk(here=zones[0], there=zones[-1], minutes=3),) if len(zones) > 1 else (),
        pair_once="pairs" in on,
        most_breaks=draw(st.none() | st.integers(0, 2)) if "breaks" in on else None,
        break_spread=draw(st.none() | st.integers(0, 1)) if "breaks" in on else None,
        goals=tuple(draw(st.permutations(list(Goal)))[: draw(st.integers(1, 4))]),
    )
    return draw(with_frozen(problem)) if "frozen" in on else problem
