"""How much it tells that two share something: little if many have it (K. Sparck Jones, 1972)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# So many imagined statements stand beside the real ones, so that a word is not rare only because few spoke.
IMAGINED = 200.0

Numbers = NDArray[np.float64]


def rarity(counts: Numbers, statements: int, *, expected: Numbers | float = 0.0) -> Numbers:
    """Rarity from 0 (everybody has it) to 1 (one statement has it).

    counts: in how many of the `statements` each thing occurs. expected: in what share of all imaginable
    statements it would occur anyhow, for what is known to be general.
    """
    everybody = statements + IMAGINED
    seen = np.maximum(counts, 1.0) + IMAGINED * np.asarray(expected)
    told: Numbers = np.maximum(0.0, np.log(everybody / np.minimum(seen, everybody)) / np.log(everybody))
    return told
