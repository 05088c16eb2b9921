"""The vocabulary that comes with the engine is whole, and finds itself in texts."""

from __future__ import annotations

import pytest

from treffen.language import ConceptKind, NameKind, standard_relations
from treffen.recommendation.vocabulary import Nearness, Vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.standard()


def found(vocabulary: Vocabulary, text: str, language: str = "de") -> dict[str, float]:
    return {tag.concept: tag.strength for tag in vocabulary.tags(text, language)}


def test_every_concept_ends_at_a_field_without_circles(vocabulary: Vocabulary) -> None:
    for concept in vocabulary.concepts:
        above = vocabulary.above(concept.code)
        assert len(above) == len(set(above)) <= 5
        assert vocabulary[above[-1]].kind is ConceptKind.FIELD


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
    tags = [tag for tag in vocabulary.tags("Prüfung mit NGS", "de") if tag.named is NameKind.ABBREVIATION]
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


def test_word_order_and_little_words_do_not_hide_a_name(vocabulary: Vocabulary) -> None:
    for text in ("Speicherung von Wasserstoff", "Wasserstoffspeicherung", "Wasserstoff, Speicherung"):
        assert ("H2-SPEICHER" in found(vocabulary, text)) == ("," not in text), text


def test_a_hospital_is_not_its_computers(vocabulary: Vocabulary) -> None:
    assert "MED-KHIT" in found(vocabulary, "Krankenhaus-IT")
    assert "MED-KHIT" not in found(vocabulary, "Suchen Contractor für BHKW im Krankenhaus")
