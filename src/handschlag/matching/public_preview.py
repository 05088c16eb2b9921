"""Matching on the public page of an event: who comes, what is looked for, and what happens when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.design import navigation
from handschlag.matching.engine.vocabulary import term
from handschlag.matching.engine_input import living
from handschlag.matching.models import Direction, Participant, Service, Statement
from handschlag.matching.phases import Dates, Phase, dates_of, open_service, phase_at
from handschlag.registration.models import Consent, ConsentPurpose
from handschlag.registration.registration_data import Audience

FEWEST: Final = 3  # people are counted by threes: from the difference of one it could be guessed who it is
TOPICS: Final = 8
ORGANISATIONS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPreview:
    """`organisations` are those that their people show to everybody; `topics`: the most wanted first.

    `people` and what stands beside a topic are "at least" so many.
    """

    dates: Dates
    people: int
    organisations: tuple[str, ...]
    further_organisations: int
    topics: tuple[tuple[str, int], ...]


def public_preview(event_id: int) -> PublicPreview | None:
    """None where the event has no matching, or none that is open."""
    service = open_service(event_id)
    if service is None:
        return None
    count, changed_at = _PRESENT.first(service=service.pk) or (0, None)
    organisations = _organisations(service)
    return PublicPreview(
        dates=dates_of(service),
        people=_at_least(count),
        organisations=organisations[:ORGANISATIONS],
        further_organisations=max(0, len(organisations) - ORGANISATIONS),
        topics=_topics(service, (service.profiles_revision, count, changed_at)),
    )


def _organisations(service: Service) -> tuple[str, ...]:
    """By their names, each once."""
    return tuple(sorted(_NAMED.rows(service=service.pk), key=lambda name: (name.casefold(), name)))


def _named(service: int) -> QuerySet[Participant, str]:
    agreed = Consent.objects.filter(purpose=ConsentPurpose.PARTICIPANTS_LIST, withdrawn_at=None)
    shown = living(service).filter(
        registration__visibility__organisation=Audience.EVERYBODY.value,
        registration__in=agreed.values("registration"),
    )
    named = shown.annotate(named=Coalesce("registration__actor__name", "registration__organisation"))
    return named.exclude(named="").order_by().values_list("named", flat=True).distinct()


_NAMED: Final = PreparedQuery(_named)
_PRESENT: Final = PreparedQuery(
    lambda service: (
        living(service).order_by().values("service").values_list(Count("pk"), Max("registration__changed_at"))
    )
)


def clear_topics() -> None:
    """Tests begin anew with the same numbers."""
    _topics.cache_clear()


@lru_cache(maxsize=64)
def _topics(service: Service, stamp: tuple[object, ...]) -> tuple[tuple[str, int], ...]:
    """At least how many look for a topic; counted anew once a profile or a registration has changed."""
    del stamp
    people = living(service).values("pk")
    needs = Statement.objects.filter(participant__in=people, direction=Direction.NEED)
    wanted: dict[str, set[int]] = defaultdict(set)
    for participant, concepts in needs.values_list("participant_id", "concepts"):
        for concept in concepts:
            wanted[concept].add(participant)
    counted = {concept: _at_least(len(those)) for concept, those in wanted.items() if len(those) >= FEWEST}
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:TOPICS])


def _at_least(count: int) -> int:
    return count // FEWEST * FEWEST


def public_preview_screen(preview: PublicPreview, *, now: datetime) -> dict[str, Any]:
    """The section of the event's page."""
    dates, phase = preview.dates, phase_at(now, preview.dates)
    known = [(one, count) for code, count in preview.topics if (one := term(code)) is not None]
    return {
        "way": navigation.address_of("pages:how_matching_works"),  # of a higher floor
        "people": preview.people,
        "organisations": preview.organisations,
        "further_organisations": preview.further_organisations,
        "topics": [(pick(one.label_de, one.label_en), count) for one, count in known],
        "steps": [
            (_("Write your profile"), dates.profiles_from, phase is Phase.PROFILE),
            (_("Ask people, answer requests"), dates.wishes_from, phase is Phase.WISHES),
            (_("Last day for answers"), dates.answers_until, phase is Phase.CLOSED),
            (_("Times and tables are fixed"), dates.fixed_at, phase is Phase.FIXED),
        ],
        "is_over": phase is Phase.AFTER,
    }
