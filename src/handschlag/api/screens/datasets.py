"""The data sets on the page of open data, and as files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import TypeAdapter

from handschlag.api.queries.public.datasets import DATASETS, Dataset, DatasetState
from handschlag.common.times import machine_time
from handschlag.design import tallies
from handschlag.design.components.linked_data import written
from handschlag.design.numbers import format_number

MEDIA_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
CATALOGUES: Final = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
}
INVENTED: Final = gettext_lazy(
    "This is a demo: entries marked “true” in the column is_invented are invented."
)
BLOCK: Final = 64 * 1024


def open_data_screen(states: Mapping[str, DatasetState]) -> dict[str, Any]:
    """Every data set with its state, and the catalogue's formats; `states` must name them all."""
    return {
        "rows": [
            (one, states[one.name], _entries_of(states[one.name]), api_path(one.name))
            for one in DATASETS.values()
        ],
        "licences": {one.licence.id: one.licence for one in DATASETS.values()}.values(),
        "endings": list(MEDIA_TYPES),
        "catalogues": {"jsonld": "JSON-LD", "ttl": "Turtle", "rdf": "RDF/XML"},
        "is_demo": settings.MODE == "demo",
        "linked_data": _linked_data(states),
    }


def _entries_of(state: DatasetState) -> str:
    """What stands for something today, and apart from it the other rows of the file."""
    ended = state.count - state.tally.every
    if not ended:
        return tallies.number(state.tally)
    apart = ngettext("%(n)s ended", "%(n)s ended", ended) % {"n": format_number(ended)}
    return f"{tallies.number(state.tally)} + {apart}"


def _linked_data(states: Mapping[str, DatasetState]) -> str:
    """The catalogue for search engines of data."""
    page = settings.BASE_URL + reverse("api:open_data")
    operator = {"@type": "Organization", "name": settings.OPERATOR_NAME or "Handschlag"}
    return written(
        {
            "@context": "https://schema.org",
            "@type": "DataCatalog",
            "@id": page,
            "url": page,
            "name": _("Open data"),
            "publisher": operator,
            "dataset": [
                _dataset_data(one, states[one.name], page=page, operator=operator)
                for one in DATASETS.values()
            ],
        }
    )


def _dataset_data(dataset: Dataset, state: DatasetState, *, page: str, operator: Any) -> dict[str, Any]:
    facts = {
        "@type": "Dataset",
        "@id": f"{page}#{dataset.name}",
        "url": f"{page}#{dataset.name}",
        "name": str(dataset.title),
        "description": f"{dataset.about} {INVENTED}" if settings.MODE == "demo" else str(dataset.about),
        "license": dataset.licence.url,
        "creator": operator,
        "dateModified": machine_time(state.changed_at) if state.changed_at else "",
        "datePublished": machine_time(state.issued_at) if state.issued_at else "",
        "temporalCoverage": "/".join(day.isoformat() for day in state.period or ()),
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Place", "name": _("Germany")},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind.partition(";")[0],
                "contentUrl": settings.BASE_URL + reverse("dataset", args=[dataset.name, ending]),
            }
            for ending, kind in MEDIA_TYPES.items()
        ],
    }
    return {name: value for name, value in facts.items() if value}


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
