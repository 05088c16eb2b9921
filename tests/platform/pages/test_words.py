"""The pages that are words only stand in both languages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

PAGES = {
    "imprint": ("Impressum", "Imprint"),
    "privacy": ("Datenschutz", "Privacy"),
    "accessibility": ("Barrierefreiheit", "Accessibility"),
    "plain_language": ("Leichte Sprache", "Easy language"),
    "sources": ("Herkunft der Angaben", "Where the facts come from"),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_page_of_words_has_its_title_in_both_languages(
    client: Client, db: None, name: str, language: str
) -> None:
    with override(language):
        answer = client.get(reverse(f"pages:{name}"))
    title = PAGES[name][language == "en"]
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.content.decode()
