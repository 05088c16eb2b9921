"""The button, with a push service that is played; the worker, with messages that the browser is told of."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from benchmarks.day.push_service import Phone
from django.urls import reverse
from tests.browsing import until
from tests.conftest import STARTED_WITH, WITH_WINDOWS, find_chromium
from tests.platform.day.people.conftest import meeting, met, stand_at
from tests.platform.day.push.conftest import NOBODY

from handschlag.common.models import AuditEntry
from handschlag.day.models import PushSubscription
from handschlag.matching import wishes
from handschlag.matching.models import Participant, Request

assert meeting
assert met
assert stand_at
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ENDPOINT = "http://127.0.0.1:9/push/ada"
# Headless Chromium has no push service: this is what its part of the work would be.
PLAYED = """
(() => {
  const keys = %(keys)s, endpoint = "%(endpoint)s";
  let kept = null;
  window.answer = localStorage.getItem("answer") || "granted";
  PushManager.prototype.getSubscription = async () => kept;
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("no key");
    kept = {
      endpoint,
      options: { applicationServerKey: applicationServerKey.buffer },
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => { kept = null; return true; },
    };
    return kept;
  };
  Object.defineProperty(Notification, "permission", { get: () => window.answer });
  Notification.requestPermission = async () => window.answer;
})();
"""
type Opened = Callable[..., Any]
type Linked = Callable[[Participant], str]
type Clock = Callable[[str], datetime]


@pytest.fixture(scope="module")
def browser(browser: Any) -> Iterator[Any]:
    """One that has windows, even if nobody sees them: without them it shows no notifications."""
    program = find_chromium(*WITH_WINDOWS)
    started = browser.browser_type.launch(executable_path=program, args=[*STARTED_WITH, "--no-sandbox"])
    yield started
    started.close()


@pytest.fixture
def path(settings: Any, stand_at: Clock, linked: Linked, met: Request, ada: Participant) -> str:
    """The page of somebody's day, on a platform that has push messages."""
    settings.PUSH = settings.PUSH_MAY_BE_LOCAL = True
    stand_at("10:24")
    return reverse("day:today", args=[linked(ada)])


def play(page: Any) -> None:
    page.add_init_script(PLAYED % {"keys": Phone("ada").keys(), "endpoint": ENDPOINT})
    page.reload()


def test_news_are_switched_on_and_off_by_keyboard(
    opened: Opened, barriers: Callable[..., list[Any]], path: str, ada: Participant
) -> None:
    with opened(path, width=390) as page:
        play(page)
        page.get_by_role("heading", name="Neuigkeiten auf diesem Gerät").wait_for()
        page.get_by_role("button", name="Einschalten").press("Enter")
        page.get_by_text("Für dieses Gerät eingeschaltet.").wait_for()
        row = PushSubscription.objects.get()
        assert (row.participant, row.endpoint) == (ada, ENDPOINT)
        assert page.evaluate("document.activeElement.innerText.trim()") == "Ausschalten"
        assert barriers(page) == []
        page.reload()
        page.get_by_role("button", name="Ausschalten").press("Enter")
        page.get_by_text("Für dieses Gerät ausgeschaltet.").wait_for()
        assert PushSubscription.objects.count() == 0
        assert page.get_by_role("button", name="Einschalten").is_visible()


def test_a_browser_with_a_new_address_says_so_by_itself(opened: Opened, path: str) -> None:
    with opened(path) as page:
        play(page)
        page.get_by_role("button", name="Einschalten").click()
        page.get_by_text("Für dieses Gerät eingeschaltet.").wait_for()
        PushSubscription.objects.update(endpoint="http://127.0.0.1:9/push/old")
        with page.expect_response("**/push/on/"):
            page.reload()
        assert PushSubscription.objects.get().endpoint == ENDPOINT


def test_who_forbids_notifications_is_told_how_to_allow_them(opened: Opened, path: str) -> None:
    with opened(path) as page:
        page.evaluate("localStorage.setItem('answer', 'denied')")
        play(page)
        page.get_by_role("button", name="Einschalten").click()
        page.get_by_text("Ihr Browser lässt für diese Seite keine Mitteilungen zu.").wait_for()
        assert PushSubscription.objects.count() == 0


def test_a_browser_without_push_messages_shows_no_button(opened: Opened, path: str) -> None:
    with opened(path) as page:
        page.add_init_script("delete window.PushManager")
        page.reload()
        page.wait_for_load_state()
        assert page.locator("[data-push]").is_hidden()
    with opened(path, script=False) as page:
        assert page.locator("[data-push]").is_hidden()


class Told:
    """The browser is told that a message has come, as its push service would."""

    def __init__(self, page: Any, origin: str) -> None:
        self.page, self.origin, self.found = page, origin, []
        self.line = page.context.new_cdp_session(page)
        self.line.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.line.send("ServiceWorker.enable")

    def _note(self, said: Any) -> None:
        self.found += [one["registrationId"] for one in said["registrations"] if not one["isDeleted"]]

    def push(self) -> None:
        while not self.found:
            time.sleep(0.05)
            self.page.evaluate("0")  # the driver hears while it asks
        said = {"origin": self.origin, "registrationId": self.found[-1], "data": '{"message": "1"}'}
        self.line.send("ServiceWorker.deliverPushMessage", said)

    def shown(self) -> list[list[Any]]:
        return self.page.evaluate(
            """async () => {
              const worker = await navigator.serviceWorker.ready;
              const rows = await worker.getNotifications();
              return rows.map(({ title, body, tag, silent, lang }) => [title, body, tag, silent, lang]);
            }"""
        )


def test_a_message_becomes_one_notification_with_the_newest_day(
    opened: Opened, live_server: Any, path: str, met: Request, ada: Participant, bo: Participant
) -> None:
    with opened(path) as page:
        page.context.grant_permissions(["notifications"], origin=live_server.url)
        page.locator("[data-kept]:not([hidden])").wait_for()
        told = Told(page, live_server.url)
        told.push()
        first = shown_when(told, lambda rows: rows)
        ((title, body, tag, silent, language),) = first
        assert (title, tag, bool(silent), language) == (
            "Ihr Tag hat sich geändert",
            "handschlag-day",
            False,
            "de",
        )
        assert "Bo Nilsson" in body
        told.push()  # the same again: nothing has changed since
        told.push()
        ((_title, same, _tag, silent, _language),) = shown_when(told, lambda rows: rows[0][3])
        assert (same, silent) == (body, True)
        wishes.withdraw(request_id=met.pk, participant_id=bo.pk, has_link=True, by=NOBODY, now=met.sent_at)
        told.push()
        (row,) = shown_when(told, lambda rows: rows[0][1] != body)
        assert (row[1], row[3]) == ("Sie haben keine weiteren Gespräche.", False)
        assert AuditEntry.objects.filter(verb__startswith="day.push").count() == 0


def shown_when(told: Told, question: Callable[[Any], Any]) -> list[list[Any]]:
    """What is shown once the question is answered with yes.

    The protocol of the browser drops a message for a worker that has not started yet, where a push service
    would wait: it is delivered again.
    """
    for turn in range(400):
        rows = told.shown()
        if rows and question(rows):
            return rows
        if not rows and turn % 100 == 99:
            told.push()
        time.sleep(0.05)
    raise AssertionError(f"waited in vain, shown is {told.shown()}")


def test_without_a_network_a_message_still_says_that_something_is_new(
    opened: Opened, live_server: Any, path: str
) -> None:
    with opened(path.replace("/de/", "/en/")) as page:
        page.context.grant_permissions(["notifications"], origin=live_server.url)
        page.locator("[data-kept]:not([hidden])").wait_for()
        page.context.set_offline(True)
        told = Told(page, live_server.url)
        told.push()
        ((title, body, _tag, _silent, language),) = shown_when(told, lambda rows: rows)
        said = (title, body, language)
        assert said == ("Your day has changed", "Open your day to see what is new.", "en")
        page.context.set_offline(False)
        until(page, "navigator.onLine")
