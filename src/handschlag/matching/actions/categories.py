"""The organisers say which categories of participants are not to meet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.joining import changed_profiles
from handschlag.matching.actions.lists import want_lists
from handschlag.matching.actions.versioned_writes import lock_service
from handschlag.matching.models import CategoriesApart
from handschlag.matching.queries.categories import apart_of, held_between
from handschlag.matching.rules.categories import CategoryPair, ordered
from handschlag.matching.rules.refusals import PreparingRefusal
from handschlag.registration.models import Category


@transaction.atomic
def keep_apart(*, service_id: int, pairs: Collection[CategoryPair], by: Subject, now: datetime) -> None:
    """These pairs of categories and no others; refused where that would break agreed meetings."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    known = set(Category.objects.filter(event=service.event_id).values_list("pk", flat=True))
    wanted = {ordered(*pair) for pair in pairs if known.issuperset(pair)}
    before = apart_of(service.pk)
    if wanted == before:
        return
    broken = held_between(service, wanted - before)
    if broken:
        raise Refusal(PreparingRefusal.BREAKS_PROMISES, number=broken)
    for first, second in before - wanted:
        CategoriesApart.objects.filter(first=first, second=second).delete()
    CategoriesApart.objects.bulk_create(
        CategoriesApart(service=service, first_id=first, second_id=second)
        for first, second in sorted(wanted - before)
    )
    changed_profiles(service)
    want_lists(service=service, now=now)
    changes = {"pairs": [len(before), len(wanted)]}
    audit.record(verb="matching.categories_apart", target=service, by_id=by.user_id, now=now, changes=changes)
