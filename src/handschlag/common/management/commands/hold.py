"""`handschlag hold`: after an older state of the database came back by other ways than `restore`."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from handschlag.common.database import database_now
from handschlag.common.operations import holding


class Command(BaseCommand):
    help = "Holds emails, calls and messages to phones back until `handschlag release`; codes go out."

    def handle(self, *_args: object, **_options: object) -> None:
        holding.hold(now=database_now())
        self.stdout.write("Nothing is sent but codes to sign in, until you call handschlag release.")
