"""Whole data sets: what there is, how much of it, when it changed last, its rows, as JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum
from itertools import chain
from typing import Any, Final, get_args, get_type_hints

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from handschlag.api import actors, campaigns, events, networks, projects, taxonomy
from handschlag.api.networks import LabelFacts, SourceFacts
from handschlag.api.shapes import APACHE, Licence, Named, Tag, Text, licence
from handschlag.common.table_files import csv_blocks
from handschlag.common.times import machine_time
from handschlag.design import tallies
from handschlag.design.components.parts import written
from handschlag.design.tallies import Tally, format_number
from handschlag.directory.exports import pieces
from handschlag.directory.models import Actor, Field, Network, Project
from handschlag.directory.public import networks_of_today, public_actors, public_networks, public_projects
from handschlag.events.models import Activity, ActivityState, Campaign, Event, EventStatus
from handschlag.events.public_events import public_events
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """`row` is the shape of its rows, the same as in the lists of the interface."""

    name: str
    title: Promise | str
    about: Promise | str
    row: type[Any]
    rows: Callable[[date], Iterator[Any]]
    is_ours: bool = False  # written for this project, not entered by those it tells of

    @property
    def licence(self) -> Licence:
        return APACHE if self.is_ours else licence()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetState:
    """How many rows there are; when one of them changed last and the first was published, where known.

    `count` are the rows of its file; `tally` tells real and invented ones apart, without networks that are no
    more. `period` is from when to when its rows tell of something, where they do.
    """

    count: int
    tally: Tally
    changed_at: datetime | None = None
    issued_at: datetime | None = None
    period: tuple[date, date] | None = None


def _network_rows(today: date) -> Iterator[networks.SourcedRow]:
    for some in pieces(list(public_networks().order_by("pk").values_list("pk", flat=True))):
        yield from networks.sourced_rows_of(some, today=today)


def _actor_rows(today: date) -> Iterator[actors.ActorRow]:
    for some in pieces(list(public_actors().order_by("pk").values_list("pk", flat=True))):
        yield from actors.actor_rows(some, today=today)


def _project_rows(_today: date) -> Iterator[projects.ProjectRow]:
    for some in pieces(list(public_projects().order_by("pk").values_list("pk", flat=True))):
        yield from projects.project_rows(some)


def _programme_rows(_today: date) -> Iterator[taxonomy.ProgrammeRow]:
    yield from taxonomy.all_programmes()


def _field_rows(today: date) -> Iterator[taxonomy.FieldRow]:
    yield from taxonomy.all_fields(today=today)


def _event_rows(_today: date) -> Iterator[events.EventRow]:
    yield from events.all_events()


def _activity_rows(_today: date) -> Iterator[campaigns.ActivityRow]:
    yield from campaigns.all_activities()


DATASETS: Final[Mapping[str, Dataset]] = {
    one.name: one
    for one in (
        Dataset(
            name="networks",
            title=_("Innovation networks in Germany"),
            about=_(
                "Clusters, ZIM networks and research associations with field, location, labels, "
                "description, and the source of each fact with the date of the copy that was read."
            ),
            row=networks.SourcedRow,
            rows=_network_rows,
        ),
        Dataset(
            name="actors",
            title=_("Actors of innovation networks"),
            about=_(
                "Companies, universities and research institutes: what they offer, what "
                "they are looking for and their networks."
            ),
            row=actors.ActorRow,
            rows=_actor_rows,
        ),
        Dataset(
            name="projects",
            title=_("Joint projects of innovation actors"),
            about=_(
                "Joint projects: title, programme, duration and partners, from CORDIS and the Förderkatalog."
            ),
            row=projects.ProjectRow,
            rows=_project_rows,
        ),
        Dataset(
            name="programmes",
            title=_("Programmes for innovation networks"),
            about=_("Funding programmes, seals and alliances with purpose, body, validity and source."),
            row=taxonomy.ProgrammeRow,
            rows=_programme_rows,
            is_ours=True,
        ),
        Dataset(
            name="fields",
            title=_("Fields of technology in two levels"),
            about=_(
                "The vocabulary by which networks and actors are sorted, with how many "
                "there are in each field."
            ),
            row=taxonomy.FieldRow,
            rows=_field_rows,
            is_ours=True,
        ),
        Dataset(
            name="events",
            title=_("Events of innovation networks"),
            about=_("Conferences, past and coming, with place, hosts and source."),
            row=events.EventRow,
            rows=_event_rows,
        ),
        Dataset(
            name="activities",
            title=_("Activities of Cluster Weeks"),
            about=_("Activities of hosts in a campaign: date, place or online, target group and fee."),
            row=campaigns.ActivityRow,
            rows=_activity_rows,
        ),
    )
}


def states() -> dict[str, DatasetState]:
    """What was public once counts for the last change: that it is gone is a change as well."""
    return {
        "networks": _state_of_entries(Network, public_networks().count(), _tally_of(networks_of_today())),
        "actors": _state_of_entries(Actor, public_actors().count(), _tally_of(public_actors())),
        "projects": _state(
            public_projects().count(),
            _tally_of(public_projects()),
            Project.objects.filter(published_at__isnull=False).aggregate(
                changed=Max("changed_at"),
                issued=Min("published_at"),
                since=Min("starts_on"),
                until=Max("ends_on"),
            ),
        ),
        "programmes": _state_of_rows(Programme.objects.count()),
        "fields": _state_of_rows(Field.objects.count()),
        "events": _state(
            public_events().count(),
            _tally_of(public_events()),
            Event.objects.exclude(status=EventStatus.DRAFT).aggregate(
                changed=Max("changed_at"),
                issued=Min("created_at"),
                since=Min("first_day"),
                until=Max("last_day"),
            ),
        ),
        "activities": _state_of_activities(),
    }


def _state_of_rows(count: int) -> DatasetState:
    return DatasetState(count=count, tally=Tally(real=count))


def _tally_of(rows: QuerySet[Any]) -> Tally:
    real, invented = (Count("pk", filter=Q(is_demo=is_demo)) for is_demo in (False, True))
    return Tally(**rows.order_by().aggregate(real=real, invented=invented))


def _state_of_entries(model: type[Network | Actor], count: int, tally: Tally) -> DatasetState:
    once_public = model.objects.filter(published_at__isnull=False)
    told = once_public.aggregate(changed=Max("updated_at"), issued=Min("published_at"))
    return _state(count, tally, told)


def _state_of_activities() -> DatasetState:
    shown = [ActivityState.PUBLISHED, ActivityState.CANCELLED]
    told = Campaign.objects.filter(is_published=True).aggregate(
        changed=Max("changed_at"),
        activity_changed=Max("activities__changed_at"),
        issued=Min("created_at"),
        since=Min("first_day"),
        until=Max("last_day"),
    )
    changes = (told["changed"], told.pop("activity_changed"))
    told["changed"] = max((moment for moment in changes if moment), default=None)
    found = Activity.objects.filter(campaign__is_published=True, state__in=shown)
    return _state(found.count(), _tally_of(found), told)


def _state(count: int, tally: Tally, summary: Mapping[str, Any]) -> DatasetState:
    since, until = summary.get("since"), summary.get("until")
    return DatasetState(
        count=count,
        tally=tally,
        changed_at=summary["changed"],
        issued_at=summary["issued"],
        period=(since, until) if since and until else None,
    )


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


def open_data_context(states: Mapping[str, DatasetState]) -> dict[str, Any]:
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
            "name": gettext("Open data"),
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
        "spatialCoverage": {"@type": "Place", "name": gettext("Germany")},
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


SEVERAL: Final = " | "


def _columns(row: type[Any]) -> tuple[tuple[str, str, type[Any]], ...]:
    """Name of the column, name of the fact, and of what kind one value of it is."""
    found = []
    for name, hint in get_type_hints(row).items():
        kind = _kind_in(hint)
        found += [(column, name, kind) for column in _names_of(name, kind)]
    return tuple(found)


def _kind_in(hint: Any) -> Any:
    """`Tag` of `Tag | None` and of `list[Tag]`."""
    inner = [one for one in get_args(hint) if one is not type(None)]
    return inner[0] if inner else hint


def _names_of(name: str, kind: Any) -> tuple[str, ...]:
    if kind is Text:
        return (f"{name}_de", f"{name}_en")
    if kind is Tag:
        return (f"{name}_id", f"{name}_de", f"{name}_en")
    return (f"{name}_id", name) if kind is Named else (name,)


def _cells(row: Any, shown: Sequence[tuple[str, str, type[Any]]]) -> Iterator[str]:
    for column, name, kind in shown:
        value = getattr(row, name)
        many = value if isinstance(value, list) else [] if value is None else [value]
        part = column.removeprefix(f"{name}_") if kind in {Text, Tag, Named} and column != name else "name"
        yield SEVERAL.join(
            _written(getattr(one, part) if kind in {Text, Tag, Named} else one) for one in many
        )


def _written(value: Any) -> str:
    """A value as a German spreadsheet reads it: a comma in numbers, days and times as ISO 8601."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    if isinstance(value, LabelFacts):
        until = f" - {value.valid_until}" if value.valid_until else ""
        return f"{value.level.value} {value.awarded_on}{until}"
    if isinstance(value, SourceFacts):
        when = value.seen_on.isoformat() if value.seen_on else value.copied_on
        return f"{value.fact}: {value.source} ({when})" if when else f"{value.fact}: {value.source}"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "" if value is None else str(value)


def csv_of(row: type[Any], rows: Iterable[Any]) -> Iterator[bytes]:
    """Written while it is sent."""
    shown = _columns(row)
    head = [column for column, _name, _kind in shown]
    return csv_blocks(chain([head], (_cells(one, shown) for one in rows)))
