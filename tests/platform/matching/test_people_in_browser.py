"""A participant comes from the invitation to twelve wishes in one sitting on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.browsing import go, until
from tests.platform import builders, matchmaking

from handschlag.events.models import Event
from handschlag.matching.engine import vocabulary
from handschlag.matching.models import Participant, Request, Service, Wish
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db(transaction=True)
ALL_SENT = (
    "localStorage.getItem(`handschlag ${document.querySelector('[data-wishes]').dataset.wishes}`) === null"
)
SAID = (
    ("Spektroskopie an laufenden Bahnen", "Rezyklate aus Kunststoff"),
    ("Laserlinsen aus Quarzglas", "Sensoren für die Prozessüberwachung"),
    ("Kalibrierung von Sensoren", "Prüfstand für Bremsen"),
)


@pytest.fixture
def crowd(service: Service) -> list[Participant]:
    """Thirteen people, in the middle of the wishes by the clock of the wall."""
    now = timezone.now()
    Service.objects.filter(pk=service.pk).update(
        profiles_from=now - timedelta(days=9), wishes_from=now - timedelta(days=5)
    )
    return [
        matchmaking.participant(
            service,
            f"Gast {chr(65 + number)}delmann",
            offers=(SAID[number % 3][0],),
            needs=(SAID[number % 3][1],),
            registered={"role": "Entwicklung", "place": "Kassel"},
        )
        for number in range(13)
    ]


@pytest.fixture
def katrin(service: Service, crowd: list[Participant]) -> Participant:
    """Fits five of the crowd. Those do not fit each other: chance may leave one of them without a list."""
    ((offer, need), *_rest) = SAID
    return matchmaking.participant(service, "Katrin Vogel", offers=(need,), needs=(offer,))


@pytest.fixture
def link(event: Event) -> str:
    row = builders.registration(event, "Katrin Vogel")
    token = link_of(row)
    Registration.objects.filter(pk=row.pk).update(secret_hash=hash_of(token))
    return token


@pytest.fixture(autouse=True)
def read_vocabulary() -> None:
    """A process reads it once; on a busy machine that takes longer than a browser waits."""
    vocabulary.understood("Linsen", "de")


def path(name: str, token: str, *more: object) -> str:
    return reverse(f"matching:{name}", args=[token, *more])


def join_and_describe(page: Any, look: Callable[[Any], None]) -> None:
    """From the invitation to the people for her."""
    page.get_by_label("Ich möchte an der Vermittlung").check()
    go(page, page.get_by_role("button", name="Teilnehmen"))
    page.get_by_role("textbox", name="Angebot 1").fill("Rezyklate aus Kunststoff")
    page.get_by_role("textbox", name="Gesucht (1)").fill("Spektroskopie an laufenden Bahnen")
    look(page)
    go(page, page.get_by_role("button", name="Profil speichern"))
    page.get_by_role("heading", name="Empfehlungen für Sie").wait_for()
    look(page)


@pytest.mark.parametrize(("script", "dark"), [(True, False), (False, True)])
def test_from_the_invitation_to_twelve_requests_on_a_phone(
    opened: Callable,
    barriers: Callable,
    crowd: list[Participant],
    link: str,
    script: bool,
    dark: bool,
) -> None:
    def look(page: Any) -> None:
        if script:
            assert barriers(page) == []

    with opened(path("invitation", link), width=390, script=script, dark=dark) as page:
        page.set_default_timeout(45_000)
        look(page)
        join_and_describe(page, look)
        listed = page.locator(".hs-ballot__choice--want").count()
        assert 1 <= listed <= 11
        for number in range(listed):
            page.locator(".hs-ballot__choice--want").nth(number).click()
        go(page, page.get_by_role("button", name="Prüfen und senden"))
        page.get_by_role("heading", name=f"{listed} Anfragen können gesendet werden").wait_for()
        page.goto(path("browse", link) + "?q=delmann")
        free = page.locator(".hs-ballot__choices:not(:has(:checked))")
        free.first.locator(".hs-ballot__choice--must").click()
        for _number in range(11 - listed):
            free.first.locator(".hs-ballot__choice--want").click()
        look(page)
        go(page, page.get_by_role("button", name="Prüfen und senden"))
        look(page)
        for field in page.get_by_label("Thema").all():
            field.fill("Gemeinsam messen")
        go(page, page.get_by_role("button", name="12 Anfragen senden"))
        page.get_by_role("heading", name="12 Anfragen gesendet").wait_for()
        look(page)
    assert Request.objects.filter(sender__registration__name="Katrin Vogel").count() == 12
    assert sorted(set(Wish.objects.values_list("kind", flat=True))) == ["must", "want"]


def test_what_was_typed_is_there_after_a_tunnel(
    opened: Callable, crowd: list[Participant], linked: Callable[[Participant], str]
) -> None:
    token = linked(crowd[0])
    with opened(path("profile", token), width=390) as page:
        page.set_default_timeout(45_000)
        page.get_by_role("textbox", name="Angebot 2").fill("Etwas Neues")
        page.get_by_text("bleiben auf diesem Gerät").wait_for()
        page.reload()
        page.get_by_text("Sie sind noch nicht gespeichert").wait_for()
        assert page.get_by_role("textbox", name="Angebot 2").input_value() == "Etwas Neues"
        go(page, page.get_by_role("button", name="Profil speichern"))
        page.get_by_text("Ihr Profil ist gespeichert.").wait_for()
        assert page.get_by_text("Sie sind noch nicht gespeichert").count() == 0


def test_a_wish_waits_for_the_network_and_is_sent_then(
    opened: Callable, katrin: Participant, linked: Callable[[Participant], str]
) -> None:
    token = linked(katrin)
    with opened(path("recommended", token), width=390) as page:
        page.set_default_timeout(45_000)
        page.context.set_offline(True)
        page.locator(".hs-ballot__choice--must").first.click()
        page.get_by_text("Keine Internetverbindung.").wait_for()
        assert not Wish.objects.exists()
        page.context.set_offline(False)
        page.get_by_text("Wunsch gespeichert.").wait_for()
    assert list(Wish.objects.values_list("kind", flat=True)) == ["must"]


def test_a_wish_is_given_by_keyboard_alone(
    opened: Callable, katrin: Participant, linked: Callable[[Participant], str]
) -> None:
    token = linked(katrin)
    with opened(path("recommended", token)) as page:
        page.locator(".hs-ballot input").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.get_by_text("Wunsch gespeichert.").wait_for()
        until(page, ALL_SENT)
    assert list(Wish.objects.values_list("kind", flat=True)) == ["want"]


def test_a_must_too_many_is_refused_at_its_ballot(
    opened: Callable, katrin: Participant, service: Service, linked: Callable[[Participant], str]
) -> None:
    Service.objects.filter(pk=service.pk).update(musts=1)
    with opened(path("recommended", linked(katrin)), width=390) as page:
        page.set_default_timeout(45_000)
        musts = page.locator(".hs-ballot__choice--must")
        musts.nth(0).click()
        page.get_by_text("1 Anfrage kann gesendet werden").wait_for()
        musts.nth(1).click()
        said = page.locator(".hs-ballot").nth(1).get_by_text("schon so oft vergeben wie möglich")
        said.wait_for()
        assert said.evaluate("one => one.getBoundingClientRect().bottom < innerHeight")
        assert page.locator(".hs-ballot").nth(1).locator("input:checked").count() == 0
    assert list(Wish.objects.values_list("kind", flat=True)) == ["must"]


def test_four_requests_are_answered_with_four_taps(
    opened: Callable, barriers: Callable, service: Service, crowd: list[Participant], linked: Callable
) -> None:
    asked = crowd[0]
    for one in crowd[1:5]:
        matchmaking.asked(one, asked)
    with opened(path("inbox", linked(asked)), width=390) as page:
        page.set_default_timeout(45_000)
        for number in range(4):
            page.get_by_role("button", name="Nein danke").first.click()
            page.get_by_role("button", name="Rückgängig machen").nth(number).wait_for()
        assert page.get_by_text("Keine offenen Anfragen").is_visible()
        assert page.evaluate("document.activeElement.className") == "hs-inbox__row"
        assert barriers(page) == []
        assert set(Request.objects.values_list("state", flat=True)) == {"declined"}
        page.get_by_role("button", name="Rückgängig machen").first.click()
        page.get_by_role("button", name="Nein danke").wait_for()
        assert page.get_by_text("1 Anfrage wartet auf Ihre Antwort").is_visible()
    assert sorted(Request.objects.values_list("state", flat=True)) == ["declined"] * 3 + ["open"]


def test_what_belongs_to_another_line_stands_apart(
    opened: Callable, service: Service, crowd: list[Participant], linked: Callable
) -> None:
    """What a search says stands apart from its list, and each need from the button of the one before."""
    one = matchmaking.participant(service, "Katrin Vogel", offers=("Linsen",), needs=("Pressen", "Walzen"))
    token = linked(one)
    with opened(path("browse", token) + "?q=Prüfstand+Mondfahrt", width=390) as page:
        assert gap(page, ".hs-people__loose", ".hs-people__list") >= 12
        page.goto(path("inbox", token))
        page.get_by_text("Im Voraus zusagen").click()
        assert gap(page, "#standing form:nth-of-type(1)", "#standing form:nth-of-type(2)") >= 24


def gap(page: Any, above: str, below: str) -> float:
    """How far the second stands below the first."""
    first, second = (page.locator(one).bounding_box() for one in (above, below))
    return float(second["y"] - first["y"] - first["height"])
