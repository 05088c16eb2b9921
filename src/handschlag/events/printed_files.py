"""Files that workers print: a folder for each event, emptied after a day, and when somebody is erased."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import is_naive, make_aware

from handschlag.common import files
from handschlag.common.files import StorageAway, names_below
from handschlag.common.jobs import enqueue

FORGET: Final = "events.forget_prints_of_event"
KEPT: Final = timedelta(days=1)


def store(data: bytes, *, event_id: int, ending: str = "pdf") -> str:
    """The file's name in the storage."""
    return default_storage.save(f"{_folder_of(event_id)}/{uuid.uuid4().hex}.{ending}", ContentFile(data))


def delete_of_event(event_id: int, *, now: datetime) -> None:
    """Everything that was printed for the event; by a worker where the storage is away."""
    try:
        delete_all(event_id)
    except StorageAway:
        enqueue(kind=FORGET, payload={"event_id": event_id}, owner_id=None, now=now)


def delete_all(event_id: int) -> int:
    """How many files there were. They are printed again in seconds."""
    names = list(names_below(_folder_of(event_id)))
    for name in names:
        default_storage.delete(name)
    return len(names)


def delete_old(*, now: datetime) -> int:
    """What is older than a day; how many files."""
    gone = 0
    for name in list(names_below(files.PRINTED_FOLDER)):
        try:
            made = default_storage.get_modified_time(name)
        except FileNotFoundError:  # whoever erases somebody deletes, too
            continue
        if (make_aware(made) if is_naive(made) else made) < now - KEPT:
            default_storage.delete(name)
            gone += 1
    return gone


def _folder_of(event_id: int) -> str:
    return f"{files.PRINTED_FOLDER}/{event_id}"
