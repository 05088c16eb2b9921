"""Prepares the demo: tables, public data, the invented world."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handschlag.demo.actions import prepare


class Command(BaseCommand):
    help = "Prepare the demo: tables, the public data, and an invented world beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="prepare the data and stop")
        parser.add_argument("--full", action="store_true", help="100 networks and 13,000 memberships")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's own signature
        if settings.IS_PRODUCTION:
            raise CommandError("The demo is not for production: set HANDSCHLAG_MODE=demo.")
        began = time.monotonic()
        call_command("migrate", verbosity=0)
        is_new = prepare.fill(is_full=options["full"], now=timezone.now())
        what = "filled" if is_new else "kept as it was"
        self.stdout.write(f"The demo is ready ({what}, {time.monotonic() - began:.1f} s).")
