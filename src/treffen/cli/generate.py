"""`treffen generate`: an invented event in a file, for trying things out."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.outputs import Output, check_folder, check_outputs, deliver_or_refuse
from treffen.cli.writers import problem_writer
from treffen.problem import EntityKind
from treffen.words import NOUNS, counted

ENDINGS = (".json", ".xlsx")


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Write one event of a family; the same numbers always give the same event."""
    is_folder = not Path(options.output).suffix
    output = Output(flag="-o", path=options.output, endings=() if is_folder else ENDINGS)
    if is_folder:
        check_folder(output, console)
    else:
        check_outputs([output], [], console)
    from treffen.generation import FAMILIES, conference_labels

    try:
        problem = FAMILIES[options.family](options.people, options.seed)
    except ValueError as error:
        words = {"family": options.family, "n": options.people, "why": error}
        console.say(messages.BAD_FAMILY_SIZE, **words)
        return Exit.BAD_INPUT
    labels: Mapping[tuple[str, str], str] = {}
    if options.family == "conference":
        labels = conference_labels(options.people, options.seed, language=console.language)
    known = {(noun, id): text for (noun, id), text in labels.items() if isinstance(noun, EntityKind)}
    deliver_or_refuse(output, problem_writer(problem, known, console.language), console)
    counts = {
        "people": (EntityKind.PARTICIPANT, problem.participants),
        "requests": (EntityKind.REQUEST, problem.requests),
        "slots": (EntityKind.SLOT, problem.slots),
        "places": (EntityKind.PLACE, problem.places),
    }
    words = {
        key: counted(len(those), NOUNS[noun], language=console.language)
        for key, (noun, those) in counts.items()
    }
    console.say(messages.GENERATED, path=options.output, **words)
    return Exit.DONE
