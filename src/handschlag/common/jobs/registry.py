"""Which function does which kind of job, what it sees of its run, and what a page says about it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from handschlag.common.models import Job


class Cancelled(Exception):
    """Somebody asked for an end, or the lease was lost. Handlers let it pass; nothing is to be kept."""


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a job has come."""

    phase: str = ""
    done: int = 0
    total: int | None = None
    best: float | None = None
    bound: float | None = None

    def change(self, **values: Any) -> None:
        for name, value in values.items():
            if value is not None:
                setattr(self, name, value)


@dataclass(slots=True, kw_only=True)
class Run:
    """One attempt at a job.

    `progress` and `check` cost next to nothing and touch no database: they may stand in a loop and inside a
    transaction. `complete` belongs at the end of the handler's own transaction: the job is done if, and only
    if, its data are there.
    """

    job_id: int
    owner_id: int | None
    attempt: int
    report: Callable[[Progress], None]
    is_cancelled: Callable[[], bool]
    finish: Callable[[Mapping[str, Any]], bool]
    now: Callable[[], datetime] = timezone.now  # the worker's: leases and due times are written by it
    now_at: Progress = field(default_factory=Progress)
    is_complete: bool = False

    def progress(
        self,
        *,
        done: int | None = None,
        total: int | None = None,
        phase: str | None = None,
        best: float | None = None,
        bound: float | None = None,
    ) -> None:
        """Tells whoever waits; a value that is not given stays as it was."""
        self.now_at.change(done=done, total=total, phase=phase, best=best, bound=bound)
        self.report(self.now_at)

    def check(self) -> None:
        """Nothing, or `Cancelled`."""
        if self.is_cancelled():
            raise Cancelled

    def complete(self, result: Mapping[str, Any]) -> None:
        """The job is done, in the transaction that is open; `Cancelled` if it is no longer ours."""
        if not self.finish(result):
            raise Cancelled
        self.is_complete = True


Function = Callable[..., Mapping[str, Any] | None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """How a kind of job is done. `leads_to` gives the address of what came out, for the job's page.

    One of the day is short, and people wait for it where an event takes place: the worker has a slot for it.
    """

    kind: str
    function: Function
    title: str | Promise
    phases: Mapping[str, str | Promise] = field(default_factory=dict)
    limit: timedelta = timedelta(minutes=15)
    max_attempts: int = 3
    every: timedelta | None = None
    leads_to: Callable[[Job], str] | None = None
    is_of_the_day: bool = False


class UnknownKind(LookupError):
    """No floor has registered this kind of job."""


_handlers: dict[str, Handler] = {}
_ahead: list[Callable[[], object]] = []


def handler(
    kind: str,
    *,
    title: str | Promise = "",
    phases: Mapping[str, str | Promise] | None = None,
    limit: timedelta = timedelta(minutes=15),
    max_attempts: int = 3,
    leads_to: Callable[[Job], str] | None = None,
    is_of_the_day: bool = False,
) -> Callable[[Function], Function]:
    """Registers `def run(run: Run, **payload)`; what it returns becomes the job's result."""

    def register(function: Function) -> Function:
        _add(
            Handler(
                kind=kind,
                function=function,
                title=title or kind,
                phases=phases or {},
                limit=limit,
                max_attempts=max_attempts,
                leads_to=leads_to,
                is_of_the_day=is_of_the_day,
            )
        )
        return function

    return register


def periodic(
    kind: str,
    *,
    every: timedelta,
    title: str | Promise = "",
    limit: timedelta = timedelta(minutes=15),
    is_of_the_day: bool = False,
) -> Callable[[Function], Function]:
    """Registers a job without payload that comes round again; missed rounds are not made up for."""

    def register(function: Function) -> Function:
        words = title or kind
        handler = Handler(
            kind=kind, function=function, title=words, every=every, limit=limit, is_of_the_day=is_of_the_day
        )
        _add(handler)
        return function

    return register


def _add(one: Handler) -> None:
    known = _handlers.get(one.kind)
    if known and known.function.__module__ != one.function.__module__:
        raise ValueError(f"Two floors do {one.kind}.")
    _handlers[one.kind] = one


def load() -> None:
    """Lets every floor register its jobs: its room `jobs` is imported."""
    autodiscover_modules("jobs")
    autodiscover_modules("jobs.housekeeping")


def before_work(function: Callable[[], object]) -> None:
    """Called in each process that does jobs, while it waits for one: what is slow only the first time."""
    _ahead.append(function)


def warm() -> None:
    """All of that. A fault here shows when the job itself meets it."""
    for function in _ahead:
        try:
            function()
        except Exception:
            log.exception("Something could not be done ahead")


def handler_of(kind: str) -> Handler:
    """The handler of a kind, or `UnknownKind`."""
    if kind not in _handlers:
        load()
    if kind not in _handlers:
        raise UnknownKind(kind)
    return _handlers[kind]


def rounds() -> list[Handler]:
    """Every job that comes round again."""
    load()
    return sorted((one for one in _handlers.values() if one.every), key=lambda one: one.kind)


def kinds_of_the_day() -> frozenset[str]:
    """Every kind of job that has a slot kept for it."""
    load()
    return frozenset(one.kind for one in _handlers.values() if one.is_of_the_day)


def call(one: Handler, run: Run, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the handler's function made of a payload."""
    return dict(one.function(run, **payload) or {})
