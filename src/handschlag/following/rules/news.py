"""What somebody follows, and a line about it: the weekly email and the feed are made of such lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from handschlag.following.rules.weeks import BERLIN, next_email

NAMED: Final = 3  # so many of a kind stand there one by one; more of them in a week are one line
SENTENCE_LENGTH: Final = 300


class FollowedKind(StrEnum):
    """What can be followed. What `key` is stands behind it."""

    NETWORK = "network"  # its number
    FIELD = "field"  # its slug
    LAND = "land"  # its slug
    PROGRAMME = "programme"  # its slug
    SEARCH = "search"  # what was asked for, as it stands in the address behind the question mark
    CALL = "call"  # its slug


@dataclass(frozen=True, slots=True, order=True)
class Followed:
    """Something that is followed: of which kind it is, and which one."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """Something new about what is followed, in the language of its reader.

    `at` is the moment since which it is news: when it was published, or when a deadline came near. A line is
    told in the email of the week in which that moment lies, and never again. `url` is an address on the
    platform from `/` on. `together` makes one line of those of its kind that one person is told of one week;
    that line has the day of the email in `week`, as its words change until then.
    """

    followed: Followed
    at: datetime
    title: str
    url: str
    sentence: str = ""
    is_invented: bool = False
    together: Callable[[Sequence[NewsLine]], NewsLine] | None = None
    week: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """A line as one person is told it: once, with everything that they follow and that brought it."""

    line: NewsLine
    because: tuple[Followed, ...]


def told_once(lines: Iterable[NewsLine], *, since: datetime, until: datetime) -> list[ToldLine]:
    """What is new after `since` and not after `until`, the newest first, the same page once."""
    found: dict[tuple[str, str, datetime], list[NewsLine]] = {}
    for line in _bundled(line for line in lines if since < line.at <= until):
        found.setdefault((line.url, line.title, line.at), []).append(line)
    rows = [
        ToldLine(line=same[0], because=tuple(dict.fromkeys(one.followed for one in same)))
        for same in found.values()
    ]
    return sorted(rows, key=lambda one: (-one.line.at.timestamp(), one.line.title, one.line.url))


def _bundled(lines: Iterable[NewsLine]) -> Iterator[NewsLine]:
    """Those of a kind, if they are many in a week, as one line."""
    bundles: dict[tuple[object, date], list[NewsLine]] = {}
    for line in lines:
        if line.together is None:
            yield line
        else:
            week = next_email(line.at.astimezone(BERLIN)).date()
            bundles.setdefault((line.together, week), []).append(line)
    for (_together, week), some in bundles.items():
        together = some[0].together
        if together is None or len(some) <= NAMED:
            yield from some
        else:
            yield replace(together(some), week=week)
