"""A language beside German and English is a folder: the command makes it, and pages speak it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as usual
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from handschlag.common.language import is_english, written_language
from handschlag.common.times import format_date, weekday_name
from handschlag.site.providers import languages_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CATALOGUE = "fr/LC_MESSAGES/django.po"


def test_the_command_makes_it_keeps_what_is_translated_and_pages_speak_it(
    client: Client, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    call_command("messages", "--language", "fr")
    path = tmp_path / CATALOGUE
    text = path.read_text("utf-8")
    assert 'Language: fr\\n"' in text
    assert "nplurals=2; plural=(n > 1);" in text
    path.write_text(
        text.replace('msgid "Imprint"\nmsgstr ""', 'msgid "Imprint"\nmsgstr "Mentions légales"'), "utf-8"
    )
    call_command("messages", "--language", "fr")
    first, second = (int(line.split()[1]) for line in capsys.readouterr().out.splitlines())
    assert second == first - 1
    assert languages_in(tmp_path) == [("fr", "Français")]
    settings.LANGUAGES = [*usual.LANGUAGES, *languages_in(tmp_path)]
    page = client.get("/fr/imprint/").content.decode()
    assert '<html lang="fr"' in page
    assert "<h1>Mentions légales</h1>" in page
    assert "<h1>Privacy</h1>" in client.get("/fr/privacy/").content.decode()
    assert "Datenschutz" not in page, "what is not translated yet is English, not German"
    assert 'hreflang="fr"' in client.get("/de/imprint/").content.decode()


def test_days_are_named_in_it_and_entries_are_shown_in_english(settings: Settings) -> None:
    with override("fr"):
        assert format_date(date(2027, 4, 14)) == "14 avril 2027"
        assert weekday_name(date(2027, 4, 14)) == "mercredi"
        assert is_english()
        assert written_language() == "en"
    with override("de-at"):
        assert written_language() == "de"


@pytest.mark.parametrize("code", ["de", "en", "../up", "französisch"])
def test_ours_and_nonsense_are_refused(code: str, settings: Settings, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError, match="code of one more language"):
        call_command("messages", "--language", code)
    assert list(tmp_path.iterdir()) == []
