"""`handschlag backup [FILE]`: the database and all files in one archive, while the platform runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from handschlag.common.operations.backups import BackupTrouble, told_of_files, write_backup
from handschlag.common.times import moment_in_file_name


class Command(BaseCommand):
    help = "Writes one archive with the database, all files, and the checksums of both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="else handschlag-<time>.tar.gz in this folder")
        text = "the database alone: for object storage that keeps versions of its own"
        parser.add_argument("--without-files", action="store_true", help=text)

    def handle(self, *_args: object, **options: object) -> None:
        now = timezone.now()
        path = Path(str(options["file"] or f"handschlag-{moment_in_file_name(now)}.tar.gz"))
        if path.exists():
            raise CommandError(f"{path} is there already.")
        try:
            backup = write_backup(path, now=now, has_files=not options["without_files"])
        except (OSError, BackupTrouble) as trouble:
            raise CommandError(f"Nothing was written: {trouble}") from trouble
        self.stdout.write(f"{path}: the database and {told_of_files(backup)}.")
