"""What everybody may know of an event's matching beforehand: who comes, and what is looked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet

from handschlag.matching.models import Direction, Participant, Statement
from handschlag.matching.queries.timing import dates_of, open_service
from handschlag.matching.rules.phases import Dates
from handschlag.registration.models import Consent, ConsentPurpose
from handschlag.registration.rules.visibility import Audience

FEWEST: Final = 3  # of a topic that fewer look for nothing is said: it could be guessed who they are
TOPICS: Final = 8
ORGANISATIONS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPreview:
    """`organisations` are those that their people show to everybody; `topics`: the most wanted first."""

    dates: Dates
    people: int
    organisations: tuple[str, ...]
    topics: tuple[tuple[str, int], ...]


def public_preview(event_id: int) -> PublicPreview | None:
    """None where the event has no matching, or none that is open."""
    service = open_service(event_id)
    if service is None:
        return None
    return PublicPreview(
        dates=dates_of(service),
        people=_present(service.pk).count(),
        organisations=_organisations(service.pk),
        topics=_topics(service.pk, service.profiles_revision),
    )


def _organisations(service_id: int) -> tuple[str, ...]:
    """By their names, each once."""
    agreed = Consent.objects.filter(purpose=ConsentPurpose.PARTICIPANTS_LIST, withdrawn_at=None)
    shown = _present(service_id).filter(
        registration__visibility__organisation=Audience.EVERYBODY.value,
        registration__in=agreed.values("registration"),
    )
    rows = shown.select_related("registration__actor").only(
        "registration__organisation", "registration__actor__name"
    )[: ORGANISATIONS * 4]
    names = {name for one in rows if (name := one.registration.organisation_name)}
    return tuple(sorted(names, key=str.casefold)[:ORGANISATIONS])


def clear_topics() -> None:
    """Tests begin anew with the same numbers."""
    _topics.cache_clear()


@lru_cache(maxsize=64)
def _topics(service_id: int, revision: int) -> tuple[tuple[str, int], ...]:
    """How many people look for a topic; counted anew once a profile has changed (`revision`)."""
    del revision
    people = _present(service_id).values("pk")
    needs = Statement.objects.filter(participant__in=people, direction=Direction.NEED)
    wanted: dict[str, set[int]] = defaultdict(set)
    for participant, concepts in needs.values_list("participant_id", "concepts"):
        for concept in concepts:
            wanted[concept].add(participant)
    counted = Counter({concept: len(those) for concept, those in wanted.items() if len(those) >= FEWEST})
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:TOPICS])


def _present(service_id: int) -> QuerySet[Participant]:
    return Participant.objects.filter(service=service_id, left_at=None)
