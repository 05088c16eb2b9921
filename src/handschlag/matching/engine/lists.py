"""Recommendations: participants as profiles, the engine's lists as lines with reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.list_tasks import ListTask, MadeLists, pool_of
from handschlag.matching.models import RESERVE
from handschlag.matching.queries.profiles import Described
from handschlag.matching.rules.kinds import Kind
from treffen.problem import NetworkId, OrganisationId
from treffen.recommendation import ActorKind, Direction, Position, Profile, Statement
from treffen.recommendation.lists.answer import Entry, ReasonKind, RecommendationReason
from treffen.recommendation.lists.reserves import Reserve
from treffen.recommendation.score.weights import Weights
from treffen.recommendation.semantic import Encoder
from treffen.recommendation.settings import Settings

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
        line_of(engine_ids.key(one.participant), number, entry)
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
        owner = engine_ids.key(one.owner)
        is_met = any(reason.kind is ReasonKind.NEED_MET for reason in one.reasons)
        if not is_met or places[owner] >= listed_of[owner] + RESERVES:
            continue
        places[owner] += 1
        found.append(
            RecommendedLine(
                participant=owner,
                partner=engine_ids.key(one.partner),
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
        id=engine_ids.person_id(one.id),
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
        known=frozenset(engine_ids.person_id(pk) for pk in one.known),
        blocked=frozenset(engine_ids.person_id(pk) for pk in one.blocked),
    )


def line_of(participant: int, number: int, entry: Entry) -> RecommendedLine:
    """One line of a list as it is stored: keys of rows, the score with four decimals, the reasons."""
    return RecommendedLine(
        participant=participant,
        partner=engine_ids.key(entry.partner),
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
