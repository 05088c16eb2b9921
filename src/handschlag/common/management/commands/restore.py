"""`handschlag restore FILE`: brings a backup back, or tries with --drill whether it could be."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from handschlag.common.database import database_now
from handschlag.common.files import storage_trouble
from handschlag.common.models import Worker
from handschlag.common.operations import backups
from handschlag.common.operations.backups import BackupTrouble
from handschlag.common.operations.holding import hold
from handschlag.common.times import machine_time


class Command(BaseCommand):
    help = (
        "Brings a backup back. Emails and calls that were on their way in it wait for `handschlag release`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--drill", action="store_true", help="check the archive and touch nothing")
        parser.add_argument("--yes", action="store_true", help="replace the database and our files")

    def handle(self, *_args: object, **options: object) -> None:
        path = Path(str(options["file"]))
        try:
            with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as folder:
                unpacked = Path(folder)
                backup = backups.read_backup(path, unpacked)
                backups.check_database(unpacked)
                self.stdout.write(
                    f"{path} is whole: of {machine_time(backup.made_at)}, version {backup.version}, "
                    f"the database and {backups.told_of_files(backup)}."
                )
                if not options["drill"]:
                    self._refuse_in_use(is_sure=bool(options["yes"]))
                    self._restore(unpacked, has_files=backup.has_files)
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _refuse_in_use(self, *, is_sure: bool) -> None:
        if trouble := storage_trouble():
            raise CommandError(f"Nothing was changed: {trouble}")
        tables = connection.introspection.table_names()
        if "common_worker" in tables and Worker.alive(database_now()).exists():
            raise CommandError(
                "A worker runs, or ran within the last minute. Stop it and the web server first."
            )
        if tables and not is_sure:
            place = backups.place_of_files()
            raise CommandError(
                f"Nothing was changed. Add --yes to replace the database, and our files in {place}."
            )

    def _restore(self, unpacked: Path, *, has_files: bool) -> None:
        backups.restore_database(unpacked)
        call_command("migrate", interactive=False, verbosity=0)
        hold(now=database_now())
        number = 0
        faults: list[str] = []
        try:
            number = backups.restore_files(unpacked) if has_files else 0
        except OSError as trouble:
            faults.append(f"the files are not: {trouble}")
        finally:
            # After the files, since it deletes those of whoever was erased; and without them, too.
            try:
                call_command("erase_again", stdout=self.stdout)
            except CommandError as trouble:
                faults.append(str(trouble))
        call_command("reindex", stdout=self.stdout)
        if faults:
            raise CommandError(
                f"The database is back and held; {'; '.join(faults)}. Mend that and restore anew."
            )
        self.stdout.write(
            f"The database and {number} files are back. Nothing is sent but codes to sign in, until you call "
            "handschlag release: look at the outbox first."
        )
