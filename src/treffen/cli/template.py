"""`treffen template`: an empty, explained workbook for those who start from a spreadsheet."""

from __future__ import annotations

import argparse
import shlex

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.outputs import Output, check_outputs, deliver_or_refuse
from treffen.cli.writers import template_writer


def run(options: argparse.Namespace, console: Console) -> Exit:
    """Write the workbook; never over one that may be filled in already, unless told to."""
    output = Output(flag="template", path=options.output, endings=(".xlsx",))
    check_outputs([output], [], console)
    if output.target.exists() and not options.force:
        console.say(messages.EXISTS, path=options.output)
        return Exit.BAD_INPUT
    deliver_or_refuse(output, template_writer(console.language), console)
    command = shlex.join(["treffen", "schedule", options.output, "-o", "plan.json"])
    console.say(messages.TEMPLATE_WRITTEN, path=options.output, command=command)
    return Exit.DONE
