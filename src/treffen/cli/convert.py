"""`treffen convert`: an event in another format, with other goals, or without its limit on the spread."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import open_event
from treffen.cli.outputs import Output, check_folder, check_outputs, deliver_or_refuse
from treffen.cli.writers import problem_writer
from treffen.words import number

ENDINGS = (".json", ".xlsx")


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Write what was read; the same event always gives the same file."""
    output = Output(flag="-o", path=options.output, endings=ENDINGS if Path(options.output).suffix else ())
    if output.endings:
        check_outputs([output], [options.input], console)
    else:
        check_folder(output, console)
    event = open_event(options.input, console)
    problem = event.problem
    if problem.promised and Path(options.output).suffix.lower() != ".json":
        console.say(messages.NO_PROMISES, n=number(len(problem.promised), console.language))
        return Exit.BAD_INPUT
    if options.no_break_spread:
        problem = replace(problem, break_spread=None)
    if options.goals:
        problem = replace(problem, goals=options.goals)
    deliver_or_refuse(output, problem_writer(problem, event.naming.labels, console.language), console)
    console.say(messages.WRITTEN, files=options.output)
    return Exit.DONE
