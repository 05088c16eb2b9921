"""What is said of a need and an offer stands in both, or is near by its own name; nothing else is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treffen.recommendation import Direction, Pool, Profile, Statement
from treffen.recommendation.lists.answer import ReasonKind
from treffen.recommendation.lists.engine import recommender
from treffen.recommendation.lists.said import CommonGround, said_of, stands_in
from treffen.recommendation.vocabulary import Vocabulary

KNOWN = Vocabulary.standard()
NOTHING = CommonGround(common=(), words=(), related=())
TEXTS = (
    "Recycling von Elektrolyten", "Elektrolytrecycling, auch kleine Mengen", "Terminbuchung für Patienten",
    "Buchenholz und Rinde", "Wärmepumpen bis 120 °C", "heat pumps for dairies", "Wasserelektrolyse, 100 kW",
    "stacks for water electrolysis", "Solar thermal energy", "Solarthermie ohne Wasserelektrolyse",
    "training in virtual reality", "hydrogen trains", "Probe unserer Kunden", "Gemüse, würden wir probieren",
)  # fmt: skip


def _said(
    need: str, offer: str, *, languages: str = "de-de", stated: tuple[str, str] = ("", "")
) -> CommonGround:
    mine, theirs = languages.split("-")
    return said_of(
        _statement("n", Direction.NEED, need, mine, stated[0]),
        _statement("o", Direction.OFFER, offer, theirs, stated[1]),
        KNOWN,
    )


def _statement(id: str, direction: Direction, text: str, language: str, stated: str = "") -> Statement:
    concepts = (stated,) if stated else ()
    return Statement(id=id, direction=direction, text=text, language=language, concepts=concepts)


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("Terminbuchung für Patienten", "Buchenholz und Rinde"),  # a concept inside of other words
        ("Wasserstofftank für Triebwagen", "Wasserstoffsensor für Leitungen"),  # a part of compounds
        ("Weniger Ausschuss beim Drehen", "Sitz im projektbegleitenden Ausschuss"),  # many senses
        ("Proben sind da", "Robotik würden wir sofort probieren"),  # one stem, two words
        ("Simulation ohne Wasserelektrolyse", "Wasserelektrolyse, 100 kW"),  # taken back
    ],
)
def test_what_was_only_weighed_is_not_said(need: str, offer: str) -> None:
    assert _said(need, offer) == NOTHING


def test_one_word_in_two_forms_and_a_compound_with_its_parts_stand_in_both() -> None:
    assert _said("Bipolarplatten, kleine Serie", "Bipolarplatte aus Edelstahl").words == (
        ("Bipolarplatten", "Bipolarplatte"),
    )
    assert _said("Elektrolytrecycling", "Recycling von Elektrolyten").words == (
        ("Elektrolytrecycling", "Elektrolyten Recycling"),
    )


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("call on hydrogen trains", "training for engineers"),
        ("lightning strike on panels", "knitting machines for trials"),
        ("maintenance guides on a tablet", "tablets and capsules, coated"),
        ("care home for the elderly", "car seats with heaters"),
    ],
)
def test_what_only_looks_alike_is_neither_common_nor_related(need: str, offer: str) -> None:
    said = _said(need, offer, languages="en-en")
    assert (said.common, said.related) == ((), ())
    assert all(here == there.removesuffix("s") for here, there in said.words)


def test_a_concept_is_common_where_both_call_it_by_its_label_or_stated_it() -> None:
    both = _said("Wasserelektrolyse, 100 kW", "stacks for water electrolysis", languages="de-en")
    assert [KNOWN[need].label_en for need, _ in both.common] == ["Water electrolysis"]
    code = both.common[0][0]
    assert _said("irgendwas", "etwas anderes", stated=(code, code)).common == ((code, code),)
    assert _said("irgendwas", "etwas anderes", stated=(code, "")).common == ()


def test_the_same_in_other_words_is_near_and_not_common() -> None:
    said = _said("Greifer für Backwaren", "soft grippers for fruit", languages="de-en")
    assert (said.common, said.words) == ((), ())
    assert said.related[0] == ("Greifer", "grippers")


def test_a_concept_that_is_not_meant_is_not_said() -> None:
    need = _statement("n", Direction.NEED, "Wasserelektrolyse", "de")
    offer = _statement("o", Direction.OFFER, "Wasserelektrolyse", "de")
    code = said_of(need, offer, KNOWN).common[0][0]
    taken = Statement(id="n", direction=Direction.NEED, text="Wasserelektrolyse", not_meant=(code,))
    assert said_of(taken, offer, KNOWN).common == ()


said_texts = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2).map(". ".join)


@settings(max_examples=60, deadline=None)
@given(said_texts, said_texts, st.sampled_from(["de", "en"]), st.sampled_from(["de", "en"]))
def test_no_label_is_said_that_stands_in_neither_text(need: str, offer: str, mine: str, theirs: str) -> None:
    said = _said(need, offer, languages=f"{mine}-{theirs}")
    for code, _ in said.common:
        assert stands_in(need, KNOWN, code)
        assert stands_in(offer, KNOWN, code)
    for here, there in (*said.words, *said.related):
        for shown, text in ((here, need), (there, offer)):
            is_label = shown in KNOWN.position
            assert stands_in(text, KNOWN, shown) if is_label else all(w in text for w in shown.split())


def test_who_fits_is_told_why_and_who_does_not_is_told_nothing() -> None:
    need = Statement(id="n", direction=Direction.NEED, text="Prüfstand für Verdichter mit Propan")
    near = Statement(
        id="o1", direction=Direction.OFFER, text="Verdichter auf dem Prüfstand, Propan", language="de"
    )
    far = Statement(id="o2", direction=Direction.OFFER, text="Sprachkurse für Pflegekräfte", language="de")
    pool = Pool(
        profiles=(
            Profile(id="a", needs=(need,)),
            Profile(id="b", offers=(near,)),
            Profile(id="c", offers=(far,)),
        )
    )
    made = recommender(pool)
    assert [one.kind for one in made.reasons("a", "b")] == [ReasonKind.NEED_MET]
    assert made.reasons("a", "c") == ()
