"""`treffen verify`: a stranger's plan, checked from the ground up."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import Event, open_event, open_plan
from treffen.cli.outputs import Output, check_outputs, deliver_or_refuse
from treffen.cli.tables import table
from treffen.cli.writers import page_writer
from treffen.problem import EntityKind, Goal
from treffen.problem.sweeping import unswept
from treffen.timetable import Plan, PlanStatus
from treffen.verification import BoundVerdict, Objection, Report
from treffen.verification import verify as check
from treffen.words import (
    bound_remark,
    bound_verdict,
    called,
    called_all,
    capitalised,
    core,
    core_verdict,
    goal,
    number,
    objection,
    other_goals,
    reason,
    verdict,
    violation,
)


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Print what is broken and what was recomputed; the exit status is the verdict."""
    output = None if options.html is None else Output(flag="--html", path=options.html)
    if output is not None:
        check_outputs([output], [options.input, options.plan], console)
    with unswept():
        return _judge(options, output, console)


def _judge(options: argparse.Namespace, output: Output | None, console: Console) -> Exit:
    event = open_event(options.input, console)
    plan = open_plan(options.plan, console)
    report = check(event.problem, plan, expects_reasons=not options.no_reasons)
    if output is not None:
        writer = page_writer(event, plan, report=report, language=console.language)
        deliver_or_refuse(output, writer, console)
        console.say(messages.WRITTEN, files=output.path)
    for line in _lines(event, plan, report, console):
        console.answer(line)
    if not report.is_accepted:
        return Exit.NO
    return Exit.UNPROVED if report.rests_on_trust else Exit.DONE


def _lines(event: Event, plan: Plan, report: Report, console: Console) -> Iterator[str]:
    language = console.language
    is_empty = plan.status is PlanStatus.UNKNOWN and report.is_accepted
    yield console.said(messages.NO_CLAIM) if is_empty else verdict(report, language)
    for why in report.objections:
        if why is not Objection.VIOLATIONS:
            yield f"- {objection(why, language)}"
    yield from _violations(event, report, console)
    yield from _reasons(event, report, console)
    yield from filter(None, [other_goals(report, language)])
    if report.goals:
        yield ""
        yield from _goals(report, console)
        yield from filter(None, (bound_remark(g, language) for g in report.goals))
        if any(g.verdict is BoundVerdict.ON_TRUST and _can_be_refuted(g.goal, event) for g in report.goals):
            yield console.said(messages.PROVE_IT)
    if plan.core is not None and report.core is not None:
        yield core(plan.core, language, name=event.naming, problem=event.problem)
        yield core_verdict(report.core, language)


def _can_be_refuted(what: Goal, event: Event) -> bool:
    """Whether `treffen prove` knows such a goal of such an event."""
    is_counted = what in (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE)
    is_plain = all(r.must and r.length == 1 and not r.delegates for r in event.problem.requests)
    return (
        is_counted
        and is_plain
        and not event.problem.interpreters
        and not any(p.likes for p in event.problem.participants)
    )


def _violations(event: Event, report: Report, console: Console) -> Iterator[str]:
    count = len(report.violations)
    if count:
        head = messages.RULES_BROKEN.one if count == 1 else messages.RULES_BROKEN.many
        yield console.said(head, n=number(count, console.language))
    for one in report.violations:
        yield f"- {violation(one, console.language, name=event.naming)}"


def _reasons(event: Event, report: Report, console: Console) -> Iterator[str]:
    language, name = console.language, event.naming
    for told in report.untrue:
        what = capitalised(called(EntityKind.REQUEST, told.request, language=language, name=name))
        why = reason(told, language, name=name)
        yield f"- {console.said(messages.UNTRUE, what=what, why=why)}"
    if report.unexplained:
        what = called_all(EntityKind.REQUEST, report.unexplained, language=language, name=name)
        yield console.said(messages.UNEXPLAINED, what=what)


def _goals(report: Report, console: Console) -> Iterator[str]:
    language = console.language
    heads = (messages.GOAL, messages.CLAIMED, messages.RECOMPUTED, messages.BOUND, messages.VERDICT)
    rows = (
        (
            goal(g.goal, language),
            number(g.claimed, language),
            number(g.value, language),
            number(g.bound, language),
            bound_verdict(g.verdict, language),
        )
        for g in report.goals
    )
    right = frozenset({1, 2, 3})
    yield from table([console.said(h) for h in heads], rows, width=console.width, right=right)
