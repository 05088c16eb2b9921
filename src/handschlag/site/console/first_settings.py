"""`handschlag init`: asks what the platform has to know, and writes it into one file."""

from __future__ import annotations

import argparse
import importlib
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from handschlag.common.operations.private_files import open_private
from handschlag.site.environment import FILE, LISTENING, PREFIX

NEXT: Final = """
Next:
  handschlag upgrade                   the tables, the search index, the style sheets
  handschlag admin appoint ADDRESS     the first administrator
  handschlag check                     whether anything is wrong
  handschlag serve                     the web server    } two services: {folder}
  handschlag work                      the worker        }
"""


@dataclass(frozen=True, slots=True)
class _Question:
    flag: str
    name: str
    words: str
    usual: str  # `{host}` and `{folder}` stand for what was said before


QUESTIONS: Final = (
    _Question("--host", f"{PREFIX}HOSTS", "Name of the host, as people type it", "localhost"),
    _Question(
        "--data", f"{PREFIX}DATA", "Folder of pictures, style sheets, and of the SQLite file", "{folder}"
    ),
    _Question(
        "--database", "DATABASE_URL", "postgresql://user:password@host/name, or nothing for SQLite", ""
    ),
    _Question(
        "--storage",
        f"{PREFIX}STORAGE",
        "s3://bucket?endpoint=https://host for object storage, or nothing for the folder",
        "",
    ),
    _Question("--smtp", f"{PREFIX}SMTP_URL", "Mail server", "smtp://localhost:25?tls=no"),
    _Question("--mail-from", f"{PREFIX}MAIL_FROM", "Sender of all emails", "handschlag@{host}"),
    _Question("--bind", f"{PREFIX}BIND", "Where the web server listens", LISTENING),
    _Question(
        "--behind-proxy", f"{PREFIX}BEHIND_PROXY", "Does a proxy of yours speak HTTPS before it?", "yes"
    ),
    _Question("--operator", f"{PREFIX}OPERATOR_NAME", "Who runs it, for the imprint", ""),
)


def init(arguments: Sequence[str]) -> int:
    """Writes the file, once what stands in it is right; 1 with all faults where it is not."""
    options = _parser().parse_args(arguments)
    path = Path(options.file).resolve()
    if path.exists():
        return _refuse(f"{path} is there already. Change it, or name another with --file.")
    given = {one.flag: getattr(options, one.flag[2:].replace("-", "_")) for one in QUESTIONS}
    values = _answers(given, folder=Path.cwd() / "data", asks=not options.yes)
    draft = path.with_name(f"{path.name}.new")
    try:
        _write(draft, values)
        _try(draft)
        draft.replace(path)
    except (OSError, ImproperlyConfigured) as wrong:
        draft.unlink(missing_ok=True)
        return _refuse(f"Nothing was written.\n{wrong}")
    sys.stdout.write(f"{path} is written; a secret stands in it, and only you can read it.\n")
    sys.stdout.write(NEXT.replace("{folder}", "deploy/ has units for systemd"))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handschlag init", description=__doc__)
    parser.add_argument("--file", default=FILE, help=f"where it is written (else {FILE} in this folder)")
    parser.add_argument("--yes", action="store_true", help="ask nothing: what is not given is as usual")
    for one in QUESTIONS:
        usual = one.usual.format(host="HOST", folder="./data") or "nothing"
        parser.add_argument(one.flag, help=f"{one.words} (else {usual})".replace("%", "%%"))
    return parser


def _answers(given: Mapping[str, str | None], *, folder: Path, asks: bool) -> dict[str, str]:
    values = {f"{PREFIX}MODE": "production", f"{PREFIX}SECRET_KEY": secrets.token_urlsafe(50)}
    host = "localhost"
    for one in QUESTIONS:
        value = given[one.flag]
        usual = one.usual.format(host=host, folder=folder)
        if value is None:
            value = _ask(one.words, usual) if asks else usual
        if one.flag == "--host":
            host = value.split(",")[0].strip()
        if value:
            values[one.name] = value
    return values


def _ask(words: str, usual: str) -> str:
    sys.stdout.write(f"{words}{f' [{usual}]' if usual else ''}: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip() or usual


def _write(path: Path, values: Mapping[str, str]) -> None:
    """For its owner alone, from the first byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "# Settings of the platform; what can stand here: docs/reference/settings.md\n"
    text += "".join(f"{name}={value}\n" for name, value in values.items())
    with os.fdopen(open_private(path), "w", encoding="utf-8") as file:
        file.write(text)


def _try(path: Path) -> None:
    """The settings as they would be, and whether their database and storage answer."""
    os.environ[f"{PREFIX}SETTINGS"] = str(path)
    importlib.import_module("handschlag.site.settings")
    # Only now: Django reads the settings when it is first asked for a connection.
    from handschlag.common.files.probing import storage_trouble
    from handschlag.site.console.checking import database_trouble

    if trouble := database_trouble() or storage_trouble():
        raise ImproperlyConfigured(trouble)


def _refuse(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1
