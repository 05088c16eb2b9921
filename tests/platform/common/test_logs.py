"""Logs: machines and people can read them, and they tell nobody's address."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from handschlag.accounts.models import User
from handschlag.common.operations.logs import clean, formatter
from handschlag.common.web import request_id_is


def line(message: str, *, is_json: bool = True, **extra: object) -> str:
    record = logging.getLogger("handschlag.test").makeRecord(
        "handschlag.test", logging.WARNING, "file.py", 1, message, (), None, extra=extra
    )
    return formatter(is_json=is_json).format(record)


def test_a_line_is_json_and_carries_the_id_of_the_request() -> None:
    with request_id_is("request-7"):
        told = json.loads(line("Happened", job_id=7))
    when = told.pop("timestamp")
    assert told == {
        "event": "Happened",
        "job_id": 7,
        "level": "warning",
        "logger": "handschlag.test",
        "request_id": "request-7",
    }
    assert when.endswith("Z")


@pytest.mark.parametrize("is_json", [True, False])
def test_no_line_tells_an_address_wherever_it_stands(is_json: bool) -> None:
    told = line(
        "anna.b@example.org came",
        is_json=is_json,
        who="Anna <anna@example.org>",
        all=[{"to": "anna@example.org"}, ("anna@localhost",)],
        error=ValueError("Key (email)=(anna@example.org) exists"),
    )
    assert told.count("[address]") == 5
    assert "anna" not in told.replace("Anna", "")


def test_a_traceback_tells_no_address_either() -> None:
    try:
        raise ValueError("anna@example.org")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "Broken", (), (type(error), error, None))
    told = formatter(is_json=True).format(record)
    assert ("anna" in told, "ValueError: [address]" in told) == (False, True)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/de/networks/in-der-mitte-von-europa-2026/", "/de/networks/in-der-mitte-von-europa-2026/"),
        ("GET /de/invitations/Zk3tq9vXb2LmPq8sT1uW/", "GET /de/invitations/[secret]/"),
        ("/de/join/12:1vQx:abcdefghijklmnopqrst", "/de/join/[secret]"),
        (f"/x/{'0af' * 12}/", "/x/[secret]/"),
    ],
)
def test_secret_links_are_taken_out_of_paths_and_names_are_not(path: str, told: str) -> None:
    assert clean(path) == told


@pytest.mark.django_db
def test_a_request_leaves_one_line_with_ids_only(
    client: Client, martha: User, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(martha)
    with caplog.at_level(logging.INFO, "handschlag.requests"):
        answer = client.get("/de/jobs/?q=anna@example.org", headers={"X-Request-ID": "request-12345"})
    (record,) = [one for one in caplog.records if one.name == "handschlag.requests"]
    assert answer["X-Request-ID"] == "request-12345"
    assert (record.route, record.status, record.user_id) == ("common:jobs", 200, martha.pk)
    assert (record.method, record.ms > 0) == ("GET", True)
    assert "anna" not in str(record.__dict__)


LAST_WORDS = """
import sys, threading, warnings, django
django.setup()
from handschlag.common.operations.logs import Spoken
class Odd:
    def __del__(self):
        raise ValueError("unraisable@example.org")
def fails():
    raise ValueError("in a thread")
warnings.warn("old")
Odd()
one = threading.Thread(target=fails)
one.start()
one.join()
sys.stdout = Spoken()
print("half a ", end="")
print("line\\nand one")
raise BrokenPipeError("at the end")
"""


@pytest.mark.once
@pytest.mark.parametrize("shape", ["json", "lines"])
def test_whatever_a_process_says_is_a_line_of_the_log(shape: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "handschlag.site.settings"}
    environment |= {"HANDSCHLAG_MODE": "test", "HANDSCHLAG_DATA": str(tmp_path), "HANDSCHLAG_LOG": shape}
    done = subprocess.run(
        [sys.executable, "-c", LAST_WORDS], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, "example.org" in done.stderr) == (1, "", False)
    if shape == "lines":
        assert "Nobody caught this" in done.stderr
        return
    told = [json.loads(one) for one in done.stderr.splitlines()]
    assert [one["event"].splitlines()[0][-30:] for one in told if one["logger"] != "py.warnings"] == [
        "This could not be raised",
        "A thread has ended",
        "half a line",
        "and one",
        "Nobody caught this",
    ]
    assert "BrokenPipeError: at the end" in told[-1]["exception"]
