"""What people upload and workers print: in a folder of this machine, or in object storage of several."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


class StorageAway(OSError):
    """The storage did not answer, or said no; the words name no key. Nothing was changed by us."""


DROP_JOB: Final = "common.drop_file"
STORE_JOB: Final = "common.store_file"
PROBES_FOLDER: Final = "probes"
PRINTED_FOLDER: Final = "printed"
# All folders that the platform writes; what lies elsewhere in a storage is somebody else's.
OWN_FOLDERS: Final = frozenset(
    {"activities", "badges", "exhibits", "logos", "speakers", PRINTED_FOLDER, PROBES_FOLDER}
)
ERASED_FOLDER: Final = (
    "erased"  # the folder of the list of erasures; no backup has it, and no restore replaces it
)
AWAY_REASON: Final = "storage_away"  # the reason of a job that waited in vain


def names_below(folder: str) -> Iterator[str]:
    """The names of all files in a folder and in those within it; none where there is no such folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    inside = f"{folder}/" if folder else ""
    yield from (f"{inside}{name}" for name in files)
    for one in folders:
        yield from names_below(f"{inside}{one}")


LOOKS_EVERY: Final = 15.0  # seconds


def storage_trouble() -> str | None:
    """Why a file cannot be written, read, listed and deleted; a folder is looked at elsewhere."""
    if not settings.IS_STORAGE_SHARED:
        return None
    name, said = f"{PROBES_FOLDER}/{uuid.uuid4().hex}", uuid.uuid4().bytes
    try:
        default_storage.save(name, ContentFile(said))
        with default_storage.open(name) as file:
            is_same = file.read() == said
        is_listed = name.partition("/")[2] in default_storage.listdir(PROBES_FOLDER)[1]
        default_storage.delete(name)
    except (StorageAway, FileNotFoundError) as trouble:
        return f"HANDSCHLAG_STORAGE: {trouble}"
    return None if is_same and is_listed else "HANDSCHLAG_STORAGE: what was written is not found again"


class _Look:
    """Looks beside the requests: whoever asks whether we are ready never waits for a storage."""

    def __init__(self) -> None:
        self.was_away = False
        self.next_at = 0.0
        self.lock = threading.Lock()

    def is_away(self) -> bool:
        """As of the last look; this may begin the next."""
        if not settings.IS_STORAGE_SHARED:
            return False
        with self.lock:
            is_due = time.monotonic() >= self.next_at
            if is_due:
                self.next_at = time.monotonic() + LOOKS_EVERY
        if is_due:
            threading.Thread(target=self.look, name="storage-look", daemon=True).start()
        return self.was_away

    def look(self) -> None:
        try:
            default_storage.listdir(PROBES_FOLDER)
            self.was_away = False
        except Exception:  # noqa: BLE001 - whatever it is, no file comes from there; check says what
            self.was_away = True


look: Final = _Look()
