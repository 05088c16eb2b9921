"""One question without a desk."""

from __future__ import annotations

from dataclasses import replace

from treffen.admission.answers import Admitted, Answer
from treffen.admission.budget import Budget
from treffen.admission.controller import AdmissionController
from treffen.problem import Problem, RequestId
from treffen.timetable import Timetable


def admit(
    problem: Problem, witness: Timetable, *, request: RequestId, budget: Budget | None = None
) -> Answer:
    """One question without a desk: may `request` be accepted beside everything that `witness` holds?

    A yes carries the new witness. Raises as `AdmissionController` does.
    """
    desk = AdmissionController(problem, witness)
    answer = desk.admit(request, budget=budget)
    return replace(answer, witness=desk.witness) if isinstance(answer, Admitted) else answer
