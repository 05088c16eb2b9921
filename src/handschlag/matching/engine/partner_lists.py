"""Partners for actors, all year: the lists of everybody in one run, and of one that has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.list_tasks import ListTask, MadeLists, pool_of
from handschlag.matching.engine.lists import RecommendedLine, line_of, profile_of, reason_of
from handschlag.matching.engine.vocabulary import around, codes_named
from handschlag.matching.queries.profiles import Described
from handschlag.matching.rules.partner_search import LIST_LENGTH
from treffen.recommendation import Pool
from treffen.recommendation.lists.engine import recommender
from treffen.recommendation.score.weights import ListRules, Weights
from treffen.recommendation.settings import Settings

# Organisations speak no language, and nobody draws lots: every line has a reason.
ALL_YEAR: Final = Settings(
    score=Weights(language=False), lists=ListRules(k=LIST_LENGTH, network=LIST_LENGTH // 2, exploration=0)
)
NAMED: Final = 1  # need of each side that a page shows
EXACT_UP_TO: Final = 1_000  # actors; above, partners are found through an index of what is offered and needed
CANDIDATES: Final = 150  # that are compared with a changed actor; those with most in common come first


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Codes of what an actor offers and needs, and of what they belong to."""

    offered: frozenset[str]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refreshed:
    """The new list of a changed actor; and what others read of it now, no reasons where it fits no longer."""

    own: tuple[RecommendedLine, ...]
    seen_by: Mapping[int, list[dict[str, Any]]]


def partner_list_task(people: Iterable[Described], *, seed: int = 0) -> ListTask:
    """Up to twelve partners for everybody, each with what one needs and the other offers."""
    return ListTask(
        pool=pool_of(tuple(profile_of(one) for one in people)),
        settings=ALL_YEAR,
        seed=seed,
        exact_up_to=EXACT_UP_TO,
        most_named=NAMED,
    )


def partner_lines(made: MadeLists) -> Iterator[RecommendedLine]:
    """One after the other: a million of them are never in memory together."""
    for one in made.lists:
        owner = engine_ids.key(one.participant)
        yield from _fitting(
            line_of(owner, number, entry) for number, entry in enumerate(one.entries, start=1)
        )


def refreshed(changed: Described, others: Sequence[Described], *, listing: Collection[int]) -> _Refreshed:
    """`listing` are those on whose lists the changed actor stands; who is not of `others` has left."""
    if not others:
        return _Refreshed(own=(), seen_by={pk: [] for pk in listing})
    pool = Pool(profiles=tuple(profile_of(one) for one in (changed, *others)))
    made = recommender(pool, settings=ALL_YEAR)
    own_id = engine_ids.person_id(changed.id)
    found = next((one for one in made.lists().lists if one.participant == own_id), None)
    entries = found.entries if found else ()
    there = {one.id for one in others}
    seen_by = {
        pk: [reason_of(one) for one in made.reasons(engine_ids.person_id(pk), own_id)] if pk in there else []
        for pk in sorted(listing)
    }
    return _Refreshed(
        own=tuple(_fitting(line_of(changed.id, n, entry) for n, entry in enumerate(entries, start=1))),
        seen_by={pk: reasons if _is_met(reasons) else [] for pk, reasons in seen_by.items()},
    )


def _fitting(lines: Iterable[RecommendedLine]) -> list[RecommendedLine]:
    """Without those that only stand in the same place or programme; counted anew."""
    kept = [one for one in lines if _is_met(one.reasons)]
    return [replace(one, position=number) for number, one in enumerate(kept, start=1)]


def _is_met(reasons: Iterable[Mapping[str, Any]]) -> bool:
    return any(one["kind"] == "need_met" for one in reasons)


def topics_of(one: Described) -> Topics:
    """What somebody is found by again; reading texts is slow, and so this is kept."""
    return Topics(offered=_topics(one, "offer"), needed=_topics(one, "need"))


def _topics(one: Described, direction: str) -> frozenset[str]:
    said = (row for row in one.statements if row.direction == direction)
    return around(code for row in said for code in (*row.concepts, *codes_named(row.text, row.language)))


def nearest(own: Topics, others: Mapping[int, Topics]) -> list[int]:
    """Whom it is worth comparing with: through an index of what they offer and need, rare things first."""
    offering, needing = _index(others, "offered"), _index(others, "needed")
    common: dict[int, float] = defaultdict(float)
    for wanted, index in ((own.needed, offering), (own.offered, needing)):
        for code in wanted:
            for pk in (having := index.get(code, ())):
                common[pk] += 1 / (1 + len(having) ** 0.5)
    return [pk for pk, _ in sorted(common.items(), key=lambda one: (-one[1], one[0]))[:CANDIDATES]]


def _index(others: Mapping[int, Topics], way: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for pk, topics in others.items():
        for code in getattr(topics, way):
            found[code].append(pk)
    return found
