"""`python manage.py push_key` shows the public key for push messages; makes the pair where there is none."""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from handschlag.day import web_push


class Command(BaseCommand):
    help = "Makes the key for push messages where there is none, and shows its public half."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--renew",
            action="store_true",
            help="make a new one: every device has to switch push messages on again",
        )

    def handle(self, *_args: object, **options: object) -> None:
        now = timezone.now()
        key = web_push.renew_key(now=now) if options["renew"] else web_push.public_key(now=now)
        self.stdout.write(key)
        if not settings.PUSH:
            self.stdout.write("Push messages are switched off: set HANDSCHLAG_PUSH=yes.")
