"""Keeps the search index true: call it last in the transaction that changed what can be found.

Last, because whoever writes the index holds its state until the end of the transaction: writers take turns,
so that everybody who reads sees changes in the order in which they were committed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from itertools import batched
from typing import Any

from django.db import transaction

from handschlag.common.operations import statistics
from handschlag.directory.models import IndexChange, IndexState, SearchDocument
from handschlag.directory.queries import analyser, indexed

AT_ONCE = 500
REMEMBERED = 1000  # changes; who knows an older one reads everything again
FIELDS = SearchDocument._meta.fields  # noqa: SLF001 - Django documents it as public
WRITTEN = [field.name for field in FIELDS if field.name not in ("id", "type", "key")]


@transaction.atomic
def refresh(
    *,
    network_ids: Iterable[int] = (),
    actor_ids: Iterable[int] = (),
    story_ids: Iterable[int] = (),
    programme_ids: Iterable[int] = (),
    field_codes: Iterable[str] = (),
    project_ids: Iterable[int] = (),
) -> None:
    """The index tells what is now true of these entries: also of deleted and of unpublished ones."""
    keys: dict[str, set[Any]] = indexed.with_what_hangs_on_them(
        {
            "network": set(network_ids),
            "actor": set(actor_ids),
            "story": set(story_ids),
            "programme": set(programme_ids),
            "field": set(field_codes),
            "project": set(project_ids),
        }
    )
    if any(keys.values()):
        state = _next_change(has_new_vocabulary=bool(keys["field"]))
        for type_, some in keys.items():
            write(type_, some, state)


@transaction.atomic
def refresh_all(*, progress: Callable[[int, int], None] | None = None) -> int:
    """The index tells what is now true of everything; the number of documents. After a bulk load.

    `progress` is called with how many documents are done, of how many.
    """
    state = _next_change(has_new_vocabulary=True)
    every = indexed.keys_of_all()
    done, total = 0, sum(len(keys) for keys in every.values())
    SearchDocument.objects.all().delete()
    for type_, keys in every.items():
        for some in batched(sorted(keys), AT_ONCE):
            write(type_, some, state, is_empty=True)
            done += len(some)
            if progress is not None:
                progress(done, total)
    statistics.gather()
    return total


def _next_change(*, has_new_vocabulary: bool) -> IndexState:
    """The state after this change; the row stays locked until the transaction ends."""
    IndexState.objects.get_or_create(pk=1, defaults={"stamp": "", "vocabulary": uuid.uuid4().hex})
    state = IndexState.objects.select_for_update().get(pk=1)
    state.number += 1
    state.stamp = uuid.uuid4().hex
    if has_new_vocabulary:
        state.vocabulary = uuid.uuid4().hex
    state.save()
    IndexChange.objects.create(number=state.number, stamp=state.stamp)
    IndexChange.objects.filter(number__lt=state.number - REMEMBERED).delete()
    return state


def write(type_: str, keys: Collection[Any], state: IndexState, *, is_empty: bool = False) -> None:
    """The documents of these entries; an entry that is not public leaves an empty one behind."""
    vocabulary = analyser.vocabulary(state.vocabulary)
    public = {document.key: document for document in indexed.documents(type_, keys, vocabulary)}
    known = set()
    if not is_empty:
        mine = SearchDocument.objects.filter(type=type_, key__in=[str(key) for key in keys])
        known = set(mine.values_list("key", flat=True))
    gone = [SearchDocument(type=type_, key=key) for key in sorted(known - public.keys())]
    rows = [*public.values(), *gone]
    for row in rows:
        row.changed_in = state.number
    SearchDocument.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["type", "key"],
        update_fields=WRITTEN,
    )
