"""The first answer of a process: compiled code is loaded and the desks are built before anybody asks."""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from importlib import import_module
from typing import Final

import numpy as np
from django.db import transaction
from django.db.models import Count, QuerySet

from handschlag.matching.engine import problem
from handschlag.matching.engine.admission import MOST, at_first_desk, controller_for
from handschlag.matching.models import Service
from treffen.admission import AdmissionController
from treffen.problem import Participant, Place, Problem, Request, Slot, SlotId
from treffen.scheduling import schedule
from treffen.solvers.base import build_model
from treffen.solvers.base.kernels import compiled_for_all, let_work
from treffen.solvers.colouring import PartialTimetable
from treffen.timetable import Timetable

LARGE: Final = 1_000  # requests of an event; its desk is soon asked for more than plain Python does at once
_is_loaded = False  # whether this process, or the one that it is a copy of, has compiled code at hand
_log = logging.getLogger(__name__)


def warm(*, now: datetime) -> int:
    """How many events are at hand now; for the start of a process.

    The compiler is not loaded for their desks here, but beside the first question of a person.
    """
    try:
        ids = list(_open(now).order_by("-wishes_from").values_list("pk", flat=True)[:MOST])
        return sum(map(_is_at_hand, ids))
    finally:
        if not _is_loaded:
            at_first_desk(lambda: threading.Thread(target=_load, name="kernels", daemon=True).start())


def _is_at_hand(pk: int) -> bool:
    """Whether the desk of an event is built now; where it cannot be, those of the others still are."""
    try:
        with transaction.atomic():
            service = Service.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
            with controller_for(service):
                return True
    except Exception:  # noqa: BLE001 - it is said, and the first question tries again
        _log.exception("the desk of service %s is not at hand", pk)
        return False


def _open(now: datetime) -> QuerySet[Service]:
    """Where people may answer each other now."""
    return Service.objects.filter(is_open=True, wishes_from__lte=now, event__last_day__gte=now.date())


def load_kernels(*, now: datetime) -> None:
    """Compiled code, where a large event is open: most servers need it late or never, and it is large.

    Elsewhere it is loaded beside the first question to a desk, not within it: see `warm`.
    """
    if _open(now).annotate(many=Count("requests")).filter(many__gte=LARGE).exists():
        _load()


def _load() -> None:
    """Whoever asks meanwhile waits for no compiler: it runs in plain Python, as before."""
    global _is_loaded  # noqa: PLW0603 - one for the process
    import_module("numba")  # what takes longest
    with compiled_for_all():
        _answer_everything()
    _is_loaded = True


def _answer_everything() -> None:
    """Every kind of answer once, on an event of four people, and every way to hold a meeting."""
    problem = _small_event()
    desk, ids = AdmissionController(problem, Timetable()), [one.id for one in problem.requests]
    for request in ids:
        desk.admit(request)
    desk.possible(ids)
    desk.withdraw(ids[0])
    desk.room_for(problem.participants[0].id)
    board = PartialTimetable(build_model(problem))
    board.insert_by_chain(0)
    board.insert_by_vacating(1, most=1, steps=10)
    board.roam(2, most=1, steps=10)
    board.insert_by_place_path(3, most=1)
    board.exhaust(4, steps=10)
    board.breaks()


def load_scheduler() -> None:
    """A plan of four people: what the scheduler needs is at hand, compiled.

    What desks need is compiled, too, so that the processes of the web server find it in the cache.
    """
    let_work(0)
    _answer_everything()
    schedule(_small_event())
    _settle()


def _settle() -> None:
    """Both ways to close a hole in somebody's day: the small event is planned without one."""
    board = PartialTimetable(build_model(_small_event("123")))
    board.put(0, 0)
    board.put(1, 2)
    weights, costs = np.ones(4, np.int64), board.costs(np.ones(4, np.int64))
    board.anneal_comfort(weights, costs, steps=1, heat=(1.0, 1.0), seed=0, is_focused=False)
    board.anneal_pairs(weights, costs, steps=1, heat=(1.0, 1.0), seed=0, is_focused=False)


def _small_event(slots: str = "12") -> Problem:
    people = [problem.person_id(number) for number in range(4)]
    return Problem(
        slots=tuple(Slot(id=SlotId(name)) for name in slots),
        places=(Place(id=problem.place_id(1)),),
        participants=tuple(Participant(id=one) for one in people),
        requests=tuple(
            Request(id=problem.request_id(number), participants=tuple(people[one] for one in pair))
            for number, pair in enumerate(((0, 1), (0, 2), (0, 3), (1, 2), (2, 3)))
        ),
    )
