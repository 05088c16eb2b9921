"""Pairs of actors that may be one: found, and dismissed when they are two."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Actor, DuplicatePair
from handschlag.directory.queries.candidates import candidates
from handschlag.directory.rules.duplicates import Likely, likely_pairs
from handschlag.directory.rules.refusals import EditRefusal


def find_duplicates(*, now: datetime) -> int:
    """The list of pairs is that of today; what was dismissed stays dismissed. How many wait for a look."""
    found = {(one.first, one.second): one for one in likely_pairs(candidates())}
    return keep(found, now=now)


@transaction.atomic
def keep(found: dict[tuple[int, int], Likely], *, now: datetime) -> int:
    """Computed before, kept here: the write lock is held for the write alone."""
    known = {(row.first_id, row.second_id): row for row in DuplicatePair.objects.select_for_update()}
    gone = [row.pk for pair, row in known.items() if pair not in found and row.dismissed_at is None]
    DuplicatePair.objects.filter(pk__in=gone).delete()
    there = set(Actor.objects.values_list("pk", flat=True))
    new = []
    for pair, likely in found.items():
        row = known.get(pair)
        reasons = [reason.value for reason in likely.reasons]
        if row is None and there.issuperset(pair):
            one = DuplicatePair(first_id=pair[0], second_id=pair[1], found_at=now)
            one.reasons, one.likeness = reasons, likely.likeness
            new.append(one)
        elif row is not None and (row.reasons, row.likeness) != (reasons, likely.likeness):
            DuplicatePair.objects.filter(pk=row.pk).update(reasons=reasons, likeness=likely.likeness)
    DuplicatePair.objects.bulk_create(new)
    return DuplicatePair.objects.filter(dismissed_at__isnull=True).count()


@transaction.atomic
def dismiss(*, pair_id: int, by: Subject, now: datetime) -> None:
    """These are two: the pair is not shown again."""
    require(by, Action.MERGE_ACTORS)
    rows = DuplicatePair.objects.filter(pk=pair_id, dismissed_at__isnull=True)
    row = rows.first()
    if row is None or not rows.update(dismissed_at=now, dismissed_by_id=by.user_id):
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="dismissed", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def bring_back(*, pair_id: int, by: Subject, now: datetime) -> None:
    """The pair waits for a look again."""
    require(by, Action.MERGE_ACTORS)
    rows = DuplicatePair.objects.filter(pk=pair_id, dismissed_at__isnull=False)
    row = rows.first()
    if row is None or not rows.update(dismissed_at=None, dismissed_by_id=None):
        raise Refusal(EditRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="brought_back", target=row, by_id=by.user_id, now=now)
