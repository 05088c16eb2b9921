"""The command `handschlag`: what an operator needs, and all of Django, of the code that is installed."""

from __future__ import annotations

import os
import sys
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, execute_from_command_line
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError

from handschlag.site.environment import root_trouble, settings_file

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
# Of verbs that are no commands of Django, or of another name there.
MORE: Final = {
    "admin": """handschlag admin VERB ADDRESS

  appoint     an administrator, with a new account where there is none;
              with --forget-passkeys the account loses its passkeys: they are gone
  show        what there is about an account, in numbers
  block       nobody can sign in with it
  unblock     the way back
  export      what is kept about the person, as JSON
  erase       for good, with --yes; without it, only what would go
""",
    "check": """handschlag check

Says everything that is wrong with settings, database, tables, folder, style sheets,
mail server and storage, and then what is worth a thought. Exits with 1 if something
is wrong. With options it is the check of Django.
""",
    "serve": """handschlag serve [OPTION OF GUNICORN ...]

The web server, until SIGTERM or Ctrl-C. It listens at HANDSCHLAG_BIND, with as many
processes and threads as HANDSCHLAG_WEB_PROCESSES and HANDSCHLAG_WEB_THREADS say.
""",
}
ADMIN_VERBS: Final = frozenset({"appoint", "show", "block", "unblock", "export", "erase"})
# Said with each command, and of use to whoever works on the platform itself.
OF_DJANGO: Final = frozenset(
    {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }
)


def main() -> None:
    """Exits with 0 where all went well, 1 where something is wrong, 2 where the call was not understood."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.site.settings")
    verb, more = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if verb in {"", "-h", "--help"}:
        sys.stdout.write(USAGE)
        sys.exit(0 if verb else 2)
    if verb in MORE and {"-h", "--help"} & set(more[:1]):
        sys.stdout.write(MORE[verb])
        sys.exit(0)
    if verb == "admin" and not ADMIN_VERBS & set(more[:1]):
        sys.stderr.write(MORE[verb])
        sys.exit(2)
    if verb == "init":
        from handschlag.site.first_settings import init

        sys.exit(init(more))
    if verb == "demo":
        os.environ.setdefault("HANDSCHLAG_MODE", "demo")
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reading it reads the settings
    except ImproperlyConfigured as wrong:
        sys.exit(f"{wrong}\n{_where_to_mend()}")
    is_free = settings.ROOT_MAY_WRITE or _writes_nothing(verb, more)
    if not is_free and (words := root_trouble(settings.DATA)):
        sys.exit(words)
    sys.exit(_run(verb, more))


def _where_to_mend() -> str:
    try:
        path = settings_file(os.environ)
    except ImproperlyConfigured:  # said already
        path = None
    return (
        f"The settings are those of {path} and of the environment."
        if path
        else "handschlag init writes a file of settings."
    )


def _writes_nothing(verb: str, more: list[str]) -> bool:
    """Whether only words are asked for."""
    return verb in {"help", "--version"} or bool({"-h", "--help"} & set(more))


def _run(verb: str, more: list[str]) -> int:
    """With settings that are right."""
    if verb == "check" and not more:
        from handschlag.site.checking import check

        return check()
    if verb == "serve":
        from handschlag.site.checking import serve

        return serve(more)
    if verb == "admin" and more[:1] == ["appoint"]:
        return _django("appoint", *more[1:])
    if verb == "admin":
        return _django("account", *more)
    return _django(verb, *more)


def _django(*arguments: str) -> int:
    BaseCommand.suppressed_base_arguments = set(OF_DJANGO)
    try:
        execute_from_command_line(["handschlag", *arguments])
    except (DataError, IntegrityError):  # of ours, whatever else may be wrong
        raise
    except (DatabaseError, InterfaceError) as trouble:
        if words := _why_not(arguments[0]):
            sys.stderr.write(f"{words}\n")
            if str(trouble).strip() not in words:
                sys.stderr.write(f"What the database said first: {trouble}\n")
            return 1
        raise
    return 0


def _why_not(command: str) -> str | None:
    """What an operator can do about a database that refused; Django has closed the connection by now."""
    from handschlag.site.checking import database_trouble, missing_tables

    if words := database_trouble():
        return words
    return None if command in {"migrate", "upgrade"} else next(missing_tables(), None)
