"""Who gets a badge, and what stands on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from handschlag.directory.models import Membership, Status
from handschlag.registration.models import Badge, Registration
from handschlag.registration.queries.lists import confirmed
from handschlag.registration.rules.badges import BadgeText, by_surname, is_new, shown_networks


def people(event_id: int, ids: Iterable[int] = ()) -> Sequence[Registration]:
    """Those who come, or these of them, by surname."""
    rows = confirmed(event_id).select_related("actor")
    chosen = list(ids)
    if chosen:
        rows = rows.filter(pk__in=chosen)
    return sorted(rows, key=lambda one: (by_surname(one.name), one.pk))


def badge_text_of(rows: Sequence[Registration], *, on: date) -> Mapping[int, BadgeText]:
    """What each badge says, with the networks that the organisation belongs to on that day; one query."""
    networks = _networks_of({one.actor_id for one in rows if one.actor_id}, on=on)
    return {
        one.pk: BadgeText(
            name=one.name,
            organisation=one.organisation_name,
            networks=shown_networks(networks.get(one.actor_id or 0, ())),
            code=one.badge_code,
        )
        for one in rows
    }


def _networks_of(actor_ids: Iterable[int], *, on: date) -> Mapping[int, Sequence[str]]:
    still = Q(until__isnull=True) | Q(until__gte=on)
    rows = Membership.objects.filter(
        still, actor_id__in=list(actor_ids), network__status=Status.PUBLISHED
    ).order_by()
    found: dict[int, list[str]] = defaultdict(list)
    for actor_id, name in rows.values_list("actor_id", "network__name"):
        found[actor_id].append(name)
    return found


def _printed_of(event_id: int) -> Mapping[int, str]:
    """What the badges that were printed say, as hashes."""
    rows = Badge.objects.filter(registration__event_id=event_id)
    return dict(rows.values_list("registration_id", "says"))


def without_badge(event_id: int, words: Mapping[int, BadgeText]) -> Sequence[int]:
    """Those whose badge was never printed, or says something else by now."""
    printed = _printed_of(event_id)
    return [pk for pk, one in words.items() if is_new(one, printed, pk)]
