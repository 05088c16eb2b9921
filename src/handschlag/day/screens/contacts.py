"""The contacts that both sides have released, with own notes; and the same as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.table_files import csv_file
from handschlag.common.times import local_date
from handschlag.day.queries.contacts import Contact, contacts_of
from handschlag.day.rules.afterwards import question_now
from handschlag.day.rules.cards import PersonCard, written
from handschlag.day.screens.participant_shell import frame_of, tabs_of
from handschlag.design.components.participant import Shell
from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant

MEDIA: Final = {"vcf": "text/vcard; charset=utf-8", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: int
    name: str
    sub: str
    email: str
    phone: str
    phone_url: str
    steps: str
    note: str
    url: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ContactsScreen:
    shell: Shell
    tabs: Sequence[Link]
    title: str
    lead: str
    rows: Sequence[_Row]
    files: Sequence[Link]
    question: str
    afterwards: str
    delete: str


def contacts_screen(participant: Participant, *, token: str, now: datetime) -> _ContactsScreen:
    """The files are offered where there are contacts, the question once it has come up."""
    found = contacts_of(participant)
    is_asked = question_now(participant.service.event.last_day, local_date(now)) is not None
    return _ContactsScreen(
        shell=frame_of(participant, token),
        tabs=tabs_of(token, "day:contacts"),
        title=_title_of(len(found)),
        lead=_("You have both released them. Only you can see your notes.")
        if found
        else _("Contacts appear here as soon as both of you have released them."),
        rows=tuple(_row_of(one, token=token) for one in found),
        files=_files_of(token) if found else (),
        question=reverse("day:came_of_it", args=[token]) if is_asked else "",
        afterwards=reverse("day:afterwards", args=[token]),
        delete=reverse("day:delete", args=[token]),
    )


def _title_of(number: int) -> str:
    if not number:
        return _("No contacts yet")
    return ngettext("%(n)s contact", "%(n)s contacts", number) % {"n": number}


def _files_of(token: str) -> tuple[Link, ...]:
    def to(ending: str) -> str:
        return reverse("day:contacts_file", args=[token, ending])

    return (
        Link(label=_("All as vCard"), url=to("vcf"), icon="download"),
        Link(label=_("All as CSV"), url=to("csv"), icon="download"),
    )


def _row_of(one: Contact, *, token: str) -> _Row:
    return _Row(
        id=one.id,
        name=one.name,
        sub=", ".join(filter(None, (one.role, one.organisation, one.place))),
        email=one.email,
        phone=one.phone,
        phone_url="".join(sign for sign in one.phone if sign.isdigit() or sign == "+"),
        steps=" · ".join(one.steps),
        note=one.note,
        url=reverse("day:note", args=[token, one.id]),
        card=reverse("day:contacts_file", args=[token, "vcf"]) + f"?of={one.id}",
    )


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
