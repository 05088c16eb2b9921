"""`A1..A20, B3` is twenty-one codes: how many stands or tables are named at once."""

from __future__ import annotations

import re
from enum import StrEnum

MOST = 200
LONGEST = 10
RANGE = re.compile(
    r"(?P<stem>\D{0,8}?)(?P<first>\d{1,4})\s*(?:\.\.+|…|[-–])\s*(?P<again>\D{0,8}?)(?P<last>\d{1,4})"
)


class CodeFault(StrEnum):
    NONE = "none"
    BACKWARDS = "backwards"
    TWO_STEMS = "two_stems"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    TWICE = "twice"


class UnfitCodes(Exception):
    """Why these are no codes; `part` is what it is about."""

    def __init__(self, fault: CodeFault, part: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.part = part


def expand(text: str) -> tuple[str, ...]:
    """The codes in their order, or `UnfitCodes`. Leading zeros are kept: `T01..T12`."""
    codes: list[str] = []
    for part in (part.strip() for part in re.split(r"[,;\n]", text)):
        codes += _codes_of(part) if part else ()
        if len(codes) > MOST:
            raise UnfitCodes(CodeFault.TOO_MANY)
    if not codes:
        raise UnfitCodes(CodeFault.NONE)
    seen: set[str] = set()
    for code in codes:
        if len(code) > LONGEST:
            raise UnfitCodes(CodeFault.TOO_LONG, code)
        if code in seen:
            raise UnfitCodes(CodeFault.TWICE, code)
        seen.add(code)
    return tuple(codes)


def _codes_of(part: str) -> tuple[str, ...]:
    found = RANGE.fullmatch(part)
    if found is None:
        return (" ".join(part.split()),)
    stem, again = found["stem"].strip(), found["again"].strip()
    first, last = int(found["first"]), int(found["last"])
    if again not in {"", stem}:
        raise UnfitCodes(CodeFault.TWO_STEMS, part)
    if last < first:
        raise UnfitCodes(CodeFault.BACKWARDS, part)
    if last - first >= MOST:
        raise UnfitCodes(CodeFault.TOO_MANY)
    digits = len(found["first"]) if found["first"].startswith("0") else 1
    return tuple(f"{stem}{number:0{digits}}" for number in range(first, last + 1))
