"""What the worker starts for each job; it is of no use by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from handschlag.common.jobs import worker


class Command(BaseCommand):
    help = "Do the one job that the worker names on standard input (started by `work`)."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        worker.main()
