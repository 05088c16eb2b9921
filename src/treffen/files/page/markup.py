"""HTML in a few lines: everything is text until it says that it is markup."""

from __future__ import annotations

import html
import re

Attribute = str | int | bool | None

# Control characters and lone surrogates are not allowed in HTML, and a file cannot hold the latter.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
VOID = frozenset({"col", "link", "meta"})


class Markup(str):
    """Text that is HTML already and must not be escaped again."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Text as HTML, safe between tags and in quoted attributes; markup stays as it is.

    >>> escaped("<b>&")
    '&lt;b&gt;&amp;'
    """
    if isinstance(text, Markup):
        return text
    return Markup(html.escape(FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text), quote=True))


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    plain = name.rstrip("_").replace("_", "-")
    return f" {plain}" if value is True else f' {plain}="{escaped(str(value))}"'


def opened(name: str, /, **attributes: Attribute) -> Markup:
    """The start of an element. `class_` is written `class`, `aria_label` is `aria-label`."""
    return Markup(f"<{name}{''.join(_attribute(n, v) for n, v in attributes.items())}>")


def tag(name: str, /, *children: str, **attributes: Attribute) -> Markup:
    """One element with its children; plain text among them is escaped.

    >>> tag("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    head = opened(name, **attributes)
    return head if name in VOID else Markup(f"{head}{group(*children)}</{name}>")


def group(*children: str) -> Markup:
    """Children one after the other, plain text escaped."""
    return Markup("".join(map(escaped, children)))


def hidden(text: str) -> Markup:
    """Words for readers that do not see the sign beside them."""
    return tag("span", text, class_="h")
