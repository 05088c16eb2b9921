"""Words of two languages: what must meet, and what must stay apart."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treffen.language import Splitter, fold, is_stop_word, meaningful, splitter, stem, tokens_of
from treffen.language.wordlists import lines


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


@given(st.text(max_size=60))
def test_tokens_are_where_they_say(text: str) -> None:
    for token in tokens_of(text):
        assert text[token.start : token.end] == token.surface
        assert token.pieces


def test_every_group_of_words_has_both_languages() -> None:
    for name in ("synonyms.txt", "kin.txt"):
        halves = [line.partition("=") for line in lines(name)]
        assert len(halves) > 150
        assert [german for german, _, english in halves if not (german.strip() and english.strip())] == []


@pytest.mark.parametrize(
    "forms",
    [
        ("fibre", "fiber"),
        ("colour", "color"),
        ("organise", "organize"),
        ("aluminium", "aluminum"),
        ("Silizium", "Silicium"),
        ("Karbid", "carbide"),
    ],
)
def test_british_american_old_and_new_spellings_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_an_umlaut_that_is_still_being_typed_folds_like_the_whole_word() -> None:
    assert fold("Müller").startswith(fold("Mue"))


@pytest.mark.parametrize("word", ["bodensee", "darmstadt", "saarbrucken"])
def test_towns_stay_whole(word: str) -> None:
    assert splitter().split(word) == ()


def test_a_described_word_ends_a_compound_and_never_begins_one() -> None:
    assert splitter().split("laserbasiert") == ("laser", "basiert")
    assert splitter().split("freiflache") == ()


def test_acronyms_are_words_unless_everything_is_in_capitals() -> None:
    assert meaningful("IT-Sicherheit") == ("it", "sicherheit")
    assert meaningful("it") == meaningful("IT", is_shouting=True) == ()
    assert meaningful("Power-to-X") == ("power", "x")


def test_whoever_searches_asks_for_numbers_and_a_statement_is_not_about_them() -> None:
    text = "Industrie 4.0, E-Health, lots of 25"
    assert [token.pieces for token in tokens_of(text)][1:3] == [("40",), ("ehealth",)]
    said = [piece for token in tokens_of(text, is_statement=True) for piece in token.pieces]
    assert said == ["industrie", "e", "health", "lots", "of"]


def test_a_legal_form_is_passed_over_in_names_and_is_a_word_in_statements() -> None:
    assert is_stop_word("plc")
    assert not is_stop_word("plc", is_statement=True)


def test_a_splitter_in_a_file_knows_no_word_that_it_was_asked_for() -> None:
    one = Splitter.of(["Wasserstoff", "Speicher"], ["Ganzes"], describing=["basiert"])
    parts = one.split("wasserstoffspeicher")
    kept = pickle.dumps(one)
    again = pickle.loads(kept)
    assert (b"wasserstoffspeicher" in kept, again == one, again._seen) == (False, True, {})
    assert again.split("wasserstoffspeicher") == parts == ("wasserstoff", "speicher")
    assert one._seen, "itself it remembers"
