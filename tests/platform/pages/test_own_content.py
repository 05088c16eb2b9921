"""A film in sign language and words in easy language: shown when the operator has put them there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from handschlag.design import navigation
from handschlag.design.assets import easy_text, missing_beside_film

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FILM = "/de/sign-language/"


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Path:
    settings.OWN_CONTENT = tmp_path
    settings.STATICFILES_DIRS = [("own", tmp_path)]
    return tmp_path


def put_a_film(folder: Path, *endings: str) -> None:
    for ending in endings:
        (folder / f"sign-language.de.{ending}").write_bytes(b"WEBVTT\n")


def test_without_a_film_there_is_no_page_and_no_link_to_it(client: Client, own: Path) -> None:
    assert client.get(FILM).status_code == 404
    said = client.get("/de/accessibility/").content.decode()
    assert FILM not in said
    assert "kein Video in Deutscher Gebärdensprache" in said
    put_a_film(own, "mp4", "jpg")
    assert client.get(FILM).status_code == 404
    assert missing_beside_film("de") == ("sign-language.de.vtt",)


def test_the_film_is_shown_with_controls_captions_and_first_picture(
    client: Client, own: Path, valid: Callable[[str], list[str]]
) -> None:
    put_a_film(own, "mp4", "vtt", "jpg")
    answer = client.get(FILM)
    page = answer.content.decode()
    assert valid(page) == []
    video = page.partition("<video")[2].partition("</video>")[0]
    assert [
        word for word in ("controls", 'preload="none"', "poster=", "aria-label=") if word not in video
    ] == []
    assert "autoplay" not in video
    assert 'kind="captions"' in video
    assert 'srclang="de"' in video
    assert "default" in video
    assert "://" not in video.replace("http://localhost:8000", ""), "nothing from elsewhere"
    assert "media-src 'self'" in answer["Content-Security-Policy"]
    for name in ("accessibility", "imprint"):
        assert f'href="{FILM}"' in client.get(f"/de/{name}/").content.decode()
    assert client.get("/en/sign-language/").status_code == 404, "there is none in English"
    assert "/en/sign-language/" not in page, "and nothing leads there"
    assert 'href="/en/accessibility/"' in page


def test_a_page_of_the_same_name_deeper_down_is_there_in_both_languages(own: Path) -> None:
    put_a_film(own, "mp4", "vtt", "jpg")
    paths = (FILM, "/de/networks/sign-language/")
    assert [navigation.is_in(path, "en") for path in paths] == [False, True]
    assert navigation.same_page(paths[1], "en") == "/en/networks/sign-language/"


def test_search_engines_are_told_of_the_film_in_the_languages_that_have_one(
    client: Client, own: Path
) -> None:
    def told() -> set[str]:
        return set(re.findall(r"/[a-z]+/sign-language/", client.get("/sitemap-words.xml").content.decode()))

    assert told() == set()
    put_a_film(own, "mp4", "vtt", "jpg")
    assert told() == {FILM}


def test_the_statement_links_the_report_that_is_there(client: Client, own: Path) -> None:
    assert "Bericht zur Barrierefreiheit" not in client.get("/de/accessibility/").content.decode()
    (own / "accessibility-report.de.pdf").write_bytes(b"%PDF-1.7")
    said = client.get("/de/accessibility/").content.decode()
    assert '<a href="/static/own/accessibility-report.de.pdf">Bericht zur Barrierefreiheit (PDF)</a>' in said


def test_the_operators_easy_words_take_the_place_of_ours(
    client: Client, own: Path, valid: Callable[[str], list[str]]
) -> None:
    text = "# Was ist das?\n\nDas ist das Amt.\nEs hilft <b>allen</b>.\n\n- Suchen\n- Finden\n"
    (own / "easy-language.de.txt").write_text(text, "utf-8")
    page = client.get("/de/plain-language/").content.decode()
    assert valid(page) == []
    assert "<h2>Was ist das?</h2>" in page
    assert "Das ist das Amt.<br>Es hilft &lt;b&gt;allen&lt;/b&gt;." in page
    assert "<li>Suchen</li>" in page
    assert "Handschlag ist" not in page.partition("<main")[2].partition("</main>")[0]
    assert "What is this?" in client.get("/en/plain-language/").content.decode()


def test_each_line_is_read_by_itself_whatever_stands_around_it(own: Path) -> None:
    text = "# Was ist das?\nDas ist das Amt.\n \t\nSie können:\n- Suchen\n- Finden\nMehr nicht.\n# A\n# B"
    (own / "easy-language.de.txt").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert [(part["kind"], *part["lines"]) for part in easy_text("de")] == [
        ("heading", "Was ist das?"),
        ("lines", "Das ist das Amt."),
        ("lines", "Sie können:"),
        ("list", "Suchen", "Finden"),
        ("lines", "Mehr nicht."),
        ("heading", "A"),
        ("heading", "B"),
    ]


def test_a_text_that_cannot_be_read_leaves_ours(own: Path) -> None:
    (own / "easy-language.de.txt").write_bytes(b"\xff\xfe\xff")
    assert easy_text("de") == ()
    assert easy_text("en") == ()
