"""A compressed text with gaps: what differs between readers is put in without compressing the rest again."""

from __future__ import annotations

import secrets
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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
