"""The files of pictures: a new one is written before its row, an old one deleted after it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from handschlag.common.refusals import Refusal
from handschlag.common.rules.pictures import RefusedPicture, clean_picture


@contextmanager
def kept(data: bytes, *, folder: str, box: tuple[int, int], is_photo: bool = False) -> Iterator[str]:
    """The name under which the picture now lies; if what follows fails, it is gone again.

    Enter before anything is locked: drawing takes time, and a hostile picture takes longest.
    """
    try:
        picture = clean_picture(data, box=box, is_photo=is_photo)
    except RefusedPicture as no:
        raise Refusal(no.reason) from no
    name = default_storage.save(f"{folder}/{uuid.uuid4().hex}.webp", ContentFile(picture.data))
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def drop_when_committed(name: str) -> None:
    """The file goes when the row that no longer names it is safe: a rollback brings no file back."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))
