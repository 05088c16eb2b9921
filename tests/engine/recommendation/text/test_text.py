"""A statement as matching hears it: terms, a "no", a direction, a gloss."""

from __future__ import annotations

import pytest

from treffen.language import synonyms
from treffen.recommendation.text import DirectionCue, analysed, direction_of, glossed


def test_both_languages_meet_in_synonyms_and_kin() -> None:
    german = analysed("Werft sucht Rumpfreinigung", "de")
    english = analysed("hull cleaning for shipyards", "en")
    shared = {n for term in german for n in term.synonyms} & {n for term in english for n in term.synonyms}
    named = {synonyms().groups[n][0] for n in shared}
    assert {"Rumpf", "Reinigung", "Werft"} <= named


def test_what_both_languages_write_alike_and_mean_differently_keeps_apart() -> None:
    german, english = analysed("Brand", "de"), analysed("brand", "en")
    assert german[0].key != english[0].key
    assert analysed("Laser", "de")[0].key == analysed("laser", "en")[0].key


def test_a_no_takes_back_the_words_that_follow_within_its_clause() -> None:
    terms = {t.surface: t.is_negated for t in analysed("Sturzerkennung ohne Kamera, mit Radar", "de")}
    assert terms["Kamera"]
    assert not terms["Sturzerkennung"]
    assert not terms["Radar"]
    assert analysed("no cameras", "en")[0].is_negated


def test_words_that_stand_around_anything_count_as_common() -> None:
    terms = {t.surface: t.is_common for t in analysed("Unternehmen mit Endoskopen", "de")}
    assert terms == {"Unternehmen": True, "Endoskopen": False}


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Suchen Gießerei für Pumpengehäuse", DirectionCue.SEEKS),
        ("Wanted: supplier of recycled carbon fibre", DirectionCue.SEEKS),
        ("Feinguss bis 5 kg, suchen Pilotkunden", DirectionCue.OPEN),
        ("We sell used etching tools", DirectionCue.GIVES),
        ("Biete Beratung für den Mittelstand", DirectionCue.GIVES),
        ("Mikromontage von Zahnrädern", DirectionCue.OPEN),
    ],
)
def test_the_beginning_says_which_way_a_statement_reads(text: str, reading: DirectionCue) -> None:
    assert direction_of(text) is reading


def test_a_gloss_is_english_where_the_lexicon_knows_the_word() -> None:
    assert glossed("Suche Wärmepumpen für unsere Klinik", "de") == "heat pump hospital"
    assert glossed("Abwasserreinigung Xylophag", "de").split()[-1] == "xylophag"
    assert glossed("as it is, 5 kW", "en") == "as it is, 5 kW"
