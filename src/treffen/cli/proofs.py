"""The proof of a plan, as tables and sentences."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.tables import table
from treffen.timetable import Plan
from treffen.words import (
    answer,
    capitalised,
    goal,
    goal_result,
    goal_status,
    number,
    proof,
    stop_reason,
)


def goals_table(plan: Plan, console: Console) -> Iterator[str]:
    """One line a goal: value, bound, status, and what the bound rests on."""
    language = console.language
    heads = (messages.GOAL, messages.VALUE, messages.BOUND, messages.STATUS, messages.PROOF)
    rows = (
        (
            goal(r.goal, language),
            number(r.value, language),
            number(r.bound, language),
            goal_status(r.status, language),
            proof(r.proof, language),
        )
        for r in plan.goals
    )
    yield from table([console.said(h) for h in heads], rows, width=console.width, right=frozenset({1, 2}))


def proof_view(plan: Plan, console: Console) -> Iterator[str]:
    """Everything that is proved of a plan, and what is needed to make it again."""
    language = console.language
    yield answer(plan, language)
    yield stop_reason(plan.stopped, language)
    if plan.goals:
        yield ""
        yield from goals_table(plan, console)
        yield ""
        yield from (goal_result(result, language) for result in plan.goals)
        yield ""
        for kind in dict.fromkeys(result.proof for result in plan.goals):
            yield f"{capitalised(proof(kind, language))}: {proof(kind, language, long=True)}"
    yield ""
    seconds = number(plan.seconds, language, digits=2)
    yield console.said(messages.SEED_LINE, seed=plan.seed, seconds=seconds)
    if plan.versions:
        versions = ", ".join(f"{name} {version}" for name, version in plan.versions.items())
        yield console.said(messages.VERSIONS, versions=versions)
    yield console.said(messages.HASH, hash=plan.problem)
