"""One hash for one problem, whatever file it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, fields
from datetime import UTC, datetime
from functools import cache
from itertools import batched
from operator import attrgetter

from treffen.problem.entities import Parts, Request, RequestId
from treffen.problem.plain_requests import PlainRequests, plain_requests_of

TOGETHER = 50  # lines, or parts of a column, that go into the hash at once
_OWN = ("id", "participants", "value")  # what nearly every request says
_LATER = frozenset({"fewest"})  # what came later leaves the hash of those who do not use it as it was


def _plain(value: object) -> str:
    """A canonical text of a value: sets sorted, times in UTC, everything quoted by `repr`."""
    if value is None or type(value) is str or type(value) is int:
        return repr(value)
    if isinstance(value, tuple):
        return f"[{','.join([repr(v) if type(v) is str else _plain(v) for v in value])}]"
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(_plain, value))) + "}" if value else "{}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (str, int)):
        return repr(value) if not isinstance(value, str) else repr(str(value))
    return _record(value)


@cache
def _content(kind: type) -> tuple[Callable[[object], tuple[object, ...]], list[tuple[str, object, str]]]:
    """How to read the fields of a noun that are content; of each the text before its value, its default,
    and the text of both, which is nothing where that says nothing."""
    known = [f for f in fields(kind) if f.name != "title"]
    told = [
        (f"{f.name}=", f.default, "" if _is_silent(f) else f"{f.name}={_plain(f.default)}") for f in known
    ]
    return _getter([f.name for f in known]), told


def _getter(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """All fields at once: a noun has many, an event a million nouns."""
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


def _is_silent(field: Field[object]) -> bool:
    return field.default is MISSING or field.name in _LATER


def _record(value: object) -> str:
    get, content = _content(type(value))  # type: ignore[arg-type]  # classes are hashable, mypy cannot tell
    told = [
        usual if v is default else before + (repr(v) if type(v) is str or type(v) is int else _plain(v))
        for v, (before, default, usual) in zip(get(value), content, strict=True)
    ]
    return "(" + ",".join(filter(None, told)) + ")"


def _requests(parts: Parts) -> Iterable[str]:
    """Their texts. Nearly all of a million differ in three fields only, and name two people."""
    requests, plain = parts.requests, plain_requests_of(parts)
    names = [f.name for f in fields(Request)]
    others = attrgetter(*(name for name in names if name not in _OWN))
    told = {name: usual for name, (_, _, usual) in zip(names, _content(Request)[1], strict=True)}
    before = ",".join([told[name] for name in names[2 : names.index("value")]])
    after = ",".join(filter(None, [told[name] for name in names[names.index("value") + 1 :]]))
    if plain is not None:
        yield from _plain_requests(plain, before, after)
        return
    usual = others(Request(id=RequestId(""), participants=()))
    for r, rest in zip(requests, map(others, requests), strict=True):
        if rest == usual and len(r.participants) == 2:
            id, (one, other) = r.id, r.participants
            if type(id) is str and type(one) is type(other) is str:  # a kind of text may have another `repr`
                yield f"(id={id!r},participants=[{one!r},{other!r}],{before},value={r.value!r},{after})"
                continue
        yield _record(r)


def _plain_requests(requests: PlainRequests, before: str, after: str) -> Iterable[str]:
    """Their texts, thousands at once unless an id has a letter that `repr` writes otherwise."""
    import numpy as np

    from treffen.problem.written_columns import digits_of, letters_of, written

    people, ids = [repr(str(p)) for p in requests.people], requests.letters()
    if not ((ids == ord("'")) | (ids == ord("\\"))).any() and "".join(people).isascii():
        named = letters_of(np.array(people, "S"))
        left, right = ((named, requests.pairs[:, at]) for at in (0, 1))
        values = digits_of(requests.values)
        begin, middle, end = "(id='", "',participants=[", f",{after})\n"
        row = (begin, ids, middle, left, ",", right, f"],{before},value=", values, end)
        yield from (lines.removesuffix("\n") for lines in written(row, len(requests)))
        return
    for id, (one, other), value in requests.rows():
        yield f"(id={id!r},participants=[{people[one]},{people[other]}],{before},value={value},{after})"


def _lines(parts: Parts) -> Iterable[str]:
    for f in fields(parts):
        if f.name == "title":
            continue
        value = getattr(parts, f.name)
        if f.name == "promised" and not value:
            continue  # events before the day keep the hash that they had before there were promises
        if f.name == "requests":
            yield f"{f.name}:"
            yield from _requests(parts)
        elif f.name in ("slots", "goals") or not isinstance(value, tuple):
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
    for lines in batched(_lines(parts), TOGETHER):
        running.update("\n".join([*lines, ""]).encode("utf-8", "surrogatepass"))
    return "sha256:" + running.hexdigest()
