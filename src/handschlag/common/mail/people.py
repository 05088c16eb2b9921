"""Whom letters concern, so that they go when the person goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from handschlag.common.database.prepared_rows import PreparedRows
from handschlag.common.models import Mail, MailPerson, MailState

NOTHING_LEFT: dict[str, Any] = dict.fromkeys(("to", "subject", "text", "html", "calendar", "unsubscribe"), "")
_PEOPLE: Final = PreparedRows(MailPerson)
_ON_THE_WAY = (MailState.WAITING, MailState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedPerson:
    """A row that stands for somebody: `kind` is a word of its floor, as in `registration`."""

    kind: str
    id: int


def note_people(mail: Mail, *, recipient: ConcernedPerson | None, named: Sequence[ConcernedPerson]) -> None:
    """Written down beside the letter: to whom it goes, and whom it names."""
    concerned = dict.fromkeys(named, False)
    if recipient is not None:
        concerned[recipient] = True
    _PEOPLE.insert(
        *(
            MailPerson(mail=mail, kind=one.kind, object_id=one.id, is_recipient=is_recipient)
            for one, is_recipient in concerned.items()
        )
    )


def note_recipient(letters: QuerySet[Mail], person: ConcernedPerson) -> None:
    """Letters that are known by their address alone are this person's, whatever address comes next."""
    ids = letters.values_list("pk", flat=True)
    MailPerson.objects.bulk_create(
        (MailPerson(mail_id=pk, kind=person.kind, object_id=person.id, is_recipient=True) for pk in ids),
        ignore_conflicts=True,
    )


def forget_person(person: ConcernedPerson, *, now: datetime) -> int:
    """No letter says anything about this person any more; how many lost their words.

    Letters to the person that still wait are not sent. Letters that name the person to others have to reach
    them (a meeting is cancelled): they lose their words once they are sent.
    """
    rows = MailPerson.objects.filter(kind=person.kind, object_id=person.id)
    mine = Mail.objects.filter(pk__in=rows.filter(is_recipient=True).values("mail"))
    number = forget_letters(mine, now=now)
    others = Mail.objects.filter(pk__in=rows.filter(is_recipient=False).values("mail"), erased_at=None)
    others.filter(state__in=_ON_THE_WAY).update(is_erased_when_sent=True)
    number += others.exclude(state__in=_ON_THE_WAY).update(**NOTHING_LEFT, erased_at=now)
    rows.delete()
    return number


def forget_letters(mine: QuerySet[Mail], *, now: datetime) -> int:
    """Letters to somebody who is forgotten: what waits is not sent, what was sent has no words left."""
    # One that is in hand now may wait again in a moment: the mark holds for both.
    mine.filter(state__in=_ON_THE_WAY).update(is_erased_when_sent=True)
    number = mine.filter(state=MailState.WAITING).delete()[1].get("common.Mail", 0)
    rows = mine.filter(erased_at=None).exclude(state__in=_ON_THE_WAY)
    return number + rows.update(**NOTHING_LEFT, erased_at=now)
