"""A manager signs in by code and mends her page; an editor reads the difference and publishes it.

Both use nothing but the keyboard, and each begins at the start page: everything else is reached by links.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.keyboard import follow, menu, write

from handschlag.accounts.models import User
from handschlag.directory.models import Network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = re.compile(r"\b\d{4} ?\d{4}\b")
WORDS = {
    "de": {
        "sign in": "Anmelden",
        "address": "E-Mail-Adresse",
        "code": "Code",
        "change": "Ändern: Beschreibung",
        "text": "Auf Deutsch",
        "new": "Vom Windpark bis zur Tankstelle, und zurück.",
        "save": "Speichern und zur Prüfung senden",
        "waits": "in Prüfung",
        "page": "Die öffentliche Seite",
        "desk": "Redaktion",
        "publish": "Veröffentlichen",
    },
    "en": {
        "sign in": "Sign in",
        "address": "Email address",
        "code": "Code",
        "change": "Change: Description",
        "text": "In English",
        "new": "From the wind farm to the filling station, and back.",
        "save": "Save and send for review",
        "waits": "waiting for review",
        "page": "The public page",
        "desk": "Editors",
        "publish": "Publish",
    },
}


@pytest.mark.parametrize(
    ("language", "width", "script"),
    [("de", 1280, True), ("en", 390, False)],
    ids=["german", "english-phone-no-script"],
)
def test_from_the_code_to_the_public_page(
    opened: Callable[..., Any],
    manager: User,
    editor: User,
    world: Network,
    letter_to: Callable[[str], str],
    shot: Callable[[Any, str], None],
    language: str,
    width: int,
    script: bool,
) -> None:
    words = WORDS[language]
    with opened(f"/{language}/", width=width, script=script) as page:
        sign_in(page, words, manager.email, letter_to, shot)
        mend(page, words, world, shot)
        follow(page, words["page"], to=f"**/{language}/networks/*/")
        assert words["new"] not in page.content()

    with opened(f"/{language}/", width=width, script=script, user=editor) as page:
        menu(page, words["desk"], to="**/moderation/")
        shot(page, "queue")
        follow(page, world.name, to="**/moderation/entries/**")
        shot(page, "difference")
        assert page.locator("main ins").first.inner_text().strip(", .") != ""
        follow(page, words["publish"], to="**/moderation/", key="Space")
        shot(page, "published")

    with opened(f"/{language}/networks/{world.slug}/", width=width, script=script) as page:
        assert words["new"] in page.locator("main").inner_text()
        shot(page, "public")


def sign_in(
    page: Any,
    words: dict[str, str],
    address: str,
    letter_to: Callable[[str], str],
    shot: Callable[[Any, str], None],
) -> None:
    follow(page, words["sign in"], to="**/login/**")
    write(page, words["address"], address)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/")
    found = CODE.search(letter_to(address))
    assert found is not None, "the letter holds a code"
    write(page, words["code"], found[0])
    shot(page, "code")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    shot(page, "signed-in")


def mend(page: Any, words: dict[str, str], world: Network, shot: Callable[[Any, str], None]) -> None:
    """From the desk, where she is after signing in, to the form, and back to what she keeps."""
    assert page.url.endswith("/manage/")
    follow(page, world.name, to=f"**/manage/networks/{world.slug}/")
    follow(page, words["change"], to="**/edit/description/")
    write(page, words["text"], words["new"])
    shot(page, "mend")
    follow(page, words["save"], to=lambda url: "/edit/" not in url, key="Space")
    shot(page, "sent")
    assert page.get_by_text(words["waits"], exact=False).first.is_visible()
