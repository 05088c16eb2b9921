"""What a first visit weighs: a page with everything that it loads, compressed as it is sent."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from urllib.parse import urljoin

PARTS = re.compile(rb'<(?:link|script|img)\b[^>]*\b(?:href|src)="([^"]+)"[^>]*>')
IMPORTED = re.compile(rb"""@import\s+(?:url\()?\s*["']?([^"')]+)""")
FONT = re.compile(rb"""url\(["']?([^"')]+-core-[^"')]+\.woff2)""")
# Named in the head for others: for search engines, for home screens, for programs that share a link.
NOT_LOADED = re.compile(rb'rel="(canonical|alternate|manifest|apple-touch-icon)"')


def weigh(port: int, path: str) -> dict[str, int]:
    """Bytes by address of all that a browser loads which knows nothing of the site yet.

    Every font of the style sheets counts that has the letters of our words: a page needs all weights.
    """
    found = {path: len(fetch(port, path, "br, gzip"))}
    waiting = list(parts_of(fetch(port, path, "identity"), path))
    while waiting:
        part = waiting.pop()
        if part in found:
            continue
        found[part] = len(fetch(port, part, "br, gzip"))
        if part.endswith(".css"):
            sheet = fetch(port, part, "identity")
            waiting += [
                urljoin(part, one.decode()) for one in (*IMPORTED.findall(sheet), *FONT.findall(sheet))
            ]
    return found


def parts_of(page: bytes, path: str) -> Iterator[str]:
    for tag in re.finditer(PARTS, page):
        address = urljoin(path, tag[1].decode())
        if not NOT_LOADED.search(tag[0]) and address.startswith("/"):
            yield address


def fetch(port: int, path: str, encoding: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        return connection.getresponse().read()
    finally:
        connection.close()
