"""What was published of all events, and to which groups their networks belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.directory.models import Field, Land, Network, NetworkProgramme
from handschlag.events.models import Event, EventStatus
from handschlag.programmes.models import Programme
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.queries.networks import NetworkName, names_of
from handschlag.statistics.rules.published import decoded
from handschlag.statistics.rules.years import Groups, PublishedYear


class By(TextChoices):
    """By what meetings are put together."""

    NETWORK = "network", _("Networks")
    PROGRAMME = "programme", _("Programmes")
    FIELD = "field", _("Technology fields")
    LAND = "land", _("Federal states")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grouping:
    """The groups of each network, and what groups are called; networks without one are not in it."""

    groups: Groups
    names: Mapping[int, NetworkName]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    held: tuple[PublishedYear, ...]
    events: tuple[Event, ...]
    names: Mapping[int, NetworkName]
    groupings: Mapping[By, _Grouping]


def everything() -> Everything:
    """In a constant number of queries."""
    rows = PublicFigures.objects.filter(event__status=EventStatus.PUBLISHED).select_related("event")
    rows = rows.order_by("-event__first_day", "event_id")
    held = tuple(
        PublishedYear(
            event=row.event_id,
            year=row.event.first_day.year,
            content=decoded(row.content),
            is_invented=row.event.is_demo,
        )
        for row in rows
    )
    networks = {one for each in held for one in each.content.networks if one > 0}
    names = dict(names_of(networks))
    return Everything(
        held=held,
        events=tuple(row.event for row in rows),
        names=names,
        groupings={
            By.NETWORK: _Grouping(groups={one: (one,) for one in names}, names=names),
            By.PROGRAMME: _programmes_of(networks),
            By.FIELD: _fields_of(networks),
            By.LAND: _lands_of(networks),
        },
    )


def _programmes_of(networks: set[int]) -> _Grouping:
    found: dict[int, list[int]] = defaultdict(list)
    rows = NetworkProgramme.objects.filter(network__in=networks).order_by("network_id", "programme_id")
    for network, programme in rows.values_list("network_id", "programme_id"):
        found[network].append(programme)
    names = {
        one.pk: NetworkName(code=one.short_name[:14], name=pick(one.name_de, one.name_en))
        for one in Programme.objects.order_by("pk")
    }
    return _Grouping(groups={one: tuple(several) for one, several in found.items()}, names=names)


def _fields_of(networks: set[int]) -> _Grouping:
    """Fields of the upper level; those below count in the one above them."""
    rows = list(Field.objects.order_by("pk"))
    upper = {one.pk: number for number, one in enumerate(rows, start=1) if one.parent_id is None}
    above = {one.pk: upper.get(one.parent_id or one.pk) for one in rows}
    found: dict[int, set[int]] = defaultdict(set)
    through = Network.fields.through.objects.filter(network__in=networks)
    for network, field in through.values_list("network_id", "field_id"):
        number = above.get(field)
        if number is not None:
            found[network].add(number)
    return _Grouping(
        groups={one: tuple(sorted(several)) for one, several in found.items()},
        names={
            upper[one.pk]: NetworkName(code=str(one.pk), name=pick(one.label_de, one.label_en))
            for one in rows
            if one.pk in upper
        },
    )


def _lands_of(networks: set[int]) -> _Grouping:
    """Where networks have their seat. Groups are numbers: where keys are letters, in their order."""
    lands = list(Land.objects.order_by("code"))
    numbers = {land.code: number for number, land in enumerate(lands, start=1)}
    rows = Network.objects.filter(pk__in=networks, land__isnull=False).order_by("pk")
    return _Grouping(
        groups={pk: (numbers[code],) for pk, code in rows.values_list("pk", "land_id") if code in numbers},
        names={
            numbers[land.code]: NetworkName(code=land.code, name=pick(land.name_de, land.name_en))
            for land in lands
        },
    )
