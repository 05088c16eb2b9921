"""Four ways in which meetings are commonly scheduled, from our reading of public descriptions.

None of them moves a meeting once it is set, and none knows how good it is. All respect who is
there and how many tables there are. They stand here to show what optimisation is worth.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np

from benchmarks.answer import Answer, Contestant
from benchmarks.plain import Plain, first, masks, plain
from benchmarks.task import Task
from treffen.problem import Problem

ANSWER_DELAY = 0.5
UNANSWERED = 0.25
TRIES = 3


class _Board:
    """What is still free: slots of people and tables of slots. A booking can be taken back."""

    def __init__(self, event: Plain) -> None:
        self.ends: list[list[int]] = event.ends.tolist()
        self.free: list[int] = masks(event.free)
        self.tables = [event.tables] * event.free.shape[1]
        self.open: int = (1 << event.free.shape[1]) - 1
        self.held: dict[int, int] = {}

    def common(self, request: int) -> int:
        """Mask of the slots in which both are free and a table is left."""
        a, b = self.ends[request]
        return self.free[a] & self.free[b] & self.open

    def book(self, request: int, slot: int) -> None:
        """Take both people and a table."""
        a, b = self.ends[request]
        self.free[a] &= ~(1 << slot)
        self.free[b] &= ~(1 << slot)
        self.tables[slot] -= 1
        if not self.tables[slot]:
            self.open &= ~(1 << slot)
        self.held[request] = slot

    def give_back(self, request: int) -> None:
        """Undo a booking."""
        slot = self.held.pop(request)
        for person in self.ends[request]:
            self.free[person] |= 1 << slot
        self.tables[slot] += 1
        self.open |= 1 << slot

    def book_first(self, request: int) -> bool:
        """Book the first common slot, if there is one."""
        common = self.common(request)
        if common:
            self.book(request, first(common))
        return bool(common)


def _answer(event: Plain, board: _Board) -> Answer:
    return Answer(timetable=event.timetable(board.held.items()), status="heuristic")


def alphabetical_round_robin(problem: Problem, _task: Task) -> Answer:
    """Round after round, in the order of their ids, everybody gets one more meeting: the first
    request of theirs, by the other's id, that still has a common free slot with a table."""
    event = plain(problem)
    board = _Board(event)
    ids = [p.id for p in problem.participants]
    mine: list[list[int]] = [[] for _ in ids]
    order = sorted(range(len(board.ends)), key=lambda r: sorted(ids[p] for p in board.ends[r]))
    for request in order:
        for person in board.ends[request]:
            mine[person].append(request)
    for person, requests in enumerate(mine):
        requests.sort(key=lambda r: min(ids[p] for p in board.ends[r] if p != person), reverse=True)
    waiting = sorted(range(len(ids)), key=lambda p: ids[p])
    while waiting:
        waiting = [person for person in waiting if _next_of(board, mine[person])]
    return _answer(event, board)


def _next_of(board: _Board, requests: list[int]) -> bool:
    """Book the next possible of these (best last); a request that is impossible now stays so."""
    while requests:
        request = requests.pop()
        if request not in board.held and board.book_first(request):
            return True
    return False


def first_slot_first_table(problem: Problem, _task: Task) -> Answer:
    """Requests in the order in which they came, each into its first common free slot."""
    event = plain(problem)
    board = _Board(event)
    for request in range(len(board.ends)):
        board.book_first(request)
    return _answer(event, board)


def mutual_in_two_passes(problem: Problem, _task: Task) -> Answer:
    """Only what both sides want is held. In the first pass nobody gets more than half of the
    slots; the second pass fills up.

    A generated value is the geometric mean of two degrees of interest; it counts as mutual from
    the median of all values on. Requests stand in the order in which they came.
    """
    event = plain(problem)
    board = _Board(event)
    mutual = np.flatnonzero(event.value >= np.median(event.value)).tolist() if len(event.value) else []
    half = (event.free.shape[1] + 1) // 2
    count = [0] * len(problem.participants)
    for request in mutual:
        a, b = board.ends[request]
        if max(count[a], count[b]) < half and board.book_first(request):
            count[a] += 1
            count[b] += 1
    for request in mutual:
        if request not in board.held:
            board.book_first(request)
    return _answer(event, board)


def booking_with_pending(problem: Problem, task: Task) -> Answer:
    """Whoever asks names a slot, and while the request is pending the slot is taken for both.

    Requests come one by one and name the first slot in which both calendars are free and a table
    is left. The answer comes after a random number of further arrivals, uniform up to half a
    request for each person. A quarter of the requests is never answered in time (at random, by
    the task's seed): they lapse then, their slots become free again, and whoever asked tries
    again at the end of the queue, three times in all.
    """
    event = plain(problem)
    board = _Board(event)
    rng = np.random.default_rng(task.seed)
    longest = max(1, round(ANSWER_DELAY * len(problem.participants)))
    queue = deque((request, 1) for request in range(len(board.ends)))
    due: dict[int, list[tuple[int, int]]] = {}
    clock = 0
    while queue or due:
        _lapse(board, queue, due.pop(clock, ()))
        clock += 1
        if not queue:
            continue
        request, tries = queue.popleft()
        if board.book_first(request) and rng.random() < UNANSWERED:
            due.setdefault(clock + int(rng.integers(1, longest + 1)), []).append((request, tries))
    return _answer(event, board)


def _lapse(board: _Board, queue: deque[tuple[int, int]], late: Iterable[tuple[int, int]]) -> None:
    for request, tries in late:
        board.give_back(request)
        if tries < TRIES:
            queue.append((request, tries + 1))


BASELINES: dict[str, Contestant] = {
    "alphabetical round-robin": alphabetical_round_robin,
    "first slot, first table": first_slot_first_table,
    "mutual wishes, two passes": mutual_in_two_passes,
    "booking, pending blocks": booking_with_pending,
}
