"""Lists in one cell: separated by line breaks, `;`, `|` or `,`; items in quotes are literal.

The strongest separator that occurs decides, so that with `;` between them items may hold
commas. An item may carry a number or a name after `=`: `keynote=3`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

SEPARATORS = ("\n", ";", "|", ",")
QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?:=\s*("(?:[^"]|"")*"|[^\n;|,"]*?)\s*)?(?=[\n;|,]|$)')
NEEDS_QUOTES = re.compile(r'[\n;|,"=]')
NOTHING = frozenset({"-", "–", "—", "keine", "keiner", "nie", "none", "never", "leer", "empty"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its text, what stands behind its `=`, and whether it stood in quotes."""

    text: str
    after: str = ""
    is_literal: bool = False


def split(cell: str, separators: Sequence[str] = SEPARATORS) -> list[Item]:
    """The items of a cell, without empty ones.

    >>> [item.text for item in split("Ada, Bo")], [item.text for item in split("Meyer, Ada; Bo")]
    (['Ada', 'Bo'], ['Meyer, Ada', 'Bo'])
    >>> split('"a;b"=3')
    [Item(text='a;b', after='3', is_literal=True)]
    """
    bare = QUOTED.sub("", cell) if '"' in cell else cell
    separator = next((s for s in separators if s in bare.strip()), "\n")
    items: list[Item] = []
    at = 0
    while at < len(cell):
        quoted = QUOTED.match(cell, at) if '"' in cell else None
        if quoted:
            text = quoted[1].replace('""', '"')
            after = quoted[2] or ""
            if after.startswith('"'):
                after = after[1:-1].replace('""', '"')
            items.append(Item(text, after, is_literal=True))
            at = quoted.end() + 1
            continue
        end = cell.find(separator, at)
        end = len(cell) if end < 0 else end
        if text := cell[at:end].strip():
            items.append(Item(text))
        at = end + 1
    return items


def with_known(items: list[Item], known: Collection[str]) -> list[Item]:
    """Items split at a comma put together again where only that gives an id that exists.

    >>> [i.text for i in with_known(split("Meyer, Ada, Bo"), {"Meyer, Ada", "Bo"})]
    ['Meyer, Ada', 'Bo']
    """
    found: list[Item] = []
    at = 0
    while at < len(items):
        end = at + 1
        if not items[at].is_literal and items[at].text not in known:
            joined = items[at].text
            for last in range(at + 1, min(len(items), at + 4)):
                joined += ", " + items[last].text
                if joined in known:
                    end = last + 1
        found.append(items[at] if end == at + 1 else Item(", ".join(i.text for i in items[at:end])))
        at = end
    return found


def join(texts: Iterable[str], known: Collection[str] = ()) -> str:
    """The cell of a list; `-` for an empty one that is not the same as none.

    `known` are ids that the reader would rather take the cell as a whole for.

    >>> join(["a", "b;c"]), join([])
    ('a; "b;c"', '-')
    """
    listed = list(texts)
    cell = "; ".join(map(quoted, listed))
    if not listed:
        return next((word for word in ("-", *sorted(NOTHING)) if word not in known), "-")
    if len(listed) > 1 and cell in known:
        return "; ".join(literal(text) for text in listed)
    return cell


def quoted(text: str) -> str:
    """An item as it is written: in quotes where it would be read as something else."""
    if not NEEDS_QUOTES.search(text) and text.casefold() not in NOTHING:
        return text
    return literal(text)


def literal(text: str) -> str:
    """An item in quotes."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
