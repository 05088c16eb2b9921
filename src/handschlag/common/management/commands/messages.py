"""Brings the catalogues of translations up to date, and says what is missing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import to_locale
from django.utils.translation.trans_real import language_code_re

from handschlag.common import catalogues, translations


class Command(BaseCommand):
    help = "Write what code and templates say into locale/de/LC_MESSAGES/django.po of each floor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", default="", help="code of one more, in HANDSCHLAG_LANGUAGES")
        parser.add_argument("floors", nargs="*", help="names of floors; all of them when none is given")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["language"]:
            self._bring_up_to_date(options["language"])
            return
        chosen = [floor for floor in catalogues.floors() if floor.name in options["floors"]]
        lacking = 0
        for floor in chosen or catalogues.floors():
            translations.update(floor)
            for text in translations.missing(floor):
                lacking += 1
                self.stdout.write(f"{floor.name}: {text}")
        catalogues.compile_catalogues()
        if lacking:
            raise CommandError(f"{lacking} texts have no German yet.")

    def _bring_up_to_date(self, language: str) -> None:
        """A language of the operator's own: texts that nobody has translated yet are shown in English."""
        if language in {"de", "en"} or not language_code_re.fullmatch(language):
            raise CommandError("--language takes the code of one more language, such as fr or pt-br.")
        folder = settings.LOCALE_PATHS[0]
        lacking = translations.update_language(folder, language, floors=catalogues.floors())
        path = folder / to_locale(language) / "LC_MESSAGES" / "django.po"
        catalogues.compile_file(path, fills_gaps=True)
        self.stdout.write(f"{path}: {lacking} texts have no translation yet.")
