"""The command `handschlag`: what an operator needs, and all of Django, of the code that is installed."""

from __future__ import annotations

import os
import pwd
import sys
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from handschlag.site.environment import settings_file

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
        sys.exit(f"{wrong}\n{_where_to_mend()}")
    if words := _root_where_somebody_else_writes():
        sys.exit(words)
    sys.exit(_run(verb, more))


def _where_to_mend() -> str:
    try:
        path = settings_file(os.environ)
    except ImproperlyConfigured:  # said already
        path = None
    return f"The settings are those of {path}." if path else "handschlag init writes a file of settings."


def _root_where_somebody_else_writes() -> str | None:
    """What root leaves in the data folder the services can neither change nor delete."""
    owner = settings.DATA.stat().st_uid
    if os.geteuid() != 0 or owner == 0:
        return None
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:
        name = f"#{owner}"
    return f"{settings.DATA} belongs to {name}. Call it as that user: runuser -u {name} -- {sys.argv[0]} ..."


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
    try:
        execute_from_command_line(["handschlag", *arguments])
    except DatabaseError:
        if words := _why_not(arguments[0]):
            sys.stderr.write(f"{words}\n")
            return 1
        raise
    return 0


def _why_not(verb: str) -> str | None:
    """What an operator can do about a database that refused; a defect of ours has no such words."""
    from handschlag.site.console.checking import database_trouble, missing_tables

    if words := database_trouble():
        return words
    return None if verb in {"migrate", "upgrade"} else next(missing_tables(), None)
