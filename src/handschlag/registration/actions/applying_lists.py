"""A checked list becomes registrations: all of it, or nothing and the reason why; and all of it back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import move
from handschlag.common.table_import.models import AT_A_TIME
from handschlag.common.table_import.rules.refusals import ImportRefusal
from handschlag.registration import emails
from handschlag.registration.actions.approvals import end, fill_places
from handschlag.registration.actions.people_imports import hold_list
from handschlag.registration.actions.registering import hash_for, new_code
from handschlag.registration.actions.versioned_writes import lock_event
from handschlag.registration.hooks.profile_drafts import profile_drafts
from handschlag.registration.models import (
    CheckIn,
    Consent,
    ConsentPurpose,
    ListState,
    PeopleList,
    Registration,
    RegistrationSource,
    RegistrationState,
)
from handschlag.registration.queries.people_imports import DryRun, dry_run
from handschlag.registration.rules.consents import CONSENT_ON_A_LIST
from handschlag.registration.rules.people_imports import ImportAction, ImportedPerson, PersonField
from handschlag.registration.rules.places import ACTIVE, Move, PlaceState
from handschlag.registration.rules.refusals import ListRefusal
from handschlag.registration.rules.secrets import Purpose

JOB = "registration.send_links"
LETTERS_AT_A_TIME = 25


@transaction.atomic
def apply(*, list_id: int, seen: int, expected: int, by: Subject, now: datetime) -> PeopleList:
    """All new people of the list are registered, nobody over the capacity; nobody has a letter.

    `expected` is the number that the page named: if another is true by now, nothing happens.
    """
    row = hold_list(list_id, by=by, states={ListState.CHECKED}, seen=seen)
    event = lock_event(row.event_id)
    found = dry_run(row, event)
    if found.counts[ImportAction.FAULTY]:
        raise Refusal(ImportRefusal.FAULTS_LEFT, rows=found.counts[ImportAction.FAULTY])
    if not found.new:
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
    if len(found.new) != expected:
        raise Refusal(ImportRefusal.STALE)
    made = _created(row, found, by=by, now=now)
    move(row, state=ListState.APPLIED, applied_at=now, packed=b"", mended={}, made=[one.pk for one in made])
    changes = {action.value: [None, found.counts[action]] for action in ImportAction}
    audit.record(verb="registration.list_applied", target=row, by_id=by.user_id, now=now, changes=changes)
    return row


def _created(row: PeopleList, found: DryRun, *, by: Subject, now: datetime) -> list[Registration]:
    rows = [_registration_of(row, person, found, by=by, now=now) for person in found.new]
    made = Registration.objects.bulk_create(rows, batch_size=AT_A_TIME)
    told = [
        (one, {"state": [None, one.state], "way": [None, RegistrationSource.IMPORTED.value]}) for one in made
    ]
    audit.record_all(verb="registration.made", targets=told, by_id=by.user_id, now=now)
    _write_what_goes_along(made, found.new, now=now)
    return made


def _write_what_goes_along(
    made: Sequence[Registration], people: Sequence[ImportedPerson], *, now: datetime
) -> None:
    """Consents with the day on which they were given, networks, and drafts of profiles."""
    pairs = list(zip(made, people, strict=True))
    Consent.objects.bulk_create(
        Consent(
            registration=one,
            purpose=ConsentPurpose.MATCHING,
            text_version=CONSENT_ON_A_LIST,
            given_at=person.values[PersonField.CONSENT],
        )
        for one, person in pairs
        if person.values.get(PersonField.CONSENT)
    )
    through = Registration.networks.through
    through.objects.bulk_create(
        through(registration_id=one.pk, network_id=network)
        for one, person in pairs
        for network in person.values.get(PersonField.NETWORKS, ())
    )
    drafts = [(one, person.statements) for one, person in pairs if person.statements]
    for keeper in profile_drafts:
        keeper.keep(drafts, now)


def _registration_of(
    row: PeopleList, person: ImportedPerson, found: DryRun, *, by: Subject, now: datetime
) -> Registration:
    uid = uuid.uuid4()
    is_confirmed = person.action is ImportAction.NEW
    actor = found.actors.get(person.organisation)
    return Registration(
        event_id=row.event_id,
        uid=uid,
        state=RegistrationState.CONFIRMED if is_confirmed else RegistrationState.WAITING,
        way=RegistrationSource.IMPORTED,
        entered_by_id=by.user_id,
        secret_hash=hash_for(Purpose.REGISTRATION, uid),
        feed_hash=hash_for(Purpose.FEED, uid),
        badge_code=new_code(),
        name=person.name,
        email=person.email,
        **{name: person.value(name) for name in ("phone", "role", "place", "diet", "needs")},
        actor_id=actor[0] if actor else None,
        organisation=actor[1] if actor else person.organisation,
        language=person.value(PersonField.LANGUAGE) or "de",
        speaks=list(person.values.get(PersonField.SPEAKS, ())),
        arrives_at=person.values.get(PersonField.ARRIVES),
        leaves_at=person.values.get(PersonField.LEAVES),
        asked_at=now,
        confirmed_at=now if is_confirmed else None,
        changed_at=now,
    )


@transaction.atomic
def undo(*, list_id: int, seen: int, by: Subject, now: datetime) -> PeopleList:
    """Nobody of the list is registered any more; refused as soon as one of them has been changed or was here.

    Where letters have gone out, people are told that they do not come; otherwise the rows go without a trace.
    """
    row = hold_list(list_id, by=by, states={ListState.APPLIED}, seen=seen)
    event = lock_event(row.event_id)
    rows = list(Registration.objects.filter(pk__in=row.made).order_by("pk"))
    touched = [one for one in rows if one.version > 1 or one.erased_at or one.state not in ACTIVE]
    arrived = CheckIn.objects.filter(registration_id__in=row.made).exists()
    begun = any(keeper.is_any_in_use(row.made) for keeper in profile_drafts)
    if touched or arrived or begun or len(rows) != len(row.made):
        raise Refusal(ListRefusal.CHANGED_SINCE, rows=max(1, len(touched)))
    for one in rows:
        one.event = event
    if row.told:
        for one in rows:
            end(one, PlaceState.CANCELLED, move=Move.CANCEL, by=by, now=now)
            emails.tell_cancelled(one, by_organisers=True, now=now)
    else:
        targets = [(one, {"list": [row.pk, None]}) for one in rows]
        audit.record_all(verb="registration.removed", targets=targets, by_id=by.user_id, now=now)
        Registration.objects.filter(pk__in=row.made).delete()
    move(row, state=ListState.UNDONE, made=[])
    fill_places(event, by=by, now=now)
    changes = {"registrations": [len(rows), 0]}
    audit.record(verb="registration.list_undone", target=row, by_id=by.user_id, now=now, changes=changes)
    return row


@transaction.atomic
def ask_for_letters(*, list_id: int, seen: int, by: Subject, now: datetime) -> Job:
    """A job sends everybody of the list a personal link."""
    row = hold_list(list_id, by=by, states={ListState.APPLIED}, seen=seen)
    if row.told >= len(row.made):
        raise Refusal(ImportRefusal.NOTHING_TO_DO)
    move(row)
    return enqueue(kind=JOB, payload={"list_id": row.pk}, owner_id=by.user_id, now=now)


def send_letters(*, list_id: int, by: Subject, now: datetime, tell: Callable[[int, int], None]) -> int:
    """Everybody of the list who lives has one letter, however often this is begun; how many have one."""
    while True:
        with transaction.atomic():
            row = hold_list(list_id, by=by, states={ListState.APPLIED})
            some = row.made[row.told : row.told + LETTERS_AT_A_TIME]
            if not some:
                return row.told
            _send_to(some, now=now)
            move(row, told=row.told + len(some))
        tell(row.told, len(row.made))


def _send_to(ids: Sequence[int], *, now: datetime) -> None:
    rows = Registration.objects.filter(pk__in=ids, state__in=ACTIVE, erased_at=None)
    for one in rows.select_related("event").order_by("pk"):
        emails.tell_imported(one, now=now)
