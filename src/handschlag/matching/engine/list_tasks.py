"""The lists of one pool as a task: values in, values out, so that it may be done on another machine."""

from __future__ import annotations

from dataclasses import dataclass, replace

from treffen.problem import OrganisationId
from treffen.recommendation import Pool
from treffen.recommendation.lists.answer import PersonList
from treffen.recommendation.lists.engine import recommender
from treffen.recommendation.lists.reasons import MOST_OF_A_SIDE
from treffen.recommendation.lists.recommender import EXACT_UP_TO
from treffen.recommendation.lists.reserves import Reserve
from treffen.recommendation.profiles import Profile
from treffen.recommendation.semantic import Encoder
from treffen.recommendation.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTask:
    """What lists follow from, and how much of them is wanted."""

    pool: Pool
    settings: Settings
    seed: int = 0
    encoder: Encoder | None = None
    exact_up_to: int = EXACT_UP_TO
    most_named: int = MOST_OF_A_SIDE
    reserves: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLists:
    """What came out."""

    lists: tuple[PersonList, ...] = ()
    reserves: tuple[Reserve, ...] = ()


def pool_of(profiles: tuple[Profile, ...]) -> Pool:
    """A pool in which organisations are numbers: one that somebody typed in would be a name."""
    numbers = {name: n for n, name in enumerate(dict.fromkeys(one.organisation for one in profiles), start=1)}
    return Pool(
        profiles=tuple(
            replace(one, organisation=OrganisationId(f"o{numbers[one.organisation]}")) for one in profiles
        )
    )


def made_lists(task: ListTask) -> MadeLists:
    """The same wherever it is done: everything follows from the task."""
    if not task.pool.profiles:
        return MadeLists()
    made = recommender(
        task.pool,
        settings=task.settings,
        encoder=task.encoder,
        seed=task.seed,
        exact_up_to=task.exact_up_to,
    )
    lists = made.lists(most_named=task.most_named).lists
    return MadeLists(lists=lists, reserves=made.reserves(task.reserves) if task.reserves else ())
