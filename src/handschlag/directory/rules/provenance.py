"""Where facts of a network come from: a change names its source once for all the facts it touches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handschlag.directory.rules.contents import Content, NetworkContent, Sourced, to_json, with_changes

PROVENANCE = "provenance"  # the key of a proposal's changes that is no fact itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """One source for some facts, and when it was read."""

    facts: tuple[str, ...]
    source: str
    seen_on: date

    def to_json(self) -> dict[str, Any]:
        return {"facts": list(self.facts), "source": self.source, "seen_on": self.seen_on.isoformat()}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Provenance:
        seen_on = date.fromisoformat(data["seen_on"])
        return cls(facts=tuple(data["facts"]), source=data["source"], seen_on=seen_on)


def with_source(content: NetworkContent, given: Provenance) -> NetworkContent:
    """The facts rest on this source alone: what they rested on before told of other values."""
    kept = tuple(one for one in content.sources if one.fact not in given.facts)
    new = tuple(Sourced(fact=fact, source=given.source, seen_on=given.seen_on) for fact in given.facts)
    return replace(content, sources=tuple(sorted(kept + new, key=lambda one: (one.fact, one.source))))


def with_changes_applied[C: Content](content: C, changes: Mapping[str, Any]) -> C:
    """The content with a proposal's changes, and with the sources that they name."""
    result = with_changes(content, changes)
    for data in changes.get(PROVENANCE, ()):
        if isinstance(result, NetworkContent):
            result = with_source(result, Provenance.of_json(data))  # type: ignore[assignment]  # C is one of them
    return result


def joined_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Changes upon changes: a fact's newest value, and its newest source."""
    fresh = {fact for data in after.get(PROVENANCE, ()) for fact in data["facts"]}
    kept = [data for data in before.get(PROVENANCE, ()) if not set(data["facts"]) <= fresh]
    together = {**before, **after}
    sources = kept + list(after.get(PROVENANCE, ()))
    if sources:
        together[PROVENANCE] = sources
    return together


def etag_of(content: Content, facts: Iterable[str]) -> str:
    """A short mark of what some facts say: a form sends back the mark of what it showed."""
    shown = {fact: to_json(getattr(content, fact)) for fact in facts}
    text = json.dumps(shown, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
