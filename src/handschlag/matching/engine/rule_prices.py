"""What each rule costs, in meetings, and what a change of rules would do to what was promised."""

from __future__ import annotations

import math
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import numpy as np
from django.db import connection

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.matching.engine import problem as engine_problem
from handschlag.matching.engine.problem import Ruling, Unplannable, problem_of, ruling_of, witness_of
from handschlag.matching.engine_input import (
    EngineInput,
    EngineParticipant,
    load_engine_input,
    price_fingerprint_of,
)
from handschlag.matching.models import Rule, Service
from handschlag.matching.rulebook import SHAPES, Book, RuleKind, RuleSetting
from treffen.admission import AdmissionController
from treffen.errors import TreffenError
from treffen.problem import Goal, Problem
from treffen.solvers.base import build_model
from treffen.solvers.relaxation.highs import INFINITY, Program, solve
from treffen.solvers.relaxation.selection import bound_selection
from treffen.solvers.relaxation.slot_free import Relaxation


def without_tables(facts: EngineInput) -> EngineInput:
    """As if nobody had asked for a table."""
    asked = tuple(one for one in facts.asked if not one.seats)
    known = {one.id for one in asked}
    return replace(facts, asked=asked, held=tuple(one for one in facts.held if one.request in known))


def beside_tables(facts: EngineInput) -> EngineInput:
    """What is left for all other meetings while the tables that are held take their people's time."""
    times = {one.request: one.starts_at for one in facts.held}
    taken: dict[int, set[datetime]] = defaultdict(set)
    for one in facts.asked:
        if one.seats and one.id in times:
            for person in one.parties:
                taken[person].add(times[one.id])
    return replace(
        without_tables(facts), people=tuple(_with_less(one, taken[one.id]) for one in facts.people)
    )


def _with_less(one: EngineParticipant, taken: set[datetime]) -> EngineParticipant:
    most = None if one.most is None else max(0, one.most - len(taken))
    return replace(one, blocked=one.blocked | taken, most=most)


POINTS: Final = 9  # of a curve
NEARLY: Final = 1e-6
# What the bound cannot price: the order of slots, and a goal that refuses nobody.
UNSEEN: Final = frozenset({RuleKind.BREAKS, RuleKind.LEAST})


class FixedLimit(Labelled):
    """What binds as rules do, and is set elsewhere."""

    FORBIDDEN = "forbidden", _("Blocked pairs")
    TALKS = "talks", _("Sessions that people must attend block time")
    PRESENCE = "presence", _("Arrival, departure and blocked times")
    PLACES = "places", _("Tables and time slots")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """`asked`: requests that are open or agreed. `bound`: meetings that all rules together leave possible.

    `tables`: other meetings that could be held if there were no topic tables.
    """

    asked: int
    bound: int
    prices: Mapping[str, int]
    touched: Mapping[str, int]  # people whom a rule concerns
    tables: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Meetings by the number of a rule; up to `free` (or from it on) it costs nothing."""

    points: tuple[tuple[int, int], ...]
    free: int
    without: int


def prices_of(facts: EngineInput) -> Prices:
    """Every rule that is on, and what binds without being one."""
    ruling = ruling_of(facts)
    bound = bound_of(facts)
    prices = {}
    for kind in RuleKind:
        if ruling.book[kind].is_on and kind not in UNSEEN:
            prices[kind.value] = bound_of(with_book(facts, ruling.book.without(kind))) - bound
    for given, free in WITHOUT.items():
        prices[given.value] = bound_of(free(facts)) - bound
    return Prices(
        asked=len(facts.asked),
        bound=bound,
        prices=prices,
        touched=_touched_by(facts, ruling),
        tables=bound_of(without_tables(facts)) - bound_of(beside_tables(facts)),
    )


def bound_of(facts: EngineInput) -> int:
    """No timetable under these rules holds more meetings than this."""
    problem = problem_of(facts)
    plain = replace(problem, requests=tuple(replace(one, value=1) for one in problem.requests))
    ruling = ruling_of(facts)
    share = ruling.book.number(RuleKind.CROSS_NETWORK)
    if not plain.requests or not plain.slots:
        return 0
    found = bound_selection(build_model(plain), Goal.VALUE)
    bound = len(plain.requests) if found is None else found.bound
    return (
        bound if not share else min(bound, _bound_with_share(plain, _crossing(facts, plain, ruling), share))
    )


def _crossing(facts: EngineInput, problem: Problem, ruling: Ruling) -> list[bool]:
    """Of each request of the problem, whether two of its people share no network."""
    parties = {one.id: one.parties for one in facts.asked}
    found = []
    for one in problem.requests:
        people = sorted(parties[engine_problem.key(one.id)])
        found.append(any(ruling.crosses((a, b)) for at, a in enumerate(people) for b in people[at + 1 :]))
    return found


def _bound_with_share(problem: Problem, is_crossing: list[bool], share: int) -> int:
    """The most meetings of which at least `share` per cent cross networks, by the relaxation and one row."""
    from scipy import sparse  # takes long to import

    relaxation = Relaxation(build_model(problem))
    weights = np.zeros(relaxation.width)
    weights[: len(is_crossing)] = [share - 100 * crosses for crosses in is_crossing]
    rows = [family.matrix for family in relaxation.families] + [sparse.csr_matrix(weights)]
    rhs = np.concatenate([*(family.rhs for family in relaxation.families), [0]]).astype(np.float64)
    outcome = solve(
        Program(
            cost=relaxation.cost(Goal.VALUE).astype(np.float64),
            matrix=sparse.vstack(rows, format="csc").astype(np.float64),
            row_lower=np.full(len(rhs), -INFINITY),
            row_upper=rhs,
            lower=np.zeros(relaxation.width),
            upper=relaxation.upper().astype(np.float64),
        )
    )
    return len(problem.requests) if not outcome.is_optimal else math.floor(-outcome.objective + NEARLY)


# --- the same event under other rules ---------------------------------------------------------


def with_book(facts: EngineInput, book: Book) -> EngineInput:
    """The same event under other rules; nothing is stored."""
    return replace(facts, rules=tuple(_row_of(facts, term) for term in book.terms.values()))


def _row_of(facts: EngineInput, term: RuleSetting) -> Rule:
    return Rule(
        service=facts.service,
        kind=term.kind,
        number=term.number,
        is_hard=term.is_hard,
        is_on=term.is_on,
        options={"barred": sorted(map(list, term.barred))},
    )


def _without_forbidden(facts: EngineInput) -> EngineInput:
    return replace(facts, forbidden=frozenset())


def _without_talks(facts: EngineInput) -> EngineInput:
    return replace(facts, people=tuple(replace(one, musts=()) for one in facts.people))


def _without_absence(facts: EngineInput) -> EngineInput:
    people = (replace(one, arrives_at=None, leaves_at=None, blocked=frozenset()) for one in facts.people)
    return replace(facts, people=tuple(people))


def _with_places_enough(facts: EngineInput) -> EngineInput:
    """As many places again as pairs could want, each like the best one there is."""
    if not facts.places:
        return facts
    best = max(facts.places, key=lambda row: (row.is_step_free, row.is_quiet, row.seats, -row.pk))
    top = max(row.pk for row in facts.places)
    more = [type(best)(pk=top + number, **_like(best)) for number in range(1, len(facts.people) // 2 + 1)]
    runs = tuple(replace(run, spots=(*run.spots, *(row.pk for row in more))) for run in facts.grid.runs)
    return replace(facts, places=(*facts.places, *more), grid=replace(facts.grid, runs=runs))


def _like(place: object) -> dict[str, object]:
    names = ("event_id", "kind", "zone", "room", "seats", "is_step_free", "is_quiet")
    return {"code": "", **{name: getattr(place, name) for name in names}}


WITHOUT: Final[Mapping[FixedLimit, Callable[[EngineInput], EngineInput]]] = {
    FixedLimit.FORBIDDEN: _without_forbidden,
    FixedLimit.TALKS: _without_talks,
    FixedLimit.PRESENCE: _without_absence,
    FixedLimit.PLACES: _with_places_enough,
}


# --- one rule as it is tightened --------------------------------------------------------------


def curve_of(facts: EngineInput, kind: RuleKind, *, shown: int | None = None) -> Curve:
    """What a number costs, from the loosest to the tightest that says anything, and at `shown`."""
    book = ruling_of(facts).book
    without = bound_of(with_book(facts, book.without(kind)))

    def at(number: int) -> int:
        term = replace(book[kind], is_on=True, number=number)
        return bound_of(with_book(facts, book.with_term(term)))

    low, high = _span_of(facts, kind)
    step = max(1, math.ceil((high - low) / (POINTS - 1)))
    chosen = {shown} if shown is not None and low <= shown <= high else set()
    numbers = sorted({*range(low, high + 1, step), high, *chosen})
    return Curve(
        points=tuple((number, at(number)) for number in numbers),
        free=_free_limit(at, low=low, high=high, without=without, grows=kind is RuleKind.CROSS_NETWORK),
        without=without,
    )


def _span_of(facts: EngineInput, kind: RuleKind) -> tuple[int, int]:
    shape = SHAPES[kind].range
    assert shape is not None, "only rules with a number have a curve"
    if kind is RuleKind.MOST:
        return 1, max(2, min(shape[1], sum(len(run.slots) for run in facts.grid.runs)))
    return shape


def _free_limit(at: Callable[[int], int], *, low: int, high: int, without: int, grows: bool) -> int:
    """The tightest number that costs nothing, by halving; `grows`: larger numbers are tighter."""
    loose, tight = (low, high) if grows else (high, low)
    while loose != tight:
        middle = (loose + tight + (1 if grows else 0)) // 2
        if at(middle) >= without:
            loose = middle
        else:
            tight = middle - 1 if grows else middle + 1
    return loose


# --- whom a rule concerns ---------------------------------------------------------------------


def _touched_by(facts: EngineInput, ruling: Ruling) -> dict[str, int]:
    people = facts.people
    count = dict.fromkeys(ruling.people, 0)
    for asked in facts.asked:
        for person in asked.parties:
            if person in count:
                count[person] += 1
    most = ruling.book[RuleKind.MOST].number or 0
    least = ruling.book[RuleKind.LEAST].number or 0
    return {
        RuleKind.STEP_FREE.value: sum(one.needs_step_free for one in people),
        RuleKind.QUIET.value: sum(one.needs_quiet for one in people),
        RuleKind.MOST.value: sum(wished > most for wished in count.values()),
        RuleKind.LEAST.value: sum(wished < least for wished in count.values()),
        FixedLimit.FORBIDDEN.value: len({pk for pair in facts.forbidden for pk in pair}),
        FixedLimit.TALKS.value: sum(bool(one.musts) for one in people),
        FixedLimit.PRESENCE.value: sum(
            bool(one.arrives_at or one.leaves_at or one.blocked) for one in people
        ),
        "people": len(people),
    }


def too_few_wishes(facts: EngineInput, least: int) -> tuple[int, ...]:
    """Who cannot reach the minimum, because fewer requests than that are open or agreed."""
    ruling = ruling_of(facts)
    count = {one.id: 0 for one in facts.people}
    for asked in facts.asked:
        if set(asked.parties) <= count.keys() and ruling.allows(asked.parties):
            for person in asked.parties:
                count[person] += 1
    return tuple(pk for pk, number in count.items() if 0 < number < least)


def promises_broken_by(facts: EngineInput, book: Book) -> tuple[int, ...]:
    """Requests that are held now, and could not be held as they stand under these rules."""
    return _broken_in(with_book(facts, book))


def _broken_in(facts: EngineInput) -> tuple[int, ...]:
    """The same of an event as it would be."""
    held = {one.request for one in facts.held}
    ruling = ruling_of(facts)
    here = ruling.people.keys()
    kept = {one.id for one in facts.asked if here >= set(one.parties) and ruling.allows(one.parties)}
    if lost := held - kept:
        return tuple(sorted(lost))
    try:
        problem = problem_of(facts)
        AdmissionController(problem, witness_of(facts, problem))
    except (TreffenError, Unplannable):
        return _over_the_limits(facts) or tuple(sorted(held))
    return ()


def _over_the_limits(facts: EngineInput) -> tuple[int, ...]:
    """Meetings of people who would have more than they may."""
    ruling = ruling_of(facts)
    parties = {one.id: one.parties for one in facts.asked}
    count: dict[int, int] = {}
    for one in facts.held:
        for person in parties.get(one.request, ()):
            count[person] = count.get(person, 0) + 1
    full = {pk for pk, number in count.items() if _is_over(number, ruling.most(ruling.people[pk]))}
    return tuple(sorted(one.request for one in facts.held if full & set(parties.get(one.request, ()))))


def _is_over(number: int, most: int | None) -> bool:
    return most is not None and number > most


LARGE: Final = 1000  # requests from which on prices are found in the background
MOST: Final = 16
_kept: OrderedDict[tuple[str, int, str], Prices] = OrderedDict()


def _key_of(service: Service, mark: str) -> tuple[str, int, str]:
    return str(connection.settings_dict["NAME"]), service.pk, mark


def cached_prices(service: Service, mark: str) -> Prices | None:
    """The prices remembered under this mark; None where they were never found, or dropped since."""
    return _kept.get(_key_of(service, mark))


def store_prices(service: Service, mark: str, prices: Prices) -> Prices:
    """The same prices, remembered; beyond the most that are kept, the oldest go."""
    _kept[_key_of(service, mark)] = prices
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return prices


def found_prices(service: Service) -> tuple[str, Prices]:
    """The prices as things stand, computed now, and their mark."""
    mark = price_fingerprint_of(service)
    return mark, store_prices(
        service, mark, cached_prices(service, mark) or prices_of(load_engine_input(service))
    )


def encoded_prices(prices: Prices) -> dict[str, Any]:
    """As a job leaves them."""
    return {
        "asked": prices.asked,
        "bound": prices.bound,
        "prices": dict(prices.prices),
        "touched": dict(prices.touched),
        "tables": prices.tables,
    }


def decoded_prices(content: dict[str, Any]) -> Prices:
    """What `encoded` wrote."""
    names = ("asked", "bound", "prices", "touched")
    return Prices(tables=content.get("tables", 0), **{name: content[name] for name in names})
