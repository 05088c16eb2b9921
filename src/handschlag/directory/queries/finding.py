"""Finds networks and actors by words and filters."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from handschlag.directory.models import Actor, Network, Status
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.found import Facet, Found, Option

__all__ = ["Facet", "Found", "Option", "find_actors", "find_networks"]


def find_networks(criteria: Criteria, *, today: date) -> Found:
    """Published networks; `today` decides which labels are valid."""
    rows = common(Network.objects.all(), criteria, today)
    if criteria.programmes:
        rows = rows.filter(in_programmes__programme__slug__in=criteria.programmes)
    ids = list(rows.order_by("name", "pk").values_list("pk", flat=True).distinct())
    return Found(ids=ids, total=len(ids))


def find_actors(criteria: Criteria, *, today: date) -> Found:
    """Published actors; each counts once, however many networks it is in."""
    rows = common(Actor.objects.all(), criteria, today)
    if criteria.networks:
        rows = rows.filter(memberships__network__slug__in=criteria.networks)
    ids = list(rows.order_by("name", "pk").values_list("pk", flat=True).distinct())
    return Found(ids=ids, total=len(ids))


def common(rows: QuerySet, criteria: Criteria, today: date) -> QuerySet:
    del today
    rows = rows.filter(status=Status.PUBLISHED)
    if criteria.kinds:
        rows = rows.filter(kind__in=criteria.kinds)
    if criteria.lands:
        rows = rows.filter(land__slug__in=criteria.lands)
    if criteria.fields:
        chosen = Q(fields__slug__in=criteria.fields) | Q(fields__parent__slug__in=criteria.fields)
        rows = rows.filter(chosen)
    for word in criteria.text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(description_de__icontains=word))
    return rows
