"""How much may be sent to a page, and what somebody reads who sent more."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from handschlag.common.web import MEGABYTE, USUAL_BODY

pytestmark = pytest.mark.django_db
TOO_MUCH = "Zu viele Versuche"


def post(client: Client, path: str, length: int | str) -> Any:
    """A request whose head says this much; nobody comes to read the body."""
    return client.generic(
        "POST", path, b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=length
    )


@pytest.mark.parametrize("path", ["/de/contact/", "/de/account/login/", "/de/imports/new/", "/de/"])
def test_a_body_of_a_gigabyte_is_refused_in_words_before_it_is_read(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_words: Any) -> None:
        raise AssertionError("somebody reads it")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", read)
    answer = post(client, path, 1024 * MEGABYTE)
    assert (answer.status_code, TOO_MUCH in answer.text) == (413, True)


def test_only_the_page_of_imports_takes_the_archive_of_a_catalogue(client: Client) -> None:
    assert post(client, "/de/imports/new/", 40 * MEGABYTE).status_code != 413
    assert post(client, "/de/imports/new/", 66 * MEGABYTE).status_code == 413
    assert post(client, "/de/contact/", USUAL_BODY + 1).status_code == 413


@pytest.mark.parametrize("length", ["x", "-1", "9" * 500])
def test_a_length_that_is_none_is_refused(client: Client, length: str) -> None:
    assert post(client, "/de/contact/", length).status_code == 413


def test_programs_hear_it_in_their_own_shape(client: Client) -> None:
    answer = post(client, "/api/v1/fields", 1024 * MEGABYTE)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/json")
