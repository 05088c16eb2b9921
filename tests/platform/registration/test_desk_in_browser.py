"""A desk on a screen and on a phone: by keyboard alone, without a network, and signed out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse
from tests.browsing import until
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.models import Event
from handschlag.registration import decisions
from handschlag.registration.models import CheckIn, Registration

pytestmark = pytest.mark.django_db(transaction=True)
CODES = ("AAAABBBBCCCC", "DDDDEEEEFFFF", "GGGGHHHHJJJJ")


@pytest.fixture
def people(event: Event) -> list[Registration]:
    names = ("Dr. Bernd Krämer", "Sibylle Kemper", "Antje Seidel")
    return [
        builders.registration(event, name, badge_code=code, phone="030 23125 139", needs="Hörgerät")
        for name, code in zip(names, CODES, strict=True)
    ]


@pytest.mark.parametrize(("script", "dark", "width"), [(True, False, 1280), (False, True, 390)])
def test_the_desk_checks_in_by_keyboard_alone(
    opened: Callable,
    barriers: Callable,
    event: Event,
    otto: User,
    people: list[Registration],
    script: bool,
    dark: bool,
    width: int,
) -> None:
    path = reverse("registration:desk", args=[event.slug])
    with opened(path, width=width, script=script, dark=dark, user=otto) as page:
        field, check_in = page.locator("#desk-q:focus"), page.locator(".hs-desk__main:focus")
        field.wait_for()  # a page that has come takes the focus with its next picture
        page.keyboard.type("kremer")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Dr. Bernd Krämer").wait_for()
        page.get_by_text("Hörgerät").first.wait_for()
        if script:
            assert barriers(page) == []
        check_in.wait_for()
        page.keyboard.press("Enter")
        page.get_by_text("1 von 3 sind da.").wait_for()
        page.get_by_role("button", name="Check-in rückgängig machen").wait_for()
        if script:
            assert barriers(page) == []
        field.wait_for()
        page.keyboard.type(CODES[1])
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Sibylle Kemper").wait_for()
        check_in.wait_for()
        page.keyboard.press("Enter")
        page.get_by_text("2 von 3 sind da.").wait_for()
    assert list(CheckIn.objects.values_list("registration", flat=True)) == [one.pk for one in people[:2]]


def test_a_phone_checks_in_without_a_network_and_sends_once(
    opened: Callable, barriers: Callable, event: Event, otto: User, people: list[Registration], now: datetime
) -> None:
    path = reverse("registration:device", args=[event.slug])
    with opened(path, width=390, user=otto) as page:
        line, field = page.locator("#desk-line"), page.locator("#desk-q")
        line.get_by_text("verbunden").wait_for()
        until(page, "caches.match(location.href).then(Boolean)")  # it is filled all at once
        until(page, "navigator.serviceWorker.controller !== null")
        assert barriers(page) == []
        page.context.set_offline(True)
        page.reload()
        line.get_by_text("offline").wait_for()
        field.fill("kremer")
        page.get_by_role("button", name="Einchecken: Dr. Bernd Krämer").click()
        page.get_by_text("Eingecheckt: Dr. Bernd Krämer").wait_for()
        for code in (CODES[1], "dddd eeee ffff", CODES[2], "XXXXYYYYZZZZ"):
            field.fill(code)
            field.press("Enter")
        line.get_by_text("noch zu senden: 4").wait_for()
        assert barriers(page) == []
        page.reload()
        line.get_by_text("noch zu senden: 4").wait_for()
        assert CheckIn.objects.count() == 0
        decisions.cancel(registration_id=people[2].pk, has_link=False, by=otto.subject, now=now)
        page.context.set_offline(False)
        line.get_by_text("verbunden").wait_for(timeout=30_000)
        problems = page.locator("#desk-problems")
        problems.get_by_text("hat aber keinen bestätigten Platz").wait_for()
        problems.get_by_text("gehört zu keiner Anmeldung").wait_for()
        assert (problems.locator("li").count(), barriers(page)) == (2, [])
        problems.get_by_role("button", name="Erledigt: Antje Seidel").click()
        page.reload()
        line.get_by_text("verbunden").wait_for()
        assert page.locator("#desk-problems li").count() == 1
        page.locator("#desk-scan").click()
        page.get_by_text("Code vom Namensschild ein").or_(
            page.get_by_text("Kein Zugriff auf die Kamera")
        ).wait_for()
    assert sorted(CheckIn.objects.values_list("registration", flat=True)) == [one.pk for one in people[:2]]


def test_whoever_signs_out_leaves_no_name_on_the_device(
    opened: Callable, event: Event, otto: User, people: list[Registration]
) -> None:
    path = reverse("registration:device", args=[event.slug])
    with opened(path, user=otto) as page:
        page.locator("#desk-line").get_by_text("verbunden").wait_for()
        assert people[0].name in page.evaluate("JSON.stringify(localStorage)")
        page.locator(".hs-account > summary").click()
        page.get_by_role("button", name="Abmelden").click()
        page.wait_for_url("**/de/")
        assert page.evaluate("Object.keys(localStorage).length") == 0
        assert page.evaluate("caches.keys()") == []
