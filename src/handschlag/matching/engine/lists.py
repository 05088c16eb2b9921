"""Recommendations: people and actors as profiles, the engine's lists as lines with reasons."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from handschlag.common.compute import ComputeKind
from handschlag.common.memo import Memo
from handschlag.matching.engine import problem
from handschlag.matching.engine.list_tasks import ListTask, MadeLists, pool_of
from handschlag.matching.engine.vocabulary import around, codes_named
from handschlag.matching.kinds import Kind
from handschlag.matching.models import RESERVE, Service
from handschlag.matching.people import Described, described_of, registered_at
from treffen.problem import NetworkId, OrganisationId
from treffen.recommendation import ActorKind, Direction, Pool, Position, Profile, Statement
from treffen.recommendation.lists.answer import Entry, ReasonKind, RecommendationReason
from treffen.recommendation.lists.engine import recommender
from treffen.recommendation.lists.recommender import Recommender
from treffen.recommendation.lists.reserves import Reserve
from treffen.recommendation.score.weights import ListRules, Weights
from treffen.recommendation.semantic import CachedEncoder, E5Encoder, Encoder, NoEncoder
from treffen.recommendation.settings import Settings

KEEP: Final = timedelta(days=30)
_log = logging.getLogger(__name__)


def encoder_in_use() -> Encoder | None:
    """None where the setting is off, or, which is logged each time, where the model does not run."""
    if not settings.COMPARES_MEANING:
        return None
    try:
        is_elsewhere = settings.COMPUTE.kind is ComputeKind.CLUSTER  # no words and no vectors are kept there
        return _model() if is_elsewhere else CachedEncoder(_model(), _folder())
    except NoEncoder as missing:
        _log.warning("recommendations are made without the model of meaning: %s", missing)
        return None


def fault_of_model() -> str:
    """Why the model does not run though the setting is on; "" where nothing is wrong."""
    if not settings.COMPARES_MEANING:
        return ""
    try:
        _model()
    except NoEncoder as missing:
        return str(missing)
    return ""


def forget_old_vectors(*, now: datetime) -> int:
    """What is still needed is made again; how many files are gone."""
    old = [path for path in _folder().glob("*/*") if path.stat().st_mtime < (now - KEEP).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@lru_cache(maxsize=1)
def _model() -> Encoder:
    return E5Encoder()


def _folder() -> Path:
    return Path(settings.DATA) / "vectors"


RESERVES: Final = 20  # people for each list who fit and are not on it
LOOKED_AT: Final = 30  # of some the fit is too faint to say what fits
# Whoever has met stands on no list again; who wants to go on with somebody says so by a wish.
NEW_PEOPLE: Final = Settings(score=Weights(again=False))
KINDS = {
    "company": ActorKind.COMPANY,
    "university": ActorKind.RESEARCH,
    "research": ActorKind.RESEARCH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedLine:
    """One recommendation, as it is stored."""

    participant: int
    partner: int
    position: int
    place: str
    score: float
    reasons: list[dict[str, Any]]


def list_task(people: Iterable[Described], *, encoder: Encoder | None = None, seed: int = 0) -> ListTask:
    """Up to ten people for everybody with a profile, and who comes next once some were asked."""
    return ListTask(
        pool=pool_of(tuple(profile_of(one) for one in people)),
        settings=NEW_PEOPLE,
        encoder=encoder,
        seed=seed,
        reserves=LOOKED_AT,
    )


def lines_of(made: MadeLists) -> list[RecommendedLine]:
    """The lists as they are stored, and the reserves behind them."""
    listed = [
        line_of(problem.key(one.participant), number, entry)
        for one in made.lists
        for number, entry in enumerate(one.entries, start=1)
    ]
    return listed + _reserves_of(made.reserves, listed)


def _reserves_of(reserves: Iterable[Reserve], listed: Iterable[RecommendedLine]) -> list[RecommendedLine]:
    """Behind the last line of each list, in their order, who can be shown to fit."""
    listed_of = Counter(one.participant for one in listed)
    places = Counter(listed_of)
    found = []
    for one in reserves:
        owner = problem.key(one.owner)
        is_met = any(reason.kind is ReasonKind.NEED_MET for reason in one.reasons)
        if not is_met or places[owner] >= listed_of[owner] + RESERVES:
            continue
        places[owner] += 1
        found.append(
            RecommendedLine(
                participant=owner,
                partner=problem.key(one.partner),
                position=places[owner],
                place=RESERVE,
                score=round(one.score, 4),
                reasons=[reason_of(reason) for reason in one.reasons],
            )
        )
    return found


def profile_of(one: Described) -> Profile:
    """Somebody as the engine compares people; an unknown kind counts as other."""
    said: dict[str, list[Statement]] = defaultdict(list)
    for row in one.statements:
        said[row.direction].append(
            Statement(
                id=f"q{row.id}",
                direction=Direction(row.direction),
                text=row.text,
                language=row.language,
                concepts=row.concepts,
                not_meant=row.not_meant,
                kind=Kind(row.kind) if row.kind else None,
            )
        )
    return Profile(
        id=problem.person_id(one.id),
        offers=tuple(said["offer"]),
        needs=tuple(said["need"]),
        topics=frozenset(one.fields),
        kind=KINDS.get(one.kind, ActorKind.OTHER),
        organisation=OrganisationId(one.organisation),
        networks=frozenset(NetworkId(f"n{pk}") for pk in one.networks),
        programmes=frozenset(one.programmes),
        position=None if one.lat is None or one.lon is None else Position(lat=one.lat, lon=one.lon),
        languages=frozenset(one.languages),
        wanted=one.wanted,
        known=frozenset(problem.person_id(pk) for pk in one.known),
        blocked=frozenset(problem.person_id(pk) for pk in one.blocked),
    )


def line_of(participant: int, number: int, entry: Entry) -> RecommendedLine:
    """One line of a list as it is stored: keys of rows, the score with four decimals, the reasons."""
    return RecommendedLine(
        participant=participant,
        partner=problem.key(entry.partner),
        position=number,
        place=entry.place.value,
        score=round(float(entry.score), 4),
        reasons=[reason_of(one) for one in entry.reasons],
    )


def reason_of(one: RecommendationReason) -> dict[str, Any]:
    """As it is stored; `evidence` of a need that is met are the keys of need and offer."""
    return {
        "kind": one.kind.value,
        "side": one.side.value,
        "evidence": [_evidence_of(part) for part in one.evidence],
        "value": round(float(one.value), 3),
        "through": [[link.need, link.offer] for link in one.through],
        "words": [[link.need, link.offer] for link in one.words],
        "related": [[link.need, link.offer] for link in one.related],
    }


def _evidence_of(part: str) -> Any:
    """Statements and networks by their key, all else as it is."""
    return int(part[1:]) if part[:1] in {"q", "n"} and part[1:].isdigit() else part


MOST: Final = 2  # events that one process remembers


_recommenders = Memo[tuple[int, int, datetime | None], Recommender | None](MOST)


def why_not(service: Service, owner: int, partner: int) -> tuple[str, list[dict[str, Any]]] | None:
    """The engine's word, and what speaks for the two; None where one has not described themselves."""
    found = _recommender(service)
    names = problem.person_id(owner), problem.person_id(partner)
    if found is None or any(name not in found.crowd.number for name in names):
        return None
    return found.why_not(*names).kind.value, [reason_of(one) for one in found.reasons(*names)]


def _recommender(service: Service) -> Recommender | None:
    """Made once for each state of the profiles and registrations, with the seed of the lists."""
    key = (service.pk, service.profiles_revision, registered_at(service))
    return _recommenders.get(key, lambda: _made(service))


def _made(service: Service) -> Recommender | None:
    pool = Pool(profiles=tuple(profile_of(one) for one in described_of(service)))
    return recommender(pool, settings=NEW_PEOPLE, seed=service.pk) if pool.profiles else None


def clear_why_not_cache() -> None:
    """As a new process would."""
    _recommenders.clear()


LIST_LENGTH: Final = 12


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
        owner = problem.key(one.participant)
        yield from _fitting(
            line_of(owner, number, entry) for number, entry in enumerate(one.entries, start=1)
        )


def refreshed(changed: Described, others: Sequence[Described], *, listing: Collection[int]) -> _Refreshed:
    """`listing` are those on whose lists the changed actor stands; who is not of `others` has left."""
    if not others:
        return _Refreshed(own=(), seen_by={pk: [] for pk in listing})
    pool = Pool(profiles=tuple(profile_of(one) for one in (changed, *others)))
    made = recommender(pool, settings=ALL_YEAR)
    own_id = problem.person_id(changed.id)
    found = next((one for one in made.lists().lists if one.participant == own_id), None)
    entries = found.entries if found else ()
    there = {one.id for one in others}
    seen_by = {
        pk: [reason_of(one) for one in made.reasons(problem.person_id(pk), own_id)] if pk in there else []
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
