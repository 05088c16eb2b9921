"""The vocabulary that comes with the engine is whole, and finds itself in texts."""

from __future__ import annotations

import pytest

from treffen.language.concepts import standard_concepts, standard_relations
from treffen.recommendation.vocabulary import ConceptKind, Named, Nearness, Vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.standard()


def found(vocabulary: Vocabulary, text: str, language: str = "de") -> dict[str, float]:
    return {tag.concept: tag.strength for tag in vocabulary.tags(text, language)}


def test_codes_are_unique_and_every_parent_is_there() -> None:
    concepts = standard_concepts()
    codes = [concept.code for concept in concepts]
    assert len(codes) == len(set(codes)) > 500
    assert {concept.parent for concept in concepts if concept.parent} <= set(codes)
    fields = {concept.code for concept in concepts if concept.kind is ConceptKind.FIELD}
    assert {c.parent for c in concepts if c.kind is ConceptKind.FIELD and c.parent} <= fields


def test_every_concept_ends_at_a_field_without_circles(vocabulary: Vocabulary) -> None:
    for concept in vocabulary.concepts:
        above = vocabulary.above(concept.code)
        assert len(above) == len(set(above)) <= 5
        assert vocabulary[above[-1]].kind is ConceptKind.FIELD


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


def test_related_concepts_exist_once_and_are_neither_filters_nor_parents(vocabulary: Vocabulary) -> None:
    pairs = [frozenset((one.one, one.other)) for one in standard_relations()]
    assert len(pairs) == len(set(pairs)) > 400
    for relation in standard_relations():
        assert 0 < relation.strength < 1
        one, other = vocabulary[relation.one], vocabulary[relation.other]
        assert not one.is_filter
        assert not other.is_filter
        assert one.parent != other.code != one.code != other.parent


def test_nearness_is_symmetric_and_filters_are_near_to_nothing(vocabulary: Vocabulary) -> None:
    near = {(n.one, n.other): (n.nearness, n.strength) for n in vocabulary.near}
    assert all(near[other, one] == how for (one, other), how in near.items())
    filters = {n for n, concept in enumerate(vocabulary.concepts) if concept.is_filter}
    assert len(filters) > 40
    assert not any(one in filters for one, _ in near)
    kinds = {how for how, _ in near.values()}
    assert kinds == set(Nearness)


def test_every_label_is_found_in_itself(vocabulary: Vocabulary) -> None:
    for concept in vocabulary.concepts:
        for label, language in ((concept.label_de, "de"), (concept.label_en, "en")):
            if "," in label:  # a heading of several things, which no text says in one breath
                continue
            assert concept.code in found(vocabulary, label, language), (concept.code, label)


def test_compounds_and_open_words_name_the_same_concept(vocabulary: Vocabulary) -> None:
    for text, language in (("Gassensoren", "de"), ("gas sensors", "en"), ("Gas-Sensoren", "de")):
        assert "MST-GAS" in found(vocabulary, text, language)


def test_abbreviations_are_whole_words_of_their_exact_case(vocabulary: Vocabulary) -> None:
    assert "IKT2" in found(vocabulary, "KI für die Prüfung")
    assert "IKT2" not in found(vocabulary, "ki KIPPER Ki")
    assert "MED-MRT" in found(vocabulary, "MRT-Spulen")
    tags = [tag for tag in vocabulary.tags("Prüfung mit NGS", "de") if tag.named is Named.ABBREVIATION]
    assert [tag.evidence for tag in tags] == ["NGS"]


def test_the_longest_name_wins_over_the_names_inside_it(vocabulary: Vocabulary) -> None:
    tags = found(vocabulary, "KI in der Radiologie")
    assert "MED-KIBILD" in tags
    assert "H2-TANK" in found(vocabulary, "Wasserstofftankstelle")


def test_a_name_inside_a_compound_or_after_a_no_is_less_sure(vocabulary: Vocabulary) -> None:
    whole, inside, denied = (
        found(vocabulary, text)["OPT-SPEK"]
        for text in ("Spektroskopie", "Gewebespektroskopie", "ohne Spektroskopie")
    )
    assert whole > inside > denied > 0


def test_forms_of_cooperation_are_marked_as_filters(vocabulary: Vocabulary) -> None:
    tags = {tag.concept: tag.is_filter for tag in vocabulary.tags("Pilotkunde für Spektroskopie", "de")}
    assert tags == {"K-PILOT": True, "OPT-SPEK": False, "OPT4": False}
