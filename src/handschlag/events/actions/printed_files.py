"""Files that workers print: a folder for each event, emptied after a day, and when somebody is erased."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import is_naive, make_aware

FOLDER: Final = "printed"
KEPT: Final = timedelta(days=1)


def store(data: bytes, *, event_id: int, ending: str = "pdf") -> str:
    """The file's name in the storage."""
    return default_storage.save(f"{_folder_of(event_id)}/{uuid.uuid4().hex}.{ending}", ContentFile(data))


def delete_of_event(event_id: int) -> int:
    """Everything that was printed for the event; how many files. It is printed again in seconds."""
    names = list(_files_in(_folder_of(event_id)))
    for name in names:
        default_storage.delete(name)
    return len(names)


def delete_old(*, now: datetime) -> int:
    """What is older than a day; how many files."""
    gone = 0
    for name in list(_files_in(FOLDER)):
        made = default_storage.get_modified_time(name)
        if (make_aware(made) if is_naive(made) else made) < now - KEPT:
            default_storage.delete(name)
            gone += 1
    return gone


def _folder_of(event_id: int) -> str:
    return f"{FOLDER}/{event_id}"


def _files_in(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for one in folders:
        yield from _files_in(f"{folder}/{one}")
