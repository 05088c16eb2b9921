"""Where answers are kept: in the memory of the process, up to a number of bytes, for one version only."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handschlag.common.page_cache.packing import PackedText

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
