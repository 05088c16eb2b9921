"""How the lines of one person are put together for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from handschlag.following.rules.news import SENTENCE_LENGTH, Followed, ToldLine


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLine:
    """A line as it is written down: in words, so that it reads the same later."""

    title: str
    url: str
    sentence: str
    at: str
    is_invented: bool
    because: tuple[str, ...]  # the titles of what is followed
    week: str = ""  # of a line that stands for many: its id in the feed, where the words change

    @classmethod
    def of(cls, told_line: ToldLine, titles: Mapping[Followed, str]) -> Self:
        """In the words of one language."""
        line = told_line.line
        return cls(
            title=line.title,
            url=line.url,
            sentence=_cut(line.sentence),
            at=line.at.isoformat(),
            is_invented=line.is_invented,
            because=tuple(titles[one] for one in told_line.because if one in titles),
            week=line.week.isoformat() if line.week else "",
        )

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As it was stored."""
        return cls(**{**stored, "because": tuple(stored["because"])})


def grouped(lines: Sequence[WrittenLine], most: int) -> list[tuple[tuple[str, ...], tuple[WrittenLine, ...]]]:
    """The first lines under what brought them, in the order in which that appears."""
    groups: dict[tuple[str, ...], list[WrittenLine]] = {}
    for line in lines[:most]:
        groups.setdefault(line.because, []).append(line)
    return [(because, tuple(some)) for because, some in groups.items()]


def _cut(text: str) -> str:
    """One sentence, cut between two words where it is very long."""
    text = " ".join(text.split())
    return text if len(text) <= SENTENCE_LENGTH else text[:SENTENCE_LENGTH].rsplit(" ", 1)[0] + " …"
