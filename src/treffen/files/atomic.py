"""Whole files or none: a reader never sees half of what is being written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary neighbour of `path` to write to; it takes the name of `path` at the end.

    If the body raises, `path` stays as it was. Raises `OSError` as writing does.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    spare = Path(name)
    try:
        yield spare
        spare.chmod(_mode(path))
        spare.replace(path)
    finally:
        spare.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The rights a plain `open` would give: those the file has, else what the umask leaves."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_text(path: Path, text: str) -> None:
    """Write `text` in UTF-8, whole or not at all."""
    write_pieces(path, [text])


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """The same with a text that is never there as a whole."""
    with replacing(path) as spare, spare.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
