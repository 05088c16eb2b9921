"""The pages that are words only: complete in both languages, valid, and true to settings and code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import Settings
from tests.platform import builders

from handschlag.directory import bookmarks, joining
from handschlag.directory.models import FactSource, Status
from handschlag.events.programme import my_programme
from handschlag.pages.static_pages import Website, host_of, privacy_screen, websites

pytestmark = pytest.mark.django_db
PAGES = {
    "imprint": ("Impressum", "Imprint"),
    "privacy": ("Datenschutz", "Privacy"),
    "accessibility": ("Barrierefreiheit", "Accessibility"),
    "plain_language": ("Leichte Sprache", "Easy language"),
    "sources": ("Herkunft der Angaben", "Origin of the facts"),
    "contact": ("Sagen Sie uns, was fehlt oder nicht stimmt", "Tell us what is missing or wrong"),
    "contact_sent": ("Ihre Meldung ist eingegangen", "We have received your report"),
}


def page(client: Client, name: str, language: str = "de") -> str:
    with override(language):
        answer = client.get(reverse(f"pages:{name}"))
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_page_of_words_stands_in_both_languages_and_is_valid(
    client: Client, valid: Callable[[str], list[str]], name: str, language: str
) -> None:
    text = page(client, name, language)
    title = PAGES[name][language == "en"]
    assert f"<h1>{title}</h1>" in text
    assert text.count("<h1") == 1
    assert valid(text) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_of_words_leads_somewhere(client: Client, name: str) -> None:
    main = page(client, name).partition("<main")[2].partition("</main>")[0]
    for address in re.findall(r'href="(/[^"#]*)', main):
        assert (address, client.get(address).status_code) == (address, 200)


def test_the_imprint_names_the_operator(client: Client, settings: Settings) -> None:
    settings.OPERATOR_NAME = "Netzwerk Musterland e. V."
    settings.OPERATOR_ADDRESS = ["Musterweg 1", "01067 Musterstadt"]
    settings.OPERATOR_EMAIL = "post@musterland.example"
    settings.OPERATOR_PHONE = "+49 30 000000"
    for name in ("imprint", "privacy", "accessibility"):
        assert "post@musterland.example" in page(client, name)
    text = page(client, "imprint")
    assert "<strong>Netzwerk Musterland e. V.</strong><br>Musterweg 1<br>01067 Musterstadt" in text
    assert "noch kein Impressum" not in text


def test_without_an_operator_the_imprint_says_so_and_a_demo_says_why(
    client: Client, settings: Settings
) -> None:
    assert "Der Betreiber hat noch kein Impressum eingetragen." in page(client, "imprint")
    settings.MODE = "demo"
    text = page(client, "imprint")
    assert "Dies ist eine Demo auf einem einzelnen Rechner." in text
    assert "noch kein Impressum" not in text


def test_the_accessibility_page_names_the_body_that_enforces(client: Client, settings: Settings) -> None:
    settings.ENFORCEMENT_BODY = ["Schlichtungsstelle Musterland", "Amtsweg 2"]
    text = page(client, "accessibility")
    assert "Schlichtungsstelle Musterland<br>Amtsweg 2" in text


def test_the_privacy_page_says_how_long_as_the_code_does(client: Client, settings: Settings) -> None:
    settings.KEEP_MAIL_DAYS = 17
    text = page(client, "privacy")
    assert "17 Tage auf" in text
    assert f"nach {joining.KEEP_UNDECIDED.days} Tagen" in text
    assert "24 Monate lang niemand benutzt" in text
    assert privacy_screen()["bookmarks"] * 24 * 60 * 60 == bookmarks.KEPT_FOR
    assert privacy_screen()["my_programme"] * 24 * 60 * 60 == my_programme.KEPT_FOR


def test_no_page_of_words_sets_a_cookie_but_the_form(client: Client) -> None:
    for name in PAGES:
        client.cookies.clear()
        page(client, name)
        expected = {"csrftoken"} if name == "contact" else set()
        assert (name, set(client.cookies)) == (name, expected)


def test_sources_are_counted_by_website_for_public_real_networks_only(client: Client) -> None:
    real, other = builders.network("Echt"), builders.network("Zweitens")
    draft = builders.network("Entwurf", status=Status.DRAFT)
    invented = builders.network("Erfunden", is_demo=True)
    for network, source, day in (
        (real, "https://www.clusterplattform.de/a", 3),
        (real, "https://clusterplattform.de/b", 9),
        (other, "https://clusterplattform.de/c", 5),
        (other, "nur so gehört", 5),
        (draft, "https://geheim.example/", 5),
        (invented, "https://erfunden.example/", 5),
    ):
        FactSource.objects.create(network=network, fact="all", source=source, seen_on=date(2026, 11, day))
    assert websites() == (Website(host="clusterplattform.de", networks=2, newest_copy="2026-11-09"),)
    text = page(client, "sources")
    assert "clusterplattform.de" in text
    assert "geheim.example" not in text
    assert "9. November 2026" in text


@pytest.mark.parametrize(
    ("source", "host"),
    [("https://www.igf.org/x?y", "igf.org"), ("Flugblatt", ""), ("http://[", ""), ("", "")],
)
def test_the_website_of_a_source(source: str, host: str) -> None:
    assert host_of(source) == host


def test_easy_language_keeps_its_sentences_short(client: Client) -> None:
    for language in ("de", "en"):
        text = (
            page(client, "plain_language", language)
            .partition('class="hs-easy">')[2]
            .partition("</article>")[0]
        )
        sentences = [
            sentence.strip()
            for part in re.split(r"<[^>]+>", text)
            for sentence in re.split(r"(?<=[.?:])\s", part)
            if sentence.strip()
        ]
        assert len(sentences) > 40
        assert [s for s in sentences if len(s.split()) > 12] == []
