"""A list of participants comes in, is mended, applied as a whole, and taken back as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.actions.importing.reading import read_tables
from handschlag.registration.actions.access import require_team
from handschlag.registration.models import ListState, PeopleList
from handschlag.registration.queries.people_lists import columns_of
from handschlag.registration.rules.people_lists import MOST_PEOPLE, Fact, guess, likeliest
from handschlag.registration.rules.refusals import ListRefusal

OPEN = frozenset({ListState.COLUMNS, ListState.CHECKED})
UNFINISHED = timedelta(days=14)
LONGEST_CELL = 1_000


def upload(*, event_id: int, content: bytes, file_name: str, by: Subject, now: datetime) -> PeopleList:
    """The file was read, its columns were guessed, and it waits for somebody to look at them."""
    require_team(by, event_id)
    grid, head = likeliest(read_tables(content))
    if len(grid.rows) - head - 1 > MOST_PEOPLE:
        raise Refusal(ListRefusal.TOO_MANY)
    columns = {str(index): fact.value for index, fact in guess(grid.rows[head]).items()}
    with transaction.atomic():
        row = PeopleList.objects.create(
            event_id=event_id,
            owner_id=by.user_id,
            file_name=file_name[-120:],
            sheet=grid.sheet[:60],
            first_row=grid.first_row + head,
            packed=PeopleList.pack(grid.rows[head:]),
            columns=columns,
            created_at=now,
        )
        audit.record(verb="registration.list_uploaded", target=row, by_id=by.user_id, now=now)
    return row


def held(list_id: int, *, by: Subject, states: Collection[str], seen: int | None) -> PeopleList:
    """The list, locked, where this person saw it."""
    row = PeopleList.objects.select_for_update().filter(pk=list_id).first()
    if row is None:
        raise Refusal(ListRefusal.GONE)
    require_team(by, row.event_id)
    if seen is not None and row.version != seen:
        raise Refusal(ListRefusal.STALE)
    if row.state not in states:
        raise Refusal(ListRefusal.NOT_IN_THIS_STATE)
    return row


def move(row: PeopleList, **values: Any) -> None:
    PeopleList.objects.filter(pk=row.pk).update(version=F("version") + 1, **values)
    row.refresh_from_db()


@transaction.atomic
def choose_columns(*, list_id: int, seen: int, columns: Mapping[int, str], by: Subject) -> PeopleList:
    """The columns are these; what was mended or left out before is forgotten."""
    row = held(list_id, by=by, states=OPEN, seen=seen)
    chosen = {index: Fact(fact) for index, fact in columns.items() if fact in set(Fact)}
    facts = list(chosen.values())
    if len(set(facts)) < len(facts):
        raise Refusal(ListRefusal.COLUMN_TWICE)
    if Fact.EMAIL not in facts or not {Fact.NAME, Fact.LAST} & set(facts):
        raise Refusal(ListRefusal.NO_NAME_OR_ADDRESS)
    kept = {str(index): fact.value for index, fact in sorted(chosen.items())}
    move(row, columns=kept, mended={}, left_out=[], state=ListState.CHECKED)
    return row


@transaction.atomic
def mend(
    *,
    list_id: int,
    seen: int,
    texts: Mapping[int, Mapping[str, str]],
    left_out: Collection[int],
    shown: Collection[int],
    by: Subject,
) -> PeopleList:
    """Cells have other texts, and of the rows that were shown these are left out."""
    row = held(list_id, by=by, states={ListState.CHECKED}, seen=seen)
    facts = {*(fact.value for fact in columns_of(row).values()), Fact.NAME.value, Fact.EMAIL.value}
    mended: dict[str, dict[str, str]] = {number: dict(known) for number, known in row.mended.items()}
    for number, given in texts.items():
        known = {fact: text[:LONGEST_CELL] for fact, text in given.items() if fact in facts}
        mended[str(number)] = {**mended.get(str(number), {}), **known}
    out = (set(row.left_out) - set(shown)) | (set(left_out) & set(shown))
    move(row, mended=mended, left_out=sorted(out))
    return row


@transaction.atomic
def discard(*, list_id: int, by: Subject, now: datetime) -> None:
    """The list is gone; nobody of it was registered."""
    row = held(list_id, by=by, states=OPEN, seen=None)
    audit.record(verb="registration.list_discarded", target=row, by_id=by.user_id, now=now)
    row.delete()


@transaction.atomic
def forget_lists(*, now: datetime) -> int:
    """Files that were never applied go after two weeks; how many."""
    return PeopleList.objects.filter(state__in=OPEN, created_at__lt=now - UNFINISHED).delete()[0]
