"""When meetings are held: who searches, in which order."""

from __future__ import annotations

from treffen.scheduling import comfort, exact, kept_promises, required, select
from treffen.scheduling.run import SchedulerState


def find_times(run: SchedulerState) -> None:
    """Fill the board with the best times found, and learn bounds."""
    if required.find_conflict(run):
        return
    if not required.find_best(run) or (run.missing() and not run.is_infeasible):
        _search_times(run)
    if run.is_infeasible:
        return
    kept_promises.keep_slots(run, search=_search_times)
    if exact.is_small(run) and (run.missing() or run.over_limit() or not run.is_all_proved()):
        exact.solve_exactly(run)
    comfort.shed(run)


def _search_times(run: SchedulerState) -> None:
    """As much as can be held, at good times, where no search for the best answers the whole question."""
    guide = None
    select.insert_musts(run)
    if not select.hold_everything(run):
        guide = select.find_bounds(run)
        select.first_timetable(run, guide)
    if run.missing():
        required.hold_all(run)
    if run.missing() and not run.is_infeasible:
        required.hold_musts(run)
        select.insert_musts(run)
        select.first_timetable(run, guide)
    if not run.is_infeasible and not run.missing():
        required.price_idle(run)
        select.improve(run, guide)
        comfort.anneal(run)
