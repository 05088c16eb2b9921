"""An Atom feed of others, read into entries that may become drafts; nothing in it is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final
from xml.parsers import expat

from handschlag.common.refusals import Labelled, Reason
from handschlag.common.refusals import marked as _

ATOM: Final = "http://www.w3.org/2005/Atom "
MOST_ENTRIES: Final = 100
LONGEST_TEXT: Final = 4000
LONGEST_SOURCE: Final = 40_000  # with markup, of which little text may be left
_TAG: Final = re.compile(r"<[^<>]{0,500}>")


class FeedFault(Labelled):
    NO_ANSWER = "no_answer", _("The address gives no answer that can be used.")
    NO_FEED = "no_feed", _("The address gives no Atom feed.")
    NOT_TAKEN = "not_taken", _("The entries could not be imported.")


class FeedRefusal(Reason):
    TAKEN = "taken", _("This feed is already read.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """What an entry says, in plain text."""

    id: str
    title: str
    text: str
    url: str


class _Refused(Exception):
    """The document declares entities or a type: no feed needs that."""


def entries_in(content: bytes) -> tuple[FeedEntry, ...] | FeedFault:
    """The entries with an id, a title and a web address; of two with one id the first."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, _Refused, ValueError):
        return FeedFault.NO_FEED
    if reader.root != f"{ATOM}feed":
        return FeedFault.NO_FEED
    found = {one.id: one for one in reversed(tuple(_entries(reader.entries)))}
    return tuple(reversed(found.values()))[:MOST_ENTRIES]


def _refuse(*_words: Any) -> None:
    raise _Refused


class _Reader:
    """Keeps the texts of the elements directly inside an entry."""

    def __init__(self) -> None:
        self.root = ""
        self.path: list[str] = []
        self.entries: list[dict[str, str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        self.path.append(name)
        if len(self.path) == 2 and name == f"{ATOM}entry":
            self.entries.append({})
        is_link = self._inside == "link" and attributes.get("rel", "alternate") == "alternate"
        if is_link:
            self.entries[-1].setdefault("url", attributes.get("href", ""))

    def end(self, _name: str) -> None:
        self.path.pop()

    def text(self, data: str) -> None:
        if (inside := self._inside) in {"id", "title", "summary", "content"}:
            before = self.entries[-1].get(inside, "")
            self.entries[-1][inside] = before + data[: LONGEST_SOURCE - len(before)]

    @property
    def _inside(self) -> str:
        """The element of an entry in which the reader is; empty outside."""
        if len(self.path) < 3 or self.path[1] != f"{ATOM}entry":
            return ""
        return self.path[2].removeprefix(ATOM)


def _entries(raw: list[dict[str, str]]) -> Iterator[FeedEntry]:
    for one in raw:
        found = FeedEntry(
            id=_plain(one.get("id", ""))[:400],
            title=_plain(one.get("title", ""))[:200],
            text=_plain(one.get("summary") or one.get("content", ""))[:LONGEST_TEXT],
            url=one.get("url", "").strip(),
        )
        is_web = found.url.lower().startswith(("https://", "http://")) and len(found.url) <= 400
        if found.id and found.title and is_web and found.url.isprintable():
            yield found


def _plain(text: str) -> str:
    """One line without markup and without what no keyboard writes."""
    words = unescape(_TAG.sub(" ", unescape(text)))
    return " ".join("".join(sign for sign in words if sign.isprintable() or sign.isspace()).split())
