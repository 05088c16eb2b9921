"""Texts with placeholders, as `{name}`: what may stand in them, how they are filled, whose they are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handschlag.common.prepared_queries import PreparedQuery
from handschlag.events.models import EmailWording

LINK, LIST, REASON = "link", "list", "reason"
EVERYWHERE: Final = ("event", "dates")  # what every email of an event knows
_ALONE: Final = frozenset({LINK, LIST})  # each on a line of its own
_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")
_BRACE: Final = re.compile(r"[{}]")


class FaultKind(StrEnum):
    UNKNOWN = "unknown"
    BRACE = "brace"  # one that opens or closes nothing
    MISSING = "missing"
    TWICE = "twice"
    NOT_ALONE = "not_alone"
    ORDER = "order"  # the list comes before the link


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFault:
    """What is wrong, and in which line; 0 where it is nowhere. `nearest` is what may have been meant."""

    kind: FaultKind
    name: str = ""
    line: int = 0
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _TextParts:
    """A text by where its list and its link stand; each part is a sequence of paragraphs."""

    before: tuple[str, ...]
    middle: tuple[str, ...]
    after: tuple[str, ...]
    has_list: bool


def sentence_faults(text: str, *, allowed: Collection[str]) -> list[TextFault]:
    """Of a sentence, or a subject: only what is known, and neither link nor list."""
    return _placeholder_faults(text, allowed=set(allowed) - _ALONE)


def text_faults(text: str, *, allowed: Collection[str], required: Collection[str]) -> list[TextFault]:
    """Of a whole text, in the order of its lines; what is missing comes last.

    >>> text_faults("Hi {nam}", allowed={"name", "link"}, required={"link"})[0].nearest
    'name'
    """
    faults = _placeholder_faults(text, allowed=allowed)
    lines = text.splitlines()
    found = {name: [at for at, line in enumerate(lines, 1) if f"{{{name}}}" in line] for name in _ALONE}
    for name, places in found.items():
        faults += [
            TextFault(kind=FaultKind.NOT_ALONE, name=name, line=at)
            for at in places
            if lines[at - 1].strip() != f"{{{name}}}"
        ]
        faults += [TextFault(kind=FaultKind.TWICE, name=name, line=at) for at in places[1:]]
    if found[LIST] and found[LINK] and found[LIST][0] > found[LINK][0]:
        faults.append(TextFault(kind=FaultKind.ORDER, name=LIST, line=found[LIST][0]))
    faults += [
        TextFault(kind=FaultKind.MISSING, name=name) for name in sorted(required) if f"{{{name}}}" not in text
    ]
    return faults


def _placeholder_faults(text: str, *, allowed: Collection[str]) -> list[TextFault]:
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        for name in _PLACEHOLDER.findall(line):
            if name not in allowed:
                nearest = difflib.get_close_matches(name, sorted(allowed), n=1)
                faults.append(
                    TextFault(
                        kind=FaultKind.UNKNOWN, name=name, line=number, nearest=nearest[0] if nearest else ""
                    )
                )
        if _BRACE.search(_PLACEHOLDER.sub("", line)):
            faults.append(TextFault(kind=FaultKind.BRACE, line=number))
    return faults


def filled(text: str, values: Mapping[str, object]) -> str:
    """With the values put in, each once: what somebody else wrote is not read for placeholders.

    >>> filled("Hello {name}", {"name": "{event}"})
    'Hello {event}'
    """
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], "")), text)


def text_parts(text: str, values: Mapping[str, object]) -> _TextParts:
    """A checked text, filled and divided."""
    before, _link, after = text.partition(f"{{{LINK}}}")
    first, has_list, middle = before.partition(f"{{{LIST}}}")
    return _TextParts(
        before=paragraphs_of(first, values),
        middle=paragraphs_of(middle, values),
        after=paragraphs_of(after, values),
        has_list=bool(has_list),
    )


def paragraphs_of(text: str, values: Mapping[str, object]) -> tuple[str, ...]:
    """Divided at empty lines, then filled; what is empty then is left out."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    found = (filled(part.strip(), values).strip() for part in parts)
    return tuple(part for part in found if part)


def wording_of(event_id: int, kind: str) -> EmailWording | None:
    """For one kind of email; None where the usual words are used."""
    return _OF_KIND.first(event=event_id, kind=kind)


_OF_KIND: Final = PreparedQuery(
    lambda event, kind: EmailWording.objects.filter(event_id=event, kind=kind).order_by("pk")[:1]
)


def wordings_of(event_id: int) -> Mapping[str, EmailWording]:
    """All of an event, by kind."""
    return {row.kind: row for row in EmailWording.objects.filter(event_id=event_id)}
