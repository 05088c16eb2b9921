"""Loads the funding programmes that come with the platform and the facts about them, with source and date."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from handschlag.common import audit
from handschlag.common.csv_tables import read_table
from handschlag.common.load_report import Loaded
from handschlag.programmes.models import Fact, Programme

DATA = Path(__file__).resolve().parent.parent / "data"
TABLE = DATA / "programmes.csv"
FACTS = DATA / "facts.csv"
TEXTS = (
    *("short_name", "name_de", "name_en", "purpose_de", "purpose_en"),
    *("body_de", "body_en", "website", "source"),
)
FACT_TEXTS = ("key", "kind", "text_de", "text_en", "source_title", "source_url", "copy_date")
FACT_DAYS = ("read_on", "old_from", "valid_from", "valid_until")


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
            is_closed=row["is_closed"] == "yes",
            source_seen_on=date.fromisoformat(row["source_seen_on"]),
            **{name: row[name] for name in TEXTS},
        )
        audit.record(verb="loaded", target=programme, by_id=None, now=now)
        loaded += Loaded(created=1)
    return loaded + _load_facts(now=now)


def _load_facts(*, now: datetime) -> Loaded:
    """Every fact of the table exists; one whose key is known stays as editors left it, or took it away."""
    known = set(Fact.objects.values_list("key", flat=True))
    programmes = {one.slug: one for one in Programme.objects.all()}
    loaded = Loaded()
    for row in read_table(FACTS):
        if row["key"] in known:
            loaded += Loaded(kept=1)
            continue
        fact = Fact.objects.create(
            programme=programmes[row["programme"]],
            position=int(row["position"]),
            is_copy=True,
            is_second_hand=row["is_second_hand"] == "yes",
            **{name: row[name] for name in FACT_TEXTS},
            **{name: date.fromisoformat(row[name]) if row[name] else None for name in FACT_DAYS},
        )
        audit.record(verb="loaded", target=fact, by_id=None, now=now)
        loaded += Loaded(created=1)
    return loaded
