"""Files go when their rows have gone; what a storage that is away cannot do is done as soon as it is back."""

from __future__ import annotations

import logging

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from handschlag.common.files import StorageAway, file_names
from handschlag.common.jobs.queue import enqueue

log = logging.getLogger(__name__)


def drop_when_committed(name: str) -> None:
    """The file goes when the row that no longer names it is safe: a rollback brings no file back."""
    if name:
        transaction.on_commit(lambda: drop_file(name))


def drop_file(name: str) -> None:
    """Now, or by a worker later: nobody who erases something is kept from it by a storage."""
    try:
        default_storage.delete(name)
    except StorageAway as away:
        log.warning("A file is deleted later", extra={"error": str(away)})
        try:
            enqueue(kind=file_names.DROP, payload={"name": name}, owner_id=None, now=timezone.now())
        except DatabaseError:
            log.exception("A file was left", extra={"file": name})
