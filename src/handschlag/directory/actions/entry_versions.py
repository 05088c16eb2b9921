"""The one way in which an entry changes: locked, version by version, with history, audit and index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import index
from handschlag.directory.actions.content_rows import columns, write_related
from handschlag.directory.models import Actor, ActorSource, Network, Revision, Status
from handschlag.directory.queries.entries import SORTS, Entry, content_of, kind_of
from handschlag.directory.queries.managing import network_ids_of
from handschlag.directory.rules.contents import Content, Kind, changed_fields, to_json
from handschlag.directory.rules.refusals import EditRefusal

LONGEST_IN_AUDIT = 200  # what is longer stands in the history, which has room for it
NOT_IN_AUDIT = frozenset({"contact_email"})


def locked_entry(kind: Kind, pk: int) -> Entry:
    """The entry, and nobody else writes to it until the transaction ends."""
    entry = SORTS[kind].model._default_manager.select_for_update().filter(pk=pk).first()  # noqa: SLF001
    if entry is None:
        raise Refusal(EditRefusal.GONE)
    return entry


def save_new_version(
    entry: Entry,
    *,
    after: Content,
    verb: str,
    by: Subject,
    now: datetime,
    status: Status | None = None,
    is_unreviewed: bool = False,
    values: Mapping[str, Any] | None = None,
) -> None:
    """The entry says this from now on, in a new version; `values` are columns that are no facts."""
    before, was = content_of(entry), entry.status
    keep_first_revision(entry, before)
    row: dict[str, Any] = {**columns(after), **(values or {})}
    if status is not None:
        row["status"] = status
    if status == Status.PUBLISHED:
        row["published_at"] = entry.published_at or now
    _update(entry, {**row, "version": F("version") + 1, "updated_at": now})
    write_related(entry, after)
    if isinstance(entry, Actor):
        # Where they were read was told of what they said before.
        ActorSource.objects.filter(actor=entry, fact__in=list(changed_fields(before, after))).delete()
    entry.refresh_from_db()
    entry._prefetched_objects_cache = {}  # type: ignore[union-attr]  # noqa: SLF001
    keep_revision(entry, verb=verb, by=by, now=now, is_unreviewed=is_unreviewed)
    changes = _changes_for_audit(before, after)
    if status is not None and status != was:
        changes["status"] = [was, status.value]
    audit.record(verb=verb, target=entry, by_id=by.user_id, now=now, changes=changes)
    _refresh_index(entry)


def keep_revision(
    entry: Entry, *, verb: str, by: Subject, now: datetime, is_unreviewed: bool = False
) -> None:
    """What the entry says now is its newest revision."""
    Revision.objects.create(
        kind=kind_of(entry).value,
        object_id=entry.pk,
        number=entry.version,
        content=to_json(content_of(entry)),
        verb=verb,
        is_unreviewed=is_unreviewed,
        by_id=by.user_id,
        at=now,
    )


def record_new(entry: Entry, *, by: Subject, now: datetime) -> None:
    """The first revision, audit entry and index of an entry that has just been made."""
    keep_revision(entry, verb="created", by=by, now=now)
    audit.record(verb="created", target=entry, by_id=by.user_id, now=now)
    _refresh_index(entry)


def _update(entry: Entry, values: dict[str, Any]) -> None:
    """Writes the entry's row if it is still the version that was read."""
    rows = type(entry)._default_manager.filter(pk=entry.pk, version=entry.version)  # noqa: SLF001
    try:
        with transaction.atomic():
            done = rows.update(**values)
    except IntegrityError as error:
        if isinstance(entry, Actor) and is_taken(entry, str(values["ror_id"])):
            raise Refusal(EditRefusal.ROR_TAKEN) from error
        raise
    if not done:
        raise Refusal(EditRefusal.STALE)


def is_taken(actor: Actor, ror_id: str) -> bool:
    """Whether another actor has this ROR ID already; an empty one never counts as taken."""
    return Actor.objects.filter(ror_id=ror_id).exclude(ror_id="").exclude(pk=actor.pk).exists()


def keep_first_revision(entry: Entry, content: Content) -> None:
    """An entry that was loaded has no history yet: what it said before the first change becomes its first."""
    Revision.objects.get_or_create(
        kind=kind_of(entry).value,
        object_id=entry.pk,
        number=entry.version,
        defaults={"content": to_json(content), "verb": "loaded", "at": entry.updated_at},
    )


def _changes_for_audit(before: Content, after: Content) -> dict[str, Any]:
    """Which facts changed; values only where they are short and tell of no person."""
    changes: dict[str, Any] = {}
    for fact, new in changed_fields(before, after).items():
        old = to_json(getattr(before, fact))
        is_short = len(str(old)) + len(str(new)) <= LONGEST_IN_AUDIT
        changes[fact] = [old, new] if is_short and fact not in NOT_IN_AUDIT else []
    return changes


@dataclass(slots=True)
class _Touched:
    """Entries whose places in the index have to be written anew."""

    network_ids: set[int] = field(default_factory=set)
    actor_ids: set[int] = field(default_factory=set)
    story_ids: set[int] = field(default_factory=set)
    project_ids: set[int] = field(default_factory=set)


_together: ContextVar[_Touched | None] = ContextVar("touched", default=None)


@contextmanager
def one_index_change() -> Iterator[_Touched]:
    """Within, many entries are written and the index once, at the end; more may be named by hand."""
    touched = _Touched()
    token = _together.set(touched)
    try:
        yield touched
    finally:
        _together.reset(token)
    index.refresh(
        network_ids=touched.network_ids,
        actor_ids=touched.actor_ids,
        story_ids=touched.story_ids,
        project_ids=touched.project_ids,
    )


def _refresh_index(entry: Entry) -> None:
    touched = _Touched()
    if isinstance(entry, Network):
        touched.network_ids.add(entry.pk)
    elif isinstance(entry, Actor):
        touched.actor_ids.add(entry.pk)
        touched.network_ids.update(network_ids_of(entry))
    else:
        touched.story_ids.add(entry.pk)
    if (together := _together.get()) is not None:
        together.network_ids |= touched.network_ids
        together.actor_ids |= touched.actor_ids
        together.story_ids |= touched.story_ids
    else:
        index.refresh(
            network_ids=touched.network_ids, actor_ids=touched.actor_ids, story_ids=touched.story_ids
        )
