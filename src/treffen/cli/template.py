"""`treffen template`: an empty, explained workbook for those who start from a spreadsheet."""

from __future__ import annotations

import argparse
import shlex

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.outputs import Output, check_outputs, deliver_or_refuse
from treffen.cli.writers import people_template_writer, template_writer


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Write the workbook; never over one that may be filled in already, unless told to."""
    output = Output(flag="template", path=options.output, endings=(".xlsx",))
    check_outputs([output], [], console)
    if output.target.exists() and not options.force:
        console.say(messages.EXISTS, path=options.output)
        return Exit.BAD_INPUT
    write = people_template_writer if options.profiles else template_writer
    deliver_or_refuse(output, write(console.language), console)
    verb, result = ("recommend", "lists.json") if options.profiles else ("schedule", "plan.json")
    command = shlex.join(["treffen", verb, options.output, "-o", result])
    console.say(messages.TEMPLATE_WRITTEN, path=options.output, command=command)
    return Exit.DONE
