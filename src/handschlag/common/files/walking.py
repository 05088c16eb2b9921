"""Everything that a storage has, wherever that is."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import default_storage


def names_below(folder: str) -> Iterator[str]:
    """The names of all files in a folder and in those within it; none where there is no such folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    inside = f"{folder}/" if folder else ""
    yield from (f"{inside}{name}" for name in files)
    for one in folders:
        yield from names_below(f"{inside}{one}")
