"""The lists of words that come with the engine, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from treffen.language.folding import fold


def table(name: str) -> str:
    """The text of a file in `data/`."""
    return (files("treffen.language") / "data" / name).read_text(encoding="utf-8")


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a list in `data/`, without comments and empty ones."""
    stripped = (line.split("#", 1)[0].strip() for line in table(name).splitlines())
    return tuple(line for line in stripped if line)


@cache
def words(name: str) -> frozenset[str]:
    """All words of a list, folded."""
    return frozenset(fold(word) for line in lines(name) for word in line.split())
