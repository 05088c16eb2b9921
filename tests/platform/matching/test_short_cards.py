"""Cards say one line for each direction that fits; all else is folded, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.platform import matchmaking
from tests.platform.matching.test_ballots import at_that_time, path

from handschlag.matching.actions.lists import write_lists
from handschlag.matching.models import Participant, Service
from handschlag.matching.rules.topics import LETTERS, WORDS, topic_in

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]

assert at_that_time  # the clock of this file, too


def halves(page: str) -> tuple[str, str]:
    """What is in view, and what is folded."""
    words = " ".join(page.split())
    folds = r"<details.*?</details>"
    return re.sub(folds, "", words), " ".join(re.findall(folds, words))


def test_a_recommendation_shows_the_directions_that_fit_and_folds_the_rest(
    client: Client, service: Service, ada: Participant, bo: Participant, linked: Link
) -> None:
    registered = {"role": "Entwicklung", "organisation": "Glaswerk", "place": "Kassel"}
    matchmaking.participant(
        service, "Dora Eins", offers=("Laserlinsen",), needs=("Käsereifung",), registered=registered
    )
    write_lists(service_id=service.pk)
    shown, folded = halves(client.get(path("recommended", linked(ada))).content.decode())
    card = shown[shown.index("Dora Eins") :]
    card = card[: card.index("</li>")]
    assert ("Glaswerk" in card, "Sie bekommen" in card, "Sie geben" in card) == (True, True, False)
    assert "Käsereifung" in folded
    assert "Entwicklung, Glaswerk, Kassel" in folded
    assert "was Sie suchen: Linsen für Laser" in folded
    assert "Alter, Geschlecht" in folded


def test_a_found_card_says_where_the_searched_words_stand(
    client: Client, service: Service, ada: Participant, bo: Participant, cy: Participant, linked: Link
) -> None:
    write_lists(service_id=service.pk)
    token = linked(ada)
    shown, folded = halves(client.get(path("browse", token), {"q": "sensor"}).content.decode())
    assert "<mark>Sensoren</mark>" in shown
    assert "Sortiert nach" not in shown
    assert '<select class="kern-form-input__select" id="sort"' in folded
    narrowed = client.get(path("browse", token), {"sort": "name"}).content.decode()
    assert '<details class="hs-people__filters" open>' in narrowed


@pytest.mark.parametrize(
    ("text", "evidence", "topic"),
    [
        ("Rezyklate", [], "Rezyklate"),
        ("Wir prüfen Bauteile aus Beton, Stahl und Holz; auch vor Ort", ["Stahl"], "Stahl und Holz"),
        ("Somebody who can coat quartz lenses in series for us", ["coat"], "coat quartz lenses in series"),
        (
            "Ein Labor, das unsere Sensoren für Temperatur im Betrieb kalibriert",
            ["Labor", "Sensoren", "Temperatur", "kalibriert"],
            "Sensoren für Temperatur im Betrieb kalibriert",
        ),
        ("Prüfstände für neue Antriebe auf dem Meer", [], "Prüfstände für neue Antriebe"),
        ("A" * 80, [], "A" * LETTERS),
        ("...", [], ""),
    ],
)
def test_a_topic_is_a_few_words_of_the_sentence(text: str, evidence: list[str], topic: str) -> None:
    assert topic_in(text, evidence) == topic
    assert len(topic.split()) <= WORDS
