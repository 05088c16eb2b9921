"""What each policy of answering promises when requests come in one after the other."""

from __future__ import annotations

from typing import Any

from benchmarks.policies import BATCHES, Market
from benchmarks.published.instances import PROMISES, Instance, arrivals
from treffen.admission import Policy
from treffen.problem import RequestId

ROUNDS = {Policy.AT_ONCE: 0, Policy.PRICED: 1, Policy.BOTH_WAYS: 1, Policy.ROUNDS: 5}
"""How many rounds each policy holds; the last one at the end."""


def promises_of(instance: Instance, policy: Policy) -> dict[str, Any]:
    """`treffen.promises/1`: the answer to each request in its order, and the timetable that came of it."""
    problem = instance.problem()
    order = arrivals(instance, problem)
    market, answers = Market(problem), dict[RequestId, str]()
    n, rounds = len(order), ROUNDS[policy]
    for at in range(1, BATCHES + 1):
        batch = order[n * (at - 1) // BATCHES : n * at // BATCHES]
        market.answer(batch, policy)
        held, waiting = market.witness.by_request(), set(market.waiting)
        for request in batch:
            answers[request] = "later" if request in waiting else ("yes" if request in held else "no")
        if rounds and at % (BATCHES // rounds) == 0:
            market.close_round(at)
    return {
        "format": PROMISES,
        "sequence": instance.name,
        "policy": policy.value,
        "answers": [answers[request] for request in order],
        "meetings": [
            {"request": one.request, "slot": one.slot, "place": one.place} for one in market.witness.meetings
        ],
    }
