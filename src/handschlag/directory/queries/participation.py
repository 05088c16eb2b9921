"""Which networks take part in a programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import Network, NetworkProgramme, Status
from handschlag.directory.queries import counting, listing
from handschlag.directory.queries.public import by_name, current, is_over, public_networks

SOME = 25
NOBODY: Final = Tally()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """How many public networks take part in a programme today, and did before: none that is no more."""

    today: Tally = NOBODY
    former: Tally = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParticipantList:
    """The networks of a programme: the first by name, real ones before invented ones, and how many."""

    slug: str
    networks: Sequence[Network]
    organisations: Mapping[int, int]
    numbers: Participants


def numbers_per_programme(programme_ids: Iterable[int], *, today: date) -> Mapping[int, Participants]:
    """How many take part today and did before; programmes without any of either are left out."""
    sides = {"real": Q(network__is_demo=False), "invented": Q(network__is_demo=True)}
    times = {"today": current(today), "former": Q(until__lt=today)}
    counts = {
        f"{time}_{side}": Count("pk", filter=when & which)
        for time, when in times.items()
        for side, which in sides.items()
    }
    wanted = _counted().filter(programme_id__in=list(programme_ids))
    rows: Any = wanted.values("programme_id").annotate(**counts)
    return {
        row["programme_id"]: Participants(
            today=Tally(real=row["today_real"], invented=row["today_invented"]),
            former=Tally(real=row["former_real"], invented=row["former_invented"]),
        )
        for row in rows
    }


def _counted() -> QuerySet[NetworkProgramme]:
    """Of the networks that totals count; each is in a programme once."""
    return NetworkProgramme.objects.filter(network__status=Status.PUBLISHED).exclude(is_over("network__"))


def participants(programme_id: int, *, today: date) -> _ParticipantList:
    """The first that take part today, and how many do and did; invented ones are counted apart."""
    rows = _counted().filter(programme_id=programme_id)
    taking_part = rows.filter(current(today)).values("network_id")
    found = public_networks().filter(pk__in=taking_part)
    some = list(found.order_by("is_demo", *by_name()).values_list("pk", flat=True)[:SOME])
    slug = rows.values_list("programme__slug", flat=True).first() or ""
    return _ParticipantList(
        slug=slug,
        networks=listing.networks_in_order(some),
        organisations=counting.organisations_per_network(some, today=today),
        numbers=numbers_per_programme([programme_id], today=today).get(programme_id, Participants()),
    )
