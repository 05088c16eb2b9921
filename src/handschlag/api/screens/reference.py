"""The description of the interface as a page: made of the same document that machines read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    path: str
    about: str
    needs_key: bool
    answer: str
    asked: Sequence[Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    name: str
    about: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A command, and what it answers here and now."""

    id: str
    command: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceScreen:
    version: str
    examples: Sequence[Example]
    addresses: Sequence[Address]
    shapes: Sequence[Shape]


def reference_screen(document: Mapping[str, Any], examples: Iterable[Example]) -> ReferenceScreen:
    return ReferenceScreen(
        version=f"OpenAPI {document['openapi']}",
        examples=list(examples),
        addresses=list(addresses_in(document)),
        shapes=[
            Shape(name=name, about=one.get("description", ""), facts=facts_in(one))
            for name, one in document["components"]["schemas"].items()
            if one.get("properties")
        ],
    )


def addresses_in(document: Mapping[str, Any]) -> Iterator[Address]:
    for path, verbs in document["paths"].items():
        for one in verbs.values():
            answer = one["responses"][200]["content"]["application/json"]["schema"]
            yield Address(
                path=path,
                about=one.get("description", ""),
                needs_key=bool(one.get("security")) and {} not in one["security"],
                answer=kind_of(answer),
                asked=[
                    Fact(
                        name=asked["name"],
                        kind=kind_of(asked["schema"]),
                        about=asked["schema"].get("description", ""),
                    )
                    for asked in one.get("parameters", ())
                ],
            )


def facts_in(schema: Mapping[str, Any]) -> list[Fact]:
    return [
        Fact(name=name, kind=kind_of(one), about=one.get("description", ""))
        for name, one in schema["properties"].items()
    ]


def kind_of(schema: Mapping[str, Any]) -> str:
    """A type in a few words: "array of Slot", "string (date-time)", "integer or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "anyOf" in schema:
        return " or ".join(kind_of(one) for one in schema["anyOf"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"array of {kind_of(schema.get('items', {}))}"
    return f"{kind} ({schema['format']})" if "format" in schema else kind
