"""Recommendations are written down, for pages to read."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from handschlag.common.compute import ComputeFailed, computed
from handschlag.common.jobs import Cancelled, enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.times import local_date
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.engine.list_tasks import made_lists
from handschlag.matching.engine.lists import RecommendedLine, encoder_in_use, lines_of, list_task
from handschlag.matching.engine_input import living
from handschlag.matching.models import Listed, Participant, Service
from handschlag.matching.people import Card, cards_of, described_of, may_wish

MOST: Final = 12  # people on the page at once: as many as an event usually lets ask


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """Those who fit and were not asked, one of each organisation.

    `lines` are all that was written down, by partner; `colleagues` those who fit as well, by the person
    of the same organisation who is shown or was asked.
    """

    lines: Mapping[int, Listed]
    cards: Mapping[int, Card]
    shown: Mapping[int, Listed]
    colleagues: Mapping[int, Sequence[Card]]
    organisations: Collection[str]


def own_list(me: Participant, *, beside: Collection[int] = ()) -> OwnList:
    """Where one direction at least cannot be shown to fit, nobody is recommended: a list may be short.

    `cards` has those of people `beside` the list as well.
    """
    rows = Listed.objects.filter(participant=me, partner__left_at=None).order_by("position")
    lines = {one.partner_id: one for one in rows}
    cards = cards_of(me, {*lines, *beside})
    shown: dict[int, Listed] = {}
    colleagues: dict[int, list[Card]] = defaultdict(list)
    first: dict[str, int] = {}
    for pk, one in lines.items():
        card = cards.get(pk)
        if card is None:
            continue
        known = card.organisation.casefold()
        if not may_wish(card.standing):
            first.setdefault(known, pk)
        elif not (card.wish or needs_met(one.reasons)):
            continue
        elif known and known in first and not card.wish:
            colleagues[first[known]].append(card)
        elif len(shown) < MOST:
            shown[pk] = one
            first.setdefault(known, pk)
    return OwnList(
        lines=lines, cards=cards, shown=shown, colleagues=colleagues, organisations=set(first) - {""}
    )


def needs_met(reasons: Sequence[Mapping[str, Any]]) -> bool:
    """Whether one of the two offers something that the other looks for."""
    return any(one["kind"] == "need_met" for one in reasons)


def reasons_for(me: Participant) -> Mapping[int, list[dict[str, Any]]]:
    """By partner: why."""
    return dict(Listed.objects.filter(participant=me).values_list("partner_id", "reasons"))


def places_of(me: Participant) -> Mapping[int, int]:
    """By person: how far up they stand, those who fit best first."""
    return dict(Listed.objects.filter(participant=me).values_list("partner_id", "position"))


def is_fresh(service: Service) -> bool:
    """Whether the lists rest on the profiles as they are now."""
    return service.listed_revision == service.profiles_revision


LISTS: Final = "matching.lists"
AT_ONCE: Final = 16  # events in memory together
SMALL: Final = 300  # people whose lists are made within one request, in some two seconds
_log = logging.getLogger(__name__)


def want_lists(*, service: Service, now: datetime) -> None:
    """Lists are made anew in the background, if what they rest on has changed."""
    if service.listed_revision != service.profiles_revision:
        enqueue(kind=LISTS, payload={"service_id": service.pk}, owner_id=None, now=now)


def make_sure(*, participant: Participant, now: datetime) -> None:
    """Somebody who has described themselves has a list: at once in a usual event, else in the background.

    Meanings take seconds to compare, so nobody waits for them on a page.
    """
    service = participant.service
    if service.listed_revision == service.profiles_revision:
        return
    people = Participant.objects.filter(service=service, described_at__isnull=False).count()
    if people <= SMALL and not settings.COMPARES_MEANING:
        write_lists(service_id=service.pk)
        service.refresh_from_db()
    elif not Job.objects.filter(
        kind=LISTS, state=JobState.QUEUED, payload={"service_id": service.pk}
    ).exists():
        want_lists(service=service, now=now)


def write_lists(*, service_id: int) -> int:
    """Everybody's list rests on the profiles as they stood when this began; how many lines there are.

    One event is computed in this process: somebody may be waiting for the page.
    """
    service = Service.objects.get(pk=service_id)
    lists = made_lists(list_task(described_of(service), encoder=encoder_in_use(), seed=service.pk))
    return _write(service.pk, lines_of(lists), revision=service.profiles_revision)


def write_stale_lists(*, now: datetime, check: Callable[[], None]) -> int:
    """The lists of all events to come that rest on older profiles; how many events were done.

    One that fails stops no other: its batch is done again, event by event.
    """
    rows = Service.objects.filter(is_open=True, event__last_day__gte=local_date(now))
    stale = rows.exclude(listed_revision=F("profiles_revision")).order_by("pk")
    ids = list(stale.values_list("pk", flat=True))
    return sum(_written(some, check) for some in batched(ids, AT_ONCE))


def _written(ids: Sequence[int], check: Callable[[], None]) -> int:
    try:
        write_many_lists(service_ids=ids, check=check)
    except (Cancelled, ComputeFailed):
        raise  # nobody wants any, or no event would fare better
    except Exception:  # noqa: BLE001 - one event that breaks our code must not keep back the others
        _log.exception("Lists could not be made", extra={"service_ids": ids})
        return sum(_written([one], check) for one in ids) if len(ids) > 1 else 0
    return len(ids)


def write_many_lists(*, service_ids: Sequence[int], check: Callable[[], None] = lambda: None) -> int:
    """The lists of several events, computed side by side where that is set up; how many lines there are.

    Those that a page has made meanwhile stay.
    """
    rows = Service.objects.filter(pk__in=service_ids).exclude(listed_revision=F("profiles_revision"))
    services = list(rows.order_by("pk"))
    encoder = encoder_in_use() if services else None
    tasks = [list_task(described_of(one), encoder=encoder, seed=one.pk) for one in services]
    made = computed(made_lists, tasks, check=check)
    return sum(
        _write(one.pk, lines_of(lists), revision=one.profiles_revision)
        for one, lists in zip(services, made, strict=True)
    )


def _write(service_id: int, lines: Sequence[RecommendedLine], *, revision: int) -> int:
    """In place of what was there, unless that is newer; whoever has left meanwhile stands in no list."""
    with transaction.atomic():
        service = lock_service(service_id)
        if service.listed_revision > revision:
            return 0
        here = set(living(service).values_list("pk", flat=True))
        Listed.objects.filter(participant__service_id=service_id).delete()
        made = Listed.objects.bulk_create(
            [
                Listed(
                    participant_id=one.participant,
                    partner_id=one.partner,
                    position=one.position,
                    place=one.place,
                    score=one.score,
                    reasons=one.reasons,
                )
                for one in lines
                if one.participant in here and one.partner in here
            ],
            batch_size=1000,
        )
        Service.objects.filter(pk=service_id).update(listed_revision=revision)
    return len(made)
