"""Which networks take part in a programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Network, NetworkProgramme, Status
from handschlag.directory.queries import counting, listing
from handschlag.directory.queries.public import by_name, current, public_networks

SOME = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class _Participants:
    """The public networks of a programme: the first by name, real ones before invented ones, and how many."""

    slug: str
    networks: Sequence[Network]
    organisations: Mapping[int, int]
    today: Tally
    former: Tally


def numbers_per_programme(programme_ids: Iterable[int], *, today: date) -> Mapping[int, Tally]:
    """How many public networks take part today; programmes without any are left out."""
    rows = (
        NetworkProgramme.objects.filter(current(today), network__status=Status.PUBLISHED)
        .filter(programme_id__in=list(programme_ids))
        .values("programme_id")
        .annotate(
            real=Count("network_id", distinct=True, filter=Q(network__is_demo=False)),
            invented=Count("network_id", distinct=True, filter=Q(network__is_demo=True)),
        )
    )
    return {row["programme_id"]: Tally(real=row["real"], invented=row["invented"]) for row in rows}


def participants(programme_id: int, *, today: date) -> _Participants:
    """The first that take part today, and how many do and did; invented ones are counted apart."""
    rows = NetworkProgramme.objects.filter(programme_id=programme_id, network__status=Status.PUBLISHED)
    numbers = rows.aggregate(
        today=Count("network_id", filter=current(today) & Q(network__is_demo=False)),
        invented=Count("network_id", filter=current(today) & Q(network__is_demo=True)),
        former=Count("network_id", filter=Q(until__lt=today, network__is_demo=False)),
        former_invented=Count("network_id", filter=Q(until__lt=today, network__is_demo=True)),
    )
    taking_part = rows.filter(current(today)).values("network_id")
    found = public_networks().filter(pk__in=taking_part).order_by("is_demo", *by_name())
    some = list(found.values_list("pk", flat=True)[:SOME])
    slug = rows.values_list("programme__slug", flat=True).first() or ""
    return _Participants(
        slug=slug,
        networks=listing.networks_in_order(some),
        organisations=counting.organisations_per_network(some, today=today),
        today=Tally(real=numbers["today"], invented=numbers["invented"]),
        former=Tally(real=numbers["former"], invented=numbers["former_invented"]),
    )
