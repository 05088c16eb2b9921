"""`argparse` in two languages: its own few words are English, and so are its complaints."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.words import Language, Text

Value = TypeVar("Value")

USAGE = Text("Aufruf: ", "Usage: ")
THINGS = Text("Angaben", "Arguments")
FLAGS = Text("Schalter", "Options")
HELP = Text("diese Hilfe zeigen", "show this help")
FAULT = Text("{prog}: {message}\nHilfe: {prog} --help", "{prog}: {message}\nHelp: {prog} --help")

# What argparse says, and how we say it. Anything else passes through as it is.
COMPLAINTS: tuple[tuple[str, Text], ...] = (
    (
        r"the following arguments are required: (?P<what>.+)",
        Text("Es fehlt: {what}", "Missing: {what}"),
    ),
    (r"unrecognized arguments: (?P<what>.+)", Text("Unbekannt: {what}", "Unknown: {what}")),
    (
        r"argument (?P<what>\S+): expected one argument",
        Text("{what} braucht einen Wert.", "{what} needs a value."),
    ),
    (
        r"argument (?P<what>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.+)\)",
        Text(
            "{what}: „{value}“ steht nicht zur Wahl: {choices}", "{what}: “{value}” is not one of: {choices}"
        ),
    ),
    (
        r"ambiguous option: (?P<what>\S+) could match (?P<choices>.+)",
        Text("{what} ist nicht eindeutig: {choices}", "{what} is ambiguous: {choices}"),
    ),
    (r"argument (?P<what>\S+): (?P<value>.+)", Text("{what}: {value}", "{what}: {value}")),
)


def complaint(message: str, language: Language) -> str:
    """A complaint of argparse in our words.

    >>> complaint("the following arguments are required: INPUT, -o/--output", "de")
    'Es fehlt: INPUT, -o/--output'
    """
    for pattern, text in COMPLAINTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            words = {k: v.replace("'", "") if k == "choices" else v for k, v in found.groupdict().items()}
            return text.said(language).format_map(words)
    return message


class Grammar:
    """Parsers whose headings, help and complaints are in one language."""

    class Parser(argparse.ArgumentParser):
        """A parser with the two groups that every command has: things given, and flags."""

        things: argparse._ArgumentGroup  # the standard library gives the type no public name
        flags: argparse._ArgumentGroup
        language: Language = "en"

        def error(self, message: str) -> NoReturn:
            """Usage, then what is wrong; exit status 2."""
            self.print_usage()
            words = FAULT.said(self.language)
            self.exit(2, words.format(prog=self.prog, message=complaint(message, self.language)) + "\n")

        def print_usage(self, file: Any = None) -> None:
            """Usage belongs to a complaint, so it goes to standard error."""
            self._print_message(self.format_usage(), file)

        def _print_message(self, message: str, file: Any = None) -> None:
            """Help and version are answers: where they are lost, that is said, and the status is 2."""
            if file is not sys.stdout:
                super()._print_message(message, file)
                return
            console = Console.on_standard_streams(self.language)
            console.answer(message.removesuffix("\n"))
            if not console.close():
                self.exit(Exit.BAD_INPUT)

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def said(self, text: Text) -> str:
        """Words in this language; argparse reads per cent signs as its own, so they are doubled."""
        return text.said(self.language).replace("%", "%%")

    def _formatter(self, prog: str) -> argparse.HelpFormatter:
        usage = USAGE.said(self.language)

        class Formatter(argparse.RawDescriptionHelpFormatter):
            def add_usage(self, usage_: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
                super().add_usage(usage_, actions, groups, usage if prefix is None else prefix)

        return Formatter(prog, max_help_position=28)

    def _equipped(self, parser: Grammar.Parser) -> Grammar.Parser:
        parser.language = self.language
        parser.things = parser.add_argument_group(THINGS.said(self.language))
        parser.flags = parser.add_argument_group(FLAGS.said(self.language))
        parser.flags.add_argument("-h", "--help", action="help", help=HELP.said(self.language))
        return parser

    def parser(self, *, prog: str, description: Text, epilog: Text) -> Grammar.Parser:
        """The parser of the whole command."""
        return self._equipped(
            Grammar.Parser(
                prog=prog,
                description=description.said(self.language),
                epilog=epilog.said(self.language),
                formatter_class=self._formatter,
                add_help=False,
                allow_abbrev=False,
            )
        )

    def command(self, commands: Any, name: str, about: Text) -> Grammar.Parser:
        """The parser of one subcommand."""
        first, _, rest = about.said(self.language).partition("\n")
        parser: Grammar.Parser = commands.add_parser(
            name,
            help=first.replace("%", "%%"),
            description=f"{first}\n{rest}".strip(),
            formatter_class=self._formatter,
            add_help=False,
            allow_abbrev=False,
        )
        return self._equipped(parser)

    def checked(self, read: Callable[[str], Value], wanted: Text) -> Callable[[str], Value]:
        """A reader of a flag's value that says what is wanted where the value will not do."""

        def reader(text: str) -> Value:
            try:
                return read(text)
            except (ValueError, OverflowError):
                words = wanted.said(self.language).format(value=text)
                raise argparse.ArgumentTypeError(words) from None

        return reader


def grammar_for(language: Language) -> Grammar:
    """The grammar of one language."""
    return Grammar(language)
