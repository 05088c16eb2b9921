"""What every answer says beside its words, whoever it is meant for: type, keeping, nothing of the inside."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
import time_machine
from django.http import HttpResponse
from tests.platform.attacks import walk
from tests.platform.attacks.world import Line, World
from tests.platform.conftest import MORNING

pytestmark = pytest.mark.django_db
TEXT = ("text/", "application/json", "application/xml", "application/atom+xml")


@dataclass(frozen=True, slots=True)
class Seen:
    line: Line
    answer: HttpResponse


@pytest.fixture(scope="module")
def seen(world: World, table: list[Line]) -> list[Seen]:
    """The answer to whoever it is meant for, of every address that answers with something."""
    found, clients = [], {}
    with time_machine.travel(MORNING, tick=True), walk.undone():
        for line in table:
            asker = walk.right_asker(line)
            client = clients.setdefault(asker, walk.browser_of(world, asker))
            key = {"Authorization": f"Bearer {world.named[line.whose]}"} if line.section == "key" else {}
            answer = client.get(world.address_of(line), headers=key)
            if answer.status_code == 200:
                found.append(Seen(line, answer))
    assert len(found) > 300
    return found


def test_every_answer_says_its_type_and_that_it_is_utf_8(seen: list[Seen]) -> None:
    wrong = {}
    for one in seen:
        kind = one.answer.get("Content-Type", "")
        is_json = kind.startswith("application/json")  # always UTF-8, and has no parameter for it
        if not kind or (kind.startswith(TEXT) and not is_json and "charset=utf-8" not in kind.lower()):
            wrong[one.line.name] = kind
        if one.answer.get("X-Content-Type-Options") != "nosniff":
            wrong[one.line.name] = "may be sniffed"
    assert wrong == {}


def test_pages_about_people_are_kept_by_nobody(seen: list[Seen]) -> None:
    """Neither between server and browser, nor in the browser for whoever sits there next."""
    wrong = {
        one.line.name: one.answer.get("Cache-Control", "nothing")
        for one in seen
        if one.line.section != "public"
        and not {"no-store", "no-cache"} & set(one.answer.get("Cache-Control", "").split(", "))
    }
    assert wrong == {}


def test_no_answer_tells_which_programs_serve_it(seen: list[Seen]) -> None:
    told = {
        name
        for one in seen
        for name in one.answer.headers
        if name.lower() in {"server", "x-powered-by", "via", "x-django-version", "x-runtime"}
    }
    assert told == set()


def test_every_field_of_a_secret_says_what_it_is_for(seen: list[Seen]) -> None:
    """Managers of passwords fill in what the page calls by its name, and nothing forbids to paste."""
    wrong = {}
    for one in seen:
        if one.answer.get("Content-Type", "").startswith("text/html"):
            page = one.answer.content.decode()
            for field in re.findall(r"<input[^>]*type=\"password\"[^>]*>", page):
                if not re.search(r'autocomplete="(current|new)-password"', field):
                    wrong[one.line.name] = field
            if "onpaste" in page:
                wrong[one.line.name] = "onpaste"
    assert wrong == {}


def test_each_of_the_refusals_leaves_a_line(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever looks after the platform can see who was refused what, by the ids alone."""
    client = walk.browser_of(world, "plain")
    with caplog.at_level("INFO", logger="handschlag.requests"):
        assert client.get("/de/audit/").status_code == 404
        assert client.get("/de/manage/networks/optik-sachsen/").status_code == 403
        assert walk.browser_of(world, "visitor").get("/de/account/").status_code == 302
    lines = [record for record in caplog.records if record.name == "handschlag.requests"]
    assert [record.status for record in lines] == [404, 403, 302]
