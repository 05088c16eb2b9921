"""A list of participants comes in, its columns are said, its cells are corrected, or it is discarded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.drafts import LONGEST_CELL, UNFINISHED, hold, kept_columns, move
from handschlag.common.table_import.reading import read_tables
from handschlag.common.table_import.rules.fields import chosen_fields, guess_columns, likeliest
from handschlag.registration.actions.access import require_team
from handschlag.registration.models import ListState, PeopleList
from handschlag.registration.queries.people_imports import dry_run
from handschlag.registration.rules.people_imports import MOST_PEOPLE, PERSON_FIELDS, ImportAction, PersonField
from handschlag.registration.rules.refusals import ListRefusal

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
