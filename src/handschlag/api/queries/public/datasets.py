"""Whole data sets: what there is, how much of it, when it changed last, and its rows one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.api.queries.public import actors, campaigns, events, networks, projects, taxonomy
from handschlag.api.queries.public.pagination import licence
from handschlag.api.rules.licences import APACHE, Licence
from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Actor, Field, Network, Project
from handschlag.directory.queries.exporting import pieces
from handschlag.directory.queries.projects import public_projects
from handschlag.directory.queries.public import networks_of_today, public_actors, public_networks
from handschlag.events.models import Activity, ActivityState, Campaign, Event, EventStatus
from handschlag.events.queries.conferences.public_events import public_events
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
