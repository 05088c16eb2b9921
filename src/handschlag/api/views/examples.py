"""Real answers of this installation, as they are shown beside the description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja.responses import NinjaJSONEncoder
from pydantic import TypeAdapter

from handschlag.api.views import public
from handschlag.api.views.filters import OfActivities, OfActors, OfEvents, OfNetworks, OfProjects, Part

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
