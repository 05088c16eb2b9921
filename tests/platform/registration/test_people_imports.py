"""Lists of participants: read, mended, applied as a whole or not at all, and taken back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.jobs.queue import work_off
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import guess_columns
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.events.models import Event
from handschlag.registration import check_in
from handschlag.registration.models import PeopleList, Registration
from handschlag.registration.people_imports import actions
from handschlag.registration.people_imports.actions import dry_run
from handschlag.registration.people_imports.rules import PERSON_FIELDS, ListRefusal, PersonField

pytestmark = pytest.mark.django_db
HEAD = ("Vorname", "Nachname", "E-Mail", "Firma", "Telefon")
ADA = ("Ada", "Lindqvist", "ada@example.org", "Linsen Meier", "030 1")
BO = ("Bo", "Kurz", "bo@example.org", "Werkstatt", "")
type Bring = Callable[..., PeopleList]


def csv(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(";".join(row) for row in (HEAD, *rows)).encode()


@pytest.fixture
def bring(event: Event, otto: User, now: datetime) -> Bring:
    """`bring(ADA, BO)`: the list is sent, and its columns are taken as they were guessed."""

    def do(*rows: tuple[str, ...], content: bytes = b"") -> PeopleList:
        row = actions.upload(
            event_id=event.pk,
            content=content or csv(*rows),
            file_name="Liste.csv",
            by=otto.subject,
            now=now,
        )
        columns = {int(index): fact for index, fact in row.columns.items()}
        return actions.choose_columns(list_id=row.pk, seen=row.version, columns=columns, by=otto.subject)

    return do


@pytest.fixture
def apply(event: Event, otto: User, now: datetime) -> Callable[[PeopleList], PeopleList]:
    def do(row: PeopleList) -> PeopleList:
        expected = len(dry_run(row, event).new)
        return actions.apply(list_id=row.pk, seen=row.version, expected=expected, by=otto.subject, now=now)

    return do


def verdicts(row: PeopleList, event: Event) -> list[str]:
    return [person.action.value for person in dry_run(row, event).people]


def faults(row: PeopleList, event: Event) -> list[tuple[str, str]]:
    return [
        (fault.cell, fault.kind.value) for person in dry_run(row, event).people for fault in person.faults
    ]


def test_columns_are_known_by_their_headings() -> None:
    assert guess_columns(("Nachname", "Vornamen", "e-mail adresse", "Firma", "Zimmer"), PERSON_FIELDS) == {
        0: PersonField.LAST,
        1: PersonField.FIRST,
        2: PersonField.EMAIL,
        3: PersonField.ORGANISATION,
    }


def test_a_list_is_applied_without_letters_and_organisations_are_known(
    event: Event, bring: Bring, apply: Callable[[PeopleList], PeopleList]
) -> None:
    actor = builders.actor("Linsen Meier GmbH")
    row = apply(bring(ADA, BO))
    made = Registration.objects.order_by("pk")
    assert [(one.name, one.email, one.actor_id, one.organisation, one.way, one.state) for one in made] == [
        ("Ada Lindqvist", "ada@example.org", actor.pk, "Linsen Meier GmbH", "imported", "confirmed"),
        ("Bo Kurz", "bo@example.org", None, "Werkstatt", "imported", "confirmed"),
    ]
    assert (row.state, row.made, bytes(row.packed), Mail.objects.count()) == (
        "applied",
        [one.pk for one in made],
        b"",
        0,
    )
    assert len({one.badge_code for one in made}) == 2


def test_faults_name_their_cells_and_nothing_is_applied_until_they_are_mended(
    event: Event, otto: User, bring: Bring, apply: Callable[[PeopleList], PeopleList]
) -> None:
    row = bring(
        ADA,
        ("", "", "wer@example.org", "", ""),
        ("Cy", "Drei", "keine-adresse", "", ""),
        ("Di", "Vier", "ADA@example.org", "", ""),
        ("=1+1", "Fünf", "fuenf@example.org", "", ""),
    )
    assert faults(row, event) == [
        ("B3", "missing"),
        ("C4", "not_an_email"),
        ("C5", "twice"),
        ("A6", "formula"),
    ]
    with pytest.raises(Refusal) as no:
        apply(row)
    assert (no.value.reason, Registration.objects.count()) == (ImportRefusal.FAULTS_LEFT, 0)
    mended = actions.correct_cells(
        list_id=row.pk,
        seen=row.version,
        texts={3: {"name": "Wer Da"}, 4: {"email": "cy@example.org"}, 6: {"first_name": "Eva"}},
        left_out=[5],
        shown=[2, 3, 4, 5, 6],
        by=otto.subject,
    )
    assert verdicts(mended, event) == ["new", "new", "new", "left_out", "new"]
    apply(mended)
    names = Registration.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Ada Lindqvist", "Wer Da", "Cy Drei", "Eva Fünf"]


def test_who_is_registered_stays_and_who_resembles_somebody_is_named(event: Event, bring: Bring) -> None:
    builders.registration(event, "Ada Lindqvist", organisation="Linsen Meier GmbH")
    builders.registration(event, "Dr. Bo Kurz", email="kurz@example.com", organisation="Werkstatt")
    builders.registration(event, "Alt", email="alt@example.org", state="cancelled")
    row = bring(("Ada", "Lindqvist", "ada-lindqvist@example.org", "Linsen Meier", ""), BO)
    found = dry_run(row, event)
    assert [person.action.value for person in found.people] == ["registered", "new"]
    assert [person.resembles for person in found.people] == [(), ("Dr. Bo Kurz, kurz@example.com",)]


@pytest.mark.parametrize(("has_list", "wanted"), [(True, ["new", "waits"]), (False, ["new", "faulty"])])
def test_nobody_goes_over_the_capacity(
    event: Event, bring: Bring, apply: Callable[[PeopleList], PeopleList], has_list: bool, wanted: list[str]
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=2, has_waiting_list=has_list)
    event.refresh_from_db()
    builders.registration(event)
    row = bring(ADA, BO)
    assert verdicts(row, event) == wanted
    if has_list:
        apply(row)
        states = Registration.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["confirmed", "confirmed", "waiting"]


def test_what_became_different_since_the_page_was_seen_is_not_applied(
    event: Event, otto: User, bring: Bring, now: datetime
) -> None:
    row = bring(ADA, BO)
    builders.registration(event, "Bo Kurz", email="bo@example.org")
    with pytest.raises(Refusal) as no:
        actions.apply(list_id=row.pk, seen=row.version, expected=2, by=otto.subject, now=now)
    assert (no.value.reason, Registration.objects.count()) == (ImportRefusal.STALE, 1)


def test_a_list_is_taken_back_unless_somebody_has_touched_it(
    event: Event, otto: User, bring: Bring, apply: Callable[[PeopleList], PeopleList], now: datetime
) -> None:
    first = apply(bring(ADA))
    undone = actions.undo(list_id=first.pk, seen=first.version, by=otto.subject, now=now)
    assert (undone.state, Registration.objects.count(), Mail.objects.count()) == ("undone", 0, 0)
    second = apply(bring(ADA, BO))
    code = Registration.objects.get(email="bo@example.org").badge_code
    key = "00000000-0000-0000-0000-000000000001"
    check_in.record_check_in(event_id=event.pk, code=code, key=key, by=otto.subject, now=now)
    with pytest.raises(Refusal) as no:
        actions.undo(list_id=second.pk, seen=second.version, by=otto.subject, now=now)
    assert (no.value.reason, Registration.objects.count()) == (ListRefusal.CHANGED_SINCE, 2)


def test_letters_go_out_when_asked_for_and_once(
    event: Event, otto: User, bring: Bring, apply: Callable[[PeopleList], PeopleList], now: datetime
) -> None:
    row = apply(bring(ADA, BO))
    actions.ask_for_letters(list_id=row.pk, seen=row.version, by=otto.subject, now=now)
    work_off(now=now + timedelta(days=3650))
    row.refresh_from_db()
    assert (row.told, sorted(Mail.objects.values_list("to", flat=True))) == (
        2,
        ["ada@example.org", "bo@example.org"],
    )
    with pytest.raises(Refusal) as no:
        actions.ask_for_letters(list_id=row.pk, seen=row.version, by=otto.subject, now=now)
    assert no.value.reason is ImportRefusal.NOTHING_TO_DO
    actions.undo(list_id=row.pk, seen=row.version, by=otto.subject, now=now)
    states = Registration.objects.values_list("state", flat=True)
    assert (set(states), Mail.objects.count()) == ({"cancelled"}, 4)


def test_a_workbook_is_read_from_the_sheet_with_addresses(event: Event, bring: Bring) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("Notizen").write_row(0, 0, ["Was", "Wann"])
    sheet = book.add_worksheet("Leute")
    sheet.write_row(0, 0, ["Teilnehmerliste 2027"])
    for number, line in enumerate((HEAD, ADA, ("Bo", "Kurz", "x", "", "")), start=2):
        sheet.write_row(number, 0, line)
    book.close()
    row = bring(content=file.getvalue())
    assert (row.sheet, faults(row, event)) == ("Leute", [("C5", "not_an_email")])


def test_only_the_events_own_team_brings_lists(event: Event, paul: User, bring: Bring, now: datetime) -> None:
    row = bring(ADA)
    for by in (paul.subject, Subject()):
        with pytest.raises(Denied):
            actions.upload(event_id=event.pk, content=csv(ADA), file_name="x", by=by, now=now)
        with pytest.raises(Denied):
            actions.apply(list_id=row.pk, seen=row.version, expected=1, by=by, now=now)
        with pytest.raises(Denied):
            actions.discard(list_id=row.pk, by=by, now=now)
    assert (PeopleList.objects.count(), Registration.objects.count()) == (1, 0)


def test_files_that_were_never_applied_are_forgotten(bring: Bring, now: datetime) -> None:
    bring(ADA)
    assert actions.delete_expired_lists(now=now + timedelta(days=13)) == 0
    assert actions.delete_expired_lists(now=now + timedelta(days=15)) == 1


def test_an_organiser_goes_through_the_pages(
    event: Event, otto: User, signed_in: Callable[[User], Client]
) -> None:
    desk = signed_in(otto)
    home = reverse("registration:people_lists", args=[event.slug])
    broken = desk.post(home, {"table": SimpleUploadedFile("x.csv", b"")})
    assert (broken.status_code, "Die Datei ist leer" in broken.content.decode()) == (422, True)
    file = SimpleUploadedFile("Liste.csv", csv(ADA, ("Cy", "Drei", "falsch", "", "")))
    page = desk.post(home, {"table": file})["Location"]
    row = PeopleList.objects.get()
    chosen = {f"c-{index}": fact for index, fact in row.columns.items()}
    desk.post(f"{page}do/", {**chosen, "seen": row.version, "do": "columns"})
    assert "C3, E-Mail-Adresse" in desk.get(page).content.decode()
    row.refresh_from_db()
    mended = {"do": "mend", "seen": row.version, "shown": [2, 3], "t-3-email": "cy@example.org"}
    desk.post(f"{page}do/", mended)
    row.refresh_from_db()
    desk.post(f"{page}do/", {"do": "apply", "seen": row.version, "expected": 2})
    assert "2 Personen sind angemeldet." in desk.get(page).content.decode()
    row.refresh_from_db()
    desk.post(f"{page}do/", {"do": "undo", "seen": row.version})
    assert Registration.objects.count() == 0


def test_the_page_asks_as_often_for_three_rows_as_for_one(
    event: Event, otto: User, bring: Bring, signed_in: Callable[[User], Client]
) -> None:
    counts = []
    for rows in ([ADA], [ADA, BO, ("Cy", "Drei", "cy@example.org", "Werkstatt", "")]):
        page = reverse("registration:people_list", args=[event.slug, bring(*rows).pk])
        signed_in(otto).get(page)
        with CaptureQueriesContext(connection) as asked:
            signed_in(otto).get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
