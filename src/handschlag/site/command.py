"""The command `handschlag`: what an operator needs, and all of Django, of the code that is installed."""

from __future__ import annotations

import os
import sys
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

USAGE: Final = """handschlag VERB ...

  init        ask what has to be known, and write one file of settings
  check       everything that is wrong, at once
  upgrade     tables, search index and style sheets of this version
  serve       the web server
  work        the worker: emails and jobs
  admin       appoint | show | block | unblock | export | erase  ADDRESS
  mail        list | send-now | retry: what waits in the outbox
  backup      database and files into one archive
  restore     from such an archive; --drill only tries it
  release     send what a restored backup holds back
  demo        the platform with an invented world, on this machine

handschlag VERB --help says more; handschlag help lists all commands.
"""


def main() -> None:
    """Exits with 0 where all went well, 1 where something is wrong, 2 where the call was not understood."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.site.settings")
    verb, more = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if verb in {"", "-h", "--help"}:
        sys.stdout.write(USAGE)
        sys.exit(0 if verb else 2)
    if verb == "init":
        from handschlag.site.console.first_settings import init

        sys.exit(init(more))
    if verb == "demo":
        os.environ.setdefault("HANDSCHLAG_MODE", "demo")
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reading it reads the settings
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"{wrong}\nhandschlag init writes a file of settings.\n")
        sys.exit(1)
    sys.exit(_run(verb, more))


def _run(verb: str, more: list[str]) -> int:
    """With settings that are right."""
    if verb == "check" and not more:
        from handschlag.site.console.checking import check

        return check()
    if verb == "serve" and not {"-h", "--help"} & set(more):
        from handschlag.site.console.serving import serve

        return serve(more)
    if verb == "admin" and more[:1] == ["appoint"]:
        return _django("appoint", *more[1:])
    if verb == "admin":
        return _django("account", *more)
    return _django(verb, *more)


def _django(*arguments: str) -> int:
    execute_from_command_line(["handschlag", *arguments])
    return 0
