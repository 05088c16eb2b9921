"""What happened on the day, in both languages."""

from __future__ import annotations

import pytest
from tests.engine.cli.test_repair import EVERY_KIND

from treffen import words
from treffen.problem import Meeting
from treffen.repair import Disruption, Loss, Offer, PlaceLost, RepairOptionKind, StandBy
from treffen.timetable import Reason


@pytest.mark.parametrize("one", EVERY_KIND, ids=lambda d: type(d).__name__)
def test_every_disruption_is_a_sentence(one: Disruption) -> None:
    german, english = (words.disruption(one, language) for language in ("de", "en"))
    assert german != english
    for sentence in (german, english):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_the_kinds_of_disruptions_are_all_tried() -> None:
    assert {type(d) for d in EVERY_KIND} == set(Disruption.__args__)


def test_a_loss_says_what_happened_why_and_whether_it_is_proved() -> None:
    lost = Loss(
        meeting=Meeting(request="7", slot="5", place="t1"),
        reason=Reason.PLACES_FULL,
        causes=(0,),
        is_proved=False,
    )
    said = words.loss(lost, "en", disruptions=[PlaceLost(place="t1")])
    assert said.startswith("Request 7 is dropped. Place t1 is lost (from now on). All suitable places")
    assert said.endswith("is not proved.")
    assert "bewiesen" in words.loss(lost, "de")


def test_an_exchange_names_who_gives_up_what() -> None:
    one = Offer(request="9", participant="3", gives_up="4", slot="5", moved=2)
    assert words.offer(one, "en") == (
        "Request 9 no longer fits. Exchange: if participant 3 gives up request 4, "
        "it is held at slot 5; 2 meetings move for it."
    )
    assert "Teilnehmer:in 3" in words.offer(one, "de")
    waiting = StandBy(participant="3", slot="5", requests=("8", "9"))
    assert words.stand_by(waiting, "en") == "Participant 3, slot 5: on stand-by are requests 8 and 9."


def test_every_kind_of_repair_has_a_name() -> None:
    assert (
        len({words.choice_kind(kind, language) for kind in RepairOptionKind for language in words.LANGUAGES})
        == 8
    )
