"""Contacts that both sides have released, each with the person's own words about them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from handschlag.day.models import Mark, Note
from handschlag.matching.models import Participant, Party


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
