"""Where facts were read: each source once, with the day and a word if that is long ago."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handschlag.programmes.models import Fact
from handschlag.programmes.screens.programmes import day


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    title: str
    url: str
    read: str
    is_old: bool


def source_of(fact: Fact, *, today: date) -> SourceLine:
    return SourceLine(
        title=fact.source_title,
        url=fact.source_url,
        read=day(fact.read_on),
        is_old=fact.old_from <= today,
    )


def sources(facts: Iterable[Fact], *, today: date) -> Sequence[SourceLine]:
    """In the order of the facts; of a source that was read twice, the day of the first reading."""
    found: dict[str, Fact] = {}
    for fact in facts:
        known = found.get(fact.source_url)
        if known is None or fact.read_on < known.read_on:
            found[fact.source_url] = fact
    return tuple(source_of(fact, today=today) for fact in found.values())
