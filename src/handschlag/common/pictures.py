"""Pictures that people send: drawn anew, kept under random names, served as nothing but a picture."""

from __future__ import annotations

import base64
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse
from django.utils import timezone

from handschlag.common import files
from handschlag.common.files import StorageAway
from handschlag.common.jobs.queue import enqueue
from handschlag.common.picture_cleaning import LARGEST_FILE, PictureRefusal, draw_anew
from handschlag.common.refusals import Refusal
from handschlag.common.sandbox import StopCause, Stopped, run_in_sandbox

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
            enqueue(kind=files.DROP_JOB, payload={"name": name}, owner_id=None, now=timezone.now())
        except DatabaseError:
            log.exception("A file was left", extra={"file": name})


A_YEAR = 365 * 24 * 60 * 60


def picture_response(path: str, *, is_public: bool) -> HttpResponse:
    """The picture itself. Its random name changes with it, so a browser may keep a public one for ever."""
    try:
        with default_storage.open(path) as file:
            data = file.read()
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = HttpResponse(data, content_type="image/webp")
    response["Content-Disposition"] = f'inline; filename="{path.rpartition("/")[2]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_public else "private, no-store"
    return response


STOPPED: Final = {
    StopCause.TIME: PictureRefusal.TOO_HEAVY,
    StopCause.MEMORY: PictureRefusal.TOO_HEAVY,
    StopCause.CRASH: PictureRefusal.BROKEN,
    StopCause.BUSY: PictureRefusal.BUSY,
}


@contextmanager
def stored_picture(
    data: bytes, *, folder: str, box: tuple[int, int], is_photo: bool = False
) -> Iterator[str]:
    """The name under which the picture now lies; if what follows fails, it is gone again.

    Enter before anything is locked: drawing takes time, and a hostile picture takes longest.
    """
    assert folder in files.OWN_FOLDERS, "backups have what lies in these folders"
    drawn = ContentFile(_drawn(data, box=box, is_photo=is_photo))
    try:
        name = default_storage.save(f"{folder}/{uuid.uuid4().hex}.webp", drawn)
    except StorageAway as away:
        raise Refusal(PictureRefusal.AWAY) from away
    try:
        yield name
    except BaseException:
        drop_file(name)
        raise


def _drawn(data: bytes, *, box: tuple[int, int], is_photo: bool) -> bytes:
    """The picture drawn anew, in a process of its own; a `Refusal` for whatever else may be sent."""
    if len(data) > LARGEST_FILE:
        raise Refusal(PictureRefusal.TOO_LARGE)
    try:
        said = run_in_sandbox(draw_anew, data, reasons=PictureRefusal, box=box, is_photo=is_photo)
    except Stopped as stopped:
        raise Refusal(STOPPED[stopped.cause]) from stopped
    return base64.b64decode(said["data"])
