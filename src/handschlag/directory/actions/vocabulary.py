"""Loads the shared vocabulary: fields in two levels, and the concepts below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from handschlag.common.csv_tables import read_table
from handschlag.directory.actions import index
from handschlag.directory.models import Concept, Field
from handschlag.directory.rules.published import cell_parts

DATA = Path(__file__).resolve().parent.parent / "data"
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@transaction.atomic
def load() -> None:
    """All fields and concepts are as in the tables that come with the platform."""
    _load_fields(read_table(DATA / "fields.csv"))
    _load_concepts(read_table(DATA / "concepts.csv"))
    index.refresh_all()


def _load_fields(rows: Sequence[Mapping[str, str]]) -> None:
    """The upper level first: the lower one points at it."""
    fields = [
        Field(
            code=row["code"],
            parent_id=row["parent"] or None,
            slug=slugify(row["label_de"].translate(GERMAN)),
            label_de=row["label_de"],
            label_en=row["label_en"],
            synonyms=list(cell_parts(row["synonyms"])),
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


def _load_concepts(rows: Sequence[Mapping[str, str]]) -> None:
    parents = {row["code"]: row["parent"] for row in rows}
    concepts = [
        Concept(
            code=row["code"],
            field_id=_field_above(row["code"], parents),
            kind=row["kind"],
            label_de=row["label_de"],
            label_en=row["label_en"],
            synonyms_de=list(cell_parts(row["synonyms_de"])),
            synonyms_en=list(cell_parts(row["synonyms_en"])),
            abbreviations=list(cell_parts(row["abbreviations"])),
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


def _field_above(code: str, parents: Mapping[str, str]) -> str:
    """The field that a concept belongs to, also where other concepts stand between."""
    while code in parents:
        code = parents[code]
    return code
