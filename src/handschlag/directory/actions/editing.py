"""Changes to an entry's page, section by section: published at once, or proposed to an editor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject, may, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.actions.entry_versions import locked_entry, save_new_version
from handschlag.directory.models import Proposal, ProposalState, Status
from handschlag.directory.queries.entries import SORTS, Entry, content_of, kind_of, live_proposal
from handschlag.directory.queries.managing import owns
from handschlag.directory.queries.review_modes import needs_source, shown_to, way_for
from handschlag.directory.rules.contents import Content, Kind, changed_fields, to_json, with_changes
from handschlag.directory.rules.provenance import (
    PROVENANCE,
    Provenance,
    etag_of,
    joined_changes,
    with_changes_applied,
)
from handschlag.directory.rules.refusals import EditRefusal
from handschlag.directory.rules.sections import ReviewMode, Section, source_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of a change."""

    way: ReviewMode
    is_changed: bool


@transaction.atomic
def save_section(
    *,
    kind: Kind,
    pk: int,
    section: Section,
    changes: Mapping[str, Any],
    seen: str,
    by: Subject,
    now: datetime,
    source: Provenance | None = None,
) -> Saved:
    """A section says this: for everybody at once, or for an editor to publish.

    `seen` is the mark of what the person's form showed; another answer in between is refused as stale.
    """
    entry = locked_entry(kind, pk)
    is_owner = owns(by, entry)
    require(by, SORTS[kind].edit, owns=is_owner)
    before = content_of(entry)
    shown = shown_to(by, entry, before)
    if etag_of(shown, section.facts) != seen:
        raise Refusal(EditRefusal.STALE)
    result = with_changes(shown, {fact: value for fact, value in changes.items() if fact in section.facts})
    way = way_for(by, entry, section)
    base = before if way is ReviewMode.AT_ONCE else shown
    new: dict[str, Any] = changed_fields(base, with_changes(base, _part_of(result, section.facts)))
    if new and source is None and needs_source(entry, section):
        raise Refusal(EditRefusal.NO_SOURCE)
    if source is not None and section.needs_source:
        # Facts that stay as they are keep the source they had, unless it is only the source that is new.
        named = replace(
            source, facts=source_names([fact for fact in section.facts if fact in new or not new])
        )
        new[PROVENANCE] = [named.to_json()]
    if not new:
        return Saved(way=way, is_changed=False)
    if way is ReviewMode.REVIEWED:
        propose(entry, before=before, changes=new, by=by, now=now)
    else:
        publish_now(entry, before=before, changes=new, by=by, now=now)
        if shown != before:
            _forget(entry, section.facts, by=by, now=now)
    return Saved(way=way, is_changed=True)


def _part_of(content: Content, facts: Iterable[str]) -> dict[str, Any]:
    return {fact: to_json(getattr(content, fact)) for fact in facts}


def publish_now(
    entry: Entry, *, before: Content, changes: Mapping[str, Any], by: Subject, now: datetime
) -> None:
    """The change is there at once; what an editor did not see beforehand is marked for a later look."""
    kind = kind_of(entry)
    is_unreviewed = entry.status == Status.PUBLISHED and not may(by, SORTS[kind].publish)
    save_new_version(
        entry,
        after=with_changes_applied(before, changes),
        verb="edited",
        by=by,
        now=now,
        is_unreviewed=is_unreviewed,
    )


def propose(entry: Entry, *, before: Content, changes: Mapping[str, Any], by: Subject, now: datetime) -> None:
    """The change joins what waits for an editor already; a change back to what is published leaves it."""
    proposal = live_proposal(kind_of(entry), entry.pk)
    if proposal is not None and proposal.by_id is None and proposal.state == ProposalState.RETURNED:
        # Nobody takes up what was returned to a stranger.
        close(proposal, ProposalState.WITHDRAWN, by=by, now=now, comment=proposal.comment)
        proposal = None
    together = joined_changes(proposal.changes if proposal else {}, changes)
    different = changed_fields(before, with_changes_applied(before, together))
    kept = {name: value for name, value in together.items() if name == PROVENANCE or name in different}
    if not different:
        close(proposal, ProposalState.WITHDRAWN, by=by, now=now)
    elif proposal is None:
        Proposal.objects.create(
            kind=kind_of(entry).value, object_id=entry.pk, changes=kept, by_id=by.user_id, at=now
        )
    else:
        values: dict[str, Any] = {"changes": kept, "by_id": by.user_id, "at": now, "comment": ""}
        values |= {"state": ProposalState.OPEN, "decided_at": None, "decided_by_id": None}
        Proposal.objects.filter(pk=proposal.pk).update(version=F("version") + 1, **values)
    audit.record(
        verb="proposed", target=entry, by_id=by.user_id, now=now, changes={fact: [] for fact in changes}
    )


def _forget(entry: Entry, facts: Iterable[str], *, by: Subject, now: datetime) -> None:
    """What has been published at once is proposed no longer."""
    proposal = live_proposal(kind_of(entry), entry.pk)
    if proposal is None:
        return
    kept = {name: value for name, value in proposal.changes.items() if name not in set(facts)}
    if set(kept) - {PROVENANCE}:
        Proposal.objects.filter(pk=proposal.pk).update(version=F("version") + 1, changes=kept)
    elif proposal.changes:
        close(proposal, ProposalState.WITHDRAWN, by=by, now=now)


def close(
    proposal: Proposal | None, state: ProposalState, *, by: Subject, now: datetime, comment: str = ""
) -> None:
    """The proposal is decided."""
    if proposal is not None:
        Proposal.objects.filter(pk=proposal.pk).update(
            state=state,
            decided_at=now,
            decided_by_id=by.user_id,
            comment=comment,
            version=F("version") + 1,
        )


@transaction.atomic
def withdraw_proposal(*, kind: Kind, pk: int, by: Subject, now: datetime) -> None:
    """What was proposed is dropped; the published page stays as it is, and so does what strangers propose."""
    entry = locked_entry(kind, pk)
    require(by, SORTS[kind].edit, owns=owns(by, entry))
    proposal = live_proposal(kind, pk)
    if proposal is None or proposal.by_id is None:
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    close(proposal, ProposalState.WITHDRAWN, by=by, now=now)
    audit.record(verb="withdrew", target=entry, by_id=by.user_id, now=now)
