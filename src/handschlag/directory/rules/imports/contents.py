"""What an entry says once a row has been applied to it; an empty cell leaves a fact as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handschlag.directory.rules.contents import (
    ActorContent,
    Content,
    GeoPoint,
    Kind,
    NetworkContent,
    StatementData,
    field_names,
    of_json,
    to_json,
    with_changes,
)

SHAPES: dict[Kind, type[ActorContent | NetworkContent]] = {
    Kind.ACTOR: ActorContent,
    Kind.NETWORK: NetworkContent,
}


def new_content(kind: Kind, values: Mapping[str, Any]) -> Content:
    """An entry that says just this."""
    shape = SHAPES[kind]
    return of_json(shape, {name: value for name, value in values.items() if name in field_names(shape)})


def merged[C: Content](before: C, values: Mapping[str, Any]) -> C:
    """The entry with the facts of the row; what it offers and seeks grows, and nothing of it is lost."""
    changes = {name: value for name, value in values.items() if name in field_names(type(before))}
    if isinstance(before, ActorContent) and "statements" in changes:
        changes["statements"] = to_json(_grown(before.statements, changes["statements"]))
    return with_changes(before, changes)


def filled[C: Content](before: C, values: Mapping[str, Any]) -> C:
    """The entry with those facts of the row that it does not have itself."""
    missing = {
        name for name in field_names(type(before)) if getattr(before, name) in ("", None, (), GeoPoint())
    }
    return with_changes(before, {name: value for name, value in values.items() if name in missing})


def _grown(before: tuple[StatementData, ...], rows: list[dict[str, Any]]) -> tuple[StatementData, ...]:
    """What was said, and what is new; a sentence that is there already keeps its concepts."""
    known = {(one.direction, text) for one in before for text in (one.text_de, one.text_en) if text}
    new = [of_json(StatementData, row) for row in rows]  # type: ignore[type-var]  # a part of an entry
    added = (
        one
        for one in new
        if not any((one.direction, text) in known for text in (one.text_de, one.text_en) if text)
    )
    return (*before, *added)
