"""The one way in which an entry changes: locked, version by version, with history, audit and index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.actions import index
from handschlag.directory.actions.rows import columns, write_related
from handschlag.directory.models import Actor, Network, Revision, Status
from handschlag.directory.queries.entries import SORTS, Entry, content_of, kind_of
from handschlag.directory.queries.managing import network_ids_of
from handschlag.directory.rules.contents import Content, Kind, changed, to_json
from handschlag.directory.rules.refusals import EditRefusal

LONGEST_IN_AUDIT = 200  # what is longer stands in the history, which has room for it
NOT_IN_AUDIT = frozenset({"contact_email"})


def locked(kind: Kind, pk: int) -> Entry:
    """The entry, and nobody else writes to it until the transaction ends."""
    entry = SORTS[kind].model._default_manager.select_for_update().filter(pk=pk).first()  # noqa: SLF001
    if entry is None:
        raise Refusal(EditRefusal.GONE)
    return entry


def write(
    entry: Entry,
    *,
    after: Content,
    verb: str,
    by: Subject,
    now: datetime,
    status: Status | None = None,
    is_unreviewed: bool = False,
) -> int:
    """The entry says this from now on; its new version."""
    before, kind = content_of(entry), kind_of(entry)
    keep_first_revision(entry, before)
    values: dict[str, Any] = {**columns(after), "version": F("version") + 1, "updated_at": now}
    if status is not None:
        values["status"] = status
        if status == Status.PUBLISHED:
            values["published_at"] = entry.published_at or now
    update(entry, values)
    write_related(entry, after)
    number = entry.version + 1
    Revision.objects.create(
        kind=kind.value,
        object_id=entry.pk,
        number=number,
        content=to_json(after),
        verb=verb,
        is_unreviewed=is_unreviewed,
        by_id=by.user_id,
        at=now,
    )
    changes = changes_for_audit(before, after)
    if status is not None and status != entry.status:
        changes["status"] = [entry.status, status.value]
    audit.record(verb=verb, target=entry, by_id=by.user_id, now=now, changes=changes)
    refresh_index(entry)
    entry.refresh_from_db()
    return number


def update(entry: Entry, values: dict[str, Any]) -> None:
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
    return Actor.objects.filter(ror_id=ror_id).exclude(ror_id="").exclude(pk=actor.pk).exists()


def keep_first_revision(entry: Entry, content: Content) -> None:
    """An entry that was loaded has no history yet: what it said before the first change becomes its first."""
    Revision.objects.get_or_create(
        kind=kind_of(entry).value,
        object_id=entry.pk,
        number=entry.version,
        defaults={"content": to_json(content), "verb": "loaded", "at": entry.updated_at},
    )


def changes_for_audit(before: Content, after: Content) -> dict[str, Any]:
    """Which facts changed; values only where they are short and tell of no person."""
    changes: dict[str, Any] = {}
    for fact, new in changed(before, after).items():
        old = to_json(getattr(before, fact))
        is_short = len(str(old)) + len(str(new)) <= LONGEST_IN_AUDIT
        changes[fact] = [old, new] if is_short and fact not in NOT_IN_AUDIT else []
    return changes


def refresh_index(entry: Entry) -> None:
    if isinstance(entry, Network):
        index.refresh(network_ids=[entry.pk])
    elif isinstance(entry, Actor):
        index.refresh(actor_ids=[entry.pk], network_ids=network_ids_of(entry))
    else:
        index.refresh(story_ids=[entry.pk])
