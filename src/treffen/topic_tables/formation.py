"""Which tables are held and who sits at them: chosen without slots, all other requests beside them.

The more people sit at one table, the more meet in the time of one meeting; but that time is taken from
meetings in pairs. So the two are weighed in one program, in which the others may lose a share at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from treffen.errors import InvalidProblem
from treffen.problem import ParticipantId, Problem, Request, RequestId
from treffen.topic_tables.offer import TopicTable, request_of, table_faults
from treffen.topic_tables.program import FormationProgram

PRICE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class FormedTable:
    """A table that is to be held: its request, its guests and who would still like to sit there.

    Guests and those who wait stand in the order of what a seat is worth to them, the most first.
    """

    request: Request
    guests: tuple[ParticipantId, ...]
    waiting: tuple[ParticipantId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormedTables:
    """What was chosen.

    `value` is that of all tables, to their hosts and guests; no choice at this price exceeds `bound`.
    `others` is what the other requests are worth beside these tables, `others_alone` without any: both in
    a program without slots, in which a request may be held in part.
    """

    tables: tuple[FormedTable, ...]
    not_held: tuple[RequestId, ...]
    value: int
    bound: int
    others: float
    others_alone: float

    @property
    def requests(self) -> tuple[Request, ...]:
        """One request for each table that is to be held."""
        return tuple(table.request for table in self.tables)

    @property
    def price(self) -> float:
        """What the other requests lose."""
        return max(0.0, self.others_alone - self.others)


def form_tables(
    problem: Problem, tables: Sequence[TopicTable], *, price: float = PRICE, seed: int = 0
) -> FormedTables:
    """Choose the tables and guests that are worth most at a price, and of these what costs the others least.

    The others lose `price` of their value at most, as a share; requests that must be held lose nothing.
    Raises `InvalidProblem` with all faults of the problem and of the tables.

    >>> from treffen.problem import Participant, Place, Slot
    >>> from treffen.topic_tables import SeatWish, TopicTable
    >>> problem = Problem(
    ...     slots=(Slot(id="10:00"),),
    ...     places=(Place(id="table 1"),),
    ...     participants=tuple(Participant(id=id) for id in ("ada", "bo", "cy")),
    ...     requests=(),
    ... )
    >>> wishes = (SeatWish(participant="bo"), SeatWish(participant="cy", value=2))
    >>> formed = form_tables(problem, [TopicTable(id="hydrogen", host="ada", seats=5, wishes=wishes)])
    >>> formed.requests[0].participants
    ('ada', 'cy', 'bo')
    """
    faults = problem.faults()
    if not faults:
        faults = tuple(table_faults(problem, tables))
    if faults:
        raise InvalidProblem(faults)
    chosen = FormationProgram(problem, tables).solve(price=price, seed=seed)
    formed = tuple(_formed(t, chosen.guests[t.id]) for t in tables if t.id in chosen.guests)
    return FormedTables(
        tables=formed,
        not_held=tuple(t.id for t in tables if t.id not in chosen.guests),
        value=chosen.value,
        bound=chosen.bound,
        others=chosen.others,
        others_alone=chosen.others_alone,
    )


def _formed(table: TopicTable, guests: frozenset[ParticipantId]) -> FormedTable:
    ranked = [wish.participant for wish in sorted(table.wishes, key=lambda wish: -wish.value)]
    sitting = tuple(p for p in ranked if p in guests)
    waiting = tuple(p for p in ranked if p not in guests)
    return FormedTable(request=request_of(table, sitting), guests=sitting, waiting=waiting)
