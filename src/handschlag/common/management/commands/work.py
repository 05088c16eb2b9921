"""The worker: does jobs and sends mail until it is told to end."""

from __future__ import annotations

import os
import signal
import socket
import uuid
from argparse import ArgumentParser
from datetime import timedelta
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from handschlag.common.database import database_now
from handschlag.common.jobs.worker import Loop, Pace


class Command(BaseCommand):
    help = "Do jobs and send mail, until SIGTERM or Ctrl-C; what runs then may finish within the patience."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at-once", type=int, default=settings.JOBS_AT_ONCE, help="jobs at one time")
        parser.add_argument("--lease", type=float, default=30, help="seconds until a dead worker is noticed")
        parser.add_argument("--patience", type=float, default=20, help="seconds for running jobs at the end")

    def handle(self, *_args: Any, **options: Any) -> None:
        pace = Pace(
            lease=timedelta(seconds=options["lease"]),
            at_once=max(1, options["at_once"]),
            patience=options["patience"],
        )
        name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        loop = Loop(name=name, clock=database_now, pace=pace)

        def end(_signal: int, _frame: FrameType | None) -> None:
            loop.is_told_to_end = True

        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, end)
        loop.run()
