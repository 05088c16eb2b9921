"""Where facts were read: each source once, with the day and a word if that is long ago."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handschlag.programmes.models import Fact


def sources(facts: Iterable[Fact]) -> Sequence[Fact]:
    """In the order of the facts; of a source that was read twice, the fact of the first reading."""
    found: dict[str, Fact] = {}
    for fact in facts:
        known = found.get(fact.source_url)
        if known is None or fact.read_on < known.read_on:
            found[fact.source_url] = fact
    return tuple(found.values())
