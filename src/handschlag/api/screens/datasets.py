"""The data sets on the page of open data, and as files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from pydantic import TypeAdapter

from handschlag.api.queries.public.datasets import DATASETS, Dataset, DatasetState

MEDIA_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
CATALOGUES: Final = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
}
BLOCK: Final = 64 * 1024


def open_data_screen(states: Mapping[str, DatasetState]) -> dict[str, Any]:
    """Every data set with its state, and the catalogue's formats; `states` must name them all."""
    return {
        "rows": [(one, states[one.name], api_path(one.name)) for one in DATASETS.values()],
        "licences": {one.licence.id: one.licence for one in DATASETS.values()}.values(),
        "endings": list(MEDIA_TYPES),
        "catalogues": {"jsonld": "JSON-LD", "ttl": "Turtle", "rdf": "RDF/XML"},
        "is_demo": settings.MODE == "demo",
    }


def api_path(name: str) -> str:
    """Where the interface answers the same; activities stand below their campaign."""
    names = {"events": "public_events", "activities": "campaigns"}
    return reverse(f"v1:{names.get(name, name)}")


def json_of(one: Dataset, rows: Iterable[Any], *, state: DatasetState, today: date) -> Iterator[bytes]:
    """One object, a line for each row; written while it is sent."""
    head = {
        "dataset": one.name,
        "licence": asdict(one.licence),
        "exported_on": today.isoformat(),
        "count": state.count,
    }
    block = json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "rows": [\n'
    shape: TypeAdapter[Any] = TypeAdapter(one.row)
    for place, row in enumerate(rows):
        block += (b",\n" if place else b"") + shape.dump_json(row)
        if len(block) > BLOCK:
            yield block
            block = b""
    yield block + b"\n]}\n"
