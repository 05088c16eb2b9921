"""Entries that a table changes; a manager's changes take the same ways as those made by hand."""

from __future__ import annotations

from typing import Any

from handschlag.directory.actions.editing import propose, publish_now
from handschlag.directory.actions.entry_versions import locked_entry
from handschlag.directory.actions.importing.stages import Work
from handschlag.directory.models import ImportRow, Network
from handschlag.directory.queries.entries import content_of, live_proposal
from handschlag.directory.queries.review_modes import way_for
from handschlag.directory.rules.contents import Kind, to_json
from handschlag.directory.rules.provenance import PROVENANCE, Provenance
from handschlag.directory.rules.sections import SECTIONS, ReviewMode, source_names


def change(row: ImportRow, work: Work) -> None:
    """The entry says what the row says: at once, or for an editor to publish."""
    kind = Kind(work.of.kind)
    assert row.entry_id is not None
    entry = locked_entry(kind, row.entry_id)
    before, proposal = content_of(entry), live_proposal(kind, row.entry_id)
    row.before = {"content": to_json(before), "proposal": proposal.changes if proposal else None}
    ways: dict[ReviewMode, dict[str, Any]] = {ReviewMode.AT_ONCE: {}, ReviewMode.REVIEWED: {}}
    for section in SECTIONS[kind]:
        new = {fact: row.changes[fact][1] for fact in section.facts if fact in row.changes}
        if new and section.needs_source and isinstance(entry, Network) and work.of.source:
            assert work.of.seen_on is not None
            named = Provenance(facts=source_names(new), source=work.of.source, seen_on=work.of.seen_on)
            new[PROVENANCE] = [named.to_json()]
        way = ways[way_for(work.by, entry, section)]
        sources = way.pop(PROVENANCE, []) + new.pop(PROVENANCE, [])
        way |= new | ({PROVENANCE: sources} if sources else {})
    if ways[ReviewMode.AT_ONCE]:
        publish_now(entry, before=before, changes=ways[ReviewMode.AT_ONCE], by=work.by, now=work.now)
    if ways[ReviewMode.REVIEWED]:
        propose(entry, before=content_of(entry), changes=ways[ReviewMode.REVIEWED], by=work.by, now=work.now)
    after = live_proposal(kind, row.entry_id)
    row.after = {"version": entry.version, "proposal": [after.pk, after.version] if after else None}
    if isinstance(entry, Network):
        work.network_ids.add(entry.pk)
    else:
        work.actor_ids.add(entry.pk)
    work.count()
