"""`treffen prove`: what a search said of a plan, refuted step by step for a checker that trusts nobody."""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import open_event, open_plan
from treffen.cli.outputs import Output, Write, check_folder, deliver_or_refuse
from treffen.cli.signals import StopOnSignal
from treffen.files import write_refutation
from treffen.problem import Goal
from treffen.verification import verify
from treffen.words import goal, number

if TYPE_CHECKING:
    from treffen.scheduling.proving import Proved


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Write a log for everything that rests on a search; exit 3 where something stays on trust."""
    output = Output(flag="-o", path=options.output)
    check_folder(output, console)
    event, plan = open_event(options.input, console), open_plan(options.plan, console)
    if not verify(event.problem, plan, expects_reasons=False).is_accepted:
        console.say(messages.PLAN_REFUSED, plan=options.plan)
        return Exit.NO
    from treffen.scheduling.proving import prove
    from treffen.solvers.base import Stop  # numpy and the solvers: not before the plan was found sound

    stop = Stop(options.time_limit)
    with StopOnSignal(stop.request, last_words=console.said(messages.ABORTED)), ThreadPoolExecutor(1) as pool:
        work = pool.submit(lambda: list(prove(event.problem, plan, stop=stop)))
        found = work.result()  # waited for here, where signals are heard
    deliver_or_refuse(output, _logs_writer(found), console)
    for one in found:
        _tell(one, console)
    if not found:
        console.answer(console.said(messages.NOTHING_BY_SEARCH))
    console.answer(console.said(messages.WRITTEN, files=options.output))
    return Exit.NOT_FOUND if any(isinstance(one.refutation, str) for one in found) else Exit.DONE


def _logs_writer(claims: list[Proved]) -> Write:
    """A folder with one log a claim: without a time limit, the same bytes for the same plan."""

    def write(folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        for one in claims:
            if not isinstance(one.refutation, str):
                found = one.refutation
                write_refutation(folder, one.name, log=found.lines(), prices=found.prices, order=found.order)

    return write


def _tell(claim: Proved, console: Console) -> None:
    language = console.language
    what = goal(Goal(claim.name), language) if claim.name in set(Goal) else console.said(messages.CORE_CLAIM)
    if isinstance(claim.refutation, str):
        why = console.said(messages.WHY_UNREFUTED[claim.refutation])
        console.answer(console.said(messages.STAYS_ON_TRUST, what=what, why=why))
    else:
        steps = number(len(claim.refutation.steps), language)
        console.answer(console.said(messages.REFUTED, what=what, steps=steps))
