"""The concepts of the vocabulary, as they stand in its tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NewType

from treffen.language.wordlists import table

ConceptCode = NewType("ConceptCode", str)
_TABLES = ("fields.csv", "concepts.csv")


class ConceptKind(StrEnum):
    """What sort of thing a concept names."""

    FIELD = "field"
    TECHNOLOGY = "technology"
    APPLICATION = "application"
    SERVICE = "service"
    METHOD = "method"
    MATERIAL = "material"
    COOPERATION = "cooperation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A node of the vocabulary: a technology field, or something below one.

    parent: the code of the node above, None at the top. Synonyms count less than labels; abbreviations are
    words of exactly this case. A form of co-operation is a filter: two who both want to develop something
    together do not match by that.
    """

    code: ConceptCode
    parent: ConceptCode | None
    kind: ConceptKind
    label_de: str
    label_en: str
    synonyms_de: tuple[str, ...]
    synonyms_en: tuple[str, ...]
    abbreviations: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Labels and synonyms of both languages."""
        return (self.label_de, self.label_en, *self.synonyms_de, *self.synonyms_en)

    @property
    def is_field(self) -> bool:
        """Whether this is a technology field, of the upper or the lower level."""
        return self.kind is ConceptKind.FIELD

    @property
    def is_filter(self) -> bool:
        """Whether this says how somebody wants to work together, and not on what."""
        return self.kind is ConceptKind.COOPERATION


@dataclass(frozen=True, slots=True)
class Relation:
    """Two concepts that belong together though they stand in different places, and how closely (0 to 1)."""

    one: ConceptCode
    other: ConceptCode
    strength: float


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(table(name)))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(one for part in cell.split(";") if (one := part.strip()))


@cache
def standard_concepts() -> tuple[Concept, ...]:
    """Fields first, then what lies below them, in the order of the tables."""
    return tuple(
        Concept(
            code=ConceptCode(row["code"]),
            parent=ConceptCode(row["parent"]) if row["parent"] else None,
            kind=ConceptKind(row["kind"]),
            label_de=row["label_de"],
            label_en=row["label_en"],
            synonyms_de=_listed(row["synonyms_de"]),
            synonyms_en=_listed(row["synonyms_en"]),
            abbreviations=_listed(row["abbreviations"]),
        )
        for name in _TABLES
        for row in _rows(name)
    )


@cache
def standard_relations() -> tuple[Relation, ...]:
    """Related concepts across fields, each pair once."""
    return tuple(
        Relation(ConceptCode(row["one"]), ConceptCode(row["other"]), float(row["strength"]))
        for row in _rows("related.csv")
    )
