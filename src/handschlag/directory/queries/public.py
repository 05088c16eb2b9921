"""What everybody may see: published entries, and where an address leads that is none any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, Lower, NullIf

from handschlag.directory.models import Actor, Network, NetworkStanding, Status, Story

LONGEST_CHAIN = 8  # of merges upon merges
OVER: Final = (NetworkStanding.MERGED, NetworkStanding.DISSOLVED, NetworkStanding.ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts[Entry]:
    """What is at an address: an entry, another address that took its place, or nothing any more."""

    entry: Entry | None = None
    moved_to: str = ""
    is_gone: bool = False


def public_networks() -> QuerySet[Network]:
    """Those that are published, invented ones too."""
    return Network.objects.filter(status=Status.PUBLISHED)


def is_over(path: str = "") -> Q:
    """Networks that are no more or go on in another one: they can be found, and no total counts them."""
    return Q(**{f"{path}standing__in": OVER}) | Q(**{f"{path}successor__isnull": False})


def networks_of_today() -> QuerySet[Network]:
    """The public ones that totals count."""
    return public_networks().exclude(is_over())


def public_actors() -> QuerySet[Actor]:
    """Published, and not merged into another one."""
    return Actor.objects.filter(status=Status.PUBLISHED, merged_into__isnull=True)


def public_stories() -> QuerySet[Story]:
    """A story goes with its network: what is not public tells nothing."""
    return Story.objects.filter(status=Status.PUBLISHED, network__status=Status.PUBLISHED)


def is_public(entry: Network | Actor) -> bool:
    """The same for a row that is here already."""
    is_merged = isinstance(entry, Actor) and entry.merged_into_id is not None
    return entry.status == Status.PUBLISHED and not is_merged


def by_name() -> tuple[OrderBy, ...]:
    """The order of networks on a page: by the name that is shown there, whatever its capitals."""
    shown = Coalesce(NullIf(F("short_name"), Value("")), F("name"))
    return (Lower(shown).asc(), F("pk").asc())


def current(today: date, path: str = "") -> Q:
    """The memberships (at `path` from the model that is asked) that hold today."""
    since, until = f"{path}since", f"{path}until"
    begun = Q(**{f"{since}__isnull": True}) | Q(**{f"{since}__lte": today})
    not_ended = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": today})
    return begun & not_ended


def of_public_actors(path: str = "actor__") -> Q:
    """The same as `public_actors`, seen from a row that points to one."""
    return Q(**{f"{path}status": Status.PUBLISHED, f"{path}merged_into__isnull": True})


def network_at(slug: str, among: QuerySet[Network] | None = None) -> Whereabouts[Network]:
    """`among` may fetch more with it; what is not published is never in the answer."""
    network = (Network.objects.all() if among is None else among).filter(slug=slug).first()
    if network is None or network.status == Status.PUBLISHED:
        return Whereabouts(entry=network)
    return Whereabouts(is_gone=network.status == Status.ARCHIVED and network.published_at is not None)


def actor_at(slug: str, among: QuerySet[Actor] | None = None) -> Whereabouts[Actor]:
    """A merged actor leads to the public one it became; one that was never published leaves no trace."""
    actor = (Actor.objects.all() if among is None else among).filter(slug=slug).first()
    if actor is None or (actor.status == Status.PUBLISHED and actor.merged_into_id is None):
        return Whereabouts(entry=actor)
    kept = _kept_for(actor)
    if kept is not None:
        return Whereabouts(moved_to=kept.slug)
    return Whereabouts(is_gone=actor.status == Status.ARCHIVED and actor.published_at is not None)


def _kept_for(actor: Actor) -> Actor | None:
    """The public actor that a merged one became, over merges of merges; None where there is none."""
    kept = actor
    for _ in range(LONGEST_CHAIN):
        if kept.merged_into is None:
            break
        kept = kept.merged_into
    is_public = kept.status == Status.PUBLISHED and kept.merged_into_id is None
    return kept if is_public and kept.pk != actor.pk else None


def story_at(slug: str, among: QuerySet[Story] | None = None) -> Whereabouts[Story]:
    """A story is shown only while its network is public too."""
    stories = Story.objects.all() if among is None else among
    story = stories.select_related("network").filter(slug=slug).first()
    if story is None:
        return Whereabouts()
    if story.status == Status.PUBLISHED and story.network.status == Status.PUBLISHED:
        return Whereabouts(entry=story)
    return Whereabouts(is_gone=story.status == Status.ARCHIVED and story.published_at is not None)
