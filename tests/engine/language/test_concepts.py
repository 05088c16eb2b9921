"""The tables of the vocabulary are whole."""

from __future__ import annotations

from treffen.language import ConceptKind, standard_concepts


def test_codes_are_unique_and_every_parent_is_there() -> None:
    concepts = standard_concepts()
    codes = [concept.code for concept in concepts]
    assert len(codes) == len(set(codes)) > 500
    assert {concept.parent for concept in concepts if concept.parent} <= set(codes)
    fields = {concept.code for concept in concepts if concept.kind is ConceptKind.FIELD}
    assert {c.parent for c in concepts if c.kind is ConceptKind.FIELD and c.parent} <= fields


def test_every_concept_has_both_labels_and_no_name_twice() -> None:
    for concept in standard_concepts():
        assert concept.label_de.strip(), concept.code
        assert concept.label_en.strip(), concept.code
        for names in (concept.synonyms_de, concept.synonyms_en, concept.abbreviations):
            assert len(names) == len(set(names)), concept.code


def test_no_name_belongs_to_two_concepts_below_the_fields() -> None:
    owners: dict[str, set[str]] = {}
    for concept in standard_concepts():
        if concept.kind is not ConceptKind.FIELD:
            names = concept.label_de, concept.label_en, *concept.synonyms_de, *concept.synonyms_en
            for name in (*names, *concept.abbreviations):
                owners.setdefault(name.casefold(), set()).add(concept.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_the_three_duplicates_of_fields_and_concepts_are_gone() -> None:
    synonyms = {concept.code: concept.synonyms_de for concept in standard_concepts()}
    assert "Zulieferer" not in synonyms["AUT"]
    assert "Vernetzung" not in synonyms["IKT6"]
    assert "Landmaschinen" not in synonyms["AUT3"]
