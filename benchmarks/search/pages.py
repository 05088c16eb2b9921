"""What a page of the search shows, in its order, read from its HTML as a visitor sees it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from benchmarks.search.cases import Shown

# The kinds of pages by their addresses, without the language.
KINDS = (
    (r"networks/(?P<slug>[^/]+)/", "network"),
    (r"networks/", "networks"),
    (r"actors/(?P<slug>[^/]+)/", "actor"),
    (r"actors/", "actors"),
    (r"projects/(?P<slug>[^/]+)/", "project"),
    (r"programmes/finder/", "finder"),
    (r"programmes/(?P<slug>[^/]+)/", "programme"),
    (r"programmes/", "programmes"),
    (r"fields/(?P<slug>[^/]+)/", "field"),
    (r"regions/(?P<slug>[^/]+)/", "region"),
    (r"regions/", "regions"),
    (r"map/", "map"),
    (r"news/(?P<slug>[^/]+)/", "story"),
    (r"events/[^/]+/sessions/(?P<slug>[^/]+)/", "session"),
    (r"events/(?P<slug>[^/]+)/programme/", "schedule"),
    (r"events/[^/]+/exhibition/(?P<slug>[^/]+)/", "exhibit"),
    (r"events/(?P<slug>[^/]+)/exhibition/", "exhibition"),
    (r"events/(?P<slug>[^/]+)/", "event"),
    (r"events/", "events"),
    (r"cluster-week/[^/]+/activities/(?P<slug>[^/]+)/", "activity"),
    (r"cluster-week/(?P<slug>[^/]+)/", "campaign"),
    (r"cluster-week/", "campaign"),
)
VOID = ("br", "img", "input", "link", "meta", "wbr")


def shown_on(html: str) -> list[Shown]:
    """Answers and hits in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    return reader.shown


class _Reader(HTMLParser):
    """Collects every answer (`data-hit`) and every line of a list of hits."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Shown] = []
        self._depth = 0  # of open elements within the one that is read
        self._kind = ""
        self._lists = 0
        self._address = ""
        self._text: list[str] = []
        self._title: list[str] = []
        self._in_link = self._is_invented = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        self._lists += tag == "ol" and "hs-hits" in classes
        if not self._depth:
            if "data-hit" in given or (tag == "li" and self._lists):
                self._kind, self._depth = given.get("data-hit") or "", 1
                self._address, self._text, self._title = "", [], []
                self._is_invented = given.get("data-invented") is not None
                self._link(tag, given)
            return
        self._depth += tag not in VOID
        self._is_invented |= "hs-tag--demo" in classes
        self._link(tag, given)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        pass  # a drawing

    def _link(self, tag: str, given: dict[str, Any]) -> None:
        if tag == "a" and not self._address:
            self._address, self._in_link = given.get("href") or "", True

    def handle_endtag(self, tag: str) -> None:
        self._in_link &= tag != "a"
        if self._depth:
            self._depth -= 1
            if not self._depth:
                self._end()
        elif tag == "ol" and self._lists:
            self._lists -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self._text.append(data)
            if self._in_link:
                self._title.append(data)

    def _end(self) -> None:
        kind, slug = _kind_of(self._address)
        text = " ".join("".join(self._text).split())
        self.shown.append(
            Shown(
                kind=self._kind or kind,
                title=" ".join("".join(self._title).split()),
                slug=slug,
                text=text,
                is_invented=self._is_invented,
            )
        )


def _kind_of(address: str) -> tuple[str, str]:
    path = re.sub(r"^(https?://[^/]+)?/(de|en)/", "", address).partition("?")[0]
    for pattern, kind in KINDS:
        found = re.fullmatch(pattern, path)
        if found:
            return kind, found.groupdict().get("slug") or ""
    return "page", path
