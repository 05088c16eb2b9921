"""Pages that one process of a web server has made, for its others: each page is made once, not in each.

The folder belongs to one server, lies in memory where the machine has such a place, and goes with the server.
Without one (`share_in` was not called) every process keeps to itself, and nothing else changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import Final

from handschlag.common.page_cache.store import StoredPage

PREFIX: Final = "handschlag-pages-"
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the folder made there is ours alone
_folder: Path | None = None


def share_in(place: Path | None = None) -> Path:
    """Makes the folder, for this process and those that it forks from now on.

    Those of servers that were killed go.
    """
    global _folder  # noqa: PLW0603 - what a server hands to the processes that it forks
    place = place or (MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir()))
    for left in place.glob(f"{PREFIX}*"):
        if not Path(f"/proc/{left.name.removeprefix(PREFIX).partition('-')[0]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    _folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    return _folder


class SharedPages:
    """Of one process: what others have put, and up to a number of bytes that it puts itself."""

    def __init__(self, most: int) -> None:
        self.most, self.size, self._version = most, 0, ""

    def get(self, key: Hashable, version: str) -> StoredPage | None:
        """The page that another process has made of this version of everything."""
        if _folder is None:
            return None
        try:
            content = _path(_folder, key, version).read_bytes()
        except OSError:
            return None
        page = pickle.loads(content)  # noqa: S301 - nobody but this server writes into its folder
        assert isinstance(page, StoredPage)
        return page

    def put(self, key: Hashable, version: str, page: StoredPage) -> None:
        """For the others; where the disk is full or the share is used up, it stays with this process."""
        if _folder is None:
            return
        if version != self._version:
            self._version, self.size = version, 0
            _forget_others(_folder, version)
        self.size += page.size
        if self.size > self.most:
            return
        path = _path(_folder, key, version)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}")
            part.write_bytes(pickle.dumps(replace(page, match=None)))
            part.replace(path)


def _path(folder: Path, key: Hashable, version: str) -> Path:
    return folder / _digest(version) / _digest(repr(key))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _forget_others(folder: Path, version: str) -> None:
    for old in folder.iterdir() if folder.is_dir() else ():
        if old.name != _digest(version):
            shutil.rmtree(old, ignore_errors=True)
