"""Loads what comes with the platform: regions, the vocabulary, and the real networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from handschlag.common import audit
from handschlag.common.loading import Loaded, read_table
from handschlag.directory.contents import Kind
from handschlag.directory.index import documents
from handschlag.directory.models import (
    Basis,
    Concept,
    District,
    FactSource,
    Field,
    Label,
    Land,
    MemberFigure,
    Network,
    NetworkProgramme,
    NetworkStatement,
    Place,
    Revision,
    Status,
)
from handschlag.directory.places import Gazetteer
from handschlag.directory.public_data.named_members import load_named
from handschlag.directory.public_data.published import PublishedNetwork, networks_of
from handschlag.programmes.models import Programme
from treffen.language import Concept as StandardConcept
from treffen.language import standard_concepts

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_regions() -> None:
    """All Länder, districts and places are as in the tables that come with the platform."""
    _load_lands()
    _load_districts()
    _load_places()


def _load_lands() -> None:
    rows = [Land(**row) for row in read_table(DATA / "laender.csv")]
    Land.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["nuts1", "slug", "name_de", "name_en"],
    )


def _load_districts() -> None:
    rows = [
        District(
            nuts3=row["nuts3"],
            ags=row["ags"],
            name=row["name"],
            kind=row["kind"],
            land_id=row["land"],
            population=int(row["population"]),
        )
        for row in read_table(DATA / "districts.csv")
    ]
    District.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["nuts3"],
        update_fields=["ags", "name", "kind", "land", "population"],
    )


def _load_places() -> None:
    """Nothing points at a place, so the table is written anew."""
    Place.objects.all().delete()
    Place.objects.bulk_create(
        Place(
            name=row["name"],
            land_id=row["land"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            population=int(row["population"]),
        )
        for row in read_table(DATA / "places.csv")
    )


_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@transaction.atomic
def load_vocabulary() -> None:
    """All fields and concepts are as in the tables of the house of language, and the index knows it."""
    _load()
    documents.refresh_all()


@transaction.atomic
def renew() -> None:
    """The same where the vocabulary was loaded before; call `index.refresh_all` afterwards."""
    codes = {row.code for row in standard_concepts() if row.is_field}
    if codes <= set(Field.objects.values_list("code", flat=True)):
        _load()


def _load() -> None:
    rows = standard_concepts()
    _load_fields([row for row in rows if row.is_field])
    _load_concepts([row for row in rows if not row.is_field])


def _load_fields(rows: Sequence[StandardConcept]) -> None:
    """The upper level first: the lower one points at it."""
    fields = [
        Field(
            code=row.code,
            parent_id=row.parent,
            slug=slugify(row.label_de.translate(_GERMAN)),
            label_de=row.label_de,
            label_en=row.label_en,
            synonyms=[*row.synonyms_de, *row.synonyms_en, *row.abbreviations],
            position=position,
        )
        for position, row in enumerate(rows)
    ]
    Field.objects.bulk_create(
        sorted(fields, key=lambda field: field.parent_id is not None),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["parent", "slug", "label_de", "label_en", "synonyms", "position"],
    )


def _load_concepts(rows: Sequence[StandardConcept]) -> None:
    parents = {str(row.code): row.parent for row in rows}
    concepts = [
        Concept(
            code=row.code,
            field_id=_field_above(row.code, parents),
            kind=row.kind.value,
            label_de=row.label_de,
            label_en=row.label_en,
            synonyms_de=list(row.synonyms_de),
            synonyms_en=list(row.synonyms_en),
            abbreviations=list(row.abbreviations),
        )
        for row in rows
    ]
    Concept.objects.bulk_create(
        concepts,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            "field",
            "kind",
            "label_de",
            "label_en",
            "synonyms_de",
            "synonyms_en",
            "abbreviations",
        ],
    )


def _field_above(code: str, parents: Mapping[str, str | None]) -> str | None:
    """The field that a concept belongs to, also where other concepts stand between; None for a filter."""
    above = parents.get(code)
    while above is not None and above in parents:
        above = parents[above]
    return above


PLAIN = (
    *("kind", "name", "short_name", "place", "founded", "management_body", "website", "contact_email"),
    *("contact_phone", "street", "legal_form", "standing", "description_de", "description_en"),
)


@transaction.atomic
def load_public_networks(*, now: datetime) -> Loaded:
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
    documents.refresh(network_ids=list(written), actor_ids=load_named(written, now=now))
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
