"""What a change of rules would do to what people have been promised."""

from __future__ import annotations

from handschlag.matching.engine.problem import Unplannable, problem_of, witness_of
from handschlag.matching.engine.rule_prices import with_book
from handschlag.matching.engine.rule_translation import ruling_of
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.rules.rulebook import Book
from treffen.admission import AdmissionController
from treffen.errors import TreffenError


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
