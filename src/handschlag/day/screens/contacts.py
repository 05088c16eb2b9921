"""The contacts that both sides have released, with own notes, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from handschlag.common.table_files import csv_file
from handschlag.day.queries.contacts import Contact
from handschlag.day.rules.cards import PersonCard, written

MEDIA: Final = {"vcf": "text/vcard; charset=utf-8", "csv": "text/csv; charset=utf-8"}


def file_of(ending: str, contacts: Iterable[Contact]) -> bytes:
    """The contacts as vCards for `vcf`, else as CSV, in UTF-8."""
    if ending == "vcf":
        return "".join(written(_card_of(one)) for one in contacts).encode()
    return csv_file(_lines_of(contacts))


def _card_of(one: Contact) -> PersonCard:
    return PersonCard(
        uid=one.uid,
        name=one.name,
        organisation=one.organisation,
        role=one.role,
        place=one.place,
        email=one.email,
        phone=one.phone,
        note="\n".join(filter(None, (*one.steps, one.note))),
    )


def _lines_of(contacts: Iterable[Contact]) -> Iterator[Sequence[str]]:
    yield (
        _("Name"),
        _("Role"),
        _("Organisation"),
        _("Meeting point"),
        _("Email"),
        _("Telephone"),
        _("Next step"),
        _("Your note"),
    )
    for one in contacts:
        yield (
            one.name,
            one.role,
            one.organisation,
            one.place,
            one.email,
            one.phone,
            " · ".join(one.steps),
            one.note,
        )
