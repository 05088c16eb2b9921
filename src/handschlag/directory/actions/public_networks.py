"""Loads the real networks: published facts only, each with its source, never over somebody's edits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from handschlag.common import audit
from handschlag.common.csv_tables import read_table
from handschlag.common.load_report import Loaded
from handschlag.directory.actions import index
from handschlag.directory.models import (
    Basis,
    FactSource,
    Field,
    Label,
    MemberFigure,
    Network,
    NetworkProgramme,
    Status,
)
from handschlag.directory.queries.places import Gazetteer
from handschlag.directory.rules.published import PublishedNetwork, networks_of
from handschlag.programmes.models import Programme

TABLE = Path(__file__).resolve().parent.parent / "data" / "networks.csv"
SEEN_ON = date(2026, 11, 1)  # known to the month
PLAIN = (
    *("kind", "name", "short_name", "place", "founded", "management_body", "website"),
    *("description_de", "description_en"),
)


@transaction.atomic
def load(*, now: datetime) -> Loaded:
    """Every real network of the table is in the directory; one that somebody has edited stays as it is."""
    published = networks_of(read_table(TABLE))
    known = {network.slug: network for network in Network.objects.filter(is_demo=False)}
    gazetteer, loaded, ids = Gazetteer(), Loaded(), []
    for facts in published:
        network = known.get(facts.slug)
        if network is not None and network.version > 1:
            loaded += Loaded(kept=1)
            continue
        loaded += Loaded(created=1) if network is None else Loaded(updated=1)
        network = _write(network or Network(slug=facts.slug), facts, gazetteer=gazetteer, now=now)
        ids.append(network.pk)
    _put_under_umbrellas(published, ids)
    index.refresh(network_ids=ids)
    return loaded


def _write(network: Network, facts: PublishedNetwork, *, gazetteer: Gazetteer, now: datetime) -> Network:
    """The network has these facts, and no others."""
    is_new = network.pk is None
    for name in PLAIN:
        setattr(network, name, getattr(facts, name))
    network.land_id = facts.land or None
    spot = gazetteer.find(facts.place, facts.land) if facts.place else None
    network.latitude, network.longitude = (spot.latitude, spot.longitude) if spot else (None, None)
    network.district_id = spot.district if spot else None
    network.status = Status.PUBLISHED
    network.published_at = network.published_at or now
    network.save()
    network.fields.set(Field.objects.filter(code__in=facts.fields))
    _write_programmes(network, facts)
    _write_labels(network, facts)
    _write_figure(network, facts)
    _write_sources(network, facts)
    if is_new:
        audit.record(verb="loaded", target=network, by_id=None, now=now)
    return network


def _write_programmes(network: Network, facts: PublishedNetwork) -> None:
    network.in_programmes.all().delete()
    programmes = {programme.slug: programme for programme in Programme.objects.all()}
    NetworkProgramme.objects.bulk_create(
        NetworkProgramme(
            network=network, programme=programmes[one.what], since=one.on, is_year_only=one.is_year_only
        )
        for one in facts.programmes
    )


def _write_labels(network: Network, facts: PublishedNetwork) -> None:
    network.labels.all().delete()
    Label.objects.bulk_create(
        Label(network=network, level=one.what, awarded_on=one.on, is_year_only=one.is_year_only)
        for one in facts.labels
        if one.on is not None
    )


def _write_figure(network: Network, facts: PublishedNetwork) -> None:
    network.member_figures.all().delete()
    figure = facts.figure
    if figure is not None:
        MemberFigure.objects.create(
            network=network,
            members=figure.members,
            year=figure.year,
            share_small=figure.share_small,
            share_large=figure.share_large,
            share_research=figure.share_research,
            note_de=figure.note_de,
            note_en=figure.note_en,
            source=facts.source,
        )


def _write_sources(network: Network, facts: PublishedNetwork) -> None:
    network.sources.all().delete()
    bases = [(fact, Basis.PUBLISHED) for fact in facts.seen] + [
        (fact, Basis.ASSIGNED) for fact in facts.assigned
    ]
    FactSource.objects.bulk_create(
        FactSource(network=network, fact=fact, source=facts.source, seen_on=SEEN_ON, basis=basis)
        for fact, basis in bases
    )


def _put_under_umbrellas(published: Iterable[PublishedNetwork], ids: Iterable[int]) -> None:
    """Networks that belong to an association of networks point at it."""
    umbrellas = {facts.slug: facts.umbrella for facts in published if facts.umbrella}
    by_slug = {network.slug: network for network in Network.objects.filter(slug__in=umbrellas.values())}
    for network in Network.objects.filter(pk__in=ids, slug__in=umbrellas):
        network.umbrella = by_slug[umbrellas[network.slug]]
        network.save(update_fields=["umbrella"])
