"""Contacts that both sides have released: with own notes, and as files to take along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.names import split_name
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import csv_file, dated_name, download
from handschlag.common.times import local_date
from handschlag.day.afterwards import AfterwardsRefusal, printable
from handschlag.day.models import Mark, Note
from handschlag.day.outcomes import question_now
from handschlag.day.participant_pages import attempt, page_context
from handschlag.directory.exports import escaped_value, folded_lines, uri
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import participant_now
from handschlag.matching.models import Participant, Party
from handschlag.matching.participant_pages import for_participants


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


def vcard(card: PersonCard) -> str:
    """The lines of a card, folded, each ended by CRLF."""
    return "".join(f"{line}\r\n" for content in _vcard_lines(card) for line in folded_lines(content))


def _vcard_lines(card: PersonCard) -> Iterable[str]:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody whom the person has met, and who wants to be found again.

    Whoever releases their contact releases all of it, whatever others in the matching see of them.
    """

    id: int
    uid: str
    name: str
    role: str
    organisation: str
    place: str
    email: str
    phone: str
    steps: tuple[str, ...]  # the person's own next steps
    note: str
    since: datetime

    @property
    def sub(self) -> str:
        return ", ".join(filter(None, (self.role, self.organisation, self.place)))

    @property
    def dialled(self) -> str:
        """The telephone number as a link has it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def contacts_of(participant: Participant) -> tuple[Contact, ...]:
    """By name; four queries. Who has taken the release back, or was erased, is not there."""
    mine = {one.request_id: one for one in participant.marks.filter(releases_contact=True)}
    rows = Mark.objects.filter(request_id__in=mine, releases_contact=True).exclude(participant=participant)
    theirs: dict[int, list[Mark]] = defaultdict(list)
    people: dict[int, Participant] = {}
    for row in rows.select_related("participant__registration__actor").order_by("marked_at", "pk"):
        if row.participant.registration.erased_at is None:
            theirs[row.participant_id].append(row)
            people[row.participant_id] = row.participant
    notes = dict(Note.objects.filter(participant=participant).values_list("partner_id", "text"))
    found = [_contact(people[pk], marks, mine, notes.get(pk, "")) for pk, marks in theirs.items()]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))


def _contact(other: Participant, marks: list[Mark], mine: dict[int, Mark], note: str) -> Contact:
    registration = other.registration
    own = [mine[one.request_id] for one in marks]
    since = min(max(one.marked_at, both.marked_at) for one, both in zip(own, marks, strict=True))
    return Contact(
        id=other.pk,
        uid=str(registration.uid),
        name=registration.name,
        role=registration.role,
        organisation=registration.actor.name if registration.actor else registration.organisation,
        place=registration.place,
        email=registration.email,
        phone=registration.phone,
        steps=tuple(dict.fromkeys(one.next_step for one in own if one.next_step)),
        note=note,
        since=since,
    )


def is_contact(participant: Participant, other: int) -> bool:
    """Whether both have released it, for one meeting at least."""
    mine = Party.objects.filter(participant=participant).values("request_id")
    released = Mark.objects.filter(request_id__in=mine, releases_contact=True)
    own = released.filter(participant=participant).values("request_id")
    return released.filter(participant_id=other, request_id__in=own).exists()


@transaction.atomic
def save_note(
    *, participant_id: int, partner_id: int, text: str, has_link: bool, by: Subject, now: datetime
) -> None:
    """This is what the person notes about a contact; nothing is kept where nothing is written."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    Participant.objects.select_for_update(no_key=True).get(pk=participant_id)
    if not is_contact(participant, partner_id):
        raise Refusal(AfterwardsRefusal.NO_CONTACT)
    kept = text.strip()[:LONGEST_NOTE]
    if kept:
        values = {"text": kept, "changed_at": now}
        Note.objects.update_or_create(participant=participant, partner_id=partner_id, defaults=values)
    else:
        Note.objects.filter(participant=participant, partner_id=partner_id).delete()
    audit.record(verb="day.noted", target=participant, by_id=by.user_id, now=now)


@transaction.atomic
def take_along(*, participant_id: int, has_link: bool, by: Subject, now: datetime) -> tuple[Contact, ...]:
    """The contacts as a file: it leaves the platform, and that is written down."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    found = contacts_of(participant)
    changes = {"number": [None, len(found)]}
    audit.record(verb="day.contacts_exported", target=participant, by_id=by.user_id, now=now, changes=changes)
    return found


MEDIA: Final = {"vcf": "text/vcard; charset=utf-8", "csv": "text/csv; charset=utf-8"}


def contacts_file(ending: str, contacts: Iterable[Contact]) -> bytes:
    """The contacts as vCards for `vcf`, else as CSV, in UTF-8."""
    if ending == "vcf":
        return "".join(vcard(_card_of(one)) for one in contacts).encode()
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


@require_safe
@for_participants
def contacts_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of the contacts that both sides have released."""
    last_day, today = participant.service.event.last_day, local_date(timezone.now())
    context = {"rows": contacts_of(participant), "after_days": question_now(last_day, today)}
    return render(
        request,
        "day/contacts.html",
        page_context(participant, token, "day:contacts", now=timezone.now()) | context,
    )


@require_POST
@for_participants
def save_note_page(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Keeps the own note on a contact, then leads back to it; an empty one is removed."""
    is_done = attempt(
        request,
        lambda: save_note(
            participant_id=participant.pk,
            partner_id=number,
            text=printable(request.POST.get("text", "")),
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        ),
    )
    if is_done:
        messages.success(request, _("The note is saved."))
    return HttpResponseRedirect(f"{reverse('day:contacts', args=[token])}#contact-{number}")


@require_safe
@for_participants
def contacts_download(
    request: HttpRequest, participant: Participant, _token: str, ending: str
) -> HttpResponse:
    """All of them, or one; whoever is no contact is in no file."""
    if ending not in MEDIA:
        raise Http404
    found = take_along(
        participant_id=participant.pk, has_link=True, by=subject_of(request.user), now=timezone.now()
    )
    wanted = request.GET.get("of")
    chosen = [one for one in found if wanted in {None, str(one.id)}]
    return download(
        contacts_file(ending, chosen), dated_name(participant.service.event.slug, "contacts", ending)
    )


LONGEST_NOTE: Final = 2000
