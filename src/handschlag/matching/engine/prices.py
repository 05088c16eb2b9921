"""Which mutual wishes are worth their yes at once, under the policy that answers the others in rounds."""

from __future__ import annotations

from handschlag.matching.engine import naming
from handschlag.matching.engine.desks import Kept
from treffen.admission import Policy, answer_round, gains, is_answered_at_once
from treffen.problem import RequestId
from treffen.timetable import Timetable


def is_now(kept: Kept, request: int, *, share: float) -> bool:
    """Whether a wish is worth more than what it takes up, by the prices of what is known so far.

    `share` says how much of all wishes is known, between 0 and 1.
    """
    wanted = naming.request(request)
    value = next((one.value for one in kept.problem.requests if one.id == wanted), 0)
    known = [one.id for one in kept.problem.requests]
    found = gains(kept.problem, known, share=share)
    return is_answered_at_once(Policy.PRICED, value=value, gain=found.get(wanted))


def round_of(kept: Kept, waiting: list[int]) -> tuple[list[int], Timetable]:
    """The most valuable set of the waiting that fits beside all that is accepted, and the new witness."""
    asked: list[RequestId] = [naming.request(one) for one in waiting]
    known = {one.id for one in kept.problem.requests}
    found = answer_round(kept.problem, kept.desk.witness, waiting=[one for one in asked if one in known])
    return [naming.key(one) for one in found.admitted], found.witness
