"""Pages that one process of a web server has made, for its others: each page is made once, not in each.

The folder belongs to one server and lies in memory where the machine has such a place. The next server takes
it over if it makes its pages from the same (`origins`), so that after a restart not every page is made anew.
Without a folder (`share_in` was not called) every process keeps to itself, and nothing else changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import secrets
import shutil
import stat
import tempfile
import threading
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import Final

from handschlag.common.page_cache.store import StoredPage

PREFIX: Final = "handschlag-pages-"
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the folder made there is ours alone
BLOCK: Final = 4_096  # bytes by which memory is given to files
STEPS: Final = 64  # a process puts this part of all bytes before it measures again
_folder: Path | None = None
_hold: int | None = None  # by which others see that it is in use


def share_in(place: Path | None = None, *, of: str = "") -> Path:
    """Makes the folder, for this process and those that it forks from now on.

    Those of servers that have ended go, but for one whose pages are made from the same, as `of` says: of
    several the fullest. On a disk none is taken over: pages would outlast what was erased meanwhile.
    """
    global _folder, _hold  # noqa: PLW0603 - what a server hands to the processes that it forks
    place = place or (MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir()))
    name, inherited = f"{PREFIX}{os.getpid()}-{of}-{secrets.token_hex(4)}", None
    for left in sorted(place.glob(f"{PREFIX}*"), key=_pages_in, reverse=True):
        handle = _hold_of(left)
        if handle is None:
            continue
        is_same = place == MEMORY and of != "" and left.name.split("-")[3:4] == [of]
        if is_same and inherited is None and _is_ours(left):
            with contextlib.suppress(OSError):
                inherited, _hold = left.rename(place / name), handle
                continue
        shutil.rmtree(left, ignore_errors=True)
        os.close(handle)
    if inherited is None:
        new = Path(tempfile.mkdtemp(prefix=".", dir=place))
        _hold = _hold_of(new)  # before others see it, as its name is another one until then
        inherited = new.rename(place / name)
    _folder = inherited
    return _folder


def _hold_of(folder: Path) -> int | None:
    """Held for as long as this process or one of its copies lives; None where somebody else holds it.

    Numbers of processes say nothing: in each of several containers that share this memory it may be the same.
    """
    import fcntl  # where there is none, there is no such server

    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise
        return handle
    return None


def _pages_in(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder))  # which passes over what vanishes meanwhile


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can have put anything there."""
    with contextlib.suppress(OSError):
        found = folder.lstat()
        is_closed = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == stat.S_IRWXU
        return is_closed and found.st_uid == os.geteuid()
    return False


class SharedPages:
    """Of one process: what others have put, and what it puts; a number of bytes for all of them together."""

    def __init__(self, most: int) -> None:
        self.most, self._version = most, ""
        self._room, self._is_full = 0, False  # bytes that it puts before it measures the folder again
        self._lock = threading.Lock()

    def get(self, key: Hashable, version: str) -> StoredPage | None:
        """The page that another process has made of this version of everything; a broken file goes."""
        if _folder is None or not _is_marked(version):
            return None
        path = _path(_folder, key, version)
        with contextlib.suppress(OSError):
            content = path.read_bytes()
            with contextlib.suppress(Exception):
                page = pickle.loads(content)  # noqa: S301 - nobody but this server writes into its folder
                if isinstance(page, StoredPage):
                    return page
            path.unlink()
        return None

    def put(self, key: Hashable, version: str, page: StoredPage) -> None:
        """For the others; where the disk or the folder is full, it stays with this process."""
        if _folder is None or not _is_marked(version):
            return
        content = pickle.dumps(replace(page, match=None))
        path = _path(_folder, key, version)
        with self._lock, contextlib.suppress(OSError):
            if version != self._version:
                self._version, self._room, self._is_full = version, 0, False
                _forget_others(_folder, version)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            if path.exists() or self._has_room(path.parent, _taken(len(content))):
                _write(path, content)

    def _has_room(self, folder: Path, size: int) -> bool:
        """Measured now and then, for other processes put as well, and those that have ended did."""
        if size > self._room and not self._is_full:
            left = self.most - sum(_taken(one.stat().st_size) for one in os.scandir(folder))
            self._is_full = left < size
            self._room = max(size, min(left, self.most // STEPS))
        if not self._is_full:
            self._room -= size
        return not self._is_full


def _is_marked(version: str) -> bool:
    """Until the first write a database has no mark of its own, and may be taken for another one."""
    return not version.startswith(" ")


def _write(path: Path, content: bytes) -> None:
    """The whole file or none, whoever writes the same one at the same moment."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _taken(size: int) -> int:
    """What a file of this many bytes takes of the memory."""
    return -(-size // BLOCK) * BLOCK


def _path(folder: Path, key: Hashable, version: str) -> Path:
    return folder / _digest(version) / _digest(repr(key))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _forget_others(folder: Path, version: str) -> None:
    for old in folder.iterdir() if folder.is_dir() else ():
        if old.name != _digest(version):
            shutil.rmtree(old, ignore_errors=True)
