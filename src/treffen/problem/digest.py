"""One hash for one problem, whatever file it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache

from treffen.problem.entities import Parts

_LATER = frozenset({"fewest"})  # what came later leaves the hash of those who do not use it as it was


def _plain(value: object) -> str:
    """A canonical text of a value: sets sorted, times in UTC, everything quoted by `repr`."""
    if value is None or type(value) is str or type(value) is int:
        return repr(value)
    if isinstance(value, tuple):
        return "[" + ",".join(map(_plain, value)) + "]" if value else "[]"
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(_plain, value))) + "}" if value else "{}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (str, int)):
        return repr(value) if not isinstance(value, str) else repr(str(value))
    return _record(value)


@cache
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    """Fields of a noun that are content, each with the text before its value."""
    return tuple((f.name, f"{f.name}=") for f in fields(kind) if f.name != "title")


def _record(value: object) -> str:
    names = _names(type(value))  # type: ignore[arg-type]  # classes are hashable, mypy cannot tell
    pairs = [(name, before, getattr(value, name)) for name, before in names]
    told = [before + _plain(v) for name, before, v in pairs if v is not None or name not in _LATER]
    return "(" + ",".join(told) + ")"


def _lines(parts: Parts) -> Iterable[str]:
    for f in fields(parts):
        if f.name == "title":
            continue
        value = getattr(parts, f.name)
        if f.name == "promised" and not value:
            continue  # events before the day keep the hash that they had before there were promises
        if f.name in ("slots", "goals", "requests") or not isinstance(value, tuple):
            yield f"{f.name}:"
            yield from map(_plain, value if isinstance(value, tuple) else (value,))
        else:
            yield f"{f.name}:"
            yield from sorted(map(_plain, value))


def digest(parts: Parts) -> str:
    """`sha256:` and the hexadecimal hash of the canonical text, one line a noun.

    The order of slots, requests and goals is content (time, names by number, priority);
    the order of all other nouns is not.
    """
    running = hashlib.sha256()
    for line in _lines(parts):
        running.update(line.encode("utf-8", "surrogatepass"))
        running.update(b"\n")
    return "sha256:" + running.hexdigest()
