"""The files of pictures: a new one is written before its row, an old one deleted after it."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from handschlag.common.files import StorageAway, file_names
from handschlag.common.pictures.dropping import drop_file
from handschlag.common.refusals import Refusal
from handschlag.common.rules.pictures import LARGEST_FILE, PictureRefusal, draw_anew
from handschlag.common.sandbox import StopCause, Stopped, run_in_sandbox

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
    assert folder in file_names.OWN, "backups have what lies in these folders"
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
