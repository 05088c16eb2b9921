"""The one fault of a storage that is not on this machine."""

from __future__ import annotations


class StorageAway(OSError):
    """The storage did not answer, or said no; the words name no key. Nothing was changed by us."""
