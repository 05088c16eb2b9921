"""Judged questions: what must, may and must not be among the first five things that the search shows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from treffen.language import fold

FIRST = 5
KINDS = (
    *("actor", "actors", "networks", "project", "story", "field", "programme", "region", "regions", "map"),
    *("event", "events", "session", "schedule", "exhibit", "exhibition", "campaign", "activity"),
    *("finder", "matching", "registration", "open-data", "interface"),
)
_KIND = re.compile(r"([a-z-]+):(.*)", re.DOTALL)
_ID = re.compile(r"#[a-z]\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One thing on the page: its address says what it is; answers above the list say it themselves."""

    kind: str
    title: str
    slug: str = ""
    text: str = ""
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Something with one of these names; no name means anything of the kind."""

    kind: str
    names: tuple[str, ...]

    def fits(self, one: Shown) -> bool:
        """Names are whole words of the title, or the end of the address."""
        if one.kind != self.kind or (self.kind == "network" and one.is_invented):
            return False
        title = _words(one.title)
        address = _words(one.slug.replace("ae", "a").replace("oe", "o").replace("ue", "u"))
        return not self.names or any(
            f" {name} " in f" {title} " or name in (address, _words(one.slug)) for name in self.names
        )


@dataclass(frozen=True, slots=True)
class Group:
    """So many of the targets are needed."""

    targets: tuple[Target, ...]
    least: int = 1

    def is_met(self, shown: Sequence[Shown]) -> bool:
        """Whether enough of them are shown."""
        return sum(any(target.fits(one) for one in shown) for target in self.targets) >= self.least


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question, and what a judge says about answers; no group: nothing is the right answer."""

    query: str
    language: str
    intent: str
    must: tuple[Group, ...]
    good: tuple[Target, ...]
    must_not: tuple[str, ...]

    def has_something_right(self, shown: Sequence[Shown]) -> bool:
        """Whether anything that must or may be there is there."""
        if not self.must:
            return not shown
        targets = (*self.good, *(target for group in self.must for target in group.targets))
        return any(target.fits(one) for target in targets for one in shown[:FIRST])

    def has_everything(self, shown: Sequence[Shown]) -> bool:
        """Whether all that must be there is there."""
        return all(group.is_met(shown[:FIRST]) for group in self.must) if self.must else not shown

    def forbidden(self, shown: Sequence[Shown]) -> Iterator[str]:
        """What of the first five must not be there."""
        first = shown[:FIRST]
        for rule in self.must_not:
            if rule.startswith("invented>"):
                is_broken = sum(one.is_invented for one in first) > int(rule.partition(">")[2])
            elif rule == "invented-above":
                is_broken = self._is_invented_above(first)
            elif rule.startswith("text:"):
                word = fold(rule[5:])
                is_broken = any(word in fold(f"{one.title} {one.text}") for one in first)
            else:
                is_broken = any(_target(rule).fits(one) for one in first)
            if is_broken:
                yield rule

    def _is_invented_above(self, first: Sequence[Shown]) -> bool:
        targets = (*self.good, *(target for group in self.must for target in group.targets))
        for one in first:
            if any(target.fits(one) for target in targets):
                return False
            if one.is_invented:
                return True
        return False


def read(path: Path) -> list[Case]:
    """All cases of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> Case:
    is_nothing = row["must"].strip() == "nothing"
    return Case(
        query=row["query"],
        language=row["language"],
        intent=row["intent"],
        must=() if is_nothing else tuple(_group(text) for text in _parts(row["must"], ";")),
        good=tuple(_target(one) for text in _parts(row["good"], ";") for one in _parts(text, "|")),
        must_not=tuple(_parts(row["must_not"], ";")),
    )


def _parts(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.split(sign) if part.strip()]


def _group(text: str) -> Group:
    least, rest = (2, text[4:]) if text.startswith("2of:") else (1, text)
    return Group(tuple(_target(one) for one in _parts(rest, "|")), least)


def _target(text: str) -> Target:
    found = _KIND.fullmatch(text)
    kind, names = (found[1], found[2]) if found and found[1] in KINDS else ("network", text)
    if names == "*":
        return Target(kind, ())
    return Target(kind, tuple(_words(_ID.sub("", name)) for name in names.split("=")))


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())
