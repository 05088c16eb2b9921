"""Why somebody is not on a list; and why two people should meet who are on none."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from handschlag.common.threads.memo import Memo
from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.lists import NEW_PEOPLE, profile_of, reason_of
from handschlag.matching.models import Service
from handschlag.matching.queries.profiles import described_of, registered_at
from treffen.recommendation import Pool
from treffen.recommendation.lists.engine import recommender
from treffen.recommendation.lists.recommender import Recommender

MOST: Final = 2  # events that one process remembers


_recommenders = Memo[tuple[int, int, datetime | None], Recommender | None](MOST)


def why_not(service: Service, owner: int, partner: int) -> tuple[str, list[dict[str, Any]]] | None:
    """The engine's word, and what speaks for the two; None where one has not described themselves."""
    found = _recommender(service)
    names = engine_ids.person_id(owner), engine_ids.person_id(partner)
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
