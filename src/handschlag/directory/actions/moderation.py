"""Draft, in review, published, archived: who moves an entry on, and back to what it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory import emails
from handschlag.directory.actions.editing import close, propose
from handschlag.directory.actions.entry_versions import locked_entry, save_new_version
from handschlag.directory.models import Actor, Proposal, ProposalState, Revision, Status, Story
from handschlag.directory.queries.entries import (
    SORTS,
    Entry,
    content_of,
    live_proposal,
    read,
    revision,
)
from handschlag.directory.queries.managing import owns
from handschlag.directory.rules.contents import Kind, changed_fields
from handschlag.directory.rules.moderation import Seen
from handschlag.directory.rules.provenance import with_changes_applied
from handschlag.directory.rules.refusals import EditRefusal


@transaction.atomic
def submit(*, kind: Kind, pk: int, by: Subject, now: datetime) -> None:
    """A draft waits for an editor."""
    entry = locked_entry(kind, pk)
    require(by, SORTS[kind].edit, owns=owns(by, entry))
    if entry.status != Status.DRAFT:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    save_new_version(
        entry, after=content_of(entry), verb="submitted", by=by, now=now, status=Status.IN_REVIEW
    )
    close(live_proposal(kind, pk), ProposalState.WITHDRAWN, by=by, now=now)
    Proposal.objects.create(kind=kind.value, object_id=pk, by_id=by.user_id, at=now)


@transaction.atomic
def publish(*, seen: Seen, by: Subject, now: datetime) -> None:
    """What the editor saw is public: a first publication, or the proposed changes."""
    entry = locked_entry(seen.kind, seen.pk)
    require(by, SORTS[seen.kind].publish, owns=owns(by, entry))
    proposal = _check_seen(entry, seen)
    if entry.status == Status.PUBLISHED and proposal is None:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    if isinstance(entry, Actor) and entry.merged_into_id is not None:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    after = with_changes_applied(content_of(entry), proposal.changes) if proposal else content_of(entry)
    save_new_version(entry, after=after, verb="published", by=by, now=now, status=Status.PUBLISHED)
    close(proposal, ProposalState.PUBLISHED, by=by, now=now)
    emails.tell_published(entry, to_id=proposal.by_id if proposal else None, by=by, now=now)


@transaction.atomic
def send_back(*, seen: Seen, comment: str, by: Subject, now: datetime) -> None:
    """It is not published as it is; the comment says why, and nothing that was written is lost."""
    entry = locked_entry(seen.kind, seen.pk)
    require(by, SORTS[seen.kind].publish, owns=owns(by, entry))
    proposal = _check_seen(entry, seen)
    is_first = entry.status == Status.IN_REVIEW
    if proposal is None and not is_first:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    if is_first:
        save_new_version(entry, after=content_of(entry), verb="returned", by=by, now=now, status=Status.DRAFT)
    else:
        audit.record(verb="returned", target=entry, by_id=by.user_id, now=now)
    if proposal is None:
        proposal = Proposal.objects.create(kind=seen.kind.value, object_id=seen.pk, by_id=None, at=now)
    may_return = is_first or proposal.by_id is not None
    state = ProposalState.RETURNED if may_return else ProposalState.WITHDRAWN  # a stranger takes nothing up
    close(proposal, state, by=by, now=now, comment=comment)
    emails.tell_returned(entry, to_id=proposal.by_id, comment=comment, by=by, now=now)


def _check_seen(entry: Entry, seen: Seen) -> Proposal | None:
    """The open proposal, if entry and proposal are what the editor saw."""
    proposal = live_proposal(seen.kind, seen.pk)
    waiting = proposal if proposal is not None and proposal.state == ProposalState.OPEN else None
    if entry.version != seen.version or (waiting.version if waiting else None) != seen.proposal:
        raise Refusal(EditRefusal.STALE)
    return waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What became of several at once."""

    published: tuple[Seen, ...]
    refused: tuple[tuple[Seen, EditRefusal], ...]


@transaction.atomic
def publish_many(*, chosen: Iterable[Seen], by: Subject, now: datetime) -> _Outcome:
    """Each that is still what the editor saw is public; the others stay as they are, and are named."""
    published: list[Seen] = []
    refused: list[tuple[Seen, EditRefusal]] = []
    for seen in chosen:
        try:
            publish(seen=seen, by=by, now=now)
        except Refusal as no:
            refused.append((seen, EditRefusal(no.reason)))
        else:
            published.append(seen)
    return _Outcome(published=tuple(published), refused=tuple(refused))


@transaction.atomic
def archive(*, kind: Kind, pk: int, version: int, by: Subject, now: datetime) -> None:
    """It is public no longer; its history stays, and an editor can publish it again."""
    entry = locked_entry(kind, pk)
    action = Action.WRITE_STORY if isinstance(entry, Story) else SORTS[kind].publish
    require(by, action, owns=owns(by, entry))
    if entry.version != version:
        raise Refusal(EditRefusal.STALE)
    if entry.status == Status.ARCHIVED:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    save_new_version(entry, after=content_of(entry), verb="archived", by=by, now=now, status=Status.ARCHIVED)
    close(live_proposal(kind, pk), ProposalState.WITHDRAWN, by=by, now=now)


@transaction.atomic
def restore(*, kind: Kind, pk: int, number: int, version: int, by: Subject, now: datetime) -> bool:
    """The entry says what it said in that revision, as a new one; True if an editor must agree first."""
    entry = locked_entry(kind, pk)
    require(by, Action.RESTORE_REVISION, owns=owns(by, entry))
    if entry.version != version:
        raise Refusal(EditRefusal.STALE)
    row = revision(kind, pk, number)
    if row is None:
        raise Refusal(EditRefusal.NO_SUCH_REVISION)
    before, after = content_of(entry), read(kind, row.content)
    if entry.status == Status.PUBLISHED and not may(by, SORTS[kind].publish):
        propose(entry, before=before, changes=changed_fields(before, after), by=by, now=now)
        return True
    save_new_version(entry, after=after, verb="restored", by=by, now=now)
    return False


@transaction.atomic
def mark_looked_at(*, revision_ids: Iterable[int], by: Subject, now: datetime) -> int:
    """An editor has seen these changes that were published without review."""
    require(by, Action.PUBLISH_NETWORK)
    rows = Revision.objects.filter(pk__in=list(revision_ids), is_unreviewed=True)
    done = list(rows)
    rows.update(is_unreviewed=False)
    for row in done:
        audit.record(verb="looked_at", target=row, by_id=by.user_id, now=now)
    return len(done)
