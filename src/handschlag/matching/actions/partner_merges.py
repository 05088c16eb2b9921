"""Two entries of one actor become one: its search for partners, and what is between it and others."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from handschlag.matching.models import (
    LIVE_INTERESTS,
    UNDECIDED,
    Interest,
    InterestState,
    PartnerSearch,
    UnwantedPartner,
)
from handschlag.matching.rules.values import pair_of


def make_room_for_partners(kept: int, merged: int) -> None:
    """Nothing between the two stays, and nothing that both have with a third one stands twice.

    Needs no right of its own: it is a part of merging two actors.
    """
    both = (kept, merged)
    searches = {one.actor_id: one for one in PartnerSearch.objects.select_for_update().filter(actor__in=both)}
    if len(searches) == len(both):
        searches[merged].delete()
    Interest.objects.filter(asker__in=both, asked__in=both).delete()
    UnwantedPartner.objects.filter(actor__in=both, other__in=both).delete()
    own = UnwantedPartner.objects.filter(actor=kept)
    UnwantedPartner.objects.filter(actor=merged, other__in=own.values("other")).delete()
    named = UnwantedPartner.objects.filter(other=kept)
    UnwantedPartner.objects.filter(other=merged, actor__in=named.values("actor")).delete()
    _end_doublets(kept, merged)


def _end_doublets(kept: int, merged: int) -> None:
    """Agreed ones come before open ones, and those of the kept one before those of the merged one."""
    rows = Interest.objects.filter(
        Q(asker__in=(kept, merged)) | Q(asked__in=(kept, merged)), state__in=LIVE_INTERESTS
    )
    taken = set()
    for row in sorted(
        rows,
        key=lambda one: (one.state != InterestState.AGREED, kept not in (one.asker_id, one.asked_id), one.pk),
    ):
        third = ({row.asker_id, row.asked_id} - {kept, merged}).pop()
        if third not in taken:
            taken.add(third)
        elif row.state in UNDECIDED:
            Interest.objects.filter(pk=row.pk).update(
                state=InterestState.LAPSED, answered_at=None, answered_by=None
            )
        else:
            row.delete()


def settle_partners(actors: Collection[int]) -> None:
    """Pairs name the two as they are now, and lists are made anew.

    Needs no right of its own: it is a part of merging two actors.
    """
    PartnerSearch.objects.filter(actor__in=actors).update(listed_version=0)
    for row in Interest.objects.filter(Q(asker__in=actors) | Q(asked__in=actors)):
        Interest.objects.filter(pk=row.pk).update(pair=pair_of(row.asker_id, row.asked_id))
