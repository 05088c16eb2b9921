"""The nouns of recommendation: profiles with their statements, and the pool of all of them.

All classes are frozen values, ids are strings that the caller chooses. What a profile holds is
all that is ever looked at: there is no field for age, sex, nationality, seniority or clicks.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from enum import StrEnum

from treffen.language.kind_names import StatementKind
from treffen.problem import NetworkId, OrganisationId, ParticipantId

NONE: frozenset[str] = frozenset()
LANGUAGES = ("de", "en")


class Direction(StrEnum):
    """Whether a statement gives or seeks."""

    OFFER = "offer"
    NEED = "need"


class ActorKind(StrEnum):
    """What kind of actor somebody comes from."""

    COMPANY = "company"
    RESEARCH = "research"
    NETWORK = "network"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that is offered or needed, in free text, as concepts of the vocabulary, or both.

    `id` is unique in the pool, for it is the evidence of a reason. `language` is that of `text`,
    "de" or "en"; `not_meant` are concepts that the text names and does not mean. `kind` is what is looked
    for, where that was said; else it is read from the text. `weight` (above 0) says how much this one
    counts among the needs of its profile.
    """

    id: str
    direction: Direction
    text: str = ""
    language: str = "de"
    concepts: tuple[str, ...] = ()
    not_meant: tuple[str, ...] = ()
    kind: StatementKind | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place on the map, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Somebody who wants to meet others.

    `topics` and `programmes` are ids that several profiles share; `networks` are all the networks
    somebody belongs to. `wanted` is the number of meetings somebody wants (None: that of the
    event). `known` are people who know one another already, `blocked` people who must never be
    suggested (either way). Who has not `opted_in` gets no list and stands in none.
    """

    id: ParticipantId
    offers: tuple[Statement, ...] = ()
    needs: tuple[Statement, ...] = ()
    topics: frozenset[str] = NONE
    kind: ActorKind = ActorKind.OTHER
    organisation: OrganisationId | None = None
    networks: frozenset[NetworkId] = frozenset()
    programmes: frozenset[str] = NONE
    position: Position | None = None
    languages: frozenset[str] = NONE
    wanted: int | None = None
    known: frozenset[ParticipantId] = frozenset()
    blocked: frozenset[ParticipantId] = frozenset()
    opted_in: bool = True


def digest(profiles: tuple[Profile, ...]) -> str:
    """`sha256:...` of the content; the order of profiles is none."""
    running = hashlib.sha256()
    for line in sorted(_plain(profile) for profile in profiles):
        running.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return "sha256:" + running.hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(_plain, value))) + "}"
    if isinstance(value, tuple):
        return "[" + ",".join(map(_plain, value)) + "]"
    if isinstance(value, (Profile, Statement, Position)):
        return "(" + ",".join(f"{f.name}={_plain(getattr(value, f.name))}" for f in fields(value)) + ")"
    return repr(str(value)) if isinstance(value, str) else repr(value)
