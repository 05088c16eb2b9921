"""Lists read again from JSON, format `treffen.lists/1`. Keys that are not known are passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from treffen.files.codec import (
    COUNT,
    NUMBER,
    TEXT,
    TEXTS,
    WHOLE,
    Codec,
    Record,
    Wrong,
    Wrongs,
    choice_of,
    list_of,
)
from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.people.lists_json import FORMAT
from treffen.files.people.settings_json import USED
from treffen.files.problem_json import located, object_of_format
from treffen.files.records import same_named
from treffen.files.source_map import cut
from treffen.files.strict_json import parse
from treffen.problem import LocatedFault, ReadingFaultKind, Where
from treffen.recommendation.lists import (
    Entry,
    EntryOrigin,
    FitDirection,
    Link,
    Lists,
    PersonList,
    ReasonKind,
    RecommendationReason,
    Shortfall,
    ShortfallKind,
)
from treffen.recommendation.score.weights import Balance

HEAD = 4_000  # bytes in which a file names its format
SAYS_SO = re.compile(rb'"format"\s*:\s*"treffen\.lists/')


def _read_link(value: object, wrongs: Wrongs) -> Link:
    known = len(wrongs)
    both = TEXTS.read(value, wrongs)
    if len(wrongs) == known and len(both) != 2:
        wrongs.append(Wrong(ReadingFaultKind.WRONG_SHAPE, value=len(both), expected="2"))
    return Link(need=both[0], offer=both[1]) if len(both) == 2 else Link(need="", offer="")


LINKS = list_of(Codec(_read_link))
REASON = Record(
    make=RecommendationReason,
    keys={
        **same_named(kind=choice_of(ReasonKind), side=choice_of(FitDirection), value=NUMBER, evidence=TEXTS),
        "concepts": ("through", LINKS),
        **same_named(words=LINKS, related=LINKS),
    },
    required=("kind", "side", "value"),
    is_open=True,
)
FITS = same_named(score=NUMBER, fit=NUMBER, for_you=NUMBER, for_them=NUMBER, price=NUMBER)
ENTRY = Record(
    make=Entry,
    keys={
        **same_named(partner=TEXT, place=choice_of(EntryOrigin)),
        **FITS,
        **same_named(reasons=list_of(REASON.codec())),
    },
    required=("partner", "place", *FITS, "reasons"),
    is_open=True,
)
PERSON = Record(
    make=PersonList,
    keys=same_named(participant=TEXT, seen=COUNT, entries=list_of(ENTRY.codec())),
    required=("participant", "seen", "entries"),
    is_open=True,
)
SHORTFALL = Record(
    make=Shortfall,
    keys=same_named(participant=TEXT, kind=choice_of(ShortfallKind), found=COUNT, wanted=COUNT),
    required=("participant", "kind", "found", "wanted"),
    is_open=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Balanced:
    method: Balance
    rounds: int
    residual: float


BALANCED = Record(
    make=_Balanced,
    keys=same_named(method=choice_of(Balance), rounds=COUNT, residual=NUMBER),
    required=("method", "rounds", "residual"),
    is_open=True,
)


def _lists(balance: _Balanced | None, **found: Any) -> Lists:
    one = balance or _Balanced(method=Balance.NONE, rounds=0, residual=0.0)  # a fault was noted already
    return Lists(balance=one.method, rounds=one.rounds, residual=one.residual, **found)


LISTS = Record(
    make=_lists,  # type: ignore[arg-type]  # only read: it is called, and its fields are not asked for
    keys=same_named(
        pool=TEXT,
        settings=USED.codec(),
        seed=WHOLE,
        balance=BALANCED.codec(),
        lists=list_of(PERSON.codec()),
        shortfalls=list_of(SHORTFALL.codec()),
    ),
    required=("pool", "settings", "seed", "balance", "lists", "shortfalls"),
    is_open=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsReading:
    """Lists that were read: there if and only if `faults` is empty."""

    lists: Lists | None = None
    faults: tuple[LocatedFault, ...] = ()


def are_lists(path: str | Path) -> bool:
    """Whether a file says at its beginning that it holds lists."""
    try:
        with Path(path).open("rb") as file:
            return SAYS_SO.search(file.read(HEAD)) is not None
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return False


def read_lists(path: str | Path) -> ListsReading:
    """The lists in a file, or all that is wrong with it. Never raises for what the file holds."""
    path = Path(path)
    where, wrongs = Where(sheet=path.name), Wrongs()
    try:
        found = parse(decode(read_bytes(path, where), where), where)
        body = object_of_format(found, FORMAT, where)
    except Unreadable as error:
        return ListsReading(faults=(error.located,))
    lists = LISTS.read(body, wrongs)
    if wrongs:
        return ListsReading(faults=cut([located(wrong, path.name) for wrong in wrongs]))
    return ListsReading(lists=lists)
