"""A manager signs in by code and mends her page; an editor reads the difference and publishes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from handschlag.accounts.models import User
from handschlag.directory.models import Network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = re.compile(r"\b\d{4} ?\d{4}\b")
WORDS = {
    "de": {
        "address": "E-Mail-Adresse",
        "send": "Code schicken",
        "code": "Code",
        "enter": "Anmelden",
        "text": "Auf Deutsch",
        "new": "Vom Windpark bis zur Tankstelle, und zurück.",
        "waits": "wartet auf die Redaktion",
        "publish": "Veröffentlichen",
    },
    "en": {
        "address": "E-mail address",
        "send": "Send the code",
        "code": "Code",
        "enter": "Sign in",
        "text": "In English",
        "new": "From the wind farm to the filling station, and back.",
        "waits": "waits for an editor",
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
    words, public = WORDS[language], f"/{language}/networks/{world.slug}/"
    with opened(f"/{language}/account/login/", width=width, script=script) as page:
        sign_in(page, words, manager.email, letter_to, shot)
        page.goto(f"/{language}/manage/networks/{world.slug}/edit/description/")
        page.get_by_label(words["text"]).fill(words["new"])
        shot(page, "mend")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/manage/**")
        shot(page, "sent")
        assert page.get_by_text(words["waits"], exact=False).first.is_visible()
        page.goto(public)
        assert words["new"] not in page.content()

    with opened(f"/{language}/moderation/", width=width, script=script, user=editor) as page:
        shot(page, "queue")
        page.locator("main").get_by_role("link", name=world.name).first.click()
        page.wait_for_url("**/moderation/entries/**")
        shot(page, "difference")
        assert page.locator("main ins").first.inner_text().strip(", .") != ""
        page.get_by_role("button", name=words["publish"], exact=True).click()
        page.wait_for_load_state()
        shot(page, "published")

    with opened(public, width=width, script=script) as page:
        assert words["new"] in page.locator("main").inner_text()
        shot(page, "public")


def sign_in(
    page: Any,
    words: dict[str, str],
    address: str,
    letter_to: Callable[[str], str],
    shot: Callable[[Any, str], None],
) -> None:
    page.get_by_label(words["address"]).fill(address)
    page.get_by_role("button", name=words["send"]).click()
    page.wait_for_url("**/login/code/")
    found = CODE.search(letter_to(address))
    assert found is not None, "the letter holds a code"
    page.locator("main input[name=code]").fill(found[0])
    shot(page, "code")
    page.locator("main").get_by_role("button", name=words["enter"], exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)
    shot(page, "signed-in")
