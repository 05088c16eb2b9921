"""The news of a network, for those who write it."""

from __future__ import annotations

from handschlag.directory.models import LIVE, Network, Proposal, Story
from handschlag.directory.rules.contents import Kind


def stories_of(network: Network) -> list[Story]:
    """All of them, drafts included."""
    return list(Story.objects.filter(network=network))


def stories_in_change(stories: list[Story]) -> set[int]:
    """The ids of those with changes that an editor has not decided."""
    ids = [story.pk for story in stories]
    rows = Proposal.objects.filter(kind=Kind.STORY.value, state__in=LIVE, object_id__in=ids)
    return set(rows.values_list("object_id", flat=True))
