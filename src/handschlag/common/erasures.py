"""A list beside the database of what was erased, so that it is erased again after an older backup came back.

It holds keys that mean something only to the database, and when; nothing about anybody.
"""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from handschlag.common import files
from handschlag.common.files import StorageAway, names_below
from handschlag.common.jobs import enqueue

log = logging.getLogger(__name__)
FILE: Final = "erased.txt"
type Again = Callable[[str, datetime], bool]
_again: dict[str, Again] = {}


def register_erasure(kind: str, again: Again) -> None:
    """Each floor says once how a key of its kind is erased; whether there was something left to erase."""
    _again[kind] = again


def record_erasure(kind: str, key: str, *, now: datetime) -> None:
    """As soon as the erasure is committed, it stands on the list."""
    line = f"{now.isoformat()} {kind} {key}\n"
    transaction.on_commit(lambda: _append(line), robust=True)
    if settings.IS_STORAGE_SHARED:
        transaction.on_commit(lambda: _share(line, now=now), robust=True)


def erase_again(lines: Iterable[str], *, now: datetime) -> int:
    """Everything on the list that is there once more is erased; how many that were.

    Lines that are none of ours raise `ValueError` before anything is erased.
    """
    found = [_read(line) for line in lines if line.strip()]
    return sum(_again[kind](key, now) for kind, key in dict.fromkeys(found))


def erased_lists() -> Iterator[list[str]]:
    """The list of this host, and only then those of all others where they share a storage: it may be away."""
    here = Path(settings.DATA) / FILE
    yield here.read_text("utf-8").splitlines() if here.exists() else []
    lines: list[str] = []
    for name in names_below(files.ERASED_FOLDER) if settings.IS_STORAGE_SHARED else ():
        with default_storage.open(name) as file:
            lines += file.read().decode().splitlines()
    yield lines


def _append(line: str) -> None:
    # One write to the end of the file: lines of processes that erase at the same time do not mix.
    handle = os.open(Path(settings.DATA) / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)


def _share(line: str, *, now: datetime) -> None:
    """A file for each line: object storage appends to none."""
    name = f"{files.ERASED_FOLDER}/{uuid.uuid4().hex}.txt"
    try:
        default_storage.save(name, ContentFile(line.encode()))
    except StorageAway as away:
        log.warning("An erasure is noted for other hosts later", extra={"error": str(away)})
        enqueue(kind=files.STORE_JOB, payload={"name": name, "text": line}, owner_id=None, now=now)


def _read(line: str) -> tuple[str, str]:
    parts = line.split()
    if len(parts) != 3 or parts[1] not in _again:
        raise ValueError(line.strip())
    datetime.fromisoformat(parts[0])
    return parts[1], parts[2]
