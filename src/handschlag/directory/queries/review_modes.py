"""Whether a change of an entry's page is published at once or reviewed, and what its form shows."""

from __future__ import annotations

from collections.abc import Iterable

from handschlag.accounts.rules.policy import Subject, may
from handschlag.directory.models import Actor, Network, Status
from handschlag.directory.queries.entries import SORTS, Entry, kind_of, live_proposal
from handschlag.directory.queries.managing import is_reviewed
from handschlag.directory.rules.contents import Content
from handschlag.directory.rules.provenance import (
    with_changes_applied,
)
from handschlag.directory.rules.sections import ReviewMode, Section, way_of


def needs_source(entry: Entry, section: Section) -> bool:
    """An invented network needs none for what is invented."""
    return section.needs_source and isinstance(entry, Network) and not entry.is_demo


def way_for(by: Subject, entry: Entry, section: Section) -> ReviewMode:
    """Whether this person's change of one section is published at once or reviewed first."""
    return ways_for(by, entry, (section,))[section.name]


def ways_for(by: Subject, entry: Entry, sections: Iterable[Section]) -> dict[str, ReviewMode]:
    """The way of each section, by name."""
    is_public = entry.status == Status.PUBLISHED
    may_publish = may(by, SORTS[kind_of(entry)].publish)
    is_others = is_public and not may_publish and isinstance(entry, Actor) and is_reviewed(by, entry.pk)
    return {
        one.name: way_of(one, is_public=is_public, may_publish=may_publish, is_others=is_others)
        for one in sections
    }


def shown_to(by: Subject, entry: Entry, content: Content) -> Content:
    """What a form shows: managers go on from what they proposed, editors from what is published.

    What strangers propose is nobody's draft: only an editor makes it public.
    """
    kind = kind_of(entry)
    if may(by, SORTS[kind].publish):
        return content
    proposal = live_proposal(kind, entry.pk)
    if proposal is None or proposal.by_id is None:
        return content
    return with_changes_applied(content, proposal.changes)
