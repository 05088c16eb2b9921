"""The organisers set a rule; what people have been promised stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.rows import bump, lock_service
from handschlag.matching.engine.standing import broken_by
from handschlag.matching.models import Interpreter, Rule
from handschlag.matching.queries.facts import facts_of
from handschlag.matching.rules.refusals import PreparingRefusal
from handschlag.matching.rules.rulebook import Term, book_of, is_sound


@transaction.atomic
def set_rule(*, service_id: int, term: Term, seen: int, by: Subject, now: datetime) -> Rule:
    """The rule says this from now on; `seen` is its version, 0 where nobody had touched it.

    Refused where a meeting that is guaranteed could not be held any more.
    """
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if not is_sound(term):
        raise Refusal(PreparingRefusal.NOT_SOUND)
    before = Rule.objects.filter(service=service, kind=term.kind).first()
    if (before.version if before else 0) != seen:
        raise Refusal(PreparingRefusal.STALE)
    facts = facts_of(service)
    if broken := broken_by(facts, book_of(facts.rules).with_term(term)):
        raise Refusal(PreparingRefusal.BREAKS_PROMISES, number=len(broken))
    values: dict[str, Any] = {
        "number": term.number,
        "is_on": term.is_on,
        "is_hard": term.is_hard,
        "options": {"barred": sorted(map(list, term.barred))} if term.barred else {},
        "version": seen + 1,
    }
    row, _ = Rule.objects.update_or_create(service=service, kind=term.kind, defaults=values)
    bump(service, structure=True)
    audit.record(verb="matching.ruled", target=row, by_id=by.user_id, now=now, changes=told(before, row))
    return row


def told(before: Rule | None, after: Rule) -> dict[str, list[Any]]:
    names = ("is_on", "is_hard", "number")
    pairs = {name: [getattr(before, name, None), getattr(after, name)] for name in names}
    return {"kind": [None, str(after.kind)], **{name: two for name, two in pairs.items() if two[0] != two[1]}}


@transaction.atomic
def add_interpreter(
    *, service_id: int, name: str, languages: tuple[str, ...], by: Subject, now: datetime
) -> Interpreter:
    """One meeting more at a time can be interpreted."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    position = Interpreter.objects.filter(service=service).count()
    made = Interpreter.objects.create(
        service=service, name=name, languages=list(languages), position=position
    )
    bump(service, structure=True)
    audit.record(verb="matching.interpreter_added", target=made, by_id=by.user_id, now=now)
    return made


@transaction.atomic
def remove_interpreter(*, service_id: int, pk: int, by: Subject, now: datetime) -> None:
    """Not while a meeting needs this interpreter."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = Interpreter.objects.filter(service=service, pk=pk).first()
    if row is None:
        raise Refusal(PreparingRefusal.GONE)
    if row.meetings.exists():
        raise Refusal(PreparingRefusal.HAS_MEETINGS)
    audit.record(verb="matching.interpreter_removed", target=row, by_id=by.user_id, now=now)
    row.delete()
    bump(service, structure=True)
