"""Pages for what went wrong: clear words, a way on, the id of the request; they never fail themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation

from handschlag.site import urls as real
from handschlag.site.errors import too_many_requests

handler400, handler403 = real.handler400, real.handler403
handler404, handler500 = real.handler404, real.handler500


def raises(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def asks_the_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("fine")


urlpatterns = [
    *real.urlpatterns,
    path("de/odd/", raises(SuspiciousOperation("odd"))),
    path("de/large/", raises(RequestDataTooBig("large"))),
    path("de/closed/", raises(PermissionDenied("closed"))),
    path("de/broken/", raises(ZeroDivisionError("broken"))),
    path("en/broken/", raises(ZeroDivisionError("broken"))),
    path("de/data/", asks_the_database),
    path("de/many/", too_many_requests),
    path("de/form/", lambda request: HttpResponse("taken")),
]
ANSWERS = {
    "/de/odd/": (400, "Diese Anfrage haben wir nicht verstanden"),
    "/de/large/": (413, "Zu viele Versuche"),
    "/de/closed/": (403, "Sie haben keinen Zugriff auf diese Seite"),
    "/de/nowhere/": (404, "Seite nicht gefunden"),
    "/de/many/": (429, "Bitte warten Sie einen Moment"),
    "/de/broken/": (500, "Es ist ein Fehler aufgetreten"),
    "/en/broken/": (500, "Sorry, there is a problem with the service"),
    "/en/nowhere/": (404, "Page not found"),
}
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor() -> Iterator[Client]:
    """Somebody who is shown the page, where a test would be shown the error."""
    before = translation.get_language()
    yield Client(raise_request_exception=False)
    translation.activate(before)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ANSWERS)
def test_each_error_has_a_valid_page_with_words_a_way_on_and_the_id(
    visitor: Client, address: str, valid: Callable[[str], list[str]]
) -> None:
    answer = visitor.get(address, headers={"X-Request-ID": "test-4711-abcd"})
    status, words = ANSWERS[address]
    text = answer.content.decode()
    assert (answer.status_code, valid(text)) == (status, [])
    assert f"<h1>{words}</h1>" in text
    assert "<code>test-4711-abcd</code>" in text
    assert answer["X-Request-ID"] == "test-4711-abcd"
    assert answer["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in text
    assert re.search(r'<a class="kern-btn[^"]*" href="/(de|en)/">', text)
    assert 'rel="canonical"' not in text


@pytest.mark.django_db
def test_an_error_tells_nothing_of_what_is_inside(visitor: Client) -> None:
    text = visitor.get("/de/broken/").content.decode()
    assert [word for word in ("ZeroDivisionError", "Traceback", "handschlag.", ".py") if word in text] == []


@pytest.mark.django_db
def test_the_page_for_our_fault_stands_when_the_database_is_down(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise OperationalError("the database is down")

    visitor.cookies["sessionid"] = "some-session"
    visitor.cookies["theme"] = "dark"
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", down)
        answer = visitor.get("/de/data/")
    text = answer.content.decode()
    assert answer.status_code == 500
    assert "Es ist ein Fehler aufgetreten" in text
    assert 'data-kern-theme="dark"' in text
    assert "hs-nav" not in text


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(visitor: Client) -> None:
    text = visitor.get("/de/closed/?a=1").content.decode()
    door = re.search(r'kern-btn--primary" href="([^"]*)"', text)
    assert door is not None
    assert door[1] == "/de/account/login/?next=/de/closed/%3Fa%3D1"


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_advice(valid: Callable[[str], list[str]]) -> None:
    answer = Client(enforce_csrf_checks=True).post("/de/form/", {"a": "1"})
    text = answer.content.decode()
    assert (answer.status_code, valid(text)) == (403, [])
    assert "Dieses Formular ist abgelaufen" in text
    assert b"taken" not in answer.content


def test_the_real_addresses_use_these_pages() -> None:
    from django.urls import get_resolver

    resolver = get_resolver("handschlag.site.urls")
    for status in (400, 403, 404, 500):
        assert resolver.resolve_error_handler(status).__module__ == "handschlag.site.errors"
    assert real.handler429 == "handschlag.site.errors.too_many_requests"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/de/networks/?q=a%00b", "/de/compare/?n=%00", "/de/networks/a%00b/"])
def test_a_zero_byte_in_an_address_is_a_bad_request(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer["X-Request-ID"] in answer.content.decode()


@pytest.mark.django_db
def test_a_zero_byte_in_a_form_changes_nothing(client: Client) -> None:
    answer = client.post("/de/bookmarks/", {"do": "add", "kind": "network", "slug": "a\0b"})
    assert answer.status_code == 302
    assert "Ihre Merkliste ist leer" in client.get("/de/bookmarks/").content.decode()
