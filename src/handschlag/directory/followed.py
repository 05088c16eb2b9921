"""What the directory tells those who follow networks, fields, Länder and searches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.models import AuditEntry
from handschlag.common.times import local_date
from handschlag.directory import labels, texts
from handschlag.directory.criteria import Criteria, search_of
from handschlag.directory.filters import names_of_choices, title_without_number
from handschlag.directory.index import finding
from handschlag.directory.models import (
    Actor,
    Field,
    Land,
    Membership,
    Network,
    NetworkStanding,
    Participation,
    Project,
    ProjectStatus,
    Story,
)
from handschlag.directory.public import (
    current,
    is_public,
    of_public_actors,
    public_actors,
    public_networks,
    public_stories,
)
from handschlag.directory.rows import project_title
from handschlag.following.models import FollowedKind
from handschlag.following.news import NAMED, Followed, NewsLine, Thing

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


_UNQUOTED: Final = str.maketrans("", "", "„“”")  # the reason for a line puts the title in quotes


def _networks(keys: Sequence[str]) -> Mapping[str, Thing]:
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 16]
    return {
        str(one.pk): Thing(title=one.name, url=reverse("directory:network", args=[one.slug]))
        for one in public_networks().filter(pk__in=numbers)
        if str(one.pk) in keys
    }


def _fields(keys: Sequence[str]) -> Mapping[str, Thing]:
    return {
        one.slug: Thing(title=one.label, url=reverse("directory:field", args=[one.slug]))
        for one in Field.objects.filter(slug__in=keys)
    }


def _lands(keys: Sequence[str]) -> Mapping[str, Thing]:
    return {
        one.slug: Thing(title=one.name, url=reverse("directory:land", args=[one.slug]))
        for one in Land.objects.filter(slug__in=keys)
    }


def _searches(keys: Sequence[str]) -> Mapping[str, Thing]:
    found = ((key, search_of(key)) for key in keys)
    return {key: _search(*search) for key, search in found if search is not None}


def _search(name: str, criteria: Criteria) -> Thing:
    nouns = {"networks": _("Networks"), "actors": _("Actors"), "projects": _("Joint projects")}
    title = title_without_number(nouns.get(name, _("Entries")), criteria, names_of_choices(criteria))
    return Thing(
        title=title.translate(_UNQUOTED),
        url=f"{reverse(f'directory:{name}')}?{criteria.query_string()}",
    )


THINGS: Final = (
    (FollowedKind.NETWORK, _networks),
    (FollowedKind.FIELD, _fields),
    (FollowedKind.LAND, _lands),
    (FollowedKind.SEARCH, _searches),
)


def news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
    """New entries, news and members, and what became of networks."""
    span = TimeSpan(since, until)
    of_kind: defaultdict[str, list[Followed]] = defaultdict(list)
    for one in followed:
        of_kind[one.kind].append(one)
    yield from _of_networks({int(one.key): one for one in of_kind[FollowedKind.NETWORK]}, span)
    yield from _new_networks(of_kind[FollowedKind.FIELD], of_kind[FollowedKind.LAND], span)
    yield from _of_searches(of_kind[FollowedKind.SEARCH], span)


def _of_networks(networks: Mapping[int, Followed], span: TimeSpan) -> Iterator[NewsLine]:
    if not networks:
        return
    today = local_date(span.until)
    slugs = dict(Network.objects.filter(pk__in=networks).values_list("pk", "slug"))
    for story in new_stories(networks, span):
        assert story.published_at is not None
        yield NewsLine(
            followed=networks[story.network_id],
            at=story.published_at,
            title=story.title,
            url=reverse("directory:story", args=[story.slug]),
            sentence=texts.excerpt(" ".join(story.text.split()), most=180),
            is_invented=story.is_demo,
        )
    for pk, members in new_members(networks, span, today=today).items():
        yield from _joined(networks[pk], members, slug=slugs[pk])
    for pk, projects in new_projects(networks, span, today=today).items():
        for project in projects:
            yield _entry(networks[pk], NewEntry(project, project.published_at or span.until))
    for at, network in changed_standings(networks, span):
        yield NewsLine(
            followed=networks[network.pk],
            at=at,
            title=network.name,
            url=reverse("directory:network", args=[network.slug]),
            sentence=_standing(network),
            is_invented=network.is_demo,
        )


def _joined(
    followed: Followed, members: Sequence[tuple[datetime, Actor]], *, slug: str
) -> Iterator[NewsLine]:
    """Each with its page; many are one line that leads to the list."""

    def together(lines: Sequence[NewsLine]) -> NewsLine:
        names, number = texts.both([line.title for line in lines[:NAMED]]), len(lines)
        return NewsLine(
            followed=followed,
            at=max(line.at for line in lines),
            title=ngettext("%(n)s new member", "%(n)s new members", number) % {"n": texts.number(number)},
            url=f"{reverse('directory:actors')}?network={slug}",
            sentence=_("Among them: %(names)s.") % {"names": names},
            is_invented=all(line.is_invented for line in lines),
        )

    for at, actor in members:
        yield NewsLine(
            followed=followed,
            at=at,
            title=actor.name,
            url=reverse("directory:actor", args=[actor.slug]),
            sentence=_("New member of the network."),
            is_invented=actor.is_demo,
            together=together,
        )


def _standing(network: Network) -> str:
    is_merged, successor = network.standing == NetworkStanding.MERGED, network.successor
    if is_merged and successor is not None and is_public(successor):
        return _("The network is now part of %(name)s.") % {"name": successor.name}
    return {
        NetworkStanding.MERGED.value: _("The network has merged with another one."),
        NetworkStanding.DISSOLVED.value: _("The network was dissolved."),
        NetworkStanding.ENDED.value: _("The network’s work or funding has ended."),
        NetworkStanding.UNPROVEN.value: _("We know no source that shows that the network still exists."),
    }.get(network.standing, _("The network is active."))


def _new_networks(
    fields: Sequence[Followed], lands: Sequence[Followed], span: TimeSpan
) -> Iterator[NewsLine]:
    """For those who follow one of its fields, the field above it, or its Land."""
    if not fields and not lands:
        return
    by_key = {one.key: one for one in fields}
    by_land = {one.key: one for one in lands}
    for network in new_networks(span):
        slugs = [(field.slug, field.parent.slug if field.parent else "") for field in network.fields.all()]
        wanted = [by_key[slug] for pair in slugs for slug in pair if slug in by_key]
        if network.land and network.land.slug in by_land:
            wanted.append(by_land[network.land.slug])
        assert network.published_at is not None
        for one in dict.fromkeys(wanted):
            yield _entry(one, NewEntry(network, network.published_at))


def _of_searches(searches: Sequence[Followed], span: TimeSpan) -> Iterator[NewsLine]:
    read = {one.key: (one, search_of(one.key)) for one in searches}
    asked = {key: search for key, (_one, search) in read.items() if search is not None}
    if not asked:
        return
    found = new_entries(asked, span, today=local_date(span.until))
    for key, entries in found.items():
        for new in entries:
            yield _entry(read[key][0], new)


def _entry(followed: Followed, new: NewEntry) -> NewsLine:
    """A new network, actor or joint project."""
    entry = new.entry
    if isinstance(entry, Project):
        title, view, kind = project_title(entry)[0], "directory:project", _("New joint project.")
    elif isinstance(entry, Network):
        title, view = entry.name, "directory:network"
        kind = _new(labels.network_kind(entry.kind), entry.seat)
    else:
        title, view = entry.name, "directory:actor"
        kind = _new(labels.actor_kind(entry.kind, entry.is_sme), entry.seat)
    return NewsLine(
        followed=followed,
        at=new.at,
        title=title,
        url=reverse(view, args=[entry.slug]),
        sentence=kind,
        is_invented=entry.is_demo,
    )


def _new(kind: str, seat: str) -> str:
    return _("New here: %(what)s.") % {"what": ", ".join(filter(None, (kind, seat)))}
