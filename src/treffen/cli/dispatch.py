"""From the words typed to an exit status: which command runs, and what happens when it cannot."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.parser import build_parser, wanted_language
from treffen.cli.refusal import Refused


def main_of_process() -> int:
    """Run the command that this process was started for, set up before anything heavy is loaded."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads cost more than our small products
    return main()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; never raises, never shows a traceback unasked."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    language = wanted_language(typed, os.environ)
    console = Console.on_standard_streams(language)
    options = build_parser(language).parse_args(typed)
    console.is_quiet = getattr(options, "quiet", False)
    try:
        run = import_module(f"treffen.cli.{options.command}").run
        status = run(options, console)
    except Refused as refused:
        status = refused.status
    except KeyboardInterrupt:
        status = Exit.ABORTED
    except Exception as error:  # noqa: BLE001 - the last door: an apology instead of a traceback
        status = _apologise(error, console, is_debugging=options.debug)
    is_said = console.close()
    return int(Exit.BAD_INPUT if status is Exit.DONE and not is_said else status)


def _apologise(error: Exception, console: Console, *, is_debugging: bool) -> Exit:
    import traceback

    if is_debugging:
        console.note(traceback.format_exc())
    console.say(messages.DEFECT, what=type(error).__name__, reference=reference(error))
    return Exit.DEFECT


def reference(error: BaseException) -> str:
    """A short name for a defect: the same for the same error at the same place in the code."""
    import hashlib
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.name}:{frame.lineno}" for frame in frames[-4:]]
    return hashlib.sha256("|".join([type(error).__name__, *places]).encode()).hexdigest()[:8]
