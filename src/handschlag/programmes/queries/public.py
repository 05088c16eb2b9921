"""Questions about programmes and the facts about them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from handschlag.programmes.models import Fact, Programme


def all_programmes() -> list[Programme]:
    """Every programme: those that fund first, each group in its own order."""
    return list(Programme.objects.order_by("-is_funding", "position", "short_name"))


def programme_at(slug: str) -> Programme | None:
    """The programme with this address, or none."""
    return Programme.objects.filter(slug=slug).first()


def programmes_at(slugs: Iterable[str]) -> dict[str, Programme]:
    """The programmes by their addresses; an unknown address is left out."""
    return {one.slug: one for one in Programme.objects.filter(slug__in=list(slugs))}


def shown_facts() -> QuerySet[Fact]:
    """What pages may say: everything that nobody has taken off."""
    return Fact.objects.filter(removed_at=None).order_by("position", "pk")


def facts_about(programme_ids: Iterable[int]) -> list[Fact]:
    """The facts about these programmes that the public may read."""
    return list(shown_facts().filter(programme__in=list(programme_ids)))
