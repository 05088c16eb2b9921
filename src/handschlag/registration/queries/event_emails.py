"""What became of an event's emails, and to whom one of them may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Lower, TruncDate

from handschlag.common.models import Mail, MailPerson, MailState
from handschlag.registration.models import Registration
from handschlag.registration.rules.places import ACTIVE

LOST = (MailState.FAILED, MailState.BOUNCED)
_SHOWN = 100
_REGISTRATION = "registration"  # what emails call people who are registered
_ADDRESS_LEFT = "registration.address_left"  # to an address that its person no longer has


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailCounts:
    """How many were written, and what became of them. `lost` did not arrive and were not sent again."""

    written: int = 0
    waiting: int = 0
    lost: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _DayOfEmails:
    """The emails of one kind that were written on one day."""

    day: date
    counts: EmailCounts


def _is_lost(now: datetime) -> Q:
    """Did not arrive, was not sent again, and would still be of use to its reader."""
    in_time = Q(expires_at=None) | Q(expires_at__gt=now)
    return Q(in_time, state__in=LOST, repeated_at=None) & ~Q(kind=_ADDRESS_LEFT)


def _counted(now: datetime) -> Mapping[str, Any]:
    return {
        "written": Count("pk"),
        "waiting": Count("pk", filter=Q(state__in=[MailState.WAITING, MailState.SENDING])),
        "lost": Count("pk", filter=_is_lost(now)),
        "last_at": Max("created_at"),
    }


def counts_by_kind(event_id: int, *, now: datetime) -> Mapping[str, EmailCounts]:
    """Of all kinds that were ever written; one query."""
    rows = Mail.objects.filter(event_id=event_id).order_by().values("kind").annotate(**_counted(now))
    return {row["kind"]: _counts_in(row) for row in rows}


def days_of(event_id: int, kind: str, *, now: datetime) -> Sequence[_DayOfEmails]:
    """The last days on which emails of this kind were written, the latest first."""
    rows = Mail.objects.filter(event_id=event_id, kind=kind).order_by()
    days = rows.annotate(day=TruncDate("created_at")).values("day")
    found = days.annotate(**_counted(now)).order_by("-day")
    return [_DayOfEmails(day=row["day"], counts=_counts_in(row)) for row in found[:20]]


def _counts_in(row: Mapping[str, Any]) -> EmailCounts:
    return EmailCounts(**{name: row[name] for name in EmailCounts.__slots__})


def _readers_of(event_id: int) -> QuerySet[Registration]:
    """Everybody whose registration lives, by name."""
    rows = Registration.objects.filter(event_id=event_id, state__in=ACTIVE, erased_at=None)
    return rows.order_by(Lower("name"), "pk")


def first_readers(event_id: int) -> Sequence[tuple[int, str]]:
    """Ids and names of as many as fit into a list to choose from."""
    return list(_readers_of(event_id).values_list("pk", "name")[:_SHOWN])


def reader_of(event_id: int, number: int) -> Registration | None:
    """This one, or the first, who is found before a row is read: all with their actors take far longer."""
    rows = _readers_of(event_id)
    pk = number or rows.values_list("pk", flat=True).first()
    return None if pk is None else rows.select_related("actor").filter(pk=pk).first()


def lost_of(event_id: int, *, now: datetime) -> QuerySet[Mail]:
    """Emails that did not arrive, still have their words and were not sent again; the latest first."""
    return Mail.objects.filter(_is_lost(now), event_id=event_id, erased_at=None)


def people_of_emails(mail_ids: Iterable[int]) -> Mapping[int, Registration]:
    """To whom each went, by the email's id; those to people who are not registered are left out."""
    rows = MailPerson.objects.filter(mail_id__in=list(mail_ids), kind=_REGISTRATION, is_recipient=True)
    found = dict(rows.values_list("mail_id", "object_id"))
    people = Registration.objects.filter(erased_at=None).in_bulk(found.values())
    return {mail_id: people[pk] for mail_id, pk in found.items() if pk in people}


def counts_by_sending(event_id: int, *, now: datetime) -> Mapping[int, EmailCounts]:
    """What became of the organisers' own messages; one query."""
    rows = Mail.objects.filter(event_id=event_id, sending_id__isnull=False).order_by()
    found = rows.values("sending_id").annotate(**_counted(now))
    return {row["sending_id"] or 0: _counts_in(row) for row in found}
