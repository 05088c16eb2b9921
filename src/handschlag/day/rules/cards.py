"""A person as a vCard 4.0 (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handschlag.common.rules.names import split_name
from handschlag.directory.rules.vcards import escaped_value, folded_lines, uri


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """Empty parts are left out. `note` is what the one who saves the card has written."""

    uid: str
    name: str
    organisation: str = ""
    role: str = ""
    place: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""


def written(card: PersonCard) -> str:
    """The lines of a card, folded, each ended by CRLF."""
    return "".join(f"{line}\r\n" for content in _lines(card) for line in folded_lines(content))


def _lines(card: PersonCard) -> Iterable[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:individual")
    yield f"UID:urn:uuid:{uri(card.uid)}"
    yield f"FN:{escaped_value(card.name)}"
    parts = split_name(card.name)
    yield "N:" + ";".join(map(escaped_value, (parts.surname, parts.given, "", parts.title, parts.degree)))
    if card.organisation:
        yield f"ORG:{escaped_value(card.organisation)}"
    if card.role:
        yield f"TITLE:{escaped_value(card.role)}"
    if card.place:
        yield f"ADR:;;;{escaped_value(card.place)};;;"
    if card.email:
        yield f"EMAIL:{escaped_value(card.email)}"
    if card.phone:
        yield f"TEL:{escaped_value(card.phone)}"
    if card.note:
        yield f"NOTE:{escaped_value(card.note)}"
    yield "END:VCARD"
