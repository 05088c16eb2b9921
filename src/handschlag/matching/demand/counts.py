"""Where supply is missing, who is overrun, who is alone: counted from needs, offers and requests."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

import numpy as np
from django.db.models import Count, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from handschlag.common.language import pick
from handschlag.common.memo import Memo
from handschlag.directory.models import Field, Network
from handschlag.matching.engine.problem import participant_of, ruling_of, slots_of, talks_of
from handschlag.matching.engine.vocabulary import codes_named, fields_of
from handschlag.matching.engine_input import PLANNED, EngineInput, EngineParticipant, living, networks_of
from handschlag.matching.models import (
    AGREED,
    RESERVE,
    Listed,
    Party,
    Request,
    RequestState,
    Service,
    Statement,
)

FEW_REQUESTS: Final = 3  # whoever has no more may stand alone
MANY: Final = 200  # people, whose numbers take longer to put into a question than all rows to be read
_OF_REGISTRATION = ("name", "organisation", "actor__name", "is_demo")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantStatement:
    """One need or offer of somebody who takes part."""

    id: int
    participant: int
    direction: str
    text: str
    language: str
    concepts: tuple[str, ...]
    not_meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Who:
    participant: int
    registration: int
    name: str
    organisation: str
    networks: tuple[int, ...]
    fields: tuple[str, ...]
    is_demo: bool


class _Pair(NamedTuple):
    """Two people, one of whom has asked the other."""

    one: int
    other: int
    is_mutual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFacts:
    people: Mapping[int, _Who]
    said: tuple[ParticipantStatement, ...]
    pairs: tuple[_Pair, ...]
    asked: Mapping[int, int]  # by participant: requests that are open or agreed, groups included
    networks: Mapping[int, tuple[str, str]]  # short name, name
    fields: Mapping[str, str]
    proposed: Mapping[int, int]  # of those with few requests: recommended people whom nobody has asked yet


def demanded_of(service: Service) -> DemandFacts:
    """In a constant number of queries."""
    networks = networks_of(service)
    columns = (
        "pk",
        "fields",
        "is_demo",
        "registration",
        *(f"registration__{name}" for name in _OF_REGISTRATION),
    )
    people = {
        row.pk: _Who(
            participant=row.pk,
            registration=row.registration,
            name=row.registration__name,
            organisation=row.registration__actor__name or row.registration__organisation,
            networks=networks.get(row.registration, ()),
            fields=tuple(row.fields),
            is_demo=row.is_demo or row.registration__is_demo,
        )
        for row in living(service).order_by("pk").values_list(*columns, named=True)
    }
    used = {pk for one in people.values() for pk in one.networks}
    pairs = _pairs_of(service)
    return DemandFacts(
        people=people,
        said=_said_by(service, people),
        pairs=pairs,
        asked=_asked_of(service),
        networks={
            pk: (short or name, name)
            for pk, short, name in Network.objects.filter(pk__in=used).values_list("pk", "short_name", "name")
        },
        fields={
            code: pick(de, en)
            for code, de, en in Field.objects.filter(parent=None).values_list("code", "label_de", "label_en")
        },
        proposed=_proposed_of(service, people, pairs),
    )


def _said_by(service: Service, people: Mapping[int, _Who]) -> tuple[ParticipantStatement, ...]:
    rows = Statement.objects.filter(participant__service=service, participant__left_at=None).order_by("pk")
    rows = rows.annotate(of=Cast("concepts", TextField()), but=Cast("not_meant", TextField()))
    columns = ("pk", "participant_id", "direction", "text", "language", "of", "but")
    return tuple(
        ParticipantStatement(
            id=pk,
            participant=participant,
            direction=direction,
            text=text,
            language=language,
            concepts=_codes_in(concepts),
            not_meant=_codes_in(not_meant),
        )
        for pk, participant, direction, text, language, concepts, not_meant in rows.values_list(*columns)
        if participant in people
    )


@lru_cache(maxsize=8192)
def _codes_in(text: str) -> tuple[str, ...]:
    """Most statements have the same few lists: each is read once."""
    return tuple(json.loads(text))


def _pairs_of(service: Service) -> tuple[_Pair, ...]:
    """Requests between two people that are open or agreed; the row of a request names its two."""
    rows = Request.objects.filter(service=service, state__in=PLANNED).order_by("pk")
    states: dict[int, str] = {}
    people: dict[int, list[int]] = defaultdict(list)
    for request, text, state in rows.exclude(pair="").values_list("pk", "pair", "state"):
        states[request], people[request] = state, list(map(int, text.split("-")))
    parties = Party.objects.filter(request__in=rows.filter(pair="").order_by().values("pk")).order_by("pk")
    for request, state, person in parties.values_list("request_id", "request__state", "participant_id"):
        states[request] = state
        people[request].append(person)
    return tuple(
        _Pair(one=two[0], other=two[1], is_mutual=RequestState(states[request]) in AGREED)
        for request, two in people.items()
        if len(two) == 2
    )


def _asked_of(service: Service) -> dict[int, int]:
    parties = Party.objects.filter(request__service=service, request__state__in=PLANNED).order_by()
    return dict(parties.values_list("participant_id").annotate(Count("pk")))


def _proposed_of(service: Service, people: Collection[int], pairs: tuple[_Pair, ...]) -> dict[int, int]:
    """Of the people who have few requests, however many these are; of all others nobody asks."""
    asked: dict[int, set[int]] = {pk: set() for pk in people}
    for one in pairs:
        asked.setdefault(one.one, set()).add(one.other)
        asked.setdefault(one.other, set()).add(one.one)
    few = {pk for pk in people if len(asked[pk]) <= FEW_REQUESTS}
    rows = Listed.objects.filter(participant__service=service, partner__left_at=None).exclude(place=RESERVE)
    if len(few) <= MANY:
        rows = rows.filter(participant__in=few)
    found: dict[int, int] = defaultdict(int)
    for participant, partner in rows.values_list("participant_id", "partner_id"):
        if participant in few and partner not in asked[participant]:
            found[participant] += 1
    return found


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
