"""Cards say one line for each direction that fits; all else is folded, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.platform import matchmaking
from tests.platform.matching.test_ballots import at_that_time, path

from handschlag.accounts.policy import Subject
from handschlag.matching import wishing
from handschlag.matching.models import Participant, Service
from handschlag.matching.recommendation_lists import write_lists

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
    ("need", "topic"),
    [
        ("Jemand, der mit KI aus wenigen Messdaten Fehler an Laserlinsen erkennt, auch vor Ort.", True),
        ("Laserlinsen, " + "beschichtet und geprüft, " * 8 + "auch in kleinen Serien", False),
    ],
)
def test_a_request_is_proposed_with_a_whole_sentence_or_nothing(
    need: str, topic: bool, client: Client, service: Service, bo: Participant, linked: Link, now: datetime
) -> None:
    me = matchmaking.participant(service, "Ada Lindqvist", needs=(need,), offers=("Kühlung",))
    write_lists(service_id=service.pk)
    wishing.wish(participant_id=me.pk, towards_id=bo.pk, kind="want", has_link=True, by=Subject(), now=now)
    page = client.get(path("send", linked(me))).content.decode()
    (proposed,) = re.findall(rf'name="purpose-{bo.pk}"[^>]*>([^<]*)</textarea>', page)
    assert proposed == (need if topic else "")
