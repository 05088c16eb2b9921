"""Loads the real networks: published facts only, each with its source, never over somebody's edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction

from handschlag.common import audit
from handschlag.common.csv_tables import read_table
from handschlag.common.load_report import Loaded
from handschlag.directory.actions import index
from handschlag.directory.actions.named_members import load_named
from handschlag.directory.models import (
    Basis,
    FactSource,
    Field,
    Label,
    MemberFigure,
    Network,
    NetworkProgramme,
    NetworkStatement,
    Revision,
    Status,
)
from handschlag.directory.queries.places import Gazetteer
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.published import networks_of
from handschlag.directory.rules.published_network import PublishedNetwork
from handschlag.programmes.models import Programme

DATA = Path(__file__).resolve().parent.parent / "data"
PLAIN = (
    *("kind", "name", "short_name", "place", "founded", "management_body", "website", "contact_email"),
    *("contact_phone", "street", "legal_form", "standing", "description_de", "description_en"),
)


@transaction.atomic
def load(*, now: datetime) -> Loaded:
    """Every real network of the tables is in the directory; what somebody wrote here stays as it is."""
    published = networks_of(read_table(DATA / "networks.csv"), read_table(DATA / "network_facts.csv"))
    rows = Network.objects.select_for_update().filter(is_demo=False).order_by("pk")
    known = {network.slug: network for network in rows}
    own = _written_by_people()
    gazetteer, loaded = Gazetteer(), Loaded()
    written: dict[int, PublishedNetwork] = {}
    for facts in published:
        network = known.get(facts.slug)
        if network is not None and (network.version > 1 or network.pk in own):
            loaded += Loaded(kept=1)
            continue
        loaded += Loaded(created=1) if network is None else Loaded(updated=1)
        network = _write(network or Network(slug=facts.slug), facts, gazetteer=gazetteer, now=now)
        written[network.pk] = facts
    _write_rows(written)
    _point_at_others(written)
    index.refresh(network_ids=list(written), actor_ids=load_named(written, now=now))
    return loaded


def _written_by_people() -> frozenset[int]:
    """The networks that somebody has created or edited here."""
    rows = Revision.objects.filter(kind=Kind.NETWORK.value).exclude(verb="loaded")
    return frozenset(rows.values_list("object_id", flat=True))


def _write(network: Network, facts: PublishedNetwork, *, gazetteer: Gazetteer, now: datetime) -> Network:
    """The network's own row has these facts, and no others."""
    is_new = network.pk is None
    for name in PLAIN:
        setattr(network, name, getattr(facts, name))
    network.land_id = facts.land or gazetteer.land_of(facts.place) or None
    spot = gazetteer.find(facts.place, network.land_id) if facts.place and network.land_id else None
    network.latitude, network.longitude = (spot.latitude, spot.longitude) if spot else (None, None)
    network.district_id = spot.district if spot else None
    network.status = Status.PUBLISHED
    network.published_at = network.published_at or now
    network.save()
    if is_new:
        audit.record(verb="loaded", target=network, by_id=None, now=now)
    return network


def _write_rows(written: Mapping[int, PublishedNetwork]) -> None:
    """What stands around the networks' own rows: these, and no others."""
    programmes = dict(Programme.objects.values_list("slug", "pk"))
    fields = set(Field.objects.values_list("code", flat=True))
    rows: list[models.Model] = []
    for network_id, facts in written.items():
        of: Any = {"network_id": network_id}
        rows += [Network.fields.through(**of, field_id=code) for code in facts.fields if code in fields]
        for joined in facts.programmes:
            times = {"since": joined.on, "until": joined.until, "is_year_only": joined.is_year_only}
            rows.append(NetworkProgramme(**of, **times, programme_id=programmes[joined.what]))
        for given in facts.labels:
            assert given.on is not None
            rows.append(Label(**of, level=given.what, awarded_on=given.on, is_year_only=given.is_year_only))
        rows += [MemberFigure(**of, **asdict(figure)) for figure in facts.figures]
        rows += _sources(network_id, facts)
        rows += [NetworkStatement(**of, **asdict(one)) for one in facts.stated]
    kinds: tuple[type[models.Model], ...] = (
        *(Network.fields.through, NetworkProgramme, Label, MemberFigure, FactSource, NetworkStatement),
    )
    for kind in kinds:
        own: list[Any] = [row for row in rows if isinstance(row, kind)]
        kind._default_manager.filter(network_id__in=written).delete()  # noqa: SLF001 - documented as public
        kind._default_manager.bulk_create(own)  # noqa: SLF001


def _sources(network_id: int, facts: PublishedNetwork) -> Iterable[FactSource]:
    """What each fact rests on; a Land that no source names follows from the place."""
    for one in facts.origins:
        basis = Basis.ASSIGNED if one.is_assigned else Basis.PUBLISHED
        row = FactSource(
            network_id=network_id,
            fact=one.fact,
            source=one.source,
            source_kind=one.source_kind,
            copied_on=one.copied_on,
            basis=basis,
        )
        yield row
        if one.fact == "place" and not facts.land:
            yield FactSource(
                network_id=network_id,
                fact="land",
                source=one.source,
                source_kind=one.source_kind,
                copied_on=one.copied_on,
                basis=Basis.ASSIGNED,
            )


def _point_at_others(written: Mapping[int, PublishedNetwork]) -> None:
    """Networks that belong to an association of networks, or became a part of another, point at it."""
    ids = dict(Network.objects.filter(is_demo=False).values_list("slug", "pk"))
    pointing = models.Q(umbrella__isnull=False) | models.Q(successor__isnull=False)
    Network.objects.filter(pointing, pk__in=written).update(umbrella=None, successor=None)
    for pk, facts in written.items():
        if facts.umbrella or facts.successor:
            Network.objects.filter(pk=pk).update(
                umbrella_id=ids.get(facts.umbrella), successor_id=ids.get(facts.successor)
            )
