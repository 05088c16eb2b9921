"""Two entries of one actor become one: its search for partners, and what is between it and others."""

from __future__ import annotations

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


def make_room_for_partners(kept_id: int, merged_id: int) -> None:
    """Nothing between the two stays, and nothing that both have with a third one stands twice."""
    both = (kept_id, merged_id)
    searches = list(PartnerSearch.objects.select_for_update().filter(actor__in=both).order_by("pk"))
    if len(searches) == len(both):
        PartnerSearch.objects.filter(actor=merged_id).delete()
    Interest.objects.filter(asker__in=both, asked__in=both).delete()
    rows = UnwantedPartner.objects.all()
    rows.filter(actor__in=both, other__in=both).delete()
    rows.filter(actor=merged_id, other__in=rows.filter(actor=kept_id).values("other")).delete()
    rows.filter(other=merged_id, actor__in=rows.filter(other=kept_id).values("actor")).delete()
    _end_doublets(kept_id, merged_id)


def _end_doublets(kept_id: int, merged_id: int) -> None:
    """Agreed ones come before open ones, and those of the kept one before those of the merged one."""
    both = {kept_id, merged_id}
    rows = Interest.objects.filter(Q(asker__in=both) | Q(asked__in=both), state__in=LIVE_INTERESTS)
    taken: set[int] = set()
    for row in sorted(rows, key=lambda row: (row.state in UNDECIDED, merged_id in _two(row), row.pk)):
        others = _two(row) - both
        if taken.isdisjoint(others):
            taken |= others
        elif row.state in UNDECIDED:
            row.state, row.answered_at, row.answered_by = InterestState.LAPSED, None, None
            row.save(update_fields=["state", "answered_at", "answered_by"])
        else:
            row.delete()


def settle_partners(kept_id: int, merged_id: int) -> None:
    """Pairs name the two as they are now, and lists are made anew."""
    both = (kept_id, merged_id)
    PartnerSearch.objects.filter(actor__in=both).update(listed_version=0)
    for row in Interest.objects.filter(Q(asker__in=both) | Q(asked__in=both)):
        Interest.objects.filter(pk=row.pk).update(pair=pair_of(row.asker_id, row.asked_id))


def _two(row: Interest) -> set[int]:
    return {row.asker_id, row.asked_id}
