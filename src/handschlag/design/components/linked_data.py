"""What a page says to machines, as JSON-LD in the terms of schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urljoin

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# JSON inside a script element: no text may end the element or begin a comment.
ESCAPES: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def written(data: Mapping[str, Any]) -> str:
    """The JSON of what is known; empty values are left out."""
    known = {key: value for key, value in data.items() if value}
    return json.dumps(known, ensure_ascii=False).translate(ESCAPES)


def script(text: str) -> SafeString:
    """The element for a text that `written` made; nothing where nothing is to be said."""
    if not text:
        return mark_safe("")
    assert not set("<>&") & set(text), "made by `written` only"
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - without <, > and &
    )


def way_in(html: str, *, page: str) -> str:
    """The BreadcrumbList of a breadcrumb as it is shown; empty where it has no step."""
    reader = _Steps()
    reader.feed(html)
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": " ".join(words.split()),
            "item": urljoin(page, address),
        }
        for place, (address, words) in enumerate(reader.steps, start=1)
    ]
    if not items:
        return ""
    return written({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


class _Steps(HTMLParser):
    """The links of a breadcrumb, and the page itself at its end: address and words."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[tuple[str, str]] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "a" or "aria-current" in told:
            self.steps.append((told.get("href") or "", ""))
            self._is_inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            address, words = self.steps[-1]
            self.steps[-1] = (address, words + data)
