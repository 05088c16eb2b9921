"""How long to wait after a failed call, and when to give up.

Seven attempts: at once and after 1, 4, 16, 64, 256 and 1024 minutes, which is just under a day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

MOST_ATTEMPTS: Final = 7
LEASE: Final = timedelta(minutes=1)  # whoever has begun a call and is not heard of is taken for dead
AT_ONCE: Final = 200  # calls of one job


def delay_after(attempts: int) -> timedelta | None:
    """Until the next one; None where it is given up.

    >>> sum((delay_after(n) for n in range(1, 7)), timedelta())
    datetime.timedelta(seconds=81900)
    """
    return timedelta(minutes=4 ** (attempts - 1)) if attempts < MOST_ATTEMPTS else None
