"""The console's search, the filter of the list, and the keys of the grid."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.models import Event

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"


@pytest.fixture
def desk(signed_in: Callable[[User], Client], greta: User, event: Event) -> Client:
    return signed_in(greta)


def found(desk: Client, text: str) -> dict[str, list[str]]:
    """What stands under each head."""
    html = desk.get(f"{HOME}find/", {"q": text}).content.decode()
    return {
        re.sub(r"<.*?>", "", part.partition("</h2>")[0]).partition(">")[2]: re.findall(
            r'hs-rows__line"><a href="[^"]+">([^<]+)', part
        )
        for part in html.split('<h2 id="group-')[1:]
    }


def test_the_search_finds_sessions_speakers_exhibits_stands_and_who_registered(
    desk: Client, event: Event
) -> None:
    builders.session(event, "Linsen für alle", room=builders.room(event))
    builders.speaker(event, "Linus Linse")
    builders.exhibit(event, "Linsenrad", stand=builders.stand(event, "LIN1"))
    builders.registration(event, "Lina Lind")
    builders.session(builders.event("Andere"), "Linsen anderswo")
    builders.registration(builders.event("Dritte"), "Linda Fremd")
    assert found(desk, "lin") == {
        "Programmpunkte": ["Linsen für alle"],
        "Vortragende": ["Linus Linse"],
        "Exponate": ["Linsenrad"],
        "Stände": ["LIN1"],
        "Anmeldungen": ["Lina Lind"],
    }
    assert found(desk, "gibtsnicht") == {}
    assert found(desk, "l") == {}


def test_only_the_team_searches(event: Event, olaf: User, signed_in: Callable[[User], Client]) -> None:
    builders.registration(event, "Lina Lind")
    answer = signed_in(olaf).get(f"{HOME}find/", {"q": "lina"})
    assert (answer.status_code, b"Lina" in answer.content) == (403, False)


def test_the_search_asks_as_often_for_three_hits_as_for_one(
    desk: Client, event: Event, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    def fill(number: int) -> None:
        builders.session(event, f"Linsen {number}", room=builders.room(event, f"Saal {number}"))
        builders.speaker(event, f"Linus {number}")
        builders.exhibit(event, f"Linsenrad {number}", stand=builders.stand(event, f"LIN{number}"))
        builders.registration(event, f"Lina {number}")

    fill(1)
    found(desk, "lin")
    with django_assert_max_num_queries(20) as asked:
        found(desk, "lin")
    fill(2)
    fill(3)
    with django_assert_num_queries(len(asked.captured_queries)):
        assert [len(hits) for hits in found(desk, "lin").values()] == [3] * 5


def test_the_list_of_the_programme_is_narrowed_and_the_grid_stays_whole(desk: Client, event: Event) -> None:
    room, ada = builders.room(event, "Saal 1"), builders.speaker(event, "Ada Lind")
    builders.session(event, "Linsen", "9:00", room=room, speakers=(ada,))
    builders.session(event, "Glas", "11:00", room=builders.room(event, "Werkstatt"))

    def shown(text: str) -> list[str]:
        html = desk.get(f"{HOME}programme/", {"q": text}).content.decode()
        assert html.count("hs-plan__piece ") == 2
        return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', html)

    assert shown("") == ["Linsen", "Glas"]
    assert shown("ada saal") == ["Linsen"]
    assert shown("werkstatt") == ["Glas"]
    assert shown("gibtsnicht") == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_slash_leads_to_the_search_and_arrows_through_the_grid(
    event: Event, greta: User, opened: Callable[..., Any], barriers: Callable[..., list[Any]]
) -> None:
    one, two = builders.room(event, "Saal 1"), builders.room(event, "Saal 2")
    for title, at, room in (("A", "9:00", one), ("B", "11:00", one), ("C", "11:00", two)):
        builders.session(event, f"Punkt {title}", at, room=room)
    with opened(f"{HOME}programme/", user=greta) as page:

        def held() -> str:
            return str(page.evaluate("document.activeElement.textContent.trim().slice(-1)"))

        pieces = page.locator(".hs-plan__piece")
        assert sorted(pieces.evaluate_all("all => all.map(one => one.tabIndex)")) == [-1, -1, 0]
        pieces.filter(has_text="Punkt A").focus()
        trail = []
        for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp"):
            page.keyboard.press(key)
            trail.append(held())
        assert trail == ["B", "C", "C", "B", "A"]
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "console-q"
        page.keyboard.type("a/b")
        assert page.input_value("#console-q") == "a/b"
        page.keyboard.press("Escape")
        assert held() == "A"
        page.keyboard.press("/")
        page.keyboard.type("Punkt C")
        page.keyboard.press("Enter")
        page.wait_for_url("**/find/?q=Punkt+C")
        assert page.locator(".hs-rows__line a").all_text_contents() == ["Punkt C"]
        assert barriers(page) == []
