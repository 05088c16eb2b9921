"""An Atom feed of others, read into entries that may become drafts; nothing in it is trusted.

Whatever is wrong with one entry costs that entry alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Final, NamedTuple
from xml.parsers import expat

from handschlag.common.refusals import Labelled, Reason
from handschlag.common.refusals import marked as _

ATOM: Final = "http://www.w3.org/2005/Atom "
MOST_ENTRIES: Final = 100
LONGEST_TEXT: Final = 4000
LONGEST_SOURCE: Final = 40_000  # with markup, of which little text may be left
MOST_PIECES: Final = 1000
LONGEST_BEGINNING: Final = 4000
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_ROOT: Final = re.compile(rb"<((?:\w+:)?feed)\b[^<>]*>")
_ENTRY: Final = re.compile(rb"(?=<(?:\w+:)?entry[\s>])")
_END: Final = re.compile(rb"</(?:\w+:)?entry\s*>")


class FeedFault(Labelled):
    NO_ANSWER = "no_answer", _("The address gives no answer that can be used.")
    NO_FEED = "no_feed", _("The address gives no Atom feed.")
    NOT_TAKEN = "not_taken", _("The entries could not be imported.")


class EntryFault(Labelled):
    """Why an entry is set aside."""

    UNREADABLE = "unreadable", _("broken off, or not valid XML")
    NO_ID = "no_id", _("no id")
    NO_TITLE = "no_title", _("no title")
    NO_LINK = "no_link", _("no usable web address")
    NOT_TAKEN = "not_taken", _("could not be imported")


class FeedRefusal(Reason):
    TAKEN = "taken", _("This feed is already read.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """What an entry says, in plain text."""

    id: str
    title: str
    text: str
    url: str


class FeedContent(NamedTuple):
    """The entries, and the titles of those that cannot be used, each with its reason."""

    entries: tuple[FeedEntry, ...]
    set_aside: tuple[tuple[str, EntryFault], ...]


class _Refused(Exception):
    """The document declares entities or a type: no feed needs that."""


def entries_in(content: bytes) -> FeedContent | FeedFault:
    """The entries with an id, a title and a web address; of two with one id the first."""
    reader, broken = _Reader(), list[dict[str, str]]()
    try:
        _read(content, reader)
    except _Refused:
        return FeedFault.NO_FEED
    except (expat.ExpatError, ValueError):
        reader, broken = _read_one_by_one(content)
    if reader.root != f"{ATOM}feed":
        return FeedFault.NO_FEED
    entries: dict[str, FeedEntry] = {}
    set_aside = [(_title(one), EntryFault.UNREADABLE) for one in broken]
    for one in reader.entries:
        found = _entry(one)
        if isinstance(found, EntryFault):
            set_aside.append((_title(one), found))
        else:
            entries.setdefault(found.id, found)
    return FeedContent(
        entries=tuple(entries.values())[:MOST_ENTRIES], set_aside=tuple(set_aside)[:MOST_ENTRIES]
    )


def _read(content: bytes, reader: _Reader) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.Parse(content, True)


def _read_one_by_one(content: bytes) -> tuple[_Reader, list[dict[str, str]]]:
    """Each entry as a feed of its own: those that can be read, and what the others say before they break off.

    The root is empty where not one of them can be read.
    """
    whole, broken = _Reader(), list[dict[str, str]]()
    root = _ROOT.search(content, 0, LONGEST_BEGINNING)
    begin, finish = (content[: root.end()], b"</" + root[1] + b">") if root else (b"", b"")
    for piece in _ENTRY.split(content, MOST_PIECES)[1 : MOST_PIECES + 1]:
        reader, end = _Reader(), _END.search(piece)
        try:
            _read(begin + piece[: end and end.end()] + finish, reader)
        except (expat.ExpatError, _Refused, ValueError):
            broken += reader.entries
        else:
            whole.root = reader.root
            whole.entries += reader.entries
    return whole, broken


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


def _title(raw: dict[str, str]) -> str:
    return _plain(raw.get("title", ""))[:200]


def _entry(raw: dict[str, str]) -> FeedEntry | EntryFault:
    found = FeedEntry(
        id=_plain(raw.get("id", ""))[:400],
        title=_title(raw),
        text=_plain(raw.get("summary") or raw.get("content", ""))[:LONGEST_TEXT],
        url=raw.get("url", "").strip(),
    )
    is_web = found.url.lower().startswith(("https://", "http://")) and len(found.url) <= 400
    if not found.id:
        return EntryFault.NO_ID
    if not found.title:
        return EntryFault.NO_TITLE
    return found if is_web and found.url.isprintable() else EntryFault.NO_LINK


def _plain(text: str) -> str:
    """One line without markup and without what no keyboard writes."""
    words = unescape(_TAG.sub(" ", unescape(text)))
    return " ".join("".join(sign for sign in words if sign.isprintable() or sign.isspace()).split())
