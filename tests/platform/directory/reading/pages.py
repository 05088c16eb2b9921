"""How tests read a page: it must be valid, and they see the words of it."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client
from tests.platform.validity import faults


def page(client: Client, path: str, query: dict[str, object] | None = None) -> str:
    """The source of a page that is there and valid."""
    answer = client.get(path, query)
    assert answer.status_code == 200
    html: str = answer.content.decode()
    assert faults(html) == []
    return html


def words(html: str) -> str:
    """What a person reads, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def title(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    assert found is not None
    return words(found[1])


def section(html: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its kind."""
    found = re.search(rf">{re.escape(heading)}</h2>(.*?)(?:<h2|</aside>|</main>)", html, re.DOTALL)
    assert found is not None, heading
    return words(found[1])
