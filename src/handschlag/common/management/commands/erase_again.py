"""`python manage.py erase_again [<file> ...]`: who was erased since an older backup was made."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from handschlag.common.erasures import erase_again, erased_lists


class Command(BaseCommand):
    help = "Erases again what stands on the list of erasures: of the files named, else its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="lists of this and of other machines")

    def handle(self, *_args: object, **options: object) -> None:
        files = options["files"]
        assert isinstance(files, list)
        number = 0
        try:
            named = [line for path in files for line in Path(path).read_text("utf-8").splitlines()]
            lists: Iterable[list[str]] = [named] if files else erased_lists()
            for lines in lists:
                number += erase_again(lines, now=timezone.now())
        except (OSError, UnicodeDecodeError) as trouble:
            raise CommandError(f"a list of erasures cannot be read ({number} done): {trouble}") from trouble
        except ValueError as wrong:
            raise CommandError(f"This is no line of a list of erasures: {wrong}") from wrong
        self.stdout.write(f"Erased again: {number}.")
