"""Which tables are formed: the best there are, never at too high a price, and each can be held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from treffen.admission import AdmissionController, Admitted
from treffen.errors import InvalidProblem
from treffen.problem import FaultKind, Participant, Place, Problem, Request, Slot
from treffen.timetable import Timetable
from treffen.topic_tables import SeatWish, TopicTable, form_tables, hold

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SLOTS = ("s0", "s1", "s2")
PEOPLE = tuple(f"p{n}" for n in range(6))


@st.composite
def offers(draw: st.DrawFn) -> tuple[Problem, list[TopicTable]]:
    """A tiny event without other requests, and up to three tables."""
    some = st.frozensets(st.sampled_from(SLOTS), min_size=1)
    problem = Problem(
        slots=tuple(Slot(id=s) for s in SLOTS),
        places=tuple(Place(id=f"t{n}") for n in range(draw(st.integers(1, 2)))),
        participants=tuple(
            Participant(id=p, free=draw(st.none() | some), maximum=draw(st.none() | st.integers(0, 2)))
            for p in PEOPLE
        ),
        requests=(),
    )
    tables = []
    for n in range(draw(st.integers(1, 3))):
        host, *guests = draw(st.permutations(PEOPLE))[: draw(st.integers(1, 5))]
        seats = draw(st.integers(2, 5))
        tables.append(
            TopicTable(
                id=f"table{n}",
                host=host,
                seats=seats,
                fewest=draw(st.integers(2, min(seats, 3))),
                wishes=tuple(SeatWish(participant=p, value=draw(st.integers(0, 3))) for p in guests),
                slots=draw(st.none() | some),
            )
        )
    return problem, tables


def free(problem: Problem, person: str) -> frozenset[str]:
    one = next(p for p in problem.participants if p.id == person)
    return frozenset(SLOTS) if one.free is None else one.free


def room(problem: Problem, person: str) -> int:
    most = next(p.maximum for p in problem.participants if p.id == person)
    return min(len(free(problem, person)), len(SLOTS) if most is None else most)


def ways(problem: Problem, table: TopicTable) -> Iterator[tuple[SeatWish, ...] | None]:
    """No table, or every set of guests with a slot in common with the host."""
    yield None
    for size in range(table.fewest - 1, table.seats):
        for guests in combinations(table.wishes, size):
            people = (table.host, *(wish.participant for wish in guests))
            if frozenset.intersection(table.slots or frozenset(SLOTS), *(free(problem, p) for p in people)):
                yield guests


def best(problem: Problem, tables: list[TopicTable]) -> int:
    """The most that seats can be worth, by trying everything."""
    found = 0
    for chosen in product(*(list(ways(problem, table)) for table in tables)):
        held = [(t, guests) for t, guests in zip(tables, chosen, strict=True) if guests is not None]
        times = Counter(p for t, guests in held for p in (t.host, *(w.participant for w in guests)))
        if len(held) > len(problem.places) * len(SLOTS) or any(
            n > room(problem, p) for p, n in times.items()
        ):
            continue
        found = max(found, sum(wish.value for _, guests in held for wish in guests))
    return found


@SLOW
@given(offered=offers())
def test_the_best_tables_are_formed(offered: tuple[Problem, list[TopicTable]]) -> None:
    problem, tables = offered
    formed = form_tables(problem, tables)
    assert formed.value == sum(r.value for r in formed.requests) == best(problem, tables)
    assert formed.value <= formed.bound
    assert formed.price == 0
    assert {r.id for r in formed.requests} | set(formed.not_held) == {t.id for t in tables}
    for table in tables:
        for one in formed.tables:
            if one.request.id == table.id:
                assert table.fewest <= len(one.request.participants) <= table.seats
                assert {*one.guests, *one.waiting} == {wish.participant for wish in table.wishes}
                desk = AdmissionController(problem, Timetable())
                assert isinstance(hold(desk, table, guests=one.guests), Admitted)
                assert desk.problem.requests == (one.request,)


def busy_event(*, must: bool = False) -> Problem:
    """One slot, and two pairs of five people who would rather meet alone."""
    pairs = (("p0", "p1"), ("p2", "p3"))
    return Problem(
        slots=(Slot(id="s0"),),
        places=tuple(Place(id=f"t{n}") for n in range(3)),
        participants=tuple(Participant(id=p) for p in PEOPLE[:5]),
        requests=tuple(
            Request(id="".join(p), participants=p, value=v, must=must)
            for p, v in zip(pairs, (100, 1), strict=True)
        ),
    )


def table_of_all() -> TopicTable:
    guests = tuple(SeatWish(participant=p, value=200) for p in PEOPLE[:4])
    return TopicTable(id="table", host="p4", seats=5, wishes=guests)


def test_the_others_lose_no_more_than_the_price() -> None:
    cheap = form_tables(busy_event(), [table_of_all()], price=0.01)
    assert [set(r.participants) for r in cheap.requests] == [{"p4", "p2", "p3"}]
    assert (cheap.others_alone, cheap.others, cheap.price) == (101, 100, 1)
    assert cheap.tables[0].waiting == ("p0", "p1")
    nothing = form_tables(busy_event(), [table_of_all()], price=0.0)
    assert (nothing.requests, nothing.not_held, nothing.price) == ((), ("table",), 0)
    dear = form_tables(busy_event(), [table_of_all()], price=1.0)
    assert len(dear.requests[0].participants) == 5


def test_what_must_be_held_is_not_touched() -> None:
    formed = form_tables(busy_event(must=True), [table_of_all()], price=1.0)
    assert formed.requests == ()


WRONG = {
    FaultKind.DUPLICATE_ID: replace(table_of_all(), id="p0p1"),
    FaultKind.UNKNOWN_ID: replace(table_of_all(), host="nobody"),
    FaultKind.SAME_PERSON_TWICE: replace(table_of_all(), host="p0"),
    FaultKind.BAD_NUMBER: replace(table_of_all(), seats=2),
    FaultKind.LONGER_THAN_BLOCKS: replace(table_of_all(), length=2),
}


@pytest.mark.parametrize(("kind", "table"), WRONG.items(), ids=[str(kind) for kind in WRONG])
def test_every_fault_of_a_table_is_told(kind: FaultKind, table: TopicTable) -> None:
    with pytest.raises(InvalidProblem) as raised:
        form_tables(busy_event(), [table])
    assert kind in {fault.kind for fault in raised.value.faults}
