"""The data sets on the page of open data, and as files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from handschlag.api.queries.public.datasets import DATASETS, Dataset, DatasetState
from handschlag.api.rules.licences import Licence
from handschlag.api.screens.refusal_messages import moment
from handschlag.design.components.parts import Link

MEDIA_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
CATALOGUES: Final = {
    "jsonld": "application/ld+json",
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
}
BLOCK: Final = 64 * 1024
WORDS: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    "networks": (
        _("Innovation networks in Germany"),
        _("Clusters, ZIM networks and research associations with field, location, labels and source."),
    ),
    "actors": (
        _("Actors of innovation networks"),
        _(
            "Companies, universities and research institutes: what they offer, what they are looking "
            "for and their networks."
        ),
    ),
    "projects": (
        _("Joint projects of innovation actors"),
        _("Joint projects: title, programme, duration and partners, from CORDIS and the Förderkatalog."),
    ),
    "programmes": (
        _("Programmes for innovation networks"),
        _("Funding programmes, seals and alliances with purpose, body, validity and source."),
    ),
    "fields": (
        _("Fields of technology in two levels"),
        _("The vocabulary by which networks and actors are sorted, with how many there are in each field."),
    ),
    "events": (
        _("Events of innovation networks"),
        _("Conferences, past and coming, with place, hosts and source."),
    ),
    "activities": (
        _("Activities of Cluster Weeks"),
        _("Activities of hosts in a campaign: date, place or online, target group and fee."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _DatasetLine:
    id: str
    title: str
    about: str
    count: str
    changed: str
    licence: Licence
    files: Sequence[Link]
    api_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenDataScreen:
    lines: Sequence[_DatasetLine]
    licences: Sequence[Licence]  # each one once
    catalogues: Sequence[Link]
    reference_url: str
    is_demo: bool


def open_data_screen(states: Mapping[str, DatasetState]) -> _OpenDataScreen:
    """Every data set with its state, and the catalogue's formats; `states` must name them all."""
    lines = [_line_of(one, states[one.name]) for one in DATASETS.values()]
    names = {"jsonld": "JSON-LD", "ttl": "Turtle", "rdf": "RDF/XML"}
    return _OpenDataScreen(
        lines=lines,
        licences=list({line.licence.id: line.licence for line in lines}.values()),
        catalogues=[
            Link(label=name, url=reverse("catalogue", args=[ending])) for ending, name in names.items()
        ],
        reference_url=reverse("api:reference"),
        is_demo=settings.MODE == "demo",
    )


def _line_of(one: Dataset, state: DatasetState) -> _DatasetLine:
    title, about = WORDS[one.name]
    return _DatasetLine(
        id=one.name,
        title=str(title),
        about=str(about),
        count=number_format(state.count, force_grouping=True),
        changed=moment(state.changed_at),
        licence=one.licence,
        files=[
            Link(label=ending.upper(), url=reverse("dataset", args=[one.name, ending]))
            for ending in MEDIA_TYPES
        ],
        api_url=api_path(one.name),
    )


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
