"""The lists of actors that look for partners are written down: of all at night, of changed ones at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import batched
from typing import Final

from django.db import transaction

from handschlag.common.compute.batches import computed
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.times import local_date
from handschlag.matching.engine.list_tasks import made_lists
from handschlag.matching.engine.lists import RecommendedLine
from handschlag.matching.engine.partner_lists import (
    Topics,
    nearest,
    partner_lines,
    partner_list_task,
    refreshed,
    topics_of,
)
from handschlag.matching.models import PartnerSearch, SuggestedPartner
from handschlag.matching.queries.partner_profiles import changed_searches, described_actors, searching
from handschlag.matching.queries.profiles import Described

CHANGED: Final = "matching.changed_partners"
MANY: Final = 40  # changed actors: from here on one run for all is less work
BATCH: Final = 2000
_log = logging.getLogger(__name__)


def want_partner_lists(*, now: datetime) -> None:
    """Changed actors get a new list soon; one job is enough for all that change until it begins."""
    if not Job.objects.filter(kind=CHANGED, state=JobState.QUEUED).exists():
        enqueue(kind=CHANGED, owner_id=None, now=now)


def write_partner_lists(*, now: datetime, check: Callable[[], None] = lambda: None) -> int:
    """The lists of everybody, all at once; how many lines there are. What `check` raises ends it."""
    versions = dict(searching().values_list("actor_id", "actor__version"))
    people = described_actors(today=local_date(now))
    (made,) = computed(made_lists, [partner_list_task(people)], check=check)
    stale = set(changed_searches())
    topics = {one.id: topics_of(one) for one in people if one.id in stale}
    with transaction.atomic():
        rows = {row.actor_id: row for row in PartnerSearch.objects.select_for_update().order_by("pk")}
        SuggestedPartner.objects.all().delete()
        number = _write_in_pieces(partner_lines(made), rows)
        _note([rows[pk] for pk in versions if pk in rows], versions, topics, now=now)
    return number


def refresh_changed(*, now: datetime) -> int:
    """The lists of actors whose entry has changed; how many there were. One that fails stops no other."""
    changed = changed_searches()
    if len(changed) > MANY:
        write_partner_lists(now=now)
    else:
        for pk in changed:
            try:
                _refresh(pk, now=now)
            except Exception:  # noqa: BLE001 - one entry that breaks our code must not keep back the others
                _log.exception("The partners of an actor could not be found", extra={"actor_id": pk})
    return len(changed)


def _write_in_pieces(lines: Iterable[RecommendedLine], rows: dict[int, PartnerSearch]) -> int:
    """All rows of a large directory at once would take more memory than everything before."""
    return sum(_write(some, rows) for some in batched(lines, BATCH))


def _write(lines: Iterable[RecommendedLine], rows: dict[int, PartnerSearch]) -> int:
    """Whoever has left while the lists were made stands in none."""
    made = SuggestedPartner.objects.bulk_create(
        (
            SuggestedPartner(
                search_id=rows[one.participant].pk,
                partner_id=rows[one.partner].pk,
                position=one.position,
                score=one.score,
                reasons=one.reasons,
            )
            for one in lines
            if one.participant in rows and one.partner in rows
        ),
        batch_size=BATCH,
    )
    return len(made)


def _note(
    rows: Sequence[PartnerSearch], versions: dict[int, int], topics: dict[int, Topics], *, now: datetime
) -> None:
    """What the lists rest on."""
    for row in rows:
        row.listed_at, row.listed_version = now, versions[row.actor_id]
        if (found := topics.get(row.actor_id)) is not None:
            row.offered, row.needed = sorted(found.offered), sorted(found.needed)
    fields = ["listed_at", "listed_version", "offered", "needed"]
    PartnerSearch.objects.bulk_update(rows, fields, batch_size=500)


def _refresh(actor_id: int, *, now: datetime) -> None:
    """One actor against those with something in common; beside it only lines that name the actor change."""
    version = searching().filter(actor_id=actor_id).values_list("actor__version", flat=True).first()
    if version is None:
        return
    own = next(iter(described_actors([actor_id], today=local_date(now))), None)
    found = topics_of(own) if own else Topics(offered=frozenset(), needed=frozenset())
    listing = SuggestedPartner.objects.filter(partner__actor_id=actor_id)
    naming = set(listing.values_list("search__actor_id", flat=True))
    new = refreshed(own, _compared(actor_id, found, naming, now=now), listing=naming) if own else None
    with transaction.atomic():
        met = {actor_id, *(line.partner for line in new.own)} if new else {actor_id}
        kept = PartnerSearch.objects.filter(actor_id__in=met).select_for_update().order_by("pk")
        rows = {row.actor_id: row for row in kept}
        if actor_id not in rows:
            return
        SuggestedPartner.objects.filter(search=rows[actor_id]).delete()
        for line in listing.select_related("search"):
            reasons = new.seen_by.get(line.search.actor_id) if new else []
            if reasons:
                line.reasons = reasons
                line.save(update_fields=["reasons"])
            elif reasons is not None:
                line.delete()
        _write(new.own if new else (), rows)
        _note([rows[actor_id]], {actor_id: version}, {actor_id: found}, now=now)


def _compared(actor_id: int, own: Topics, naming: set[int], *, now: datetime) -> tuple[Described, ...]:
    rows = searching().exclude(actor_id=actor_id).values_list("actor_id", "offered", "needed")
    others = {
        pk: Topics(offered=frozenset(offered), needed=frozenset(needed)) for pk, offered, needed in rows
    }
    return described_actors({*nearest(own, others), *(naming & others.keys())}, today=local_date(now))
