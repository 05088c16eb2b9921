"""Editors are reminded of facts that have grown old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from handschlag.accounts.models import User, addressee
from handschlag.common import mail
from handschlag.common.language import pick
from handschlag.programmes import facts
from handschlag.programmes.models import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class _OldFact:
    programme: str
    text: str
    read_on: str  # as 2026-11-26: a letter is stored as it was written
    source: str


def mail_old_facts(reader: User, facts: Sequence[Fact], *, count: int, now: datetime) -> None:
    """A letter to one editor that names `facts`; `count` says how many are old in all."""
    with override(reader.language):
        path = f"{reverse('programmes:facts')}?state=old"
        named = [
            _OldFact(
                programme=fact.programme.short_name,
                text=pick(fact.text_de, fact.text_en),
                read_on=fact.read_on.isoformat(),
                source=fact.source_url,
            )
            for fact in facts
        ]
    mail.send(
        to=reader.email,
        template="programmes/mail/old_facts",
        context={"facts": named, "count": count, "more": count - len(named), "path": path},
        language=reader.language,
        now=now,
        recipient=addressee(reader),
    )


MOST_NAMED = 10


@transaction.atomic
def remind_editors(*, now: datetime, today: date) -> int:
    """Every editor has a letter that names what is old; how many letters there were."""
    old = facts.get_facts(facts.FactQuery(state=facts.FactFilter.OLD), today=today)
    count = old.count()
    if not count:
        return 0
    named, readers = list(old[:MOST_NAMED]), list(facts.readers())
    for reader in readers:
        mail_old_facts(reader, named, count=count, now=now)
    return len(readers)
