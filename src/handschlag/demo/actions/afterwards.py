"""What the invented people say after their conference: marks, next steps, contacts, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction

from handschlag.common import audit
from handschlag.day.models import Asked, Mark, Outcome, OutcomeResult
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.matching.models import Seat, Service

SEED: Final = 1130
STEPS: Final = (
    "Proben schicken",
    "Labor besichtigen",
    "Skizze für einen Antrag schreiben",
    "Im Juni wieder sprechen",
)
RESULTS: Final = (
    (OutcomeResult.NOTHING, 52),
    (OutcomeResult.IN_TOUCH, 27),
    (OutcomeResult.PLANNING, 11),
    (OutcomeResult.APPLICATION, 6),
    (OutcomeResult.CONTRACT, 4),
)
LATEST: Final = 60  # hours after the question in which an answer comes
OPEN: Final = 2  # so many meetings the person whom everybody can be has not answered yet


@transaction.atomic
def write_feedback(*, now: datetime) -> int:
    """Most have answered, a few have not; how many marks there are. What is there already stays."""
    service = Service.objects.filter(is_demo=True, event__is_demo=True).select_related("event").first()
    if service is None or Mark.objects.filter(request__service=service).count() > OPEN:
        return 0
    seats = Seat.objects.filter(meeting__service=service, meeting__ends_at__lte=now)
    rows = list(
        seats.order_by("meeting__starts_at", "pk").values_list(
            "meeting__request_id", "participant_id", "participant__registration__email", "meeting__ends_at"
        )
    )
    dice = Random(SEED)
    missed = {request for request, *_ in rows if dice.random() < 0.06}
    own = BY_PART[PersonaRole.PARTICIPANT].address
    mine = [request for request, _person, email, _at in rows if email == own]
    left = {(request, own) for request in mine[-OPEN:]}
    said = [row for row in rows if (row[0], row[2]) not in left and (row[2] == own or dice.random() < 0.85)]
    marks = [
        _mark(
            dice,
            request,
            person,
            at,
            has_happened=request not in missed,
            is_own=request in mine,
        )
        for request, person, _email, at in said
    ]
    made = Mark.objects.bulk_create(marks, ignore_conflicts=True)
    outcomes = _came_of_it(dice, [one for one in marks if one.took_place], service, own=own)
    audit.record(verb="invented", target=service, by_id=None, now=now, changes={"marks": [0, len(made)]})
    return len(made) + len(outcomes)


def _mark(dice: Random, request: int, person: int, at: datetime, *, has_happened: bool, is_own: bool) -> Mark:
    is_free = has_happened and (is_own or dice.random() < 0.6)
    return Mark(
        request_id=request,
        participant_id=person,
        took_place=has_happened,
        was_worth=dice.random() < 0.8 if has_happened else None,
        next_step=dice.choice(STEPS) if is_free and dice.random() < 0.6 else "",
        releases_contact=is_free,
        marked_at=at + timedelta(minutes=dice.randint(1, 240)),
    )


def _came_of_it(dice: Random, marks: list[Mark], service: Service, *, own: str) -> list[Outcome]:
    """Half have answered after 30 days, and so have those after 90 days, but for the person of the demo."""
    values, weights = [one.value for one, _ in RESULTS], [weight for _, weight in RESULTS]
    over = datetime.combine(service.event.last_day, datetime.min.time(), tzinfo=marks[0].marked_at.tzinfo)
    mine = set(service.participants.filter(registration__email=own).values_list("pk", flat=True))
    made = []
    for days in (30, 90):
        asked = {one.participant_id for one in marks}
        Asked.objects.bulk_create(
            [
                Asked(participant_id=pk, after_days=days, asked_at=over + timedelta(days=days))
                for pk in sorted(asked)
            ],
            ignore_conflicts=True,
        )
        made += [
            Outcome(
                request_id=one.request_id,
                participant_id=one.participant_id,
                after_days=days,
                result=dice.choices(values, weights=weights)[0],
                answered_at=over + timedelta(days=days, hours=dice.randint(8, LATEST)),
            )
            for one in marks
            if one.participant_id not in mine and dice.random() < 0.5
        ]
    return Outcome.objects.bulk_create(made, ignore_conflicts=True)
