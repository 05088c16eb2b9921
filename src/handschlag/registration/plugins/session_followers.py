"""Who is told when a session changes: people whose registration lives and who chose it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils import translation

from handschlag.events.hooks.session_followers import Follower
from handschlag.registration.emails.posting import own_address, person_of
from handschlag.registration.models import Registration, SessionChoice
from handschlag.registration.rules.places import ACTIVE


def followers_by_registration(event_id: int, session_ids: Collection[int]) -> Iterable[Follower]:
    """People who chose sessions when they registered."""
    rows = SessionChoice.objects.filter(
        registration__event_id=event_id,
        registration__state__in=ACTIVE,
        registration__erased_at=None,
        session_id__in=session_ids,
    ).select_related("registration")
    people: dict[int, Registration] = {}
    sessions: dict[int, set[int]] = defaultdict(set)
    for row in rows.order_by("registration_id"):
        people[row.registration_id] = row.registration
        sessions[row.registration_id].add(row.session_id)
    for pk, one in people.items():
        with translation.override(one.language):
            url = own_address("registration:own", one)
        yield Follower(
            email=one.email,
            language=one.language,
            session_ids=frozenset(sessions[pk]),
            name=one.name,
            url=url,
            person=person_of(one),
        )
