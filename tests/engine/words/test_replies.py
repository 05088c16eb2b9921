"""What the desk says, in both languages."""

from __future__ import annotations

import pytest

from treffen import words
from treffen.admission import (
    AdmissionRemedy,
    AdmissionRemedyKind,
    Admitted,
    Chance,
    Effect,
    Possibility,
    ProofMethod,
    Refused,
    Undecided,
)
from treffen.timetable import Core, CoreKind, Reason, Timetable
from treffen.words import LANGUAGES, Language


def refused(kind: CoreKind, others: int, **more: object) -> Refused:
    requests = (*(f"r{i}" for i in range(others)), "7")
    core = Core(kind=kind, requests=requests, **more)  # type: ignore[arg-type]
    return Refused(
        request="7", reason=Reason.PERSON_FULL, core=core, proof=ProofMethod.SEARCH, in_the_way=others
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CoreKind)
@pytest.mark.parametrize("others", [0, 1, 3, 40])
def test_every_no_is_a_sentence(kind: CoreKind, others: int, language: Language) -> None:
    for slots in ((), ("1", "2")):
        for people in ((), ("a",), ("a", "b")):
            said = words.reply(refused(kind, others, slots=slots, participants=people), language)
            assert said[0].isupper()
            assert said.endswith(".")
            assert "{" not in said
            assert len(said) < 400


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", AdmissionRemedyKind)
def test_every_way_out_is_a_sentence(kind: AdmissionRemedyKind, language: Language) -> None:
    way = AdmissionRemedy(
        kind=kind, participant="3", delegate="4", slot="5", gives_up=("9",), cost=1200, moved=2
    )
    said = words.way_out(way, language)
    assert said.endswith(".")
    assert "{" not in said
    assert "2" in said


@pytest.mark.parametrize("chance", Chance)
def test_every_chance_has_words(chance: Chance) -> None:
    said = [words.possibility(Possibility(request="1", chance=chance), language) for language in LANGUAGES]
    assert len(set(said)) == 2


def test_a_full_person_is_named_with_the_slots() -> None:
    found = refused(CoreKind.SLOTS_OF_PARTICIPANT, 2, participants=("a",), slots=("1", "2"))
    assert words.refusal(found, "en") == (
        "Participant a already has 2 promised meetings in slots 1 and 2, and can only meet then."
    )
    assert words.refusal(found, "de") == (
        "Teilnehmer:in a hat in den Zeitfenstern 1 und 2 schon 2 zugesagte Gespräche und kann nur dann."
    )


def test_a_long_core_gets_the_sentence_for_what_cannot_be_said_shortly() -> None:
    assert words.refusal(refused(CoreKind.TOGETHER, 3), "en").startswith("Together, requests r0, r1 and r2")
    long = words.refusal(refused(CoreKind.TOGETHER, 40), "en")
    assert long == "This is proved, but has no short reason: 40 promised meetings interlock."


def test_yes_not_yet_and_effects() -> None:
    assert words.reply(Admitted(request="7", meetings=()), "en") == (
        "Yes: request 7 takes place. No other one changes."
    )
    assert words.reply(Undecided(request="7"), "de").startswith("Noch nicht: Für Anfrage 7")
    none = Effect(witness=Timetable())
    assert words.effect(none, "de") == "Alles Zugesagte bleibt möglich. Kein anderes ändert sich."
    two = Effect(witness=Timetable(), endangered=("1", "2"))
    assert words.effect(two, "en") == "Request 1 and request 2 are endangered. No other one changes."
