"""What everybody may see of an event, counted now; and what was published and kept."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from django.utils.crypto import salted_hmac

from handschlag.common.times import local_date
from handschlag.directory.models import Network, Status
from handschlag.events.models import Event, EventStatus
from handschlag.matching.engine.demand import links_of
from handschlag.matching.models import Service
from handschlag.matching.queries.demand import demanded_of
from handschlag.statistics.models import KeptFigures, PublicFigures
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.rules.kpis import asked_on
from handschlag.statistics.rules.published import Content, Synergy, content_of
from handschlag.statistics.rules.suppression import Rank

SALT = "handschlag.statistics.suppression"


def rank_of(event_id: int) -> Rank:
    """The secret order of an event's cells: the same each time, as long as the secret key is."""

    def rank(key: Hashable) -> str:
        return salted_hmac(SALT, f"{event_id} {key!r}", algorithm="sha256").hexdigest()

    return rank


def public_content(service: Service, figures: Figures, *, now: datetime) -> Content:
    """As it would be published now."""
    public = Network.objects.filter(pk__in=list(figures.networks), status=Status.PUBLISHED)
    return content_of(
        figures,
        rank=rank_of(service.event_id),
        public=public.values_list("pk", flat=True),
        synergies=_synergies_of(service),
        is_asked=local_date(now) >= asked_on(service.event.last_day),
    )


def _synergies_of(service: Service) -> tuple[Synergy, ...]:
    """Pairs of networks of which one seeks what the other offers, the most fitting pairs of people first."""
    links = sorted(links_of(demanded_of(service)), key=lambda one: (-one.fitting, one.one, one.other))
    return tuple(
        Synergy(one=one.one, other=one.other, fitting=one.fitting, fields=one.common[:3])
        for one in links
        if one.fitting and min(one.one, one.other) > 0
    )


def published_of(event: Event) -> PublicFigures | None:
    """The figures that the organisers published; None where they did not, or took them back."""
    return PublicFigures.objects.filter(event=event).select_related("by").first()


def published_at(slug: str) -> PublicFigures | None:
    """What was published of a public event."""
    if "\0" in slug:
        return None
    rows = PublicFigures.objects.filter(event__slug=slug, event__status=EventStatus.PUBLISHED)
    return rows.select_related("event").first()


def kept_of(event: Event) -> KeptFigures | None:
    """The figures kept from before the people were erased; None where there are none."""
    return KeptFigures.objects.filter(event=event).first()
