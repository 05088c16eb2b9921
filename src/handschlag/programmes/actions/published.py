"""Loads the funding programmes that come with the platform, each with source and date."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from handschlag.common import audit
from handschlag.common.loading import Loaded
from handschlag.common.tables import read_table
from handschlag.programmes.models import Programme

TABLE = Path(__file__).resolve().parent.parent / "data" / "programmes.csv"
TEXTS = (
    *("short_name", "name_de", "name_en", "purpose_de", "purpose_en"),
    *("body_de", "body_en", "website", "source"),
)


@transaction.atomic
def load(*, now: datetime) -> Loaded:
    """Every programme of the table exists; one that is there already stays as it is."""
    known = set(Programme.objects.values_list("slug", flat=True))
    loaded = Loaded()
    for row in read_table(TABLE):
        if row["slug"] in known:
            loaded += Loaded(kept=1)
            continue
        programme = Programme.objects.create(
            slug=row["slug"],
            position=int(row["position"]),
            is_funding=row["is_funding"] == "yes",
            source_seen_on=date.fromisoformat(row["source_seen_on"]),
            **{name: row[name] for name in TEXTS},
        )
        audit.record(verb="loaded", target=programme, by_id=None, now=now)
        loaded += Loaded(created=1)
    return loaded
