"""Words of two languages: what must meet, and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treffen.language.tokens import read_whole
from treffen.language.wordlists import lines
from treffen.recommendation.text import (
    Reading,
    Splitter,
    analysed,
    fold,
    glossed,
    reading_of,
    splitter,
    stem,
    synonyms,
    tokens,
)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Lüfter", "Luefter", "LÜFTER", "lufter"),
        ("Straße", "Strasse", "STRASSE"),
        ("Öl", "Oel"),
        ("CO₂", "CO2"),
    ],
)
def test_all_spellings_of_a_word_fold_alike(spellings: tuple[str, ...]) -> None:
    assert len({fold(one) for one in spellings}) == 1


@pytest.mark.parametrize(("word", "kept"), [("Quelle", "quelle"), ("neue", "neue"), ("Bauer", "bauer")])
def test_an_e_that_is_no_umlaut_stays_in_the_word(word: str, kept: str) -> None:
    assert fold(word) == kept


@pytest.mark.parametrize(
    "forms",
    [
        ("Simulation", "simulieren", "simulations", "simulate"),
        ("Optik", "optisch", "optical", "optics"),
        ("Batterie", "Batterien", "battery", "batteries"),
        ("Beschichtung", "beschichten", "Beschichtungen"),
        ("cutting", "cut"),
        ("Polymer", "Polymere", "polymers"),
        ("Zelle", "Zellen", "cells"),
        ("Zertifizierung", "certification", "certified"),
        ("Photonik", "Fotonik", "photonics"),
    ],
)
def test_forms_and_cognates_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Messung", "Messe"), ("Leiter", "Leitung"), ("Linse", "Linie"), ("Bildung", "Bild"), ("Gene", "Gas")],
)
def test_words_of_different_meaning_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=20))
def test_stems_are_of_folded_letters_and_never_empty(word: str) -> None:
    assert stem(word)
    assert stem(word.upper()) == stem(fold(word.upper()))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wasserstoffspeicher", ("wasserstoff", "speicher")),
        ("laserstrahlschweissen", ("laser", "strahl", "schweissen")),
        ("warmepumpe", ()),  # in the lexicon as one word: a part of its own
        ("feuchtesensorik", ("feuchte", "sensorik")),
        ("sturzerkennungssystem", ("sturz", "erkennung", "system")),
        ("abwasserreinigung", ("abwasser", "reinigung")),
    ],
)
def test_compounds_fall_into_their_parts(word: str, parts: tuple[str, ...]) -> None:
    assert splitter().split(word) == parts


@pytest.mark.parametrize(
    "word", ["wasserstoff", "werkstoff", "nachhaltigkeit", "ministerium", "baumwolle", "technikum", "messing"]
)
def test_false_friends_stay_whole(word: str) -> None:
    assert splitter().split(word) == ()


@given(st.text(alphabet="abdeghilmnorstu", min_size=7, max_size=25))
def test_parts_stand_in_the_word_in_their_order(word: str) -> None:
    known = Splitter.of(["rad", "boden", "messung", "laser", "garten", "stein", "haus", "tier"])
    place = 0
    for part in known.split(word):
        assert part in word[place:]
        place = word.index(part, place) + len(part)


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
        ("Suchen Gießerei für Pumpengehäuse", Reading.SEEKS),
        ("Wanted: supplier of recycled carbon fibre", Reading.SEEKS),
        ("Feinguss bis 5 kg, suchen Pilotkunden", Reading.OPEN),
        ("We sell used etching tools", Reading.GIVES),
        ("Biete Beratung für den Mittelstand", Reading.GIVES),
        ("Mikromontage von Zahnrädern", Reading.OPEN),
    ],
)
def test_the_beginning_says_which_way_a_statement_reads(text: str, reading: Reading) -> None:
    assert reading_of(text) is reading


def test_a_gloss_is_english_where_the_lexicon_knows_the_word() -> None:
    assert glossed("Suche Wärmepumpen für unsere Klinik", "de") == "heat pump hospital"
    assert glossed("Abwasserreinigung Xylophag", "de").split()[-1] == "xylophag"
    assert glossed("as it is, 5 kW", "en") == "as it is, 5 kW"


@given(st.text(max_size=60))
def test_tokens_are_where_they_say(text: str) -> None:
    for token in tokens(text):
        assert text[token.start : token.end] == token.surface
        assert token.pieces


def test_every_group_of_words_has_both_languages() -> None:
    for name in ("synonyms.txt", "kin.txt"):
        halves = [line.partition("=") for line in lines(name)]
        assert len(halves) > 150
        assert [german for german, _, english in halves if not (german.strip() and english.strip())] == []


@given(st.text(alphabet="aBé7ü R&D-–/'.,;(\n\t\u00a0„", max_size=40))
def test_words_read_chunk_by_chunk_are_those_of_the_whole_text(text: str) -> None:
    assert tokens(text) == tuple(read_whole(text))
