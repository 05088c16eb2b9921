"""Which mutual wishes are worth their yes at once, under the policy that answers the others in rounds."""

from __future__ import annotations

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.admission_cache import CachedController
from treffen.admission import Policy, answer_round, gains, is_answered_at_once
from treffen.problem import RequestId
from treffen.timetable import Timetable


def is_now(kept: CachedController, request: int, *, share: float) -> bool:
    """Whether a wish is worth more than what it takes up, by the prices of what is known so far.

    `share` says how much of all wishes is known, between 0 and 1.
    """
    wanted = engine_ids.request_id(request)
    value = next((one.value for one in kept.problem.requests if one.id == wanted), 0)
    known = [one.id for one in kept.problem.requests]
    found = gains(kept.problem, known, share=share)
    return is_answered_at_once(Policy.PRICED, value=value, gain=found.get(wanted))


def round_of(kept: CachedController, waiting: list[int]) -> tuple[list[int], Timetable]:
    """The most valuable set of the waiting that fits beside all that is accepted, and the new witness."""
    asked: list[RequestId] = [engine_ids.request_id(one) for one in waiting]
    known = {one.id for one in kept.problem.requests}
    found = answer_round(kept.problem, kept.desk.witness, waiting=[one for one in asked if one in known])
    return [engine_ids.key(one) for one in found.admitted], found.witness
