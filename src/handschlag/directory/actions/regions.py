"""Loads the regions of Germany: Länder, districts, and places with their coordinates."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from handschlag.common.csv_tables import read_table
from handschlag.directory.models import District, Land, Place

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load() -> None:
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
