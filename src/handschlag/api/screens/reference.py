"""The description of the interface as a page: made of the same document that machines read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Address:
    """`shape` is the name of what it answers where that is described below."""

    path: str
    about: str
    needs_key: bool
    answer: str
    shape: str
    asked: Sequence[_Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Addresses that are asked in the same way."""

    id: str
    title: str
    addresses: Sequence[_Address]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    id: str
    name: str
    about: str
    facts: Sequence[_Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A command, and what it answers here and now."""

    id: str
    command: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReferenceScreen:
    version: str
    examples: Sequence[Example]
    groups: Sequence[_Group]
    shapes: Sequence[_Shape]


def reference_screen(document: Mapping[str, Any], examples: Iterable[Example]) -> _ReferenceScreen:
    """The addresses with and without a key, and the shapes that have properties."""
    addresses = list(_addresses_in(document))
    return _ReferenceScreen(
        version=f"OpenAPI {document['openapi']}",
        examples=list(examples),
        groups=[
            _Group(
                id="open",
                title=_("Addresses for everyone"),
                addresses=[one for one in addresses if not one.needs_key],
            ),
            _Group(
                id="with-key",
                title=_("Addresses with a key"),
                addresses=[one for one in addresses if one.needs_key],
            ),
        ],
        shapes=[
            _Shape(id=name, name=_spelled(name), about=_said(one), facts=_facts_in(one))
            for name, one in document["components"]["schemas"].items()
            if one.get("properties")
        ],
    )


def _addresses_in(document: Mapping[str, Any]) -> Iterator[_Address]:
    for path, verbs in document["paths"].items():
        for one in verbs.values():
            answer = one["responses"][200]["content"]["application/json"]["schema"]
            yield _Address(
                path=path,
                about=_said(one),
                needs_key=bool(one.get("security")) and {} not in one["security"],
                answer=_kind_of(answer),
                shape=_shape_in(answer),
                asked=[
                    _Fact(
                        name=asked["name"],
                        kind=_kind_of(asked["schema"]),
                        about=asked["schema"].get("description", ""),
                    )
                    for asked in one.get("parameters", ())
                ],
            )


def _facts_in(schema: Mapping[str, Any]) -> list[_Fact]:
    return [
        _Fact(name=name, kind=_kind_of(one), about=one.get("description", ""))
        for name, one in schema["properties"].items()
    ]


def _kind_of(schema: Mapping[str, Any]) -> str:
    """A type in a few words: "array of Slot", "string (date-time)", "integer or null"."""
    if "$ref" in schema:
        return _spelled(str(schema["$ref"]).removeprefix(REF))
    if "anyOf" in schema:
        return " or ".join(_kind_of(one) for one in schema["anyOf"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"array of {_kind_of(schema.get('items', {}))}"
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _spelled(name: str) -> str:
    """`Listing_ActorRow_` is how the document names a `Listing[ActorRow]`."""
    return re.sub(r"^(\w+?)_(\w+)_$", r"\1[\2]", name)


def _shape_in(schema: Mapping[str, Any]) -> str:
    """The shape that an answer is, or that its rows are; empty where the document names none."""
    found: str = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return found.removeprefix(REF)


def _said(part: Mapping[str, Any]) -> str:
    """What the document says of a part; marks of code are for those who read the document."""
    return str(part.get("description", "")).replace("`", "")
