"""`handschlag init`: asks what the platform has to know, and writes it into one file."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

from handschlag.common.operations.backups import open_private
from handschlag.site.environment import FILE, LISTENING, PREFIX, root_trouble

NEXT: Final = """
Next:
  handschlag upgrade                   the tables, the search index, the style sheets
  handschlag admin appoint ADDRESS     the first administrator
  handschlag check                     whether anything is wrong
  handschlag serve                     the web server    } two services: {folder}
  handschlag work                      the worker        }
"""
TRIED: Final = (
    "import sys; from handschlag.site.first_settings import _try_settings; sys.exit(_try_settings())"
)


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
    try:
        if words := root_trouble(path.parent):
            return _refuse(words)
        answers = _said(given, {}) if not options.yes else given
        while words := _trouble(path, _values(answers)):
            if options.yes or not sys.stdin.isatty() or not _is_about_answers(words):
                return _refuse(f"Nothing was written.\n{words}")
            sys.stdout.write(
                f"\n{words}\n\nOnce more; what stands in brackets stays if you only press Enter.\n"
            )
            answers = _said({}, answers)  # a flag may be what was wrong
    except (EOFError, KeyboardInterrupt):
        return _refuse("\nNothing was written: the questions were left.")
    except OSError as trouble:
        return _refuse(f"The file {path} cannot be written: {trouble.strerror}.")
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


def _said(given: Mapping[str, str | None], before: Mapping[str, str | None]) -> dict[str, str | None]:
    """What is asked for: all that no flag gives. What was said before is what is usual now."""
    answers = {one.flag: given.get(one.flag) for one in QUESTIONS}
    for one in QUESTIONS:
        if answers[one.flag] is None:
            last = before.get(one.flag)
            answer = _ask(one.words, _usual(one, answers) if last is None else last)
            answers[one.flag] = last if answer is None else answer
    return answers


def _is_about_answers(words: str) -> bool:
    """Whether other answers could help; none does against a variable that nobody knows."""
    names = tuple(f"{one.name}{sign}" for one in QUESTIONS for sign in " :")
    return any(line.startswith(names) for line in words.splitlines())


def _host(answers: Mapping[str, str | None]) -> str:
    return (answers["--host"] or "localhost").split(",")[0].strip()


def _usual(one: _Question, answers: Mapping[str, str | None]) -> str:
    return one.usual.format(host=_host(answers), folder=Path.cwd() / "data")


def _values(answers: Mapping[str, str | None]) -> dict[str, str]:
    """What is not said is as usual."""
    values = {f"{PREFIX}MODE": "production", f"{PREFIX}SECRET_KEY": secrets.token_urlsafe(50)}
    for one in QUESTIONS:
        value = answers[one.flag]
        if value is None:
            value = _usual(one, answers)
        if value:
            values[one.name] = value
    return values


def _ask(words: str, usual: str) -> str | None:
    """None where only Enter was pressed; whoever writes "nothing", as the questions say, means it."""
    # The password of an address is not repeated, wherever in it that may end.
    shown = re.sub(r"(://[^:@/]*:).*(?=@)|(password=)[^&]*", r"\1\2***", usual)
    sys.stdout.write(f"{words} [{shown or 'nothing'}]: ")
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line and sys.stdin.isatty():
        raise EOFError
    answer = line.strip()
    return "" if answer == "nothing" else answer or None


def _trouble(path: Path, values: Mapping[str, str]) -> str:
    """All that is wrong with these values; nothing, and the file is there, if nothing is."""
    data = os.environ.get(f"{PREFIX}DATA") or values.get(f"{PREFIX}DATA", ".")
    if words := root_trouble(Path(data)):
        return words
    draft = path.with_name(f"{path.name}.new")
    try:
        _write(draft, values)
        # A process of its own: Django reads settings once. It takes no code from the current folder.
        tried = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-P", "-c", TRIED],
            env={**os.environ, f"{PREFIX}SETTINGS": str(draft)},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if tried.returncode:
            return tried.stderr.strip() or f"Trying the settings ended with {tried.returncode}."
        draft.replace(path)
        return ""
    finally:
        with suppress(OSError):
            draft.unlink()


def _write(path: Path, values: Mapping[str, str]) -> None:
    """For its owner alone, from the first byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "# Settings of the platform; what can stand here: docs/reference/settings.md\n"
    text += "".join(f"{name}={value}\n" for name, value in values.items())
    with os.fdopen(open_private(path), "w", encoding="utf-8") as file:
        file.write(text)


def _try_settings() -> str | None:
    """What is wrong with the settings, or why their database or storage does not answer."""
    try:
        importlib.import_module("handschlag.site.settings")
    except ImproperlyConfigured as wrong:
        return str(wrong)
    # Only now: Django reads the settings when it is first asked for a connection.
    from handschlag.common.files import storage_trouble
    from handschlag.site.checking import database_trouble

    return database_trouble() or storage_trouble()


def _refuse(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1
