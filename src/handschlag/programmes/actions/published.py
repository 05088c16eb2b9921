"""Loads the funding programmes that come with the platform and the facts about them, with source and date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

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
FACT_TEXTS = ("key", "kind", "text_de", "text_en", "source_title", "source_url")
FACT_DAYS = ("read_on", "old_from", "valid_from", "valid_until")


@transaction.atomic
def load(*, now: datetime) -> Loaded:
    """Every programme of the table exists; one that is there already keeps all that editors may change."""
    known = {one.slug: one for one in Programme.objects.all()}
    loaded = Loaded()
    for row in read_table(TABLE):
        if row["slug"] in known:
            loaded += _brought_up(known[row["slug"]], {"is_closed": row["is_closed"] == "yes"}, now=now)
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
    """Every fact of the table exists; one whose key is known stays as editors left it, or took it away.

    How it was read is taken from the table as long as nobody has read it on another day; whether at second
    hand, which editors may change, as long as nobody has changed anything.
    """
    known = {one.key: one for one in Fact.objects.all()}
    programmes = {one.slug: one for one in Programme.objects.all()}
    loaded = Loaded()
    for row in read_table(FACTS):
        if fact := known.get(row["key"]):
            loaded += _brought_up(fact, _reading_of(fact, row), now=now)
            continue
        fact = Fact.objects.create(
            programme=programmes[row["programme"]],
            position=int(row["position"]),
            is_copy=True,
            copy_date=row["copy_date"],
            is_second_hand=row["is_second_hand"] == "yes",
            **{name: row[name] for name in FACT_TEXTS},
            **{name: date.fromisoformat(row[name]) if row[name] else None for name in FACT_DAYS},
        )
        audit.record(verb="loaded", target=fact, by_id=None, now=now)
        loaded += Loaded(created=1)
    return loaded


def _reading_of(fact: Fact, row: Mapping[str, str]) -> dict[str, Any]:
    if fact.read_on.isoformat() != row["read_on"]:
        return {}
    copied = {"is_copy": True, "copy_date": row["copy_date"]}
    return copied if fact.version > 1 else {**copied, "is_second_hand": row["is_second_hand"] == "yes"}


def _brought_up(row: Programme | Fact, values: Mapping[str, Any], *, now: datetime) -> Loaded:
    """What an earlier release did not know is taken from the table."""
    changes = {name: [getattr(row, name), value] for name, value in values.items()}
    changes = {name: [before, after] for name, (before, after) in changes.items() if before != after}
    if not changes:
        return Loaded(kept=1)
    for name, (_before, after) in changes.items():
        setattr(row, name, after)
    row.save(update_fields=list(changes))
    audit.record(verb="loaded", target=row, by_id=None, now=now, changes=changes)
    return Loaded(updated=1)
