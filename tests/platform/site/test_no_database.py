"""Without the database, visitors and programs are told so, and to come back; the log has one line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import close_old_connections, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation
from tests.with_postgresql import free_port

from handschlag.site import urls as real

handler500 = real.handler500
WORDS = {
    "/de/networks/": "Der Dienst ist gerade nicht erreichbar",
    "/en/networks/": "The service cannot be reached just now",
    "/de/account/profile/": "Der Dienst ist gerade nicht erreichbar",
}


def lead_nowhere(folder: Path) -> None:
    """The next connection that is opened finds no database."""
    nowhere = {"PORT": free_port()} if connection.vendor == "postgresql" else {"NAME": folder / "gone" / "db"}
    connection.settings_dict |= nowhere


def is_ended_within(request: HttpRequest) -> HttpResponse:
    """The database stops while it is being asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
        with closing(connection.copy()) as other, other.cursor() as administrator:
            administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        cursor.execute("SELECT 1")
    return HttpResponse("fine")


urlpatterns = [*real.urlpatterns, path("de/ended/", is_ended_within)]


@pytest.fixture
def visitor(db: None) -> Iterator[Client]:
    """Somebody who is shown the page, over a connection of their own."""
    kept, language = connections["default"], translation.get_language()
    connections["default"] = kept.copy()
    yield Client(raise_request_exception=False)
    connections["default"].close()
    connections["default"] = kept
    translation.activate(language)


@pytest.mark.parametrize("address", WORDS)
def test_a_page_says_that_the_service_cannot_be_reached(
    visitor: Client,
    address: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    valid: Callable[[str], list[str]],
) -> None:
    lead_nowhere(tmp_path)
    visitor.cookies["sessionid"], visitor.cookies["theme"] = "some-session", "dark"
    with caplog.at_level(logging.WARNING):
        answer = visitor.get(address, headers={"X-Request-ID": "test-4711-abcd"})
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "15", "no-store")
    assert (valid(text), "hs-nav" in text, 'data-kern-theme="dark"' in text) == ([], False, True)
    assert f"<h1>{WORDS[address]}</h1>" in text
    assert "<code>test-4711-abcd</code>" in text
    assert not answer.cookies, "nobody is signed out by it"
    (line,) = [one for one in caplog.records if one.levelno > logging.WARNING]
    assert (line.getMessage(), line.exc_info) == ("The database is away", None)
    assert vars(line)["error"] == "OperationalError"


def test_what_is_sent_is_answered_so_too(visitor: Client, tmp_path: Path) -> None:
    lead_nowhere(tmp_path)
    answer = visitor.post("/de/account/login/", {"email": "ada@example.org"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")


def test_a_program_reads_it_in_the_shape_of_all_errors(visitor: Client, tmp_path: Path) -> None:
    lead_nowhere(tmp_path)
    answer = visitor.get("/api/v1/networks", headers={"X-Request-ID": "test-4711-abcd"})
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "15", "no-store")
    error = answer.json()["error"]
    assert (error["reason"], error["reference"]) == ("away", "test-4711-abcd")


def test_readiness_says_no_and_the_log_why(
    visitor: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lead_nowhere(tmp_path)
    answer = visitor.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"no\n")
    (line,) = [one for one in caplog.records if one.getMessage() == "The database does not answer"]
    assert (bool(vars(line)["words"]), line.exc_info) == (True, None)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no other process that could end")
@pytest.mark.urls(__name__)
def test_a_line_that_was_cut_is_told_and_the_next_page_has_a_new_one(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    connection.ensure_connection()
    answer = visitor.get("/de/ended/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    (line,) = [one for one in caplog.records if one.levelno > logging.WARNING]
    assert (vars(line)["error"], line.exc_info) == ("AdminShutdown", None)
    close_old_connections()  # as every request does at its end
    assert visitor.get("/de/networks/").status_code == 200
