"""One hash for one problem, whatever file it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime

from treffen.problem.nouns import Parts


def _plain(value: object) -> str:
    """A canonical text of a value: sets sorted, times in UTC, everything quoted by `repr`."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(_plain, value))) + "}"
    if isinstance(value, tuple):
        return "[" + ",".join(map(_plain, value)) + "]"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (str, int)) or value is None:
        return repr(value) if not isinstance(value, str) else repr(str(value))
    return _record(value)


def _record(value: object) -> str:
    names = [f.name for f in fields(value)]  # type: ignore[arg-type]  # only our dataclasses come here
    return "(" + ",".join(f"{n}={_plain(getattr(value, n))}" for n in names if n != "title") + ")"


def _lines(parts: Parts) -> Iterable[str]:
    for f in fields(parts):
        if f.name == "title":
            continue
        value = getattr(parts, f.name)
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
