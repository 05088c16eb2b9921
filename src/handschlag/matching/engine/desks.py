"""The desks that answer "may this yes be given?": one for each event, kept while it is up to date.

Building one reads the whole event; so each process keeps its last one and asks the database only whether
something has changed. Whoever answers holds the event's row in the database, so that only one
desk speaks at a time; the lock here is for the threads of one process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import connection

from handschlag.matching.engine import naming
from handschlag.matching.engine.effects import as_it_stands, repaired
from handschlag.matching.models import Service
from handschlag.matching.queries.facts import Facts, asked_of, facts_of, held_of
from handschlag.matching.queries.promises import promised_of
from handschlag.matching.queries.stamps import stamp_of
from treffen.admission import Desk, RefusedWitness
from treffen.errors import InvalidProblem
from treffen.problem import Meeting, Problem

MOST: Final = 4  # events that one process remembers


@dataclass(slots=True, kw_only=True)
class Kept:
    stamp: str
    revision: int
    facts: Facts
    problem: Problem
    desk: Desk
    is_clean: bool = True  # nothing was changed that is not committed
    # What the desk had to give up or to move because people, times or places changed elsewhere; whoever
    # writes next writes that, too (`actions.mending`).
    lost: tuple[int, ...] = ()
    shifted: tuple[Meeting, ...] = ()

    def knows(self, request: int) -> bool:
        return any(one.id == naming.request(request) for one in self.problem.requests)


_lock = threading.RLock()
_kept: OrderedDict[tuple[str, int], Kept] = OrderedDict()


@contextmanager
def desk_for(service: Service, *, request: int | None = None) -> Iterator[Kept]:
    """The desk of an event as it stands in this transaction, which knows the request.

    Whoever changes the witness calls `keep` when the change is committed; whatever goes wrong before
    that makes the desk be built anew.
    """
    with _lock:
        key = (str(connection.settings_dict["NAME"]), service.pk)
        kept = _kept.pop(key, None)
        kept = _renewed(service, kept, request)
        yield kept
        # Only a desk that nobody changed is kept here; a changed one comes back by `keep`.
        if kept.is_clean:
            keep(service, kept)


def keep(service: Service, kept: Kept) -> None:
    """This desk stands for the event as it is now."""
    with _lock:
        kept.is_clean, kept.revision = True, service.revision
        _kept[(str(connection.settings_dict["NAME"]), service.pk)] = kept
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
        forget(service.pk)
        raise


def forget_all() -> None:
    """As a new process would."""
    with _lock:
        _kept.clear()


def forget(service_id: int) -> None:
    """The next question builds the desk of an event anew."""
    with _lock:
        _kept.pop((str(connection.settings_dict["NAME"]), service_id), None)


def _renewed(service: Service, kept: Kept | None, request: int | None) -> Kept:
    stamp = stamp_of(service)
    if kept is None or kept.stamp != stamp:
        return _built(service, facts_of(service), stamp)
    if kept.revision == service.revision and (request is None or kept.knows(request)):
        return kept
    return _built(service, _facts_again(service, kept.facts), stamp)


def _facts_again(service: Service, facts: Facts) -> Facts:
    """People, times and rules did not change: requests and meetings are read anew."""
    return Facts(
        service=service,
        grid=facts.grid,
        places=facts.places,
        people=facts.people,
        interpreters=facts.interpreters,
        forbidden=facts.forbidden,
        rules=facts.rules,
        asked=asked_of(service),
        held=held_of(service),
    )


def _built(service: Service, facts: Facts, stamp: str) -> Kept:
    promised = promised_of(service, facts.held)
    try:
        found = as_it_stands(facts, promised=promised)
    except (RefusedWitness, InvalidProblem):
        found = repaired(facts, promised=promised)
    return Kept(
        stamp=stamp,
        revision=service.revision,
        facts=facts,
        problem=found.problem,
        desk=found.desk,
        is_clean=not (found.lost or found.moved),
        lost=found.lost,
        shifted=found.moved,
    )
