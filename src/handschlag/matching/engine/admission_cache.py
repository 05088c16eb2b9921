"""The desks that answer "may this yes be given?": one for each event, kept while it is up to date.

Building one reads the whole event; so each process keeps its last one and asks the database only whether
something has changed. Whoever answers holds the event's row in the database, so that only one
desk speaks at a time; the locks here are for the threads of one process, which wait only where they want
the same event.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from django.db import connection

from handschlag.common.threads.locks import KeyedLock
from handschlag.matching.engine import engine_ids
from handschlag.matching.engine.effects import as_it_stands, repaired
from handschlag.matching.engine.problem import meeting_of, requests_of
from handschlag.matching.models import Service
from handschlag.matching.queries.changes import changes_since
from handschlag.matching.queries.engine_input import (
    EngineInput,
    engine_meetings_of,
    engine_requests_of,
    load_engine_input,
)
from handschlag.matching.queries.fingerprints import event_fingerprint_of
from handschlag.matching.queries.promised_meetings import promised_of
from treffen.admission import AdmissionController, RefusedWitness
from treffen.errors import InvalidProblem
from treffen.problem import Meeting, Problem

MOST: Final = 4  # events that one process remembers
PATIENCE: Final = 0.05  # seconds


@dataclass(slots=True, kw_only=True)
class CachedController:
    stamp: str
    revision: int
    facts: EngineInput
    problem: Problem
    desk: AdmissionController
    is_clean: bool = True  # nothing was changed that is not committed
    # What the desk had to give up or to move because people, times or places changed elsewhere; whoever
    # writes next writes that, too (`actions.mending`).
    lost: tuple[int, ...] = ()
    shifted: tuple[Meeting, ...] = ()

    known: frozenset[str] = frozenset()

    def knows(self, request: int) -> bool:
        return engine_ids.request_id(request) in self.known


_turns = KeyedLock()  # of those who ask the desk of an event
_lock = threading.Lock()  # for what follows, as long as it takes to look and no longer
_kept: OrderedDict[tuple[str, int], CachedController] = OrderedDict()
_ahead: list[Callable[[], object]] = []  # what is begun when a desk is first asked
_own = threading.local()  # desks of a thread that takes many steps in one transaction, seen by nobody else
_away: dict[tuple[str, int], tuple[int, threading.Event]] = {}  # with a thread that has not committed yet


@contextmanager
def controller_for(service: Service, *, request: int | None = None) -> Iterator[CachedController]:
    """The desk of an event as it stands in this transaction, which knows the request.

    Whoever changes the witness calls `store_controller` when that is committed; whatever goes wrong before
    that makes the desk be built anew.
    """
    _begin()
    key = _key(service.pk)
    own: dict[tuple[str, int], CachedController] | None = getattr(_own, "desks", None)
    if own is not None:
        kept = _renewed(service, own.pop(key, None), request)
        yield kept
        kept.is_clean, kept.revision = True, service.revision
        own[key] = kept
        return
    _wait_for(key)
    with _turns.hold(key):
        with _lock:
            shared = _kept.pop(key, None)
        kept = _renewed(service, shared, request)
        yield kept
        # Only a desk that nobody changed is stored here; a changed one comes back when it is committed.
        if kept.is_clean:
            store_controller(service, kept)
        else:
            with _lock:
                _away[key] = threading.get_ident(), threading.Event()


def at_first_desk(begin: Callable[[], object]) -> None:
    """Done once, as soon as this process is asked for a desk; it must not take long."""
    with _lock:
        _ahead[:] = [begin]


def _begin() -> None:
    with _lock:
        due, _ahead[:] = tuple(_ahead), ()
    for begin in due:
        begin()


def _key(service_id: int) -> tuple[str, int]:
    return str(connection.settings_dict["NAME"]), service_id


def _wait_for(key: tuple[str, int]) -> None:
    """Somebody of this process has just committed, and brings the desk back in a moment.

    Whoever was rolled back brings nothing; then it is built anew after a short wait.
    """
    with _lock:
        owner, back = _away.get(key, (0, None))
    if back is not None and owner != threading.get_ident() and not back.wait(PATIENCE):
        with _lock:
            _away.pop(key, None)


def store_controller(service: Service, kept: CachedController) -> None:
    """This desk stands for the event as it is now."""
    key = _key(service.pk)
    with _lock:
        kept.is_clean, kept.revision = True, service.revision
        newest = _kept.get(key)
        if newest is None or newest.revision <= kept.revision:
            _kept[key] = kept
        owner, back = _away.get(key, (0, None))
        if back is not None and owner == threading.get_ident():
            del _away[key]
            back.set()
        while len(_kept) > MOST:
            _kept.popitem(last=False)


@contextmanager
def all_or_nothing(service: Service) -> Iterator[None]:
    """Within, several changes belong together: where one fails, no desk that has seen the others stays,
    and the event has the revision that it had."""
    before = service.revision, service.structure
    try:
        yield
    except BaseException:
        service.revision, service.structure = before
        clear_controller(service.pk)
        raise


@contextmanager
def in_one_go() -> Iterator[None]:
    """Within, each step of one transaction finds the desk as the step before left it."""
    _own.desks = {}
    try:
        yield
    finally:
        _own.desks = None


def forget_own_controllers() -> None:
    """A step was undone: the next one builds its desk anew."""
    _own.desks = {}


def clear_controllers() -> None:
    """As a new process would."""
    with _lock:
        _kept.clear()
        _away.clear()


def clear_controller(service_id: int) -> None:
    """The next question builds the desk of an event anew."""
    with _lock:
        _kept.pop(_key(service_id), None)
        _away.pop(_key(service_id), None)


def _renewed(service: Service, kept: CachedController | None, request: int | None) -> CachedController:
    stamp = event_fingerprint_of(service)
    if kept is None or kept.stamp != stamp:
        return _built(service, load_engine_input(service), stamp)
    is_as_it_was = kept.revision == service.revision or _followed(service, kept)
    if is_as_it_was and (request is None or kept.knows(request) or _learnt(service, kept, request)):
        return kept
    return _built(service, _facts_again(service, kept.facts), stamp)


def _followed(service: Service, kept: CachedController) -> bool:
    """Whether the desk now stands as other processes left the event; only what has changed is read."""
    if kept.lost or kept.shifted:
        return False
    changes = changes_since(service, kept.revision)
    if not all(_learnt(service, kept, one.request) for one in changes.held):
        return False
    gone = [engine_ids.request_id(pk) for pk in changes.gone]
    try:
        kept.desk.follow([meeting_of(one) for one in changes.held], gone=gone)
    except RefusedWitness:
        return False
    kept.revision = service.revision
    return len(kept.desk.witness.meetings) == changes.number


def _learnt(service: Service, kept: CachedController, request: int) -> bool:
    """Whether the desk knows the request, perhaps from now on: what was sent since it was built is read."""
    if not kept.knows(request):
        last = max((one.id for one in kept.facts.asked), default=0)
        if asked := engine_requests_of(service, after=last):
            new = requests_of(asked, kept.facts)
            kept.desk.learn(new)
            kept.facts = replace(kept.facts, service=service, asked=(*kept.facts.asked, *asked))
            kept.problem = kept.desk.problem
            kept.known |= {one.id for one in new}
    return kept.knows(request)


def _facts_again(service: Service, facts: EngineInput) -> EngineInput:
    """People, times and rules did not change: requests and meetings are read anew."""
    return EngineInput(
        service=service,
        grid=facts.grid,
        places=facts.places,
        people=facts.people,
        interpreters=facts.interpreters,
        forbidden=facts.forbidden,
        apart=facts.apart,
        rules=facts.rules,
        asked=engine_requests_of(service),
        held=engine_meetings_of(service),
        absences=facts.absences,
    )


def _built(service: Service, facts: EngineInput, stamp: str) -> CachedController:
    promised = promised_of(service, facts.held)
    try:
        found = as_it_stands(facts, promised=promised)
    except (RefusedWitness, InvalidProblem):
        found = repaired(facts, promised=promised)
    return CachedController(
        stamp=stamp,
        revision=service.revision,
        facts=facts,
        problem=found.problem,
        desk=found.desk,
        is_clean=not (found.lost or found.moved),
        lost=found.lost,
        shifted=found.moved,
        known=frozenset(one.id for one in found.problem.requests),
    )
