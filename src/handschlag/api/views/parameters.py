"""What the description allows at each parameter of an address, and which rule a wrong value breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import ValidationError

from handschlag.api.screens.faults import Detail

PREFIX: Final = "/api/v1/"
REF: Final = "#/components/schemas/"
INSIDE: Final = ("asked", "part")  # how our views group parameters is nobody's business
WORDS_FOR_PEOPLE: Final = frozenset({"title", "description", "default"})
# How JSON Schema calls the rule that pydantic found broken.
RULES: Final = {
    "enum": "enum",
    "greater_than_equal": "minimum",
    "less_than_equal": "maximum",
    "string_pattern_mismatch": "pattern",
    "string_too_long": "maxLength",
    "too_long": "maxItems",
    "missing": "required",
    "date_parsing": "format",
    "date_from_datetime_parsing": "format",
    "date_from_datetime_inexact": "format",
    "uuid_parsing": "format",
}


def parameters_at(api: NinjaAPI, route: str) -> dict[str, Any]:
    """The schema of each parameter of an address, by name; none outside of the description."""
    document = api.get_openapi_schema(path_prefix=PREFIX)
    path = PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    asked = document["paths"].get(path, {}).get("get", {}).get("parameters", ())
    shapes = document["components"]["schemas"]
    return {one["name"]: {"in": one["in"], **_plain(one["schema"], shapes)} for one in asked}


def _plain(schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> dict[str, Any]:
    """The schema itself: what it refers to stands in its place, and null is what is left out."""
    if "$ref" in schema:
        return _plain(shapes[schema["$ref"].removeprefix(REF)], shapes)
    if "anyOf" in schema:
        (only,) = (one for one in schema["anyOf"] if one != {"type": "null"})
        return _plain(only, shapes)
    found = {name: value for name, value in schema.items() if name not in WORDS_FOR_PEOPLE}
    return {**found, "items": _plain(found["items"], shapes)} if "items" in found else found


def unfit_values(api: NinjaAPI, request: HttpRequest, no: ValidationError) -> list[Detail]:
    """Each wrong value with its rule; `kind.0` is the first value of `kind`."""
    match = request.resolver_match
    schemas = parameters_at(api, match.route.removeprefix(PREFIX[1:]) if match else "")
    return [_detail_of(one, schemas) for one in no.errors]


def _detail_of(error: Mapping[str, Any], schemas: Mapping[str, Any]) -> Detail:
    name, *place = (str(part) for part in error["loc"][1:] if part not in INSIDE)
    allowed = schemas.get(name, {})
    if place:
        allowed = allowed.get("items", allowed)
    return Detail(
        place=".".join((name, *place)),
        rule=RULES.get(error["type"], "type"),
        allowed={key: value for key, value in allowed.items() if key != "in"},
    )


def unknown_parameters(names: Iterable[str], known: Iterable[str]) -> list[Detail]:
    """Parameters that the address does not have, and those that it has."""
    allowed = {"enum": sorted(known)}
    return [Detail(place=name, rule="parameter", allowed=allowed) for name in names]


def unknown_ids(names: Iterable[str]) -> list[Detail]:
    """Ids in the right form, of which there is none."""
    return [Detail(place=name, rule="exists", allowed={}) for name in names]
