"""Loads the shared vocabulary: fields in two levels, and the concepts below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.text import slugify

from handschlag.directory.actions import index
from handschlag.directory.models import Concept, Field
from handschlag.directory.rules import analysis

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@transaction.atomic
def load() -> None:
    """All fields and concepts are as in the tables of the house of language, and the index knows it."""
    _load()
    index.refresh_all()


@transaction.atomic
def renew() -> None:
    """The same where the vocabulary was loaded before; call `index.refresh_all` afterwards."""
    codes = {row.code for row in analysis.standard_concepts() if row.is_field}
    if codes <= set(Field.objects.values_list("code", flat=True)):
        _load()


def _load() -> None:
    rows = analysis.standard_concepts()
    _load_fields([row for row in rows if row.is_field])
    _load_concepts([row for row in rows if not row.is_field])


def _load_fields(rows: Sequence[analysis.Concept]) -> None:
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


def _load_concepts(rows: Sequence[analysis.Concept]) -> None:
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
