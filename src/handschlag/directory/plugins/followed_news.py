"""What the directory tells those who follow networks, fields, Länder and searches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import local_date
from handschlag.directory.models import Actor, Network, NetworkStanding, Project
from handschlag.directory.queries import followed_news as queries
from handschlag.directory.queries.followed_news import NewEntry, TimeSpan
from handschlag.directory.queries.public import is_public
from handschlag.directory.rules.followed_searches import search_of
from handschlag.directory.screens import kind_labels, texts
from handschlag.directory.screens.projects import project_title
from handschlag.following.models import FollowedKind
from handschlag.following.news import NAMED, Followed, NewsLine


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
    for story in queries.new_stories(networks, span):
        assert story.published_at is not None
        yield NewsLine(
            followed=networks[story.network_id],
            at=story.published_at,
            title=story.title,
            url=reverse("directory:story", args=[story.slug]),
            sentence=texts.excerpt(" ".join(story.text.split()), most=180),
            is_invented=story.is_demo,
        )
    for pk, members in queries.new_members(networks, span, today=today).items():
        yield from _joined(networks[pk], members, slug=slugs[pk])
    for pk, projects in queries.new_projects(networks, span, today=today).items():
        for project in projects:
            yield _entry(networks[pk], NewEntry(project, project.published_at or span.until))
    for at, network in queries.changed_standings(networks, span):
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
    for network in queries.new_networks(span):
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
    found = queries.new_entries(asked, span, today=local_date(span.until))
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
        kind = _new(kind_labels.network_kind(entry.kind), entry.seat)
    else:
        title, view = entry.name, "directory:actor"
        kind = _new(kind_labels.actor_kind(entry.kind, entry.is_sme), entry.seat)
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
