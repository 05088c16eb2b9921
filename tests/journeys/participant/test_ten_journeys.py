"""The ten journeys of a participant, by keyboard alone: plain, enlarged to 400 %, and in forced colours.

From a letter to a registration; profile; times; recommendations; search and sending; answers; wishes; the own
day; the day itself; and afterwards, with contacts, outcomes and the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.browsing import LONGEST, until
from tests.journeys.keyboard import reach
from tests.journeys.participant.conftest import At, Guests, Proofs
from tests.journeys.participant.walker import LOOKS, SEND, Walker
from tests.platform import builders
from tests.platform.day.people.test_afterwards import release

from handschlag.day.models import Asked, Mark, Note, Outcome, Signal
from handschlag.matching.models import Blocked, Participant, Request, RequestState, Wish
from handschlag.registration.access import link_of
from handschlag.registration.models import Registration

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
type Opened = Callable[..., Any]
type Linked = Callable[[Participant], str]


@pytest.fixture(params=LOOKS)
def walker(request: pytest.FixtureRequest, opened: Opened) -> Any:
    with opened("/de/contact/", width=1280) as page:
        yield Walker(page, request.param)


def test_from_the_letter_to_requests(walker: Walker, guests: Guests, proofs: Proofs) -> None:
    register(walker, proofs)
    token = link_of(Registration.objects.get(name="Nora Neu"))
    describe(walker)
    keep_free(walker, token)
    recommended(walker, token)
    search_and_send(walker, token)


def register(walker: Walker, proofs: Proofs) -> None:
    """One yes to meetings, one button; the profile is next."""
    walker.open("registration:invited", proofs.invited)
    walker.choose("consent_matching", "yes")
    walker.go(".hs-reg__end button")
    assert "/profile/" in walker.page.url


def describe(walker: Walker) -> None:
    """What she offers and looks for; the page says that it is saved, and where it goes on."""
    walker.write("textarea[name^=offer]", "Sensoren zur Prozessüberwachung")
    # What is proposed for the last word moves the page; it has to be there before anybody goes on.
    with walker.page.expect_response(lambda answer: "Quarzglas" in (answer.request.post_data or answer.url)):
        walker.write("textarea[name^=need]", "Laserlinsen aus Quarzglas")
    until(walker.page, "history.state?.htmx")  # with the first answer htmx notes that, like a navigation
    walker.go(SEND)
    assert Participant.objects.get(registration__name="Nora Neu").described_at is not None


def keep_free(walker: Walker, token: str) -> None:
    walker.open("matching:time", token)
    walker.press("input[name=blocked]", key="Space")
    walker.go(SEND)
    assert Blocked.objects.filter(participant__registration__name="Nora Neu").count() == 1


def recommended(walker: Walker, token: str) -> None:
    walker.open("matching:recommended", token)
    wish(walker)


def wish(walker: Walker) -> None:
    """The first person who can be wished for, by the arrows of a ballot."""
    before = Wish.objects.count()
    walker.choose("wish-", "want")
    end = time.monotonic() + LONGEST  # a script sends it a moment later
    while Wish.objects.count() == before:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert Wish.objects.count() == before + 1


def search_and_send(walker: Walker, token: str) -> None:
    walker.open("matching:browse", token)
    walker.write("input[name=q]", "Cy Tannert")
    walker.page.keyboard.press("Enter")
    walker.page.wait_for_url("**q=Cy**")
    walker.arrived()
    walker.go("main a[href*='/everybody/']", name="Cy Tannert")
    wish(walker)
    walker.open("matching:send", token)
    for field in walker.page.locator("[name^=purpose]").all():
        if not field.input_value():
            walker.write(f"[name={field.get_attribute('name')}]", "Gemeinsam messen")
    walker.go(SEND)
    assert Request.objects.filter(sender__registration__name="Nora Neu").count() == 2


def test_answers_and_wishes(walker: Walker, guests: Guests, linked: Linked) -> None:
    token, page = linked(guests.ada), walker.page
    walker.open("matching:inbox", token)
    asked = Request.objects.get(sender=guests.others["cy"])
    walker.press(f"button[value='{asked.pk}:no']")
    page.get_by_role("button", name="Rückgängig machen").wait_for()
    until(page, "document.activeElement.matches('.hs-inbox__row')")  # the answer is where the finger is
    walker.press("button", name="Rückgängig machen")
    page.locator(f"button[value='{asked.pk}:want']").wait_for()
    walker.press(f"button[value='{asked.pk}:want']")
    page.locator(f"button[value='{asked.pk}:want']").wait_for(state="detached")
    asked.refresh_from_db()
    assert asked.state == RequestState.ACCEPTED
    walker.arrived()
    walker.open("matching:wishes", token)
    walker.go("main a[href*='/withdraw/']")
    walker.go("main form button")
    assert Request.objects.filter(state=RequestState.WITHDRAWN).count() == 1


def test_the_day_and_what_comes_of_it(walker: Walker, at: At, guests: Guests, linked: Linked) -> None:
    token = linked(guests.ada)
    own_day(walker, at, token)
    on_the_day(walker, at, token)
    Signal.objects.all().delete()
    afterwards(walker, at, token, guests)


def own_day(walker: Walker, at: At, token: str) -> None:
    """The calendar and the sheet are the first things of the day; the sheet comes by Enter."""
    at(builders.clock("18:00") - timedelta(days=1))
    walker.open("matching:day", token)
    with walker.page.expect_download() as sheet:
        walker.press(f"main a[href='{reverse('matching:sheet', args=[token])}']")
    assert sheet.value.suggested_filename.endswith(".pdf")


def on_the_day(walker: Walker, at: At, token: str) -> None:
    """Late, undone, and not coming to one meeting: each answer gets the focus."""
    page = walker.page
    at(builders.clock("10:24"))
    walker.open("day:today", token)
    walker.press("main button", name="5 Min.")
    page.get_by_role("button", name="rückgängig machen").wait_for()
    until(page, "document.activeElement.id === 'said'")
    at(builders.clock("10:25"))
    walker.press("main button", name="„5 Min. später“ rückgängig")
    page.get_by_role("button", name="5 Min.", exact=True).wait_for()
    at(builders.clock("10:26"))
    walker.press("main summary", name="Ich kann nicht kommen")
    walker.press("main button", name="Zu diesem Gespräch kann ich nicht")
    page.locator("s", has_text="Bo Nilsson").wait_for()
    walker.arrived()
    page.wait_for_load_state("networkidle")  # asks what is new, and would come anew while she leaves


def afterwards(walker: Walker, at: At, token: str, guests: Guests) -> None:
    """Two taps and the contact; a note; what came of it; and everything deleted."""
    now = at(builders.clock("11:00"))
    walker.open("day:afterwards", token)
    tap(walker, "took_place")
    tap(walker, "was_worth")
    walker.go("button[name=releases_contact]")
    mark = Mark.objects.get(participant=guests.ada)
    assert (mark.took_place, mark.was_worth, mark.releases_contact) == (True, True, True)
    release(guests.met, guests.others["bo"], now=now)
    walker.open("day:contacts", token)
    walker.write("textarea", "Muster schicken")
    walker.go("main form button")
    assert Note.objects.get().text == "Muster schicken"
    for days in (30, 90):
        later = at(builders.clock("11:00", builders.SECOND_DAY) + timedelta(days=days))
        Asked.objects.create(participant=guests.ada, after_days=days, asked_at=later)
        walker.open("day:came_of_it", token)
        walker.go("button[name=result]")
        assert Outcome.objects.filter(participant=guests.ada, after_days=days).count() == 1
    walker.open("day:delete", token)
    walker.go("main form button")
    assert not Registration.objects.filter(email="ada-lindqvist@example.org").exists()


def tap(walker: Walker, name: str) -> None:
    """A yes; that it is pressed can be seen and is said."""
    yes = f"button[name={name}][value=yes]"
    before = walker.picture(walker.page.locator(yes).first)
    walker.go(yes)
    assert walker.page.locator(yes).first.get_attribute("aria-pressed") == "true"
    reach(walker.page, "", kinds=yes)
    walker.differs(walker.page.locator(yes).first, before)
