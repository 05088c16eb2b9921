"""Brings the catalogues of translations up to date, and says what is missing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handschlag.common import catalogues, translations


class Command(BaseCommand):
    help = "Write what code and templates say into locale/de/LC_MESSAGES/django.po of each floor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("floors", nargs="*", help="names of floors; all of them when none is given")

    def handle(self, *_args: Any, **options: Any) -> None:
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
