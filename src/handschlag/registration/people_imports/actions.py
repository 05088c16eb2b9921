"""A list of participants comes in, is mended, and becomes registrations; all of it can be taken back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job
from handschlag.common.names import folded_name
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import chosen_fields, guess_columns, likeliest
from handschlag.common.table_import.drafts import (
    AT_A_TIME,
    LONGEST_CELL,
    UNFINISHED,
    hold,
    kept_columns,
    move,
)
from handschlag.common.table_import.reading import ImportRefusal, read_tables
from handschlag.directory.public import public_actors, public_networks
from handschlag.directory.similar_actors import bare_name
from handschlag.events.models import Event
from handschlag.registration import decisions
from handschlag.registration.access import Purpose, require_team
from handschlag.registration.decisions import end, fill_places
from handschlag.registration.duplicates import ComparedRegistration, likely_pairs
from handschlag.registration.hooks import kinds_in_words, profile_drafts
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
from handschlag.registration.people_imports.rules import (
    MOST_PEOPLE,
    PERSON_FIELDS,
    REGISTERS,
    ImportAction,
    ImportedPerson,
    ImportFrame,
    ListRefusal,
    PersonField,
    decide_actions,
    parse_people,
)
from handschlag.registration.places import (
    ACTIVE,
    Move,
    PlaceState,
    categories_of,
    lock_event,
    occupancy_of,
    rooms_of,
)
from handschlag.registration.registering.actions import hash_for, new_code
from handschlag.registration.registration_data import CONSENT_ON_A_LIST

_FAR = 1 << 60  # ids of rows, apart from those of registrations


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    people: Sequence[ImportedPerson]
    counts: Mapping[ImportAction, int]
    actors: Mapping[str, tuple[int, str]]  # organisation as it stands in the list -> actor and its name

    @property
    def new(self) -> Sequence[ImportedPerson]:
        """Those who would be registered."""
        return [person for person in self.people if person.action in REGISTERS]


def newest_lists(event: Event) -> Sequence[PeopleList]:
    """The twenty newest lists of the event, without what stands in them."""
    return list(PeopleList.objects.filter(event=event).defer("packed")[:20])


def dry_run(row: PeopleList, event: Event) -> DryRun:
    """What every row would do, its faults, and whom it resembles; a handful of queries for any length."""
    corrected = {int(number): texts for number, texts in row.mended.items()}
    people = parse_people(
        row.rows,
        columns=row.fields,
        first_row=row.first_row,
        corrected=corrected,
        frame=_frame_of(row, event),
    )
    living = Registration.objects.filter(event=event, state__in=ACTIVE, erased_at=None).order_by()
    known = [
        ComparedRegistration(id=pk, name=name, email=email, organisation=organisation, actor=actor)
        for pk, name, email, organisation, actor in living.values_list(
            "pk", "name", "email", "organisation", "actor_id"
        )
    ]
    house = occupancy_of(event, counts_held=False)
    counts = decide_actions(
        people,
        registered=frozenset(person.email for person in known),
        left_out=frozenset(row.left_out),
        free=None if house.free is None else house.free - house.waiting,
        has_waiting_list=house.has_waiting_list,
        rooms={
            pk: (room.free or 0) - room.waiting for pk, room in rooms_of(event, counts_held=False).items()
        },
    )
    _resemble([person for person in people if person.action in REGISTERS], known)
    names = {person.organisation for person in people if person.organisation}
    return DryRun(people=people, counts=counts, actors=_actors_called(names))


def _frame_of(row: PeopleList, event: Event) -> ImportFrame:
    """What the cells of this list are read against; networks only where a column names them."""
    zone = ZoneInfo(event.time_zone)
    has_networks = PersonField.NETWORKS in row.fields.values()
    return ImportFrame(
        first_day=event.first_day,
        last_day=event.last_day,
        zone=zone,
        uploaded_on=row.created_at.astimezone(zone).date(),
        kinds=kinds_in_words(),
        networks=_networks_called() if has_networks else {},
        categories={
            folded_name(word): one.pk
            for one in categories_of(event.pk)
            for word in (one.name_en, one.name_de)
            if word
        },
    )


def _networks_called() -> Mapping[str, int]:
    """Public networks by their names and short names; of two with one name the older."""
    found: dict[str, int] = {}
    for pk, name, short in public_networks().order_by("pk").values_list("pk", "name", "short_name"):
        for word in filter(None, (name, short)):
            found.setdefault(folded_name(word), pk)
    return found


def _resemble(rows: Sequence[ImportedPerson], known: Sequence[ComparedRegistration]) -> None:
    """Rows that may be somebody who is registered, or another row, say who that is."""
    mine = [
        ComparedRegistration(
            id=_FAR + row.number, name=row.name, email=row.email, organisation=row.organisation
        )
        for row in rows
    ]
    by_id = {person.id: person for person in (*mine, *known)}
    at = {_FAR + row.number: row for row in rows}
    for pair in likely_pairs([*mine, *known]):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one in at:
                found = by_id[other]
                at[one].resembles = (*at[one].resembles, f"{found.name}, {found.email}")


def _actors_called(names: set[str]) -> Mapping[str, tuple[int, str]]:
    """Actors of the directory by what the list calls them, whatever the legal form; where it is one only."""
    wanted = {bare_name(name) for name in names}
    if not wanted:
        return {}
    found: dict[str, list[tuple[int, str]]] = {}
    for pk, name in public_actors().order_by("pk").values_list("pk", "name"):
        bare = bare_name(name)
        if bare in wanted:
            found.setdefault(bare, []).append((pk, name))
    return {name: found[bare_name(name)][0] for name in names if len(found.get(bare_name(name), ())) == 1}


_OPEN: Final = frozenset({ListState.COLUMNS, ListState.CHECKED})


def upload(*, event_id: int, content: bytes, file_name: str, by: Subject, now: datetime) -> PeopleList:
    """The file was read, its columns were guessed, and it waits for somebody to look at them."""
    require_team(by, event_id)
    sheets = read_tables(content)
    sheet = sheets[likeliest(sheets, PERSON_FIELDS, {PersonField.EMAIL})]
    if len(sheet.rows) - 1 > MOST_PEOPLE:
        raise Refusal(ListRefusal.TOO_MANY)
    with transaction.atomic():
        row = PeopleList.objects.create(
            event_id=event_id,
            owner_id=by.user_id,
            file_name=file_name[-120:],
            sheet=sheet.name[:60],
            first_row=sheet.first_row,
            packed=PeopleList.pack(sheet.rows),
            columns=kept_columns(guess_columns(sheet.rows[0], PERSON_FIELDS)),
            created_at=now,
        )
        audit.record(verb="registration.list_uploaded", target=row, by_id=by.user_id, now=now)
    return row


def hold_list(list_id: int, *, by: Subject, states: Collection[str], seen: int | None = None) -> PeopleList:
    """The list, locked, where this person saw it."""
    return hold(
        PeopleList, list_id, states=states, seen=seen, require=lambda row: require_team(by, row.event_id)
    )


@transaction.atomic
def choose_columns(*, list_id: int, seen: int, columns: Mapping[int, str], by: Subject) -> PeopleList:
    """The columns are these; what was corrected or left out before is forgotten."""
    row = hold_list(list_id, by=by, states=_OPEN, seen=seen)
    allowed = {field.key for field in PERSON_FIELDS}
    chosen = chosen_fields(columns, width=len(row.rows[0]), allowed=allowed)
    said = set(chosen.values())
    if PersonField.EMAIL not in said or not {PersonField.NAME, PersonField.LAST} & said:
        raise Refusal(ListRefusal.NO_NAME_OR_ADDRESS)
    move(row, columns=kept_columns(chosen), mended={}, left_out=[], state=ListState.CHECKED)
    return row


@transaction.atomic
def correct_cells(
    *,
    list_id: int,
    seen: int,
    texts: Mapping[int, Mapping[str, str]],
    left_out: Collection[int],
    shown: Collection[int],
    by: Subject,
) -> PeopleList:
    """Cells have other texts, and of the rows that were shown these are left out."""
    row = hold_list(list_id, by=by, states={ListState.CHECKED}, seen=seen)
    fields = {*row.fields.values(), PersonField.NAME.value, PersonField.EMAIL.value}
    corrected: dict[str, dict[str, str]] = dict(row.mended)
    for number, given in texts.items():
        known = {field: text[:LONGEST_CELL] for field, text in given.items() if field in fields}
        corrected[str(number)] = {**corrected.get(str(number), {}), **known}
    out = (set(row.left_out) - set(shown)) | (set(left_out) & set(shown))
    move(row, mended=corrected, left_out=sorted(out))
    return row


@transaction.atomic
def leave_out_faulty(*, list_id: int, seen: int, by: Subject) -> PeopleList:
    """Every row with an error is left out; the others stay as they are."""
    row = hold_list(list_id, by=by, states={ListState.CHECKED}, seen=seen)
    people = dry_run(row, row.event).people
    faulty = {person.number for person in people if person.action is ImportAction.FAULTY}
    move(row, left_out=sorted({*row.left_out, *faulty}))
    return row


@transaction.atomic
def discard(*, list_id: int, by: Subject, now: datetime) -> None:
    """The list is gone; nobody of it was registered."""
    row = hold_list(list_id, by=by, states=_OPEN)
    audit.record(verb="registration.list_discarded", target=row, by_id=by.user_id, now=now)
    row.delete()


@transaction.atomic
def delete_expired_lists(*, now: datetime) -> int:
    """Files that were never applied go after two weeks; how many."""
    return PeopleList.objects.filter(state__in=_OPEN, created_at__lt=now - UNFINISHED).delete()[0]


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
        category_id=person.values.get(PersonField.CATEGORY),
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
            decisions.tell_cancelled(one, by_organisers=True, now=now)
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
        decisions.tell_imported(one, now=now)
