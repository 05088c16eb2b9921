"""People are found by whole sentences, as somebody would ask."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import matchmaking

from handschlag.matching.everybody import PeopleQuery, search
from handschlag.matching.models import Participant, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def coater(service: Service) -> Participant:
    return matchmaking.participant(
        service, "Dea Molnar", offers=("Beschichtung von Membranen für Brennstoffzellen",)
    )


@pytest.mark.parametrize(
    ("text", "words", "is_loose"),
    [
        ("Membran", ("Membran",), False),
        ("Wer kann Membranen beschichten?", ("Membranen", "beschichten"), False),
        ("jemand, der bei Brennstoffzellen hilft", ("Brennstoffzellen",), False),
        ("Wir suchen eine Beschichtung für Kupfer", ("Beschichtung", "Kupfer"), True),
    ],
)
def test_a_sentence_finds_who_says_its_words(
    service: Service, ada: Participant, coater: Participant, text: str, words: tuple[str, ...], is_loose: bool
) -> None:
    found = search(service, ada, PeopleQuery(text=text))
    assert (found.ids, found.words, found.is_loose) == ((coater.pk,), words, is_loose)


@pytest.mark.parametrize("text", ["Wer kennt KI?", "jemand für 3D-Druck", "Wer hat Li-Ionen-Batterien?"])
def test_pieces_and_short_words_are_words_of_their_own(service: Service, ada: Participant, text: str) -> None:
    matchmaking.participant(service, "Bea Kilian", offers=("Skizzen zum Marketing", "3Doro-Drucker"))
    able = matchmaking.participant(service, "Emil Roth", offers=("KI, 3D-Drucke, Li-Ionen-Batterie",))
    assert search(service, ada, PeopleQuery(text=text)).ids == (able.pk,)


@pytest.mark.parametrize("text", ["Wer kann das?", "Kupfer", "Membranen aus Kupfer und Zink schweißen"])
def test_less_than_half_of_the_words_is_nobody(
    service: Service, ada: Participant, coater: Participant, text: str
) -> None:
    assert search(service, ada, PeopleQuery(text=text)).ids == ()


def test_who_says_only_half_of_the_words_is_told_so(
    client: Client, ada: Participant, coater: Participant, linked: Callable[[Participant], str]
) -> None:
    address = reverse("matching:browse", args=[linked(ada)])
    page = client.get(address, {"q": "Wer hat eine Beschichtung für Kupfer?"}).content.decode()
    assert "Keine Person nennt alle diese Wörter. Sie sehen, wer am meisten davon nennt." in page
    assert ">Beschichtung</mark>" in page
