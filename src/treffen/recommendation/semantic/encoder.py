"""What an encoder has to do, and how its vectors are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors whose angles say how near their meanings are."""

    @property
    def name(self) -> str:
        """Name and version: vectors of different names are never compared."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text: float32, (texts, dimensions); equal texts give equal vectors."""


@dataclass(frozen=True, slots=True)
class CachedEncoder:
    """An encoder that asks another one only for texts which it has not met.

    Vectors lie in `folder` (made if missing), one file a text, named by a hash of encoder and text: nothing
    of the text can be read from them, and they may be deleted at any time.
    """

    inner: Encoder
    folder: Path

    @property
    def name(self) -> str:
        """The name of the encoder that it asks."""
        return self.inner.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, read from the folder or made and written there."""
        paths = [self._path(text) for text in texts]
        known = {path: vector for path in dict.fromkeys(paths) if (vector := _read(path)) is not None}
        missing = {path: text for path, text in zip(paths, texts, strict=True) if path not in known}
        if missing:
            made = self.inner.encode(tuple(missing.values()))
            for path, vector in zip(missing, made, strict=True):
                known[path] = vector
                _write(path, vector)
        return np.array([known[path] for path in paths], dtype=np.float32)

    def _path(self, text: str) -> Path:
        digest = hashlib.sha256(f"{self.name}\0{text}".encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest[2:]}.f32"


def _read(path: Path) -> Vectors | None:
    """A vector as it was written; None if it is not there, or only half."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    return np.frombuffer(content, dtype="<f4") if content and len(content) % 4 == 0 else None


def _write(path: Path, vector: Vectors) -> None:
    """Whole or not at all: somebody else may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_bytes(vector.astype("<f4").tobytes())
    half.replace(path)
