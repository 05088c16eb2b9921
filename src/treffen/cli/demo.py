"""`treffen demo`: an invented conference, from generation to a checked timetable to look at."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from treffen.cli import generate, messages, schedule, verify
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.parser import build_parser
from treffen.cli.refusal import Refused

EVENT, PLAN, PAGE = "event.xlsx", "plan.json", "timetable.html"


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Generate, schedule, verify: three commands, each shown before it runs, as if it were typed."""
    folder = _folder(options.folder, console)
    event, plan, page = (str(folder / name) for name in (EVENT, PLAN, PAGE))
    again = ("--seed", str(options.seed))
    limit = f"{options.time_limit:g}"
    steps = (
        (generate, ("generate", "conference", "-o", event, "--people", str(options.people), *again)),
        (schedule, ("schedule", event, "-o", plan, "--html", page, "--time-limit", limit, *again)),
        (verify, ("verify", event, plan)),
    )
    parser = build_parser(console.language)
    for step, words in steps:
        console.note(f"\n$ {shlex.join(['treffen', *words])}")
        status: Exit = step.run(parser.parse_args(words), console)
        if status not in (Exit.DONE, Exit.UNPROVED):
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
    return Path(path).absolute() if path.startswith("-") else Path(path)  # it would read as a flag
