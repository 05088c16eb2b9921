"""Whom the desk means: by a code, or by words that may be spelt otherwise; and how full the house is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from handschlag.common.rules.folding import folded_name

LIKE_ENOUGH: Final = 78
CLOSE: Final = 8  # to the best hit: who fits far worse is not meant
MOST_HITS: Final = 12
LONGEST: Final = 100
CODE_LENGTH: Final = 12


class ArrivalState(StrEnum):
    """What the desk sees of a person."""

    EXPECTED = "expected"
    HERE = "here"
    WAITING = "waiting"  # for a place, or for the organisers' word
    NOT_COMING = "not_coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInEntry:
    """One person on the desk's list: the least that finds and knows them."""

    id: int
    code: str
    name: str
    organisation: str
    standing: ArrivalState
    since: datetime | None = None
    arrives_at: datetime | None = None

    @property
    def may_check_in(self) -> bool:
        return self.standing is ArrivalState.EXPECTED

    @property
    def is_here(self) -> bool:
        return self.standing is ArrivalState.HERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a desk did, as it came from a device: `key` is made there, once for each thing done."""

    key: str
    code: str
    is_undone: bool
    at: datetime


class ArrivalResult(StrEnum):
    """What became of an arrival. All but the first two want a word from a person."""

    NOTED = "noted"
    KNOWN = "known"  # this key was noted before: sent twice, counted once
    NOT_COMING = "not_coming"
    UNKNOWN = "unknown"
    KEY_USED = "key_used"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInFigures:
    confirmed: int
    here: int
    capacity: int | None

    @property
    def missing(self) -> int:
        return self.confirmed - self.here

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.confirmed)


def plain_code(text: str) -> str:
    """A code as it is kept, however it was typed or grouped."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def hits(query: str, guests: Sequence[CheckInEntry]) -> Sequence[CheckInEntry]:
    """Whom somebody may mean, the likeliest first; a code means one person or nobody."""
    code = plain_code(query)
    if found := [one for one in guests if one.code == code]:
        return found
    words = folded_name(query).split()
    if not words:
        return ()
    scored = [(_likeness(words, one), one) for one in guests]
    near = [(score, one) for score, one in scored if score >= LIKE_ENOUGH]
    top = max((score for score, _one in near), default=0)
    near = [(score, one) for score, one in near if score >= top - CLOSE]
    near.sort(
        key=lambda pair: (-pair[0], pair[1].standing == ArrivalState.NOT_COMING, folded_name(pair[1].name))
    )
    return [one for _score, one in near[:MOST_HITS]]


def _likeness(words: Iterable[str], guest: CheckInEntry) -> float:
    """How well all words fit, from 0 to 100; each counts with its best match, names before organisations."""
    names, houses = folded_name(guest.name).split(), folded_name(guest.organisation).split()
    scores = [max(_best(word, names), _best(word, houses) - 2) for word in words]
    return sum(scores) / len(scores) if min(scores) >= LIKE_ENOUGH - 8 else 0


def _best(word: str, known: Iterable[str]) -> float:
    """A beginning counts as the whole: people stop typing when they see the name."""
    return max((_alike(word, one) for one in known), default=0)


def _alike(word: str, known: str) -> float:
    if known.startswith(word):
        return 100 if known == word else 96
    if len(word) < 3:
        return 0
    return max(fuzz.ratio(word, known), fuzz.ratio(word, known[: len(word) + 1]) - 5)


def corrected(at: datetime, *, sent_at: datetime, now: datetime) -> datetime:
    """A moment by the device's clock, as ours would have shown it; nothing happens after it arrives."""
    return min(at + (now - sent_at), now)
