"""`treffen demo`: an invented conference, from generation to a checked timetable to look at."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from treffen.cli import generate, messages, schedule, verify
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.refusal import Refused

EVENT, PLAN, PAGE = "event.xlsx", "plan.json", "timetable.html"


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Generate, schedule, verify: the three commands a person would type, each shown before it runs."""
    folder = _folder(options.folder, console)
    event, plan, page = (str(folder / name) for name in (EVENT, PLAN, PAGE))
    people, seed, limit = options.people, options.seed, options.time_limit
    steps = (
        (generate, {"family": "conference", "output": event, "people": people, "seed": seed}),
        (
            schedule,
            {
                "input": event,
                "output": plan,
                "html": page,
                "xlsx": None,
                "progress_json": False,
                "goals": None,
                "time_limit": limit,
                "seed": seed,
            },
        ),
        (verify, {"input": event, "plan": plan, "html": None}),
    )
    again = ("--seed", str(seed))
    typed = (
        ("generate", "conference", "-o", event, "--people", str(people), *again),
        ("schedule", event, "-o", plan, "--html", page, "--time-limit", f"{limit:g}", *again),
        ("verify", event, plan),
    )
    for (step, flags), words in zip(steps, typed, strict=True):
        console.note(f"\n$ {shlex.join(['treffen', *words])}")
        status: Exit = step.run(argparse.Namespace(**flags, quiet=False, debug=options.debug), console)
        if status is not Exit.DONE:
            return status
    console.say(messages.DEMO_DONE, event=event, page=Path(page).resolve().as_uri())
    return Exit.DONE


def _folder(path: str, console: Console) -> Path:
    """The folder to write to, made where it is missing."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        console.say(messages.NOT_WRITABLE, flag="FOLDER", path=path, why=why)
        raise Refused(Exit.BAD_INPUT) from None
    return Path(path)
