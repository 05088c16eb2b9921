"""What goes where when two actors become one: a plan that is shown before, and followed to the letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from handschlag.directory.rules.contents import ActorContent, GeoPoint, StatementData, to_json

# What the kept actor takes over where it has nothing itself.
FILLS = (
    "is_sme",
    "employees",
    "website",
    "ror_id",
    "wikidata_id",
    "euid",
    "pic",
    "description_de",
    "description_en",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A membership of one of the two."""

    id: int
    network: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeSide:
    """One of the two actors, with everything that points to it."""

    id: int
    content: ActorContent
    statements: tuple[tuple[int, StatementData], ...] = ()
    memberships: tuple[Member, ...] = ()
    stories: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    requests: tuple[int, ...] = ()
    participations: tuple[int, ...] = ()
    sources: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """Ids of rows that move, and facts that are filled in; what stays is what the kept actor has itself."""

    fills: dict[str, Any]
    fields: tuple[str, ...]
    statements: tuple[int, ...]
    statements_that_stay: tuple[int, ...]
    memberships: tuple[int, ...]
    memberships_that_stay: tuple[int, ...]
    earlier: tuple[tuple[int, date], ...]
    stories: tuple[int, ...]
    stories_of_both: tuple[int, ...]
    parts: tuple[int, ...]
    requests: tuple[int, ...]
    participations: tuple[int, ...]
    sources: tuple[int, ...]
    parent: int | None


def plan(kept: MergeSide, merged: MergeSide) -> MergePlan:
    """Everything of the merged actor goes to the kept one, except what that one has itself."""
    found = _fills(kept.content, merged.content)
    open_of_kept = {one.network: one for one in kept.memberships if one.until is None}
    staying = [one for one in merged.memberships if one.until is None and one.network in open_of_kept]
    moving = [one for one in merged.memberships if one not in staying]
    said = {statement for _, statement in kept.statements}
    return MergePlan(
        fills=found,
        fields=tuple(code for code in merged.content.fields if code not in kept.content.fields),
        statements=tuple(pk for pk, statement in merged.statements if statement not in said),
        statements_that_stay=tuple(pk for pk, statement in merged.statements if statement in said),
        memberships=tuple(one.id for one in moving),
        memberships_that_stay=tuple(one.id for one in staying),
        earlier=tuple(
            (open_of_kept[one.network].id, one.since)
            for one in staying
            if one.since is not None and _is_earlier(one.since, open_of_kept[one.network].since)
        ),
        stories=tuple(pk for pk in merged.stories if pk not in kept.stories),
        stories_of_both=tuple(pk for pk in merged.stories if pk in kept.stories),
        parts=tuple(pk for pk in merged.parts if pk != kept.id),
        requests=merged.requests,
        participations=merged.participations,
        sources=tuple(pk for pk, fact in merged.sources if fact in found),
        parent=_parent(kept, merged),
    )


def _is_earlier(day: date, than: date | None) -> bool:
    """An unknown beginning is not made later by a known one; a known one is better than none."""
    return than is None or day < than


def _fills(kept: ActorContent, merged: ActorContent) -> dict[str, Any]:
    """The facts that are empty on one side only; a place is taken as a whole or not at all."""
    found = {
        fact: to_json(getattr(merged, fact))
        for fact in FILLS
        if getattr(kept, fact) in ("", None) and getattr(merged, fact) not in ("", None)
    }
    if kept.spot == GeoPoint() and merged.spot != GeoPoint():
        found["spot"] = to_json(merged.spot)
    return found


def _parent(kept: MergeSide, merged: MergeSide) -> int | None:
    """The whole that the kept actor is part of; neither of the two can be it, nor what becomes its part."""
    for candidate in (kept.content.parent, merged.content.parent):
        if candidate is not None and candidate not in {kept.id, merged.id, *merged.parts}:
            return candidate
    return None
