"""What the control rooms of an event ask for again and again is found once for all of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

FRESH: Final = timedelta(seconds=2)  # tabs ask every five seconds
EVENTS: Final = 8  # of which this is kept, the one asked for last at the end


@dataclass(slots=True)
class _Kept[Found]:
    """What was found at a moment, and what was written from it for each language and each state of a tab."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Found | None = None
    at: datetime | None = None
    written: dict[Hashable, str] = field(default_factory=dict)


class PanelCache[Found]:
    """One finds and writes while the others wait: twenty tabs cost no more than one.

    It never answers a page, only tabs that have a page already: whoever has just done something sees it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept[Found]] = OrderedDict()

    def text(
        self,
        event: Hashable,
        how: Hashable,
        *,
        now: datetime,
        find: Callable[[], Found],
        write: Callable[[Found], str],
    ) -> str:
        """At most two seconds old; `how` names all that the text depends on besides what is found."""
        kept = self._of(event)
        with kept.lock:
            if kept.found is None or kept.at is None or not timedelta(0) <= now - kept.at < FRESH:
                kept.found, kept.at, kept.written = find(), now, {}
            if how not in kept.written:
                kept.written[how] = write(kept.found)
            return kept.written[how]

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def _of(self, event: Hashable) -> _Kept[Found]:
        with self._lock:
            kept = self._kept.pop(event, None) or _Kept()
            self._kept[event] = kept
            while len(self._kept) > EVENTS:
                self._kept.popitem(last=False)
            return kept
