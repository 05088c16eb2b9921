"""The conference's people: who they are, when they are there, what they need and would like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from treffen.generation import venue
from treffen.generation.sampling import windows
from treffen.problem import (
    Like,
    NetworkId,
    OrganisationId,
    Participant,
    ParticipantId,
    PlaceId,
    Slot,
    SlotId,
    TalkId,
)

NETWORKS = 12
LATE_OR_EARLY = 0.22
LANGUAGES = (("de", "en"), ("de",), ("en",), ("en", "fr"))
LANGUAGE_SHARES = (0.74, 0.12, 0.09, 0.05)
SPEAKERS_A_TALK = 2


class Sort(StrEnum):
    """What an organisation is."""

    COMPANY = "company"
    RESEARCH = "research"
    NETWORK = "network"
    FUNDER = "funder"


SORTS = (Sort.COMPANY, Sort.RESEARCH, Sort.NETWORK, Sort.FUNDER)
SORT_SHARES = (0.58, 0.27, 0.1, 0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """Participants with what only the wishes ask about: the sort of organisation, who exhibits."""

    participants: tuple[Participant, ...]
    sorts: tuple[Sort, ...]
    exhibits: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    organisation: OrganisationId
    network: NetworkId | None
    sort: Sort


def _origins(rng: np.random.Generator, people: int) -> list[_Origin]:
    """Organisations that send one to four people each, most of them members of a network."""
    origins: list[_Origin] = []
    number = 0
    while len(origins) < people:
        number += 1
        size = int(rng.choice(4, p=(0.6, 0.25, 0.1, 0.05))) + 1
        network = NetworkId(f"n{int(rng.integers(NETWORKS)) + 1:02}")
        origin = _Origin(
            organisation=OrganisationId(f"o{number:03}"),
            network=network if rng.random() < 0.85 else None,
            sort=SORTS[int(rng.choice(len(SORTS), p=SORT_SHARES))],
        )
        origins += [origin] * size
    return origins[:people]


def _features(rng: np.random.Generator) -> frozenset[str]:
    draw = rng.random()
    if draw < 0.03:
        return frozenset([venue.STEP_FREE])
    return frozenset([venue.QUIET]) if draw < 0.07 else frozenset()


def _likes(rng: np.random.Generator, heard: frozenset[TalkId]) -> tuple[Like, ...]:
    """Half of the people would like to hear one or two talks, and say how much (1 to 3)."""
    if rng.random() < 0.5:
        return ()
    chosen = sorted(rng.choice(len(venue.TALKS), int(rng.integers(1, 3)), replace=False).tolist())
    names = [TalkId(list(venue.TALKS)[n]) for n in chosen]
    return tuple(Like(talk=t, price=int(rng.integers(1, 4))) for t in names if t not in heard)


def _speakers(rng: np.random.Generator, present: Sequence[Sequence[bool]]) -> dict[int, TalkId]:
    """Two people for each talk who are there to give it, nobody for two talks."""
    speakers: dict[int, TalkId] = {}
    for name, when in venue.TALKS.items():
        able = [p for p, row in enumerate(present) if p not in speakers and all(row[t] for t in when)]
        for p in rng.permutation(len(able))[:SPEAKERS_A_TALK].tolist():
            speakers[able[p]] = TalkId(name)
    return speakers


def guests(rng: np.random.Generator, people: int, day: tuple[Slot, ...]) -> Guests:
    """Everybody, in the order of the ids p001, p002, ...

    22 % come late or leave early; 15 % want at most four to seven meetings, everybody at least
    three (one, who is there for less than six slots); 4 % accept at most one break; 3 % need a
    step-free and 4 % a quiet place; 12 % speak German only and 14 % no German.
    """
    origins = _origins(rng, people)
    present = windows(rng, (people, len(day)), LATE_OR_EARLY).tolist()
    speakers = _speakers(rng, present)
    stands = venue.stand_ids(people)
    hosts = sorted(rng.permutation(people)[: len(stands)].tolist())
    homes = dict(zip(hosts, stands, strict=True))
    members = []
    for p, (origin, row) in enumerate(zip(origins, present, strict=True)):
        free = None if all(row) else frozenset(s.id for s, here in zip(day, row, strict=True) if here)
        members.append(_guest(rng, p, origin, (free, homes.get(p), speakers.get(p))))
    return Guests(
        participants=tuple(members),
        sorts=tuple(origin.sort for origin in origins),
        exhibits=tuple(p in homes for p in range(people)),
    )


def _guest(
    rng: np.random.Generator,
    number: int,
    origin: _Origin,
    given: tuple[frozenset[SlotId] | None, PlaceId | None, TalkId | None],
) -> Participant:
    free, home, talk = given
    heard = frozenset() if talk is None else frozenset([talk])
    slots_left = len(venue.TALKS) + 7 if free is None else len(free)
    languages = LANGUAGES[int(rng.choice(len(LANGUAGES), p=LANGUAGE_SHARES))]
    return Participant(
        id=ParticipantId(f"p{number + 1:03}"),
        organisation=origin.organisation,
        network=origin.network,
        free=free,
        minimum=3 if slots_left >= 6 else 1,
        maximum=int(rng.integers(4, 8)) if rng.random() < 0.15 else None,
        most_breaks=1 if rng.random() < 0.04 else None,
        home=home,
        needs=_features(rng),
        languages=frozenset(languages),
        must_attend=heard,
        likes=_likes(rng, heard),
    )
