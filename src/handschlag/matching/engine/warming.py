"""The first answer of a process: compiled code is loaded and the desks are built before anybody asks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.admission_cache import MOST, controller_for
from handschlag.matching.models import Service
from treffen.admission import AdmissionController
from treffen.problem import Participant, Place, Problem, Request, Slot, SlotId
from treffen.scheduling import schedule
from treffen.timetable import Timetable


def warm(*, now: datetime) -> int:
    """How many events are at hand now; for the start of a process."""
    rows = Service.objects.filter(is_open=True, wishes_from__lte=now, event__last_day__gte=now.date())
    ids = list(rows.order_by("-wishes_from").values_list("pk", flat=True)[:MOST])
    for pk in ids:
        with transaction.atomic():
            service = Service.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
            with controller_for(service):
                pass
    return len(ids)


def load_kernels() -> None:
    """Every kind of answer once, on an event of four people."""
    problem = _small_event()
    desk = AdmissionController(problem, Timetable())
    ids = [one.id for one in problem.requests]
    for request in ids:
        desk.admit(request)
    desk.possible(ids)
    desk.withdraw(ids[0])
    desk.room_for(problem.participants[0].id)


def load_scheduler() -> None:
    """A plan of four people: what the scheduler needs is at hand."""
    schedule(_small_event())


def _small_event() -> Problem:
    people = [engine_ids.person_id(number) for number in range(4)]
    pairs = ((0, 1), (0, 2), (0, 3), (1, 2), (2, 3))
    return Problem(
        slots=(Slot(id=SlotId("1")), Slot(id=SlotId("2"))),
        places=(Place(id=engine_ids.place_id(1)),),
        participants=tuple(Participant(id=one) for one in people),
        requests=tuple(
            Request(id=engine_ids.request_id(number), participants=tuple(people[one] for one in pair))
            for number, pair in enumerate(pairs)
        ),
    )
