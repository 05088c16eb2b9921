"""A list beside the database of what was erased, so that it is erased again after an older backup came back.

It holds keys that mean something only to the database, and when; nothing about anybody.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

FILE: Final = "erased.txt"
type Again = Callable[[str, datetime], bool]
_again: dict[str, Again] = {}


def register_erasure(kind: str, again: Again) -> None:
    """Each floor says once how a key of its kind is erased; whether there was something left to erase."""
    _again[kind] = again


def record_erasure(kind: str, key: str, *, now: datetime) -> None:
    """As soon as the erasure is committed, it stands on the list."""
    transaction.on_commit(lambda: _append(f"{now.isoformat()} {kind} {key}\n"), robust=True)


def erase_again(lines: Iterable[str], *, now: datetime) -> int:
    """Everything on the list that is there once more is erased; how many that were.

    Lines that are none of ours raise `ValueError` before anything is erased.
    """
    found = [_read(line) for line in lines if line.strip()]
    return sum(_again[kind](key, now) for kind, key in dict.fromkeys(found))


def list_file() -> Path:
    """Where the list stands."""
    return Path(settings.DATA) / FILE


def _append(line: str) -> None:
    # One write to the end of the file: lines of processes that erase at the same time do not mix.
    handle = os.open(list_file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def _read(line: str) -> tuple[str, str]:
    parts = line.split()
    if len(parts) != 3 or parts[1] not in _again:
        raise ValueError(line.strip())
    datetime.fromisoformat(parts[0])
    return parts[1], parts[2]
