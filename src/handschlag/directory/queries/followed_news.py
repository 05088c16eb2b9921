"""What is new in the directory between two moments, for those who follow something of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from handschlag.common.models import AuditEntry
from handschlag.directory.models import (
    Actor,
    Membership,
    Network,
    Participation,
    Project,
    ProjectStatus,
    Story,
)
from handschlag.directory.queries import finding
from handschlag.directory.queries.public import (
    current,
    of_public_actors,
    public_actors,
    public_networks,
    public_stories,
)
from handschlag.directory.rules.criteria import Criteria

_JOINED = ("added", "accepted", "reopened", "member.accepted")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """After `since` and not after `until`."""

    since: datetime
    until: datetime

    def has(self, at: datetime | None) -> bool:
        """Whether the moment lies in it."""
        return at is not None and self.since < at <= self.until

    def at(self, name: str) -> Q:
        """The same for a column."""
        return Q(**{f"{name}__gt": self.since, f"{name}__lte": self.until})


def new_stories(network_ids: Iterable[int], span: TimeSpan) -> list[Story]:
    """Published ones of these networks."""
    rows = public_stories().filter(span.at("published_at"), network__in=list(network_ids))
    return list(rows.select_related("network"))


def new_networks(span: TimeSpan) -> list[Network]:
    """All that were published then, with their fields and Land."""
    rows = public_networks().filter(span.at("published_at"))
    return list(rows.select_related("land").prefetch_related("fields__parent"))


def new_members(
    network_ids: Iterable[int], span: TimeSpan, *, today: date
) -> Mapping[int, Sequence[tuple[datetime, Actor]]]:
    """Public actors that joined these networks, or that came into the directory as their members."""
    entries = AuditEntry.objects.filter(span.at("at"), kind="directory.membership", verb__in=_JOINED)
    joined = {int(pk): at for pk, at in entries.order_by("at").values_list("object_id", "at")}
    rows = Membership.objects.filter(
        current(today),
        of_public_actors(),
        span.at("actor__published_at") | Q(pk__in=list(joined)),
        network__in=list(network_ids),
    )
    found: defaultdict[int, list[tuple[datetime, Actor]]] = defaultdict(list)
    for row in rows.select_related("actor").order_by("actor__name", "pk"):
        at = max(filter(None, (joined.get(row.pk), row.actor.published_at)), default=None)
        if at is not None and span.has(at):
            found[row.network_id].append((at, row.actor))
    return found


def new_projects(
    network_ids: Iterable[int], span: TimeSpan, *, today: date
) -> Mapping[int, Sequence[Project]]:
    """Joint projects in which members of these networks take part, each once."""
    rows = Participation.objects.filter(
        of_public_actors(),
        current(today, "actor__memberships__"),
        span.at("project__published_at"),
        project__status=ProjectStatus.PUBLISHED,
        actor__memberships__network__in=list(network_ids),
    )
    pairs = rows.values_list("actor__memberships__network", "project").distinct()
    projects = Project.objects.in_bulk({project for _network, project in pairs})
    found: defaultdict[int, list[Project]] = defaultdict(list)
    for network, project in sorted(pairs):
        found[network].append(projects[project])
    return found


def changed_standings(network_ids: Iterable[int], span: TimeSpan) -> list[tuple[datetime, Network]]:
    """Networks that ended, merged or live on since then, by the last change of each."""
    wanted = [str(pk) for pk in network_ids]
    entries = AuditEntry.objects.filter(span.at("at"), kind="directory.network", object_id__in=wanted)
    moments = {
        int(entry.object_id): entry.at
        for entry in entries.order_by("at")
        if "standing" in entry.changes or "successor" in entry.changes
    }
    networks = public_networks().select_related("successor").filter(pk__in=list(moments))
    return [(moments[network.pk], network) for network in networks]


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that a search finds, and since when."""

    entry: Network | Actor | Project
    at: datetime


def new_entries(
    searches: Mapping[str, tuple[str, Criteria]], span: TimeSpan, *, today: date
) -> Mapping[str, Sequence[NewEntry]]:
    """What came into the list of each search, by its key; only what is new is searched."""
    rows: dict[str, QuerySet[Network] | QuerySet[Actor] | QuerySet[Project]] = {
        "network": public_networks(),
        "actor": public_actors(),
        "project": Project.objects.filter(status=ProjectStatus.PUBLISHED),
    }
    names = {name for name, _criteria in searches.values()}
    of_list = {name: [name.removesuffix("s")] for name in names} | {"search": list(rows)}
    ids = {
        kind: list(rows[kind].filter(span.at("published_at")).values_list("pk", flat=True))
        for kind in {kind for name in names for kind in of_list[name]}
    }
    hits = {
        key: finding.find_exactly(name, criteria, {kind: ids[kind] for kind in of_list[name]}, today=today)
        for key, (name, criteria) in searches.items()
        if any(ids[kind] for kind in of_list[name])
    }
    pairs = {pair for some in hits.values() for pair in some}
    entries = {
        (kind, entry.pk): NewEntry(entry, entry.published_at)
        for kind in ids
        for entry in rows[kind].in_bulk({pk for kind_of, pk in pairs if kind_of == kind}).values()
        if entry.published_at
    }
    return {key: [entries[pair] for pair in some if pair in entries] for key, some in hits.items()}
