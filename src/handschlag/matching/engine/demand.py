"""Where supply is missing, who is overrun, who is alone: counted from needs, offers and requests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handschlag.common.threads.memo import Memo
from handschlag.matching.engine.problem import participant_of, slots_of, talks_of
from handschlag.matching.engine.rule_translation import ruling_of
from handschlag.matching.engine.vocabulary import codes_named, fields_of
from handschlag.matching.queries.demand import FEW_REQUESTS, DemandFacts, ParticipantStatement
from handschlag.matching.queries.engine_input import EngineInput, EngineParticipant

NOBODY: Final = 0  # the row of people who are in no network
SCARCE, ENOUGH_NEEDS = 1.15, 3
BRIDGE: Final = 2  # requests between two networks up to which a bridge is missing
_ROWS_AT_ONCE: Final = 512
type _Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDemand:
    """One field: how often it is sought and offered."""

    field: str
    needs: int
    offers: int

    @property
    def ratio(self) -> float:
        return self.needs / self.offers if self.offers else float(self.needs)

    @property
    def is_scarce(self) -> bool:
        return self.needs >= ENOUGH_NEEDS and self.ratio >= SCARCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    columns: tuple[FieldDemand, ...]
    cells: Mapping[tuple[int, str], int]
    people: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two networks: mutual wishes, all requests, fields in common, pairs of people of whom one has what the
    other seeks."""

    one: int
    other: int
    mutual: int
    asked: int
    common: tuple[str, ...]
    fitting: int

    @property
    def is_missing(self) -> bool:
        return self.asked <= BRIDGE and self.fitting > self.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crowded:
    """More requests than free slots; `remedy` is the cheapest way, with the slots it brings."""

    participant: int
    wished: int
    free: int
    remedy: str
    gain: int

    @property
    def over(self) -> int:
        """Requests for which there is no slot."""
        return self.wished - self.free


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lonely:
    participant: int
    wished: int
    remedy: str
    number: int


@lru_cache(maxsize=8192)
def _field_of(
    concepts: tuple[str, ...], text: str, language: str, not_meant: tuple[str, ...]
) -> tuple[str, ...]:
    return fields_of(concepts) or fields_of(codes_named(text, language, not_meant))


def fields_said(said: ParticipantStatement) -> tuple[str, ...]:
    """The fields that a need or an offer speaks of."""
    return _field_of(said.concepts, said.text, said.language, said.not_meant)


def matrix_of(found: DemandFacts) -> Matrix:
    """Needs by network and field, the scarcest field first."""
    cells: Counter[tuple[int, str]] = Counter()
    needs: Counter[str] = Counter()
    offers: Counter[str] = Counter()
    for said in found.said:
        for field in fields_said(said):
            if field not in found.fields:
                continue
            if said.direction == "offer":
                offers[field] += 1
                continue
            needs[field] += 1
            for network in found.people[said.participant].networks or (NOBODY,):
                cells[network, field] += 1
    columns = [
        FieldDemand(field=field, needs=number, offers=offers[field]) for field, number in needs.items()
    ]
    columns.sort(key=lambda one: (-one.ratio, -one.needs, one.field))
    people: Counter[int] = Counter()
    for one in found.people.values():
        people.update(one.networks or (NOBODY,))
    return Matrix(columns=tuple(columns), cells=cells, people=people)


def links_of(found: DemandFacts) -> tuple[Link, ...]:
    """Every pair of networks that has something in common, or to do with each other."""
    mutual: Counter[tuple[int, int]] = Counter()
    asked: Counter[tuple[int, int]] = Counter()
    for pair in found.pairs:
        if pair.one not in found.people or pair.other not in found.people:
            continue
        for key in _between(found.people[pair.one].networks, found.people[pair.other].networks):
            asked[key] += 1
            mutual[key] += pair.is_mutual
    fitting, common = _fitting_of(found)
    nothing = Counter[str]()
    keys = sorted({*asked, *fitting})
    return tuple(
        Link(
            one=one,
            other=other,
            mutual=mutual[one, other],
            asked=asked[one, other],
            common=tuple(code for code, _n in common.get((one, other), nothing).most_common()),
            fitting=fitting[one, other],
        )
        for one, other in keys
    )


def _between(some: tuple[int, ...], others: tuple[int, ...]) -> set[tuple[int, int]]:
    """Pairs of different networks; who is in both of a pair crosses nothing."""
    if set(some) & set(others):
        return set()
    return {(min(a, b), max(a, b)) for a in some for b in others}


type _Fitting = tuple[Counter[tuple[int, int]], dict[tuple[int, int], Counter[str]]]
_MOST_PAIRS: Final = 20_000  # of networks: all there are of 200
_FITTING: Final[Memo[object, _Fitting]] = Memo(_MOST_PAIRS, weigh=lambda found: 1 + len(found[0]))


def _fitting_of(found: DemandFacts) -> _Fitting:
    """Pairs of people across networks, one of whom offers what the other seeks, by field.

    Remembered under all that it is counted from.
    """
    networks = sorted({pk for one in found.people.values() for pk in one.networks})
    fields, seeks, gives = _said_in_fields(found)
    columns = {pk: column for column, pk in enumerate(networks)}
    within = [(row, columns[pk]) for row, one in enumerate(found.people.values()) for pk in one.networks]
    member = _table(within, len(found.people), len(networks))
    tables = (member, seeks, gives)
    key = (*networks, *fields, *(sha256(one.astype(np.uint8).tobytes()).digest() for one in tables))
    return _FITTING.get(key, lambda: _counted_fitting(networks, fields, tables))


def _counted_fitting(
    networks: list[int], fields: list[str], tables: tuple[_Table, _Table, _Table]
) -> _Fitting:
    """Of 1,500 people a million pairs fit: they are counted as products of tables, some rows at a time."""
    member, seeks, gives = tables
    fitting = np.zeros((len(networks), len(networks)))
    shared = np.zeros((len(fields), *fitting.shape))
    for start in range(0, len(member), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        apart = member[rows] @ member.T == 0
        fits = (seeks[rows] @ gives.T + gives[rows] @ seeks.T > 0) & apart
        fitting += member[rows].T @ (fits @ member)
        for field in range(len(fields)):
            one, other = seeks[rows, field] > 0, gives[:, field] > 0
            shared[field] += member[rows][one].T @ (apart[np.ix_(one, other)] @ member[other])
    shared += shared.transpose(0, 2, 1)
    pairs: Counter[tuple[int, int]] = Counter()
    common: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for a, b in np.argwhere(np.triu(fitting, 1) > 0).tolist():
        key = networks[a], networks[b]
        pairs[key] = int(fitting[a, b])
        common[key] = Counter({code: int(n) for code, n in zip(fields, shared[:, a, b], strict=True) if n})
    return pairs, dict(common)  # whoever reads what is remembered adds nothing to it


def _said_in_fields(demand: DemandFacts) -> tuple[list[str], _Table, _Table]:
    """Fields in the order in which they are sought first; who seeks something in each, and who offers."""
    rows = {pk: row for row, pk in enumerate(demand.people)}
    fields: dict[str, int] = {}
    cells: dict[str, list[tuple[int, int]]] = {"need": [], "offer": []}
    for direction, several in cells.items():
        for said in demand.said:
            if said.direction == direction:
                several += [
                    (rows[said.participant], fields.setdefault(field, len(fields)))
                    for field in fields_said(said)
                ]
    seeks, gives = (_table(several, len(rows), len(fields)) for several in cells.values())
    return list(fields), seeks, gives


def _table(cells: Sequence[tuple[int, int]], rows: int, columns: int) -> _Table:
    """1 in these cells and 0 in all others."""
    made = np.zeros((rows, columns))
    for row, column in cells:
        made[row, column] = 1
    return made


def crowded_of(demand: DemandFacts, facts: EngineInput) -> tuple[_Crowded, ...]:
    """Who has more requests than free slots, those with most too many first."""
    slots, ruling = slots_of(facts), ruling_of(facts)
    talks = talks_of(facts, slots)
    known = {one.id: one.slots for one in talks}
    wished = Counter(demand.asked)
    lines = []
    for person in facts.people:
        engine = participant_of(person, slots, talks=known, ruling=ruling)
        busy = {slot for talk in engine.must_attend for slot in known[talk]}
        hours = len((engine.free or frozenset()) - busy)
        free = hours if engine.maximum is None else min(hours, engine.maximum)
        if wished[person.id] > free:
            remedy, gain = _remedy_of(
                person, hours=hours, free=free, wished=wished[person.id], all_=len(slots)
            )
            lines.append(
                _Crowded(participant=person.id, wished=wished[person.id], free=free, remedy=remedy, gain=gain)
            )
    return tuple(sorted(lines, key=lambda one: (one.free - one.wished, one.participant)))


def _remedy_of(
    person: EngineParticipant, *, hours: int, free: int, wished: int, all_: int
) -> tuple[str, int]:
    """The cheapest that helps: a word, then time that is kept free, then an earlier train, then a group."""
    missing = wished - free
    if free < hours:
        return "most", min(missing, hours - free)
    if person.blocked:
        return "blocked", min(missing, len(person.blocked))
    if person.arrives_at or person.leaves_at:
        return "presence", min(missing, max(0, all_ - hours))
    return "group", missing


def lonely_of(found: DemandFacts) -> tuple[_Lonely, ...]:
    """Who has few requests, with what would help."""
    wished = Counter(pk for pair in found.pairs for pk in (pair.one, pair.other))
    seeks = {said.participant for said in found.said if said.direction == "need"}
    lines = []
    for pk in found.people:
        if wished[pk] > FEW_REQUESTS:
            continue
        proposed = found.proposed.get(pk, 0)
        remedy = "need" if pk not in seeks else "proposals" if proposed else "call"
        lines.append(_Lonely(participant=pk, wished=wished[pk], remedy=remedy, number=proposed))
    return tuple(sorted(lines, key=lambda one: (one.wished, one.participant)))
