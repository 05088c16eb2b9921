"""What stands around every page: where it leads, its language, its theme, what others see of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

PAGES = ("/de/design/", "/en/design/")


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_the_page_of_all_parts_is_valid(client: Client, path: str, valid: Callable[[str], list[str]]) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert valid(answer.content.decode()) == []


@pytest.mark.django_db
def test_the_language_switch_leads_to_the_same_page_with_its_filters(client: Client) -> None:
    text = text_of(client, "/de/design/?q=optik&land=he")
    assert re.search(
        r'<a class="hs-language" href="/en/design/\?q=optik&amp;land=he" hreflang="en" lang="en">', text
    )
    assert re.search(r'class="hs-language"[^>]*hreflang="de"', text) is None


@pytest.mark.django_db
def test_other_languages_and_the_one_address_are_told(client: Client) -> None:
    text = text_of(client, "/en/design/?page=2")
    base = settings.BASE_URL
    assert f'<link rel="canonical" href="{base}/en/design/">' in text
    for language, path in (("de", "/de/design/"), ("en", "/en/design/"), ("x-default", "/de/design/")):
        assert f'<link rel="alternate" hreflang="{language}" href="{base}{path}">' in text


@pytest.mark.django_db
def test_whoever_shares_a_page_shares_its_title(client: Client) -> None:
    text = text_of(client, "/en/design/")
    title = re.search(r"<title>(.*?) · Handschlag</title>", text)
    assert title is not None
    assert f'<meta property="og:title" content="{title[1]}">' in text
    assert re.search(r'<meta property="og:image" content="https?://[^"]+/card[^"]*\.png">', text)


@pytest.mark.django_db
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_in_the_page_before_it_is_painted(client: Client, theme: str) -> None:
    answer = client.post("/de/design/theme/", {"theme": theme, "next": "/de/design/?q=a"})
    assert (answer.status_code, answer["Location"]) == (302, "/de/design/?q=a")
    assert answer.cookies["theme"]["samesite"] == "Lax"
    text = text_of(client, "/de/design/")
    assert f'<html lang="de" data-kern-theme="{theme}">' in text
    assert f'<meta name="color-scheme" content="{theme}">' in text
    assert re.search(rf'value="{theme}" aria-pressed="true"', text)


@pytest.mark.django_db
def test_the_theme_of_the_system_comes_back(client: Client) -> None:
    client.post("/de/design/theme/", {"theme": "dark"})
    answer = client.post("/de/design/theme/", {"theme": "system", "next": "/de/design/"})
    assert answer.cookies["theme"].value == ""
    assert '<html lang="de">' in text_of(client, "/de/design/")


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", ['dark" onload="x', "purple", ""])
def test_a_theme_that_does_not_exist_changes_nothing(client: Client, nonsense: str) -> None:
    client.cookies["theme"] = nonsense
    assert '<html lang="de">' in text_of(client, "/de/design/")
    assert client.post("/de/design/theme/", {"theme": nonsense}).cookies["theme"].value == ""


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_the_choice_of_a_theme_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    answer = client.post("/de/design/theme/", {"theme": "dark", "next": elsewhere})
    assert answer["Location"] == "/"


def test_a_theme_is_chosen_by_sending_a_form_only(client: Client) -> None:
    answer = client.get("/de/design/theme/?theme=dark")
    assert answer.status_code == 405
    assert "theme" not in answer.cookies


@pytest.mark.django_db
def test_a_visitor_gets_no_cookie(client: Client) -> None:
    answer = client.get("/de/design/")
    assert dict(answer.cookies) == {}


@pytest.mark.django_db
def test_a_page_that_differs_by_cookie_says_so_to_caches(client: Client) -> None:
    assert "Cookie" in client.get("/de/design/")["Vary"]


@pytest.mark.django_db
def test_the_page_asks_for_nothing_from_elsewhere(client: Client) -> None:
    text = text_of(client, "/de/design/")
    loaded = re.findall(r'<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)"', text)
    foreign = [url for url in loaded if not url.startswith(("/static/", settings.BASE_URL, "/"))]
    assert foreign == []
    policy = client.get("/de/design/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_demonstration_is_announced_in_the_demonstration_only(client: Client, settings: object) -> None:
    assert "hs-demo" not in text_of(client, "/de/design/")
    settings.MODE = "demo"  # type: ignore[attr-defined]
    assert 'class="hs-demo"' in text_of(client, "/de/design/")


@pytest.mark.django_db
def test_the_address_of_the_parts_is_known_by_name() -> None:
    assert reverse("design:parts").endswith("/design/")


@pytest.mark.django_db
def test_the_shell_of_a_visitor_asks_the_database_nothing(
    client: Client, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        client.get("/de/design/")
