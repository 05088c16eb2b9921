"""The demo: prepares tables, data and files, then runs web server and worker until Ctrl-C."""

from __future__ import annotations

import os
import shutil
import sys
import time
import webbrowser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from handschlag.demo import prepare
from handschlag.demo import supervisor as demo_supervisor
from handschlag.demo.supervisor import Failed, Program, Supervisor

SOURCES = str(Path(__file__).resolve().parents[4])
WEB_WORKERS, WEB_THREADS = 2, 4
ABORTED = 130


class Command(BaseCommand):
    help = "Run the demo: the public data, an invented world beside it, web server and worker."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help="listen there (else the first free one from 8000)")
        parser.add_argument("--full", action="store_true", help="100 invented networks, 13,000 memberships")
        parser.add_argument("--fresh", action="store_true", help="forget what was changed, begin anew")
        parser.add_argument("--no-browser", action="store_true", help="open no browser")
        parser.add_argument("--prepare-only", action="store_true", help="prepare the data and stop")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("The demo is not for production: set HANDSCHLAG_MODE=demo.")
        try:
            port = None if options["prepare_only"] else demo_supervisor.choose_port(options["port"])
            self.prepare(is_full=options["full"], is_fresh=options["fresh"])
        except demo_supervisor.PortTaken as taken:
            raise CommandError(str(taken)) from None
        except KeyboardInterrupt:
            self.stderr.write("\nStopped. Nothing half done is kept.")
            sys.exit(ABORTED)
        if port is not None:
            demo_supervisor.collect_if_changed()
            self.serve(port, is_browser_wanted=not options["no_browser"])

    def prepare(self, *, is_full: bool, is_fresh: bool) -> None:
        began = time.monotonic()
        if is_fresh:
            _forget_everything()
        call_command("migrate", verbosity=0)
        is_new = prepare.fill(is_full=is_full, now=timezone.now())
        if is_full and not is_new and not prepare.is_full():
            self.stderr.write("There is a small demo already. For the full one: --full --fresh")
        how = "filled" if is_new else "as you left it"
        self.stdout.write(f"Data: {settings.DATA} ({how}, {time.monotonic() - began:.1f} s)")

    def serve(self, port: int, *, is_browser_wanted: bool) -> None:
        address = f"http://localhost:{port}/"
        supervisor = Supervisor(
            programs=_programs(port), environment=_environment(address), log=settings.DATA / "demo.log"
        )

        def welcome() -> None:
            self.stdout.write(f"\n  Handschlag:  {address}")
            self.stdout.write(f"  Be somebody: {address}de/demo/  (manager, editor and others)")
            self.stdout.write("\nStop with Ctrl-C. What you change is kept; --fresh begins anew.")
            self.stdout.flush()
            if is_browser_wanted:
                webbrowser.open(address)

        try:
            supervisor.run(ready_at=f"http://{demo_supervisor.HOST}:{port}/health/ready", when_ready=welcome)
        except Failed as failed:
            raise CommandError(str(failed)) from None
        self.stdout.write("\nStopped.")


def _forget_everything() -> None:
    """The embedded database, the uploads and the collected files are gone."""
    if settings.MODE != "demo" or not settings.IS_SQLITE:
        raise CommandError("--fresh forgets only the embedded database of a demo.")
    connection.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def _programs(port: int) -> tuple[Program, ...]:
    server = [
        *(sys.executable, "-m", "gunicorn", "-c", "python:handschlag.site.server", "handschlag.site.wsgi"),
        *("--bind", f"{demo_supervisor.HOST}:{port}"),
        *("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS), "--worker-class", "gthread"),
        *("--graceful-timeout", "3", "--log-level", "warning", "--no-control-socket"),
    ]
    worker = [sys.executable, "-m", "django", "work", "--patience", "3"]
    return Program(name="web server", command=server), Program(name="worker", command=worker)


def _environment(address: str) -> dict[str, str]:
    path = os.pathsep.join(part for part in (SOURCES, os.environ.get("PYTHONPATH", "")) if part)
    return {
        **os.environ,
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "handschlag.site.settings",
        "HANDSCHLAG_BASE_URL": address.rstrip("/"),
    }
