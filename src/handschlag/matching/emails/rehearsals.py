"""Emails of matching, written for a preview: with invented others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext

from handschlag.matching.emails import assisted, invitations, lost, moves, phases, publishing
from handschlag.matching.emails.example_people import (
    example_facts,
    example_meeting,
    example_move,
    example_name,
    example_participant,
    example_registration,
)
from handschlag.matching.emails.lost import Ending
from handschlag.matching.models import Notice, TimetableVersion
from handschlag.matching.rules.phase_emails import EmailKind
from handschlag.registration.models import Registration

_OTHER = -1  # in place of a key, and not the one of the reader, who has none either

type Rehearsal = Callable[[Registration, datetime], None]


def rehearse_phase(kind: EmailKind) -> Rehearsal:
    """An email of a phase, with a meeting, a request and a recommendation."""

    def rehearse(registration: Registration, now: datetime) -> None:
        phases.post_phase(example_participant(registration), kind, example_facts(registration, now), now=now)

    return rehearse


def rehearse_version(number: int) -> Rehearsal:
    """A version of the timetable in which a meeting moves."""

    def rehearse(registration: Registration, now: datetime) -> None:
        meeting, move, other = (
            example_meeting(registration),
            example_move(registration),
            example_registration(registration),
        )
        before, after = ([at.isoformat(), meeting.place.code] for at in (meeting.starts_at, move.starts_at))
        changes = [{"kind": "moved", "new": after, "old": before, "people": [_OTHER]}]
        notice = Notice(
            version=TimetableVersion(number=number),
            participant=example_participant(registration),
            changes=changes,
        )
        publishing.tell_changes(notice, people={_OTHER: other}, now=now)

    return rehearse


def rehearse_loss(ending: Ending) -> Rehearsal:
    """A meeting with somebody does not take place."""
    return lambda registration, now: lost.post_lost(
        registration, example_name(), ending=ending, named=(), now=now
    )


def rehearse_question(registration: Registration, now: datetime) -> None:
    """A meeting could have another time."""
    move = example_move(registration)
    moves.post_question(registration, [move], {move.pk: [example_registration(registration)]}, now=now)


def rehearse_assisted(registration: Registration, now: datetime) -> None:
    """A request was sent for the person."""
    lines = [gettext("Requests sent to: %(list)s") % {"list": example_name()}]
    assisted.post_assisted(registration, lambda: lines, named=(), now=now)


def rehearse_joining(registration: Registration, now: datetime) -> None:
    """The question whether somebody takes part."""
    invitations.tell_to_join(registration, example_participant(registration).service, now=now)
