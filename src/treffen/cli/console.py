"""Where the command speaks: answers on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

from treffen.cli import messages
from treffen.words import Language, Text

NARROWEST = 40
HARMLESS = "\n\N{NO-BREAK SPACE}"  # not "printable", as Python has it


def visible(text: str) -> str:
    """Text that cannot steer a terminal: control characters of a stranger's file are spelled out.

    >>> visible("a\\x1b[2J")
    'a\\\\x1b[2J'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in HARMLESS else ascii(c)[1:-1] for c in text)


class Console:
    """Standard output and error, in one language. A reader that goes away is no error; a full disk is."""

    def __init__(self, out: TextIO, err: TextIO, language: Language) -> None:
        self._out = out
        self._err = err
        self.language: Language = language
        self.is_quiet = False
        self._lost = ""  # why answers were lost

    @classmethod
    def on_standard_streams(cls, language: Language) -> Console:
        """The process's own streams; what they cannot encode is spelled out, never an error.

        In place of a stream that is closed a way to nowhere is opened, before a file gets its number.
        """
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:
                nowhere = os.open(os.devnull, os.O_RDWR)
                setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        return cls(sys.stdout, sys.stderr, language)

    @property
    def err(self) -> TextIO:
        """The stream of notes and progress."""
        return self._err

    @property
    def width(self) -> int | None:
        """Columns of the terminal that answers go to; None on a pipe: nothing is cut there."""
        return columns(self._out) if self._out.isatty() else None

    def answer(self, text: str = "") -> None:
        """A line of what was asked for."""
        try:
            self._out.write(visible(text) + "\n")
        except (OSError, ValueError) as error:
            self._give_up(error)

    def note(self, text: str) -> None:
        """A line beside the answer: faults, warnings, what was done."""
        with suppress(OSError, ValueError):
            self._err.write(visible(text) + "\n")

    def said(self, text: Text, **values: object) -> str:
        """Words in the console's language, filled in."""
        return text.said(self.language).format_map(values)

    def say(self, text: Text, **values: object) -> None:
        """A note in the console's language."""
        self.note(self.said(text, **values))

    def close(self) -> bool:
        """Hand over what is still buffered; False, and said, where answers were lost (a full disk, say)."""
        try:
            self._out.flush()
        except (OSError, ValueError) as error:
            self._give_up(error)
        if self._lost:
            self.say(messages.ANSWER_LOST, why=self._lost)
        try:
            self._err.flush()
        except (OSError, ValueError):
            _silence(self._err)
        return not self._lost

    def _give_up(self, error: Exception) -> None:
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            self._lost = self._lost or error.strerror or type(error).__name__
        _silence(self._out)


def columns(stream: TextIO) -> int:
    """The width of the stream's terminal, at least what a sentence needs; COLUMNS goes first."""
    try:
        size = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        try:
            size = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            size = 0
    return max(NARROWEST, size or 80)


def _silence(stream: TextIO) -> None:
    """Tie off the end of a stream: whatever is buffered must not fail again at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
