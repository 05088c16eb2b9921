"""The settings of recommendation on the command line: shown, read from a file, changed by flags."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.inputs import tell_faults
from treffen.cli.refusal import Refused

if TYPE_CHECKING:
    from treffen.recommendation.settings import Settings


class PrintWeights(argparse.Action):
    """A flag that shows the usual settings and ends the command, as `--version` does."""

    def __init__(self, option_strings: Any, **words: Any) -> None:
        words["dest"] = argparse.SUPPRESS
        super().__init__(option_strings, nargs=0, default=argparse.SUPPRESS, **words)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        """Print and leave."""
        from treffen.files.people.settings_json import settings_text
        from treffen.recommendation.settings import Settings

        console = Console.on_standard_streams("en")
        console.answer(settings_text(Settings()))
        parser.exit(Exit.DONE if console.close() else Exit.BAD_INPUT)


def wanted_settings(options: argparse.Namespace, console: Console) -> Settings:
    """The settings of the file that was named, or the usual ones, as the flags change them."""
    from treffen.recommendation.score.weights import LIST_LIMITS, Balance
    from treffen.recommendation.settings import Settings

    settings = Settings() if options.weights is None else _from_file(options.weights, console)
    rules = settings.lists
    k = rules.k if options.k is None else options.k
    least, most = rules.bridges + rules.exploration, int(LIST_LIMITS["k"].most)
    if not least <= k <= most:
        if k < least:
            console.say(messages.TOO_SHORT, k=k, n=least)
        else:
            console.say(messages.TOO_LONG, k=k, n=most)
        raise Refused(Exit.BAD_INPUT)
    balance = rules.balance if options.balance is None else Balance(options.balance)
    # A list is chosen from the shortlist: a longer list needs a longer one.
    return replace(settings, lists=replace(rules, k=k, shortlist=max(k, rules.shortlist), balance=balance))


def _from_file(path: str, console: Console) -> Settings:
    from treffen.files.people.settings_json import read_settings

    reading = read_settings(path)
    if reading.settings is None:
        tell_faults(path, reading.faults, console)
        raise Refused(Exit.BAD_INPUT)
    return reading.settings
