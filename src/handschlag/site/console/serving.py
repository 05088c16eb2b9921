"""`handschlag serve`: the web server, with its style sheets collected."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import django
from django.conf import settings
from django.core.management import call_command

from handschlag.site.console.checking import is_static_missing


def serve(more: Sequence[str]) -> int:
    """Gunicorn takes the place of this process: a signal reaches it at once. What follows goes to it."""
    if settings.MODE != "test" and is_static_missing():
        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
    command = ["-m", "gunicorn", "-c", "python:handschlag.site.server", *more, "handschlag.site.wsgi"]
    os.execv(sys.executable, [sys.executable, *command])  # noqa: S606 - our own interpreter
