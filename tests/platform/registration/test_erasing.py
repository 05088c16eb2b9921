"""Whoever is erased takes along what was made of what they told us, and what is being made just then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.own_data import erase_account
from handschlag.accounts.policy import Subject
from handschlag.common import erasures
from handschlag.directory.models import Actor, Proposal, Revision, SearchDocument
from handschlag.events import printed_files
from handschlag.events.models import Event
from handschlag.registration import personal_data
from handschlag.registration.badges import print_people
from handschlag.registration.models import EventInvitation, PeopleList, Registration

pytestmark = pytest.mark.django_db
Register = Callable[..., Registration]
ROWS = [
    ["Name", "E-Mail", "Firma"],
    ["Ada", "ada@example.org", "Linsen Meier GmbH"],
    ["Bo", "bo@example.org", "Optik Jena"],
]


def erase(one: Registration, now: datetime) -> None:
    personal_data.erase(registration_id=one.pk, has_link=True, by=Subject(), now=now)


def test_what_waits_for_editors_only_because_one_person_named_it_goes(
    event: Event, register: Register, now: datetime
) -> None:
    ada = register(event, "ada", organisation="Linsen Meier GmbH")
    assert (Actor.objects.count(), Proposal.objects.count(), Revision.objects.count()) == (1, 1, 1)
    erase(ada, now)
    assert (Actor.objects.count(), Proposal.objects.count(), Revision.objects.count()) == (0, 0, 0)
    assert not SearchDocument.objects.filter(title_de__icontains="Linsen").exists()


def test_what_somebody_else_named_or_editors_changed_stays(
    event: Event, register: Register, now: datetime
) -> None:
    ada = register(event, "ada", organisation="Linsen Meier GmbH")
    register(event, "bert", organisation="LINSEN MEIER")
    erase(ada, now)
    assert Actor.objects.count() == 1
    cora = register(event, "cora", organisation="Optik Jena AG")
    Actor.objects.filter(name="Optik Jena AG").update(version=2)
    erase(cora, now)
    assert Actor.objects.filter(name="Optik Jena AG").exists()


def test_lists_that_nobody_has_applied_and_invitations_to_the_address_lose_the_person(
    event: Event, register: Register, now: datetime
) -> None:
    ada = register(event, "ada")
    waiting = PeopleList.objects.create(
        event=event,
        file_name="gaeste.csv",
        first_row=1,
        packed=PeopleList.pack(ROWS),
        mended={"2": {"role": "Leiterin"}, "3": {"role": "Leiter"}},
        created_at=now,
    )
    EventInvitation.objects.create(event=event, email="ada@example.org", secret_hash="x", invited_at=now)
    erase(ada, now)
    waiting.refresh_from_db()
    assert waiting.rows == [ROWS[0], ["", "", ""], ROWS[2]]
    assert (waiting.mended, waiting.version) == ({"3": {"role": "Leiter"}}, 2)
    assert not EventInvitation.objects.exists()


def test_who_has_no_address_is_found_by_the_whole_name(event: Event, now: datetime) -> None:
    rows = [["Vorname", "Nachname"], ["Ada", "Lindqvist"], ["Ada", "Berg"], ["Lindqvist", "Ada B."]]
    PeopleList.objects.create(
        event=event, file_name="x.csv", first_row=1, packed=PeopleList.pack(rows), created_at=now
    )
    erase(builders.registration(event, "Ada Lindqvist", email=""), now)
    assert PeopleList.objects.get().rows == [rows[0], ["", ""], rows[2], ["", ""]]


def test_printed_files_of_the_event_go_and_those_of_other_events_stay(
    event: Event, register: Register, now: datetime
) -> None:
    other = builders.event("Anderswo")
    here, there = (printed_files.store(b"pdf", event_id=one.pk) for one in (event, other))
    erase(register(event, "ada"), now)
    assert (default_storage.exists(here), default_storage.exists(there)) == (False, True)
    printed_files.delete_all(other.pk)


def test_what_is_being_printed_while_somebody_is_erased_is_printed_anew(
    event: Event, register: Register, now: datetime
) -> None:
    ada, _bert = register(event, "ada"), register(event, "bert")
    turns: list[list[str]] = []

    def make() -> bytes:
        names = sorted(Registration.objects.filter(erased_at=None).values_list("name", flat=True))
        turns.append(names)
        if len(turns) == 1:
            erase(ada, now)
        return " ".join(names).encode()

    name = print_people(event.pk, make)
    with default_storage.open(name) as file:
        assert file.read() == b"Bert"
    assert turns == [["Ada", "Bert"], ["Bert"]]
    printed_files.delete_all(event.pk)


def test_after_an_older_backup_came_back_people_are_erased_again(
    event: Event,
    register: Register,
    person: Callable[..., User],
    now: datetime,
    settings,
    tmp_path,
    django_capture_on_commit_callbacks,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.DATA = tmp_path
    ada, bert, vera = register(event, "ada"), register(event, "bert"), person("vera")
    number = vera.pk
    saved = Registration.objects.filter(pk=ada.pk).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        erase(ada, now)
        erase_account(user_id=vera.pk, by=vera.subject, now=now)
    text = "\n".join(line for lines in erasures.erased_lists() for line in lines)
    assert [name for name in ("ada", "Ada", "vera", "example.org") if name in text] == []

    Registration.objects.filter(pk=ada.pk).update(**saved)
    # After the backup the number was given once more, to somebody else.
    other = User.objects.create(pk=number, email="x@example.org")
    call_command("erase_again")
    ada.refresh_from_db()
    bert.refresh_from_db()
    assert (ada.name, bert.name) == ("", "Bert")
    assert capsys.readouterr().out.splitlines()[-1] == "Erased again: 1."
    assert User.objects.filter(pk=other.pk).exists()
    call_command("erase_again")
    assert capsys.readouterr().out.splitlines()[-1] == "Erased again: 0."


def test_a_list_that_is_none_is_refused_before_anything_is_erased(
    event: Event, register: Register, tmp_path
) -> None:
    ada = register(event, "ada")
    file = tmp_path / "list.txt"
    file.write_text(f"2026-11-25T09:00:00+00:00 registration {ada.uid}\nrm -rf /\n")
    with pytest.raises(CommandError):
        call_command("erase_again", file)
    ada.refresh_from_db()
    assert ada.erased_at is None
