"""One world, played by every service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median

from benchmarks.simulation.baselines import BASELINES, after_the_morning
from benchmarks.simulation.day import Control, Mended, Slots, held, slots_of
from benchmarks.simulation.figures import Figures, day_figures, exposure_gini, plan_figures
from benchmarks.simulation.lists import Lists, cards, exposure, fair_lists, ranking, reserves
from benchmarks.simulation.refilling import Refilling
from benchmarks.simulation.service import POLICIES, Planned, plan
from benchmarks.simulation.tables import OURS
from benchmarks.simulation.world import USUAL, Assumptions, World, world
from treffen.admission import Policy

SAME_LISTS = " (our lists)"
REFILLED = "ours, freed times offered"
WITH_EMAIL = "ours, freed times offered, email before"
WITH_EVE = "ours, and offers on the eve, yes in advance"
MEANS = {  # what each way has: the email before; a yes in advance and offers on the eve
    REFILLED: (False, False),
    WITH_EMAIL: (True, False),
    WITH_EVE: (True, True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One world to be played.

    `is_short` leaves out what is not compared in the table of assumptions, `is_large` the answer policy that
    is not the best. `is_own`: only ours, before and after freed times are offered.
    """

    seed: int
    people: int
    assumed: Assumptions = USUAL
    label: str = "as usual"
    is_short: bool = False
    is_large: bool = False
    is_own: bool = False


def play(case: Case) -> list[Figures]:
    """Every service, in the same world."""
    drawn = world(case.seed, people=case.people, assumed=case.assumed)
    ranked, fair = ranking(drawn), fair_lists(drawn)
    usual = [row[: len(own)] for row, own in zip(ranked, fair, strict=True)]
    if case.is_own:
        found = [ours(OURS, drawn, first=fair, ranked=ranked)]
        return found + [refilled(drawn, name, first=fair, ranked=ranked) for name in MEANS]
    found = []
    for name in BASELINES:
        found.append(baseline(name, drawn, first=usual, ranked=ranked))
        if not case.is_short:
            found.append(baseline(name, drawn, first=fair, ranked=ranked, suffix=SAME_LISTS))
    for name, policy in POLICIES.items():
        if policy is not Policy.AT_ONCE or not (case.is_short or case.is_large):
            found.append(ours(name, drawn, first=fair, ranked=ranked))
    return found


def baseline(name: str, drawn: World, *, first: Lists, ranked: Lists, suffix: str = "") -> Figures:
    """One of the usual ways, from lists to the evening of the day."""
    arranged = BASELINES[name](drawn, cards(drawn, first, ranked))
    eve = arranged.diary.slots()
    of_plan = plan_figures(drawn, eve, arranged.history)
    after = after_the_morning(drawn, arranged)
    return Figures(
        service=name + suffix,
        seed=drawn.seed,
        people=drawn.people,
        exposure=exposure_gini(exposure(first, drawn.people)),
        moved=0.0,
        undisturbed=1.0,
        incidents=0,
        slowest=0.0,
        usual=0.0,
        seconds=0.0,
        **of_plan,  # type: ignore[arg-type]
        **day_figures(drawn, eve, held(drawn, eve, after), arranged.history),  # type: ignore[arg-type]
    )


def ours(name: str, drawn: World, *, first: Lists, ranked: Lists) -> Figures:
    """Our service under one of its answer policies."""
    planned = plan(drawn, cards(drawn, first, ranked), POLICIES[name])
    mended = Control(drawn, planned).run()
    after = slots_of(planned, mended.timetable)
    eve = slots_of(planned, planned.timetable)
    return _figures(name, drawn, planned, mended, first=first, took_place=held(drawn, eve, after))


def refilled(drawn: World, name: str, *, first: Lists, ranked: Lists) -> Figures:
    """Our service with the better policy, and some of what it offers besides."""
    has_email, has_eve = MEANS[name]
    lists = first if has_eve else ()
    looked_at = cards(drawn, first, ranked)
    planned = plan(drawn, looked_at, Policy.PRICED, has_email=has_email, lists=lists)
    behind = [[*own, *more] for own, more in zip(first, reserves(drawn), strict=True)]
    control = Refilling(drawn, planned, behind, has_eve=has_eve)
    mended = control.run()
    after = held(drawn, control.known(), slots_of(planned, mended.timetable))
    return _figures(name, drawn, planned, mended, first=first, took_place=control.took_place(after))


def _figures(
    name: str, drawn: World, planned: Planned, mended: Mended, *, first: Lists, took_place: Slots
) -> Figures:
    eve = slots_of(planned, planned.timetable)
    return Figures(
        service=name,
        seed=drawn.seed,
        people=drawn.people,
        exposure=exposure_gini(exposure(first, drawn.people)),
        moved=mended.moved(),
        undisturbed=mended.undisturbed(),
        incidents=sum(n for _, n in mended.moves),
        slowest=max(mended.seconds, default=0.0),
        usual=median(mended.seconds) if mended.seconds else 0.0,
        seconds=planned.seconds,
        **plan_figures(drawn, eve, planned.history),  # type: ignore[arg-type]
        **day_figures(drawn, eve, took_place, planned.history),  # type: ignore[arg-type]
    )


def play_all(cases: Iterable[Case], *, workers: int) -> Iterator[tuple[Case, list[Figures]]]:
    """All worlds, as many at a time as there are workers, in their order."""
    many = list(cases)
    if workers == 1:
        yield from ((case, play(case)) for case in many)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from zip(many, pool.map(play, many), strict=True)
