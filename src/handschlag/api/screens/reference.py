"""The description of the interface as a page: made of the same document that machines read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

REF = "#/components/schemas/"


def reference_screen(document: Mapping[str, Any]) -> dict[str, Any]:
    """The addresses with and without a key, and the shapes that have properties."""
    addresses = list(_addresses_in(document))
    return {
        "version": f"OpenAPI {document['openapi']}",
        "open": [one for one in addresses if not one["needs_key"]],
        "with_key": [one for one in addresses if one["needs_key"]],
        "shapes": [
            {"id": name, "name": _spelled(name), "about": _said(one), "facts": _facts_in(one)}
            for name, one in document["components"]["schemas"].items()
            if one.get("properties")
        ],
    }


def _addresses_in(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """`shape` is the name of what an address answers where that is described below."""
    for path, verbs in document["paths"].items():
        for one in verbs.values():
            answer = one["responses"][200]["content"]["application/json"]["schema"]
            yield {
                "path": path,
                "about": _said(one),
                "needs_key": bool(one.get("security")) and {} not in one["security"],
                "answer": _kind_of(answer),
                "shape": _shape_in(answer),
                "asked": [(asked["name"], _kind_of(asked["schema"])) for asked in one.get("parameters", ())],
            }


def _facts_in(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, _kind_of(one)) for name, one in schema["properties"].items()]


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
