"""The finder in a browser: by keyboard alone, without barriers, on one sheet of paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlencode

import pypdf
import pytest
from tests.journeys.keyboard import follow
from tests.platform import builders, guide
from tests.platform.conftest import SIDEWAYS

from handschlag.accounts.models import User
from handschlag.demo.pages import JOURNEYS
from handschlag.programmes.models import Fact

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("programmes"),
]
Opened = Callable[..., AbstractContextManager[Any]]
CHOSEN = {
    "who": "company",
    "want": "product",
    "together": "few",
    "market": "shown",
    "begun": "no",
    "size": "sme",
}
SAYS = {
    "de": (
        "Welches Programm passt zu meinem Vorhaben?",
        "Ergebnis zeigen",
        "Für Ihr Vorhaben passt ein ZIM-Projekt.",
    ),
    "en": ("Which programme fits my plan?", "Show the result", "For your plan a ZIM project fits."),
}
CHANGE = {"de": "ändern", "en": "change"}
BETTER = {
    "de": "Für Ihr Vorhaben passt ein ZIM-Netzwerk.",
    "en": "For your plan a ZIM network fits.",
}


def choose(page: Any, question: str, answer: str) -> None:
    """One of a group of radios: Tab leads into the group, arrows to the answer."""
    for _ in range(60):
        name = page.evaluate("() => document.activeElement.name || ''")
        if name == question:
            break
        page.keyboard.press("Tab")
    for _ in range(8):
        if page.evaluate("() => document.activeElement.value") == answer:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{answer!r} cannot be chosen by keyboard")


@pytest.mark.parametrize(("language", "width", "dark"), [("de", 1280, False), ("en", 390, True)])
def test_somebody_with_an_idea_gets_an_answer_by_keyboard_alone_and_changes_it(
    opened: Opened, barriers: Callable[..., list[Any]], language: str, width: int, dark: bool
) -> None:
    door, button, said = SAYS[language]
    with opened(f"/{language}/programmes/", width=width, dark=dark, script=language == "de") as page:
        follow(page, door, to="**/programmes/finder/")
        if language == "de":
            assert barriers(page) == []
        for question, answer in CHOSEN.items():
            choose(page, question, answer)
        follow(page, button, to="**/finder/result/?**")
        assert page.get_by_role("heading", level=1).inner_text().replace("\n", " ") == said
        follow(page, CHANGE[language], to="**/finder/?**#id_together", kinds='a[href$="#id_together"]')
        choose(page, "together", "six")
        follow(page, button, to="**/finder/result/?**")
        assert page.get_by_role("heading", level=1).inner_text().replace("\n", " ") == BETTER[language]


@pytest.mark.parametrize(("language", "width", "dark"), [("de", 1280, False), ("en", 390, True)])
def test_no_page_of_the_guide_has_a_barrier(
    opened: Opened,
    barriers: Callable[..., list[Any]],
    editha: User,
    language: str,
    width: int,
    dark: bool,
) -> None:
    answers = urlencode(JOURNEYS[4].answers)
    fact = Fact.objects.get(key="zim-members")
    pages = [
        *(f"finder/{page}/?{answers}" for page in ("result", "sheet")),
        "finder/result/?who=king",
        "zim/",
        *("facts/", "facts/new/", f"facts/{fact.pk}/"),
    ]
    with opened(f"/{language}/programmes/", width=width, dark=dark, user=editha) as page:
        found = {}
        for path in pages:
            page.goto(f"/{language}/programmes/{path}")
            found[path] = barriers(page)
        assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_of_the_five_results_is_one_sheet_of_a4(opened: Opened, language: str) -> None:
    with opened(f"/{language}/programmes/") as page:
        pages = {}
        for journey in JOURNEYS:
            page.goto(f"/{language}/programmes/finder/sheet/?{urlencode(journey.answers)}")
            sheet = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
            box = sheet.pages[0].mediabox
            pages[journey.key] = (len(sheet.pages), round(box.width), round(box.height))
        assert pages == {journey.key: (1, 595, 842) for journey in JOURNEYS}


@pytest.mark.parametrize("width", [320, 1280])
def test_funding_calls_have_no_barrier_and_nothing_hangs_over(
    opened: Opened, editha: User, barriers: Callable[[Any], list[Any]], width: int
) -> None:
    call = guide.funding_call(
        fields=[builders.field().slug], conditions={"who": ["company"]}, amount_de="bis 200.000 Euro"
    )
    desk = "/de/programmes/calls/"
    pages = ("/de/funding-calls/", "/de/funding-calls/netze-2027/", desk, f"{desk}{call.pk}/")
    for path in (*pages, f"{desk}import/", f"{desk}feeds/"):
        with opened(path, user=editha, width=width) as page:
            assert barriers(page) == [], path
            assert page.evaluate(SIDEWAYS) <= 0, path
