"""The organisers set a rule; what people have been promised stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.access import require_team
from handschlag.matching.actions.versioned_writes import increase_revision, lock_service
from handschlag.matching.engine.rule_impact import promises_broken_by
from handschlag.matching.models import Interpreter, Rule
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.rules.refusals import PreparingRefusal
from handschlag.matching.rules.rulebook import RuleSetting, book_of, is_sound


@transaction.atomic
def set_rule(*, service_id: int, term: RuleSetting, seen: int, by: Subject, now: datetime) -> Rule:
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
    facts = load_engine_input(service)
    if broken := promises_broken_by(facts, book_of(facts.rules).with_term(term)):
        raise Refusal(PreparingRefusal.BREAKS_PROMISES, number=len(broken))
    values: dict[str, Any] = {
        "number": term.number,
        "is_on": term.is_on,
        "is_hard": term.is_hard,
        "options": {"barred": sorted(map(list, term.barred))} if term.barred else {},
        "version": seen + 1,
    }
    row, _ = Rule.objects.update_or_create(service=service, kind=term.kind, defaults=values)
    increase_revision(service, structure=True)
    audit.record(verb="matching.ruled", target=row, by_id=by.user_id, now=now, changes=_told(before, row))
    return row


def _told(before: Rule | None, after: Rule) -> dict[str, list[Any]]:
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
    increase_revision(service, structure=True)
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
    increase_revision(service, structure=True)
