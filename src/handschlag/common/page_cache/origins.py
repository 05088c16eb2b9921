"""What pages are made from beside the database: code, words, static files, settings."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PACKAGES: Final = ("handschlag", "treffen")
SETTINGS: Final = ("HANDSCHLAG_", "DATABASE_", "DJANGO_")
COMPILED: Final = "__pycache__"


def digest_of(settings: Mapping[str, str], more: Iterable[Path]) -> str:
    """Another word as soon as a file of ours, a file in `more`, a setting, or an installed library changes.

    Files by size and by when they were changed, for nobody waits at a start until all of them are read; also
    by when the machine saw that, for a file that is put back may bring an old time along.
    """
    told = hashlib.sha256(sys.version.encode())
    for name in sorted(settings):
        if name.startswith(SETTINGS):
            told.update(f"\0{name}\0{settings[name]}".encode())
    places = [*map(_folder_of, PACKAGES), *more]
    for line in [_line(_folder_of("django").parent), *(one for place in places for one in _lines(place))]:
        told.update(line)
    return told.hexdigest()[:32]


def _folder_of(package: str) -> Path:
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _lines(place: Path) -> Iterator[bytes]:
    """Of a file, or of all below a folder, in an order of their names; nothing where nothing is."""
    if place.is_file():
        yield _line(place)
    for folder, folders, files in os.walk(place):
        folders[:] = sorted(one for one in folders if one != COMPILED)
        yield from (_line(Path(folder, name)) for name in sorted(files))


def _line(path: Path) -> bytes:
    try:
        found = path.stat()
    except OSError:
        return b""
    return f"\0{path}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ctime_ns}".encode()
