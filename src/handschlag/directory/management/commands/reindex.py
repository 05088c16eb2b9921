"""Makes the search index anew: after a restore, or an update that changed words or how they are read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from handschlag.directory.index import documents
from handschlag.directory.public_data import loading


class Command(BaseCommand):
    help = "Make the search index anew from the entries that are public. May be run while the platform runs."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's own signature
        loading.renew()
        total = documents.refresh_all(progress=self.tell if options["verbosity"] > 1 else None)
        self.stdout.write(f"{total} entries can be found.")

    def tell(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total}")
