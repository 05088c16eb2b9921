"""Reasons, places, gaps and refusals of lists in words."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum

import pytest

from treffen import words
from treffen.problem import EntityKind
from treffen.recommendation.lists import (
    EntryOrigin,
    FitDirection,
    Link,
    ReasonKind,
    RecommendationReason,
    Shortfall,
    ShortfallKind,
    WhyNot,
    WhyNotKind,
)
from treffen.words import recommending

NAMES = {"ada": "Ada Beispiel", "bo": "Bo Beispiel"}
TEXTS = {"n1": "Recycling von Elektrolyten", "o1": "Aufbereitung von Elektrolyten", "R": "Recycling"}


def _name(noun: EntityKind, id: str) -> str:
    return NAMES.get(id, id)


def _quote(id: str) -> str:
    return TEXTS.get(id, id)


def _met(side: FitDirection, language: words.Language) -> str:
    common = (Link(need="R", offer="R"),)
    reason = RecommendationReason(kind=ReasonKind.NEED_MET, side=side, evidence=("n1", "o1"), through=common)
    return recommending.recommendation(reason, language, partner="bo", quote=_quote, name=_name)


def test_a_met_need_reads_naturally_in_both_directions() -> None:
    assert _met(FitDirection.FOR_YOU, "de") == (
        "Sie suchen „Recycling von Elektrolyten“. Bo Beispiel bietet „Aufbereitung von Elektrolyten“. "
        "Gemeinsam: Recycling."
    )
    assert _met(FitDirection.FOR_THEM, "en") == (
        "Bo Beispiel seeks “Recycling von Elektrolyten”. You offer “Aufbereitung von Elektrolyten”. "
        "In common: Recycling."
    )


def test_words_stand_in_where_no_concept_is_common() -> None:
    reason = RecommendationReason(
        kind=ReasonKind.NEED_MET,
        side=FitDirection.FOR_YOU,
        evidence=("n1", "o1"),
        words=(Link(need="Elektrolyten", offer="Elektrolyt"),),
    )
    assert recommending.recommendation(reason, "de", partner="bo").endswith("Gemeinsam: Elektrolyten.")


def test_what_is_near_is_said_of_both_sides_and_never_as_common() -> None:
    near = (Link(need="Zulassung", offer="approval"),)
    reason = RecommendationReason(
        kind=ReasonKind.NEED_MET, side=FitDirection.FOR_YOU, evidence=("n1", "o1"), related=near
    )
    turned = replace(reason, side=FitDirection.FOR_THEM)
    said = [recommending.recommendation(one, "en", partner="bo") for one in (reason, turned)]
    assert said[0].endswith("Related: your “Zulassung”, their “approval”.")
    assert said[1].endswith("Related: your “approval”, their “Zulassung”.")


def test_networks_of_both_sides_are_told_apart() -> None:
    reason = RecommendationReason(
        kind=ReasonKind.NETWORKS, evidence=("Akku", "|", "Laser", "Optik"), value=0.4
    )
    assert "(Akku – Laser, Optik)" in recommending.recommendation(reason, "de", partner="bo")


def _sentence(member: Enum, language: words.Language) -> str:
    if isinstance(member, ReasonKind):
        return recommending.recommendation(
            RecommendationReason(kind=member, evidence=("7", "8")), language, partner="bo"
        )
    if isinstance(member, WhyNotKind):
        answer = WhyNot(participant="ada", partner="bo", kind=member, score=0.0, needed=1.0, evidence=("cy",))
        return recommending.why_not(answer, language)
    assert isinstance(member, ShortfallKind)
    return recommending.shortfall(Shortfall(participant="bo", kind=member, found=1, wanted=3), language)


@pytest.mark.parametrize("member", [*ReasonKind, *WhyNotKind, *ShortfallKind], ids=str)
def test_every_member_is_said_in_sentences_of_both_languages(member: Enum) -> None:
    german, english = _sentence(member, "de"), _sentence(member, "en")
    for text in (german, english):
        assert re.fullmatch(r"[A-ZÄÖÜ].*[.]", text), text
        assert not {"{", "!", "  "} & set(text)
    assert german != english


def test_a_score_that_nothing_reaches_is_said_so() -> None:
    answer = WhyNot(participant="ada", partner="bo", kind=WhyNotKind.SCORE, score=-9.0)
    assert "mehr, als es gibt" in recommending.why_not(answer, "de", name=_name)
    assert "0.01%" in recommending.why_not(answer, "en", name=_name)


def test_places_have_words() -> None:
    assert len(
        {recommending.list_place(p, lang) for p in EntryOrigin for lang in words.LANGUAGES}
    ) == 2 * len(EntryOrigin)
