"""What the tests of imports share: places and fields that tables may name, and a way to bring a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.directory.contents import Kind
from handschlag.directory.imports import proceeding, uploading
from handschlag.directory.imports.columns import EntryField
from handschlag.directory.models import (
    Actor,
    Import,
    ImportState,
    Membership,
    Network,
    Place,
    Proposal,
    Revision,
    Statement,
)

TOWNS = (
    ("Dresden", "SN", 51.0509, 13.7383, 556227),
    ("Leipzig", "SN", 51.3396, 12.3713, 504971),
    ("Berlin", "BE", 52.5244, 13.4105, 3426354),
    ("Frankfurt am Main", "HE", 50.1155, 8.6842, 650000),
    ("Neustadt", "SN", 51.02, 14.21, 13000),
    ("Neustadt", "HE", 50.85, 9.11, 9000),
)

TABLES = (Actor, Membership, Statement, Proposal, Revision)
TEN = """Name;Art;Ort;Bundesland;KMU;Mitarbeiter;Website;Technologiefelder;Mitglied seit
Linsen Meier GmbH;Unternehmen;Dresden;Sachsen;ja;48;www.linsen.example;Optik und Photonik;01.03.2024
Laser Kraft AG;Unternehmen;Leipzig;Sachsen;nein;1.250;https://laser.example;OPT, MST;
Institut für Lichttechnik;Forschung;Dresden;Sachsen;;;;;
TU Dresden, Professur Optik;Hochschule;Dresden;;;;;Microsystems;
Spiegel Schulz KG;;Berlin;;ja;12;;;
Prismen & Co GmbH;Unternehmen;Neustadt;Sachsen;ja;7;;;
Kristall Nord e. V.;Verein;Berlin;BE;;;;;
Filter Fuchs GmbH;Unternehmen;Atlantis;;ja;3;;;
Beschichtung Beck GmbH;Unternehmen;04109 Leipzig;;ja;30;;;
Sensor Sommer GmbH;Unternehmen;Frankfurt/Main;Hessen;ja;99;;;
"""


@pytest.fixture(autouse=True)
def in_german() -> Iterator[None]:
    """A page in another language leaves it behind."""
    with override("de"):
        yield


@pytest.fixture
def hers(in_german: None, signed_in: Callable[[User], Client], martha: User) -> Client:
    return signed_in(martha)


@pytest.fixture
def gazetteer(db: None) -> None:
    for code in ("SN", "BE", "HE"):
        builders.land(code)
    for name, land, latitude, longitude, population in TOWNS:
        Place.objects.create(
            name=name, land_id=land, latitude=latitude, longitude=longitude, population=population
        )
    builders.field("OPT", "Optik und Photonik", "Optics and photonics")
    builders.field("MST", "Mikrosystemtechnik", "Microsystems")


@pytest.fixture
def optik(gazetteer: None) -> Network:
    return builders.network("Optik Sachsen")


@pytest.fixture
def marthas(optik: Network, martha: User) -> Network:
    builders.manages(martha, optik)
    return optik


@pytest.fixture
def bring(now: datetime) -> Callable[..., Import]:
    """A table of text is uploaded, its columns are taken as guessed, and it is checked."""

    def do(table: str, *, by: User, network: Network | None, kind: Kind = Kind.ACTOR) -> Import:
        row = uploading.upload(
            content=table.encode(),
            file_name="mitglieder.csv",
            kind=kind,
            network_id=network.pk if network else None,
            by=by.subject,
            now=now,
        )
        columns = {int(index): EntryField(fact) for index, fact in row.columns.items()}
        said = (
            {"source": "https://example.org/liste", "seen_on": date(2026, 11, 1)} if network is None else {}
        )
        row = uploading.choose_columns(
            import_id=row.pk, seen=row.version, columns=columns, by=by.subject, **said
        )
        return proceed(row, ImportState.CHECKING, by=by, now=now)

    return do


def proceed(row: Import, stage: ImportState, *, by: User, now: datetime) -> Import:
    row.refresh_from_db()
    return proceeding.proceed(import_id=row.pk, seen=row.version, stage=stage, by=by.subject, now=now)


def verdicts(row: Import) -> list[tuple[int, str]]:
    return list(row.rows.order_by("number").values_list("number", "verdict"))


def faults(row: Import) -> list[tuple[int, str, str, str]]:
    """Row, fact, reason and what stood there."""
    return [
        (one.number, fault["fact"], fault["reason"], fault["value"])
        for one in row.rows.order_by("number")
        for fault in one.faults
    ]


def snapshot_of(*models: Any) -> dict[str, list[dict[str, Any]]]:
    """Every row of some tables, to compare."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}
