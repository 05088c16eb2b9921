"""What RFC 4287 asks of a feed; an empty list is right: `faults(text) == []`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = {"id", "title", "updated", "author", "link", "subtitle", "rights", "category", "entry", "generator"}
ENTRY = {"id", "title", "updated", "published", "author", "link", "summary", "content", "category", "rights"}
ONCE = ("id", "title", "updated")
TYPES = {None, "text", "html", "xhtml"}


def faults(text: str | bytes) -> list[str]:
    feed = ET.fromstring(text)
    if feed.tag != f"{ATOM}feed":
        return ["the root is no feed"]
    entries = feed.findall(f"{ATOM}entry")
    found = [*of_element(feed, FEED, "feed"), *of_links(feed, "feed")]
    if not any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link")):
        found.append("feed: no link to itself (4.1.1: should)")
    for number, entry in enumerate(entries):
        found += [*of_element(entry, ENTRY, f"entry {number}"), *of_links(entry, f"entry {number}")]
        if feed.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            found.append(f"entry {number}: nobody wrote it (4.1.2)")
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    return [*found, *(f"{one}: twice" for one, times in ids.items() if times > 1)]


def of_element(element: ET.Element, known: set[str], where: str) -> Iterator[str]:
    names = Counter(child.tag.removeprefix(ATOM) for child in element)
    yield from (f"{where}: {name} is unknown" for name in names if name not in known)
    yield from (f"{where}: {name} {names[name]} times" for name in ONCE if names[name] != 1)
    yield from (f"{where}: {name} twice" for name in ("summary", "content", "published") if names[name] > 1)
    if not urlsplit(element.findtext(f"{ATOM}id", "")).scheme:
        yield f"{where}: its id is no absolute address (4.2.6)"
    for name in ("updated", "published"):
        for moment in element.findall(f"{ATOM}{name}"):
            if datetime.fromisoformat(moment.text or "").tzinfo is None:
                yield f"{where}: {name} without a zone (3.3)"
    for name in ("title", "summary", "subtitle"):
        for one in element.findall(f"{ATOM}{name}"):
            if one.get("type") not in TYPES or len(one):
                yield f"{where}: {name} of an unknown type (3.1)"
    for author in element.findall(f"{ATOM}author"):
        if not author.findtext(f"{ATOM}name"):
            yield f"{where}: an author without a name (3.2.1)"


def of_links(element: ET.Element, where: str) -> Iterator[str]:
    links = element.findall(f"{ATOM}link")
    yield from (f"{where}: a link to nowhere" for link in links if not urlsplit(link.get("href", "")).scheme)
    alternates = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in links
        if link.get("rel", "alternate") == "alternate"
    )
    yield from (f"{where}: two alternates of {kind}" for kind, times in alternates.items() if times > 1)
    if not alternates and element.find(f"{ATOM}content") is None and where != "feed":
        yield f"{where}: neither content nor a page (4.1.2)"
