"""Large lists of JSON, read member by member: what is sound and plain in one way, what is not in none.

A list of a million requests as a whole is a million dictionaries at once. Here each member becomes its noun
before the next one is read. Whatever is out of the ordinary ends this reading with `Unusual`; then the
thorough one begins anew, and names all that is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from json.scanner import make_scanner
from sys import intern
from typing import Any

from treffen.files.codec import TEXT, Record, Wrongs
from treffen.files.strict_json import STRICT
from treffen.problem import Meeting
from treffen.problem.faults import LARGEST
from treffen.problem.plain_requests import plain_request
from treffen.timetable import Reason, Unscheduled

type Scan = Callable[[str, int], tuple[Any, int]]
type Pairs = Sequence[tuple[str, Any]]
type Plain = Callable[[Pairs], Any]
type ListReader = Callable[[str, int], tuple[Any, int]]
NO_JSON = (StopIteration, RecursionError, ValueError)
"""What scanning raises; a `ValueError` at numbers of thousands of digits."""

_scan: Scan = make_scanner(json.JSONDecoder(object_pairs_hook=tuple))  # type: ignore[arg-type]  # of a decoder, not of itself
_scan_strictly: Scan = make_scanner(STRICT)  # type: ignore[arg-type]  # likewise
_space = re.compile(r"[ \t\n\r]*").match
_comma = re.compile(r"[ \t\n\r]*,[ \t\n\r]*").match
_NEXT_LINE = ",\n  {"
TOGETHER = 1 << 16  # letters of lines that are read together
_colon = re.compile(r"[ \t\n\r]*:[ \t\n\r]*").match


class Unusual(Exception):
    """Something that the thorough reader has to look at."""


def text_of(value: object) -> str:
    """A text in which nothing is wrong."""
    wrongs: Wrongs = []
    found: str = TEXT.read(value, wrongs)
    if wrongs:
        raise Unusual
    return found


def members(text: str, lists: Mapping[str, ListReader]) -> dict[str, Any]:
    """The members of the object that the text is, each by the reader of its list or as a value.

    Raises `Unusual`, or one of `NO_JSON`.
    """
    found: dict[str, Any] = {}
    at = _after(_space, text, 0)
    if text[at : at + 1] != "{":
        raise Unusual
    mark = ","
    at = _after(_space, text, at + 1)
    while mark == ",":
        key, at = _scan_strictly(text, at)
        at = _after(_colon, text, at)
        if type(key) is not str or key in found:
            raise Unusual
        found[key], at = lists[key](text, at) if key in lists else _scan_strictly(text, at)
        at = _after(_space, text, at)
        mark = text[at : at + 1]
        at = _after(_space, text, at + 1)
    if mark != "}" or at != len(text):
        raise Unusual
    return found


def _after(pattern: Callable[[str, int], re.Match[str] | None], text: str, at: int) -> int:
    match = pattern(text, at)
    if match is None:
        raise Unusual
    return match.end()


def nouns(
    text: str,
    at: int,
    record: Record,
    *,
    plain: Plain | None = None,
    note: Callable[[Any], None] | None = None,
) -> tuple[tuple[Any, ...], int]:
    """The nouns of the list that begins at a bracket, and where it ends.

    `plain` makes a noun of the keys and values of the usual kind, or None of others. `note` sees the
    others, as objects.
    """
    found: list[Any] = []
    if text[at : at + 1] != "[":
        raise Unusual
    at = singly = _after(_space, text, at + 1)
    is_there, scan = text[at : at + 1] != "]", None if plain is None else _scanner(plain)
    while is_there:
        if scan is not None and at >= singly:
            some, at = _together(text, at, scan)
            found += some
            if some:
                is_there = text[at] != "]"
                continue
            singly = at + TOGETHER
        noun, end = (None, at) if plain is None else _single(text, at, plain)
        if noun is None:
            noun, end = _thoroughly(text, at, record, note)
        found.append(noun)
        if text.startswith(_NEXT_LINE, end):  # as we write it
            at = end + len(_NEXT_LINE) - 1
        elif (gap := _comma(text, end)) is None:
            at, is_there = _after(_space, text, end), False
        else:
            at = gap.end()
    if text[at : at + 1] != "]":
        raise Unusual
    return tuple(found), at + 1


def _single(text: str, at: int, plain: Plain) -> tuple[Any, int]:
    """The noun that stands there, or None if it is not plain; and where it ends."""
    one, end = _scan(text, at)
    return plain(one) if type(one) is tuple else None, end


def _thoroughly(text: str, at: int, record: Record, note: Callable[[Any], None] | None) -> tuple[Any, int]:
    wrongs: Wrongs = []
    one, end = _scan_strictly(text, at)
    noun = record.read(one, wrongs)
    if wrongs:
        raise Unusual
    if note is not None:
        note(one)
    return noun, end


def _scanner(plain: Plain) -> Scan:
    """Reads a list of plain nouns; raises `Unusual` at any other object."""

    def noun(pairs: Pairs) -> Any:
        found = plain(pairs)
        if found is None:
            raise Unusual
        return found

    return make_scanner(json.JSONDecoder(object_pairs_hook=noun))  # type: ignore[arg-type]  # as above


def _together(text: str, at: int, scan: Scan) -> tuple[list[Any], int]:
    """The nouns of some lines, as we write them, and where the next one stands, or the end of the list; none
    if one of them is not plain."""
    stop = text.rfind(_NEXT_LINE, at, at + TOGETHER)
    lines = f"[{text[at:stop]}]" if stop >= 0 else f"[{text[at : at + TOGETHER]}"
    try:
        found, end = scan(lines, 0)
    except (*NO_JSON, Unusual):
        return [], at
    if text[at] != "{" or len({*map(type, found)}) != 1:
        return [], at
    return found, stop + len(_NEXT_LINE) - 1 if end == len(lines) and stop >= 0 else at + end - 2


class _MeetingDraft:
    """A meeting while it is made: of the same slots, and not yet frozen, which takes a fifth of the time."""

    __slots__ = Meeting.__slots__

    def __init__(self, request: str, slot: str, place: str) -> None:
        self.request, self.slot, self.place = request, slot, place
        self.delegates, self.interpreter = (), None


def plain_requests(ids: Mapping[str, str]) -> Plain:
    """Requests with an id, known participants and a value, and nothing else."""

    def make(pairs: Pairs) -> Any:
        try:
            (first, id), (second, people), (third, value) = pairs
            is_usual = first == "id" and second == "participants" and third == "value"
            is_usual = is_usual and type(id) is str and type(people) is list and type(value) is int
            if not is_usual or not id.isascii() or not 0 <= value <= LARGEST:
                return None
            return plain_request(id, tuple([ids[p] for p in people]), value)
        except (ValueError, TypeError, KeyError):  # other keys; no text; nobody known
            return None

    return make


def plain_by_id(make: Callable[..., Any]) -> Plain:
    """People or places of whom nothing but an id is said."""

    def read(pairs: Pairs) -> Any:
        if len(pairs) != 1 or pairs[0][0] != "id":
            return None
        id = pairs[0][1]
        return make(id=id) if type(id) is str and id.isascii() else None

    return read


def plain_meeting(pairs: Pairs) -> Any:
    """Meetings with a request, a slot and a place, and nothing else."""
    try:
        (first, request), (second, slot), (third, place) = pairs
    except ValueError:
        return None
    is_usual = first == "request" and second == "slot" and third == "place"
    if not is_usual or not type(request) is type(slot) is type(place) is str:
        return None
    if not (request.isascii() and slot.isascii() and place.isascii()):
        return None
    draft: Any = _MeetingDraft(request, intern(slot), intern(place))
    draft.__class__ = Meeting
    return draft


class _UnscheduledDraft:
    """A reason likewise."""

    __slots__ = Unscheduled.__slots__

    def __init__(self, request: str, reason: Reason) -> None:
        self.request, self.reason = request, reason
        self.participants: tuple[str, ...] = ()
        self.requests: tuple[str, ...] = ()
        self.remedy = None


def plain_unscheduled(pairs: Pairs) -> Any:
    """Why a request is not held, and whom or what that is about, and no remedy."""
    if not 2 <= len(pairs) <= 3 or pairs[0][0] != "request" or pairs[1][0] != "reason":
        return None
    request, reason = pairs[0][1], pairs[1][1]
    if type(request) is not str or not request.isascii() or type(reason) is not str or reason not in _REASONS:
        return None
    draft: Any = _UnscheduledDraft(request, _REASONS[reason])
    for about, ids in pairs[2:]:
        if about not in ("participants", "requests") or type(ids) is not list:
            return None
        if not all(type(id) is str and id.isascii() for id in ids):
            return None
        setattr(draft, about, tuple(ids))
    draft.__class__ = Unscheduled
    return draft


_REASONS = {reason.value: reason for reason in Reason}
