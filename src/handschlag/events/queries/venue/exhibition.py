"""The exhibition: what is shown, who staffs it, which desks there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Length

from handschlag.events.models import Exhibit, InformationDesk, Stand, StandStaff

# What a list never shows, and what is long.
LONG = (
    *("text_de", "text_en", "picture_text_de", "picture_text_en", "source"),
    *("network__description_de", "network__description_en", "actor__description_de", "actor__description_en"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitQuery:
    """What a list is narrowed to; zero or empty means everything."""

    text: str = ""
    programme: int = 0
    network: int = 0
    zone: int = 0

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.programme or self.network or self.zone)


def by_stand(path: str) -> tuple[OrderBy, ...]:
    """Part of the house by part of the house, A2 before A10; what has none comes last."""
    code = f"{path}code"
    return (
        F(f"{path}zone__position").asc(nulls_last=True),
        Length(code).asc(nulls_last=True),
        F(code).asc(nulls_last=True),
    )


def exhibits_of(event_id: int, wanted: ExhibitQuery | None = None) -> QuerySet[Exhibit]:
    """Exhibits in the order of the stands; what has no stand comes last."""
    rows = Exhibit.objects.filter(event_id=event_id)
    wanted = wanted or ExhibitQuery()
    for word in wanted.text.split()[:6]:
        rows = rows.filter(
            Q(title_de__icontains=word)
            | Q(title_en__icontains=word)
            | Q(text_de__icontains=word)
            | Q(text_en__icontains=word)
            | Q(project__icontains=word)
            | Q(network__name__icontains=word)
            | Q(actor__name__icontains=word)
            | Q(stand__code__iexact=word)
        )
    if wanted.programme:
        rows = rows.filter(programme_id=wanted.programme)
    if wanted.network:
        rows = rows.filter(network_id=wanted.network)
    if wanted.zone:
        rows = rows.filter(stand__zone_id=wanted.zone)
    related = rows.select_related("stand", "stand__zone", "network", "actor", "programme")
    return related.defer(*LONG).order_by(*by_stand("stand__"), "title_de", "pk")


def counted(event_id: int, key: str, *names: str) -> list[dict[str, object]]:
    """How many exhibits each programme, network or zone has; only those that have some."""
    rows = Exhibit.objects.filter(event_id=event_id).exclude(**{key: None}).order_by(*names[:1])
    return list(rows.values(key, *names).annotate(number=Count("pk")))


def stands_of(event_id: int) -> QuerySet[Stand]:
    """Stands in the order of the house, with exhibits, desks and staff: three queries more."""
    rows = Stand.objects.filter(event_id=event_id).select_related("zone").order_by(*by_stand(""))
    exhibits = Exhibit.objects.only("stand", "title_de", "title_en")
    desks = InformationDesk.objects.only("stand", "title_de", "title_en")
    shown = (Prefetch("exhibits", queryset=exhibits), Prefetch("desks", queryset=desks))
    return rows.prefetch_related(*shown, "staff")


def shown_at(stand: Stand) -> list[Exhibit | InformationDesk]:
    """What a stand of `stands_of` shows, without another query."""
    return [*stand.exhibits.all(), *stand.desks.all()]


def number_of_staff(stand: Stand) -> int:
    """How many people look after a stand of `stands_of`, without another query."""
    return len(stand.staff.all())


def staff_of(event_id: int) -> QuerySet[StandStaff]:
    """The people at all stands of the event, in the order of the stands, then by name."""
    return (
        StandStaff.objects.filter(stand__event_id=event_id)
        .select_related("stand")
        .order_by(*by_stand("stand__"), "name")
    )


def staff_at(stand_ids: Sequence[int]) -> list[StandStaff]:
    """The people at these stands, by name; one query for all of them."""
    return list(StandStaff.objects.filter(stand_id__in=stand_ids))


def desks_of(event_id: int) -> list[InformationDesk]:
    """In the order of the organisers, each with its stand, zone and programme; one query."""
    return list(
        InformationDesk.objects.filter(event_id=event_id).select_related("stand", "stand__zone", "programme")
    )


def exhibit_of(event_id: int, slug: str) -> Exhibit | None:
    """The exhibit at this address of the event, with all that its page names; None if there is none."""
    rows = Exhibit.objects.filter(event_id=event_id, slug=slug)
    return rows.select_related("stand", "stand__zone", "network", "actor", "programme").first()
