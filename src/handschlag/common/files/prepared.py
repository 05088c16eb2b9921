"""What every start would make again: kept in a file whose name says what it was made of.

So it is no second truth: another vocabulary, other code or another Python has another name. Files are signed
with the key of the platform; what somebody else has put there is not even read.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, cast

from django.conf import settings

SIGNED: Final = hashlib.sha256().digest_size
LONGEST_DRAFT: Final = 3_600  # seconds in which a file is written, if at all
_folder: Path | None = None
_taken: set[Path] = set()
_log = logging.getLogger(__name__)


@contextmanager
def from_last_start(folder: Path | None) -> Iterator[None]:
    """Within, things are taken from this folder, or made and put there; with no folder they are made.

    For the one process that begins alone. What has the name of something taken, and is of other code or of
    another vocabulary, is gone afterwards.
    """
    global _folder  # noqa: PLW0603 - one for the process, while it starts
    _folder = folder
    _taken.clear()
    try:
        yield
    finally:
        _folder = None
    if folder is not None:
        _forget_older(folder)


def _forget_older(folder: Path) -> None:
    """Of each name that was taken, what is of something else; and drafts that nobody will finish."""
    names, now = {_name_of(one) for one in _taken}, time.time()
    with suppress(OSError):
        for one in set(folder.iterdir()) - _taken:
            is_dead = one.name.startswith(".") and now - one.stat().st_mtime > LONGEST_DRAFT
            if is_dead or _name_of(one) in names:
                one.unlink(missing_ok=True)


def _name_of(file: Path) -> str:
    return file.name.rpartition("-")[0]


def prepared[Made](name: str, made_of: object, make: Callable[[], Made], *, code: tuple[str, ...]) -> Made:
    """What `make` gives of `made_of` (told apart by its `repr`) and the code of these packages alone.

    Nothing of people or of what they wrote: a file stays until the next start.
    """
    if _folder is None:
        return make()
    told = f"{sys.version} {_code_of(code)} {made_of!r}".encode()
    file = _folder / f"{name}-{hashlib.sha256(told).hexdigest()[:32]}"
    _taken.add(file)
    content = b""
    with suppress(OSError):
        content = file.read_bytes()
    if len(content) > SIGNED and hmac.compare_digest(content[:SIGNED], _signature(file, content[SIGNED:])):
        try:
            return cast("Made", pickle.loads(content[SIGNED:]))  # noqa: S301 - only who has the key made it
        except Exception:  # noqa: BLE001 - whatever it says, it can be made
            _log.exception("what the last start has prepared cannot be read, and is made anew")
    made = make()
    try:
        _keep(file, pickle.dumps(made))
    except Exception:  # noqa: BLE001 - the next start makes it again
        _log.exception("what was prepared for the next start is not kept")
    return made


def _keep(file: Path, content: bytes) -> None:
    """It is there as a whole or not at all."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".")
    with os.fdopen(handle, "wb") as written:
        written.write(_signature(file, content) + content)
    Path(draft).replace(file)


def _signature(file: Path, content: bytes) -> bytes:
    key = hashlib.sha256(b"prepared " + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, file.name.encode() + content, "sha256")


@cache
def _code_of(packages: tuple[str, ...]) -> str:
    """All that lies in these packages."""
    told = hashlib.sha256()
    for package in packages:
        for file in _below(files(package)):
            told.update(file.read_bytes())
    return told.hexdigest()


def _below(folder: Traversable) -> Iterator[Traversable]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir() and one.name != "__pycache__":
            yield from _below(one)
        elif one.name.endswith((".py", ".txt", ".csv")):
            yield one
