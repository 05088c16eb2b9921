"""Loads what comes with the platform: regions, vocabulary, programmes, and the real networks.

Can be run again at any time; what somebody has edited stays as it is.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from handschlag.directory.public_data import loading
from handschlag.programmes import facts


class Command(BaseCommand):
    help = "Load regions, vocabulary, funding programmes and the published facts about real networks."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's own signature
        now = timezone.now()
        loading.load_regions()
        loading.load_vocabulary()
        programmes = facts.load_published(now=now)
        networks = loading.load_public_networks(now=now)
        for what, loaded in (("programmes", programmes), ("networks", networks)):
            self.stdout.write(
                f"{what}: {loaded.created} new, {loaded.updated} brought up to date, {loaded.kept} left alone"
            )
