"""Which option comes before which, as compiled code reads it."""

from __future__ import annotations

from typing import Any

import numpy as np

from treffen.solvers.base import Model


def order_of(model: Model) -> tuple[Any, Any, Any]:
    """Precedences by option: the others, and +1 where the other comes earlier, -1 where later."""
    first = np.searchsorted(model.option_request, np.arange(model.n_requests + 1))
    entries = []
    for earlier, later in model.before.tolist():
        for one in range(first[earlier], first[earlier + 1]):
            for other in range(first[later], first[later + 1]):
                entries += [(one, other, 1), (other, one, -1)]
    entries.sort()
    table = np.array(entries, np.int32).reshape(-1, 3)
    pointers = np.searchsorted(table[:, 0], np.arange(model.n_options + 1)).astype(np.int32)
    return pointers, table[:, 1].copy(), table[:, 2].copy()
