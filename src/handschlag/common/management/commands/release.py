"""`handschlag release`: after a backup was brought back, emails and calls may go out again."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from handschlag.common.operations import holding


class Command(BaseCommand):
    help = "Lets go out what a restored backup holds back; most of it was sent before, if the backup is old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        text = "give up what was on its way when the backup was made, and send only what is newer"
        parser.add_argument("--drop", action="store_true", help=text)

    def handle(self, *_args: object, **options: object) -> None:
        dropped = holding.release(is_dropping=bool(options["drop"]))
        if dropped is None:
            self.stdout.write("Nothing was held back.")
        else:
            self.stdout.write(f"Everything goes out again; given up: {dropped}.")
