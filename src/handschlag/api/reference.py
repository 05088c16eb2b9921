"""The description of the interface: as machines read it, and as a page with real answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja.responses import NinjaJSONEncoder
from pydantic import TypeAdapter

from handschlag.api import public
from handschlag.api.errors import PREFIX
from handschlag.api.interface import api
from handschlag.api.public import OfActivities, OfActors, OfEvents, OfNetworks, OfProjects, Part
from handschlag.common.page_cache import cached_for_visitors

REF = "#/components/schemas/"


def reference_context(document: Mapping[str, Any]) -> dict[str, Any]:
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


def openapi_document() -> dict[str, Any]:
    """OpenAPI 3.1. Its addresses begin at the root of the installation."""
    return dict(api.get_openapi_schema(path_prefix=PREFIX))


def openapi_text() -> str:
    """The document as JSON, with its keys sorted: equal as long as the interface is."""
    return json.dumps(openapi_document(), indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"


ONE = Part.model_validate({"limit": 1})
LIMIT = {"limit": "1"}


def examples(request: HttpRequest) -> Iterator[dict[str, str]]:
    """Each list with one row, and one of its entries; what this installation does not have is left out."""
    networks = public.networks(request, OfNetworks.model_validate({"kind": ["cluster"]}), ONE)
    yield _example("networks", networks, kind="cluster", **LIMIT)
    if networks.rows:
        slug = networks.rows[0].id
        yield _example("network", public.network(request, slug), slug)
    actors = public.actors(request, OfActors.model_validate({"kind": ["company"]}), ONE)
    yield _example("actors", actors, kind="company", **LIMIT)
    projects = public.projects(request, OfProjects.model_validate({"when": ["running"]}), ONE)
    yield _example("projects", projects, when="running", **LIMIT)
    yield _example("programmes", public.programmes(request, ONE), **LIMIT)
    yield _example("funding_calls", public.funding_calls(request, ONE), **LIMIT)
    yield _example("fields", public.fields(request, ONE), **LIMIT)
    yield _example("regions", public.regions(request, ONE), **LIMIT)
    yield _example("public_events", public.public_events(request, OfEvents.model_validate({}), ONE), **LIMIT)
    campaigns = public.campaigns(request, ONE)
    yield _example("campaigns", campaigns, **LIMIT)
    if campaigns.rows:
        slug = campaigns.rows[0].id
        free = public.activities(request, slug, OfActivities.model_validate({"fee": ["free"]}), ONE)
        yield _example("activities", free, slug, fee="free", **LIMIT)


def _example(name: str, found: Any, *words: str, **query: str) -> dict[str, str]:
    address = settings.BASE_URL + reverse(f"v1:{name}", args=words)
    plain = TypeAdapter(type(found)).dump_python(found)
    return {
        "id": f"example-{name}",
        "command": f'curl "{address}{"?" if query else ""}{urlencode(query)}"',
        "answer": json.dumps(plain, cls=NinjaJSONEncoder, ensure_ascii=False, indent=1),
    }


@cached_for_visitors
@require_safe
def reference_page(request: HttpRequest) -> HttpResponse:
    """The description of the interface with examples, for everybody."""
    screen = reference_context(openapi_document())
    return render(request, "api/reference.html", {"screen": screen, "examples": list(examples(request))})
