"""Where answers are kept: packed, in the memory of a process, and shared with the others of its server.

Pages that one process of a web server has made, for its others: each page is made once, not in each.

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
import struct
import sys
import tempfile
import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

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


LEVEL: Final = 6
RAW: Final = -15  # deflate alone, with its full window
HEAD: Final = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"  # gzip with a name, of no time and no system
MOST_NAME: Final = 100  # a name of random length hides how long the rest is, as Django's own compression does


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedText:
    """The parts around the gaps: as they are sent, how long each is, and the checksum without the gaps."""

    parts: Sequence[bytes]
    lengths: Sequence[int]
    sums: Sequence[int]

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    @property
    def has_gap(self) -> bool:
        return len(self.parts) > 1

    def plain(self, filling: bytes) -> bytes:
        """The text with `filling` in each gap."""
        unpack = zlib.decompressobj(RAW)
        return filling.join(unpack.decompress(part) for part in self.parts)

    def gzipped(self, filling: bytes) -> bytes:
        """The same as a gzip file. A filling stands in a block that is not compressed."""
        block = b"\0" + struct.pack("<HH", len(filling), len(filling) ^ 0xFFFF) + filling
        size = sum(self.lengths) + len(filling) * (len(self.parts) - 1)
        name = b"h" * secrets.randbelow(MOST_NAME) + b"\0" if self.has_gap else b"\0"
        end = struct.pack("<II", self._sum_with(filling), size & 0xFFFFFFFF)
        return b"".join((HEAD, name, block.join(self.parts), end))

    def _sum_with(self, filling: bytes) -> int:
        total = self.sums[0]
        for length, following in zip(self.lengths[1:], self.sums[1:], strict=True):
            total = _joined(zlib.crc32(filling, total), following, length)
        return total


def _joined(first: int, second: int, length: int) -> int:
    """The checksum of two texts behind each other; the second has that length.

    Checksums are linear but for where they start: zeros behind the first one move it to its place.
    """
    zeros = bytes(length)
    return zlib.crc32(zeros, first) ^ zlib.crc32(zeros) ^ second


def packed(text: bytes, *, gap: bytes) -> PackedText:
    """A text in which every `gap` is to be filled; no part refers to what stands before another one."""
    pieces = text.split(gap)
    pack = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW)
    ends = [zlib.Z_FULL_FLUSH] * (len(pieces) - 1) + [zlib.Z_FINISH]
    return PackedText(
        parts=tuple(pack.compress(piece) + pack.flush(end) for piece, end in zip(pieces, ends, strict=True)),
        lengths=tuple(map(len, pieces)),
        sums=tuple(map(zlib.crc32, pieces)),
    )


AROUND = 1_000  # bytes for the key, the headers and the objects around a page
LARGEST = 8  # an answer may take this part of the shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """An answer, compressed; a gap is where a token goes."""

    text: PackedText
    headers: Mapping[str, str]
    match: Any  # what the address led to, for log and figures
    until: datetime | None = None  # what it says is over from then on

    def is_over(self, now: datetime) -> bool:
        """Whether the clock alone has made it wrong."""
        return self.until is not None and now >= self.until

    @property
    def size(self) -> int:
        return self.text.size + AROUND


class PageStore:
    """The pages that were asked for last; another version empties it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._version = ""
        self._pages: OrderedDict[Hashable, StoredPage] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable, version: str) -> StoredPage | None:
        with self._lock:
            if version != self._version:
                self._pages.clear()
                self._version, self.size = version, 0
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def fits(self, page: StoredPage) -> bool:
        """Whether it would not push out too much."""
        return page.size * LARGEST <= self.most

    def put(self, key: Hashable, version: str, page: StoredPage) -> None:
        """Nothing is put under a version that is over, nor what would push out too much."""
        with self._lock:
            if version != self._version or not self.fits(page):
                return
            old = self._pages.pop(key, None)
            self.size += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self.size > self.most:
                _, gone = self._pages.popitem(last=False)
                self.size -= gone.size


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
