"""An organisation as a vCard 4.0 (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_LINE = 75  # octets, without the line break


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says about an organisation; empty parts are left out."""

    uid: str
    name: str
    kind: str = "org"
    parent: str = ""
    place: str = ""
    land: str = ""
    at: tuple[float, float] | None = None
    email: str = ""
    website: str = ""
    source: str = ""
    categories: tuple[str, ...] = ()
    note: str = ""


def written(card: Card) -> str:
    """The lines of a card, folded, each ended by CRLF."""
    return "".join(f"{line}\r\n" for content in _lines(card) for line in folded_lines(content))


def _lines(card: Card) -> Iterable[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"KIND:{card.kind}")
    yield f"UID:{uri(card.uid)}"
    yield f"FN:{escaped_value(card.name)}"
    yield "ORG:" + ";".join(escaped_value(part) for part in (card.parent, card.name) if part)
    if card.place or card.land:
        yield f"ADR:;;;{escaped_value(card.place)};{escaped_value(card.land)};;Deutschland"
    if card.at is not None:
        yield f"GEO:geo:{card.at[0]:.4f},{card.at[1]:.4f}"
    if card.email:
        yield f"EMAIL:{escaped_value(card.email)}"
    if card.website:
        yield f"URL:{uri(card.website)}"
    if card.source:
        yield f"SOURCE:{uri(card.source)}"
    if card.categories:
        yield "CATEGORIES:" + ",".join(escaped_value(category) for category in card.categories)
    if card.note:
        yield f"NOTE:{escaped_value(card.note)}"
    yield "END:VCARD"


def escaped_value(text: str) -> str:
    """Text as a value: no separator and no line break of it can end the value."""
    whole = "\n".join(text.replace("\\", "\\\\").splitlines())
    kept = "".join(c for c in whole if c == "\n" or c.isprintable())
    return kept.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def uri(text: str) -> str:
    """An address as a value: it has no characters that need escaping, and must not get any."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def folded_lines(content: str) -> Iterable[str]:
    """One line of at most 75 octets after the other; a character is never cut in two."""
    line, size = "", 0
    for character in content:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            yield line
            line, size = " ", 1
        line, size = line + character, size + octets
    yield line
