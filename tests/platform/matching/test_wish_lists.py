"""Wishes come in as a list: all of it or nothing, on people's behalf; and what was sent goes out as one."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.models import AuditEntry
from handschlag.matching import engine_input
from handschlag.matching.engine import admission
from handschlag.matching.models import (
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    Service,
    Wish,
    WishKind,
)
from handschlag.matching.refusals import MatchingRefusal
from handschlag.matching.wish_lists import ImportedWish, import_wishes

pytestmark = pytest.mark.django_db
PAGE = "/de/manage/events/netzwerke-verbinden/wishes/"
HEAD = "Absender;Empfänger;Wunsch;Anliegen\n"


@pytest.fixture
def sent(
    client: Client, otto: User, service: Service, time_machine: Any, now: datetime
) -> Callable[[str], Any]:
    """What the page says of a file."""
    time_machine.move_to(now, tick=False)
    client.force_login(otto)

    def send(text: str) -> Any:
        file = SimpleUploadedFile("wishes.csv", text.encode())
        return client.post(PAGE, {"table": file}).context["looked"]

    return send


def again(client: Client, looked: Any, do: str, **columns: str) -> Any:
    chosen = {f"c-{one.index}": one.chosen for one in looked["columns"]}
    return client.post(PAGE, {"packed": looked["packed"], "do": do, **chosen, **columns})


def test_a_list_is_tried_and_nothing_of_the_trial_stays(
    sent: Callable[[str], Any], ada: Participant, bo: Participant
) -> None:
    looked = sent(f"{HEAD}{ada.registration.email};{bo.registration_id};muss;Linsen\n")
    assert (looked["expected"], looked["faults"]) == (1, [])
    assert (Request.objects.count(), Wish.objects.count()) == (0, 0)
    assert not AuditEntry.objects.filter(verb="matching.asked").exists()


def test_a_list_is_sent_on_behalf_and_that_is_written_down(
    client: Client, sent: Callable[[str], Any], otto: User, ada: Participant, bo: Participant, cy: Participant
) -> None:
    looked = sent(
        f"{HEAD}{ada.registration.email};{bo.registration.email};möchte;Linsen\n"
        f"{bo.registration.email};{ada.registration.email};muss;Laser\n"
        f"{cy.registration.email};{ada.registration.email};vielleicht;Kühlung\n"
    )
    answer = again(client, looked, "apply")
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert list(Request.objects.order_by("sender_id").values_list("sender_id", "state", "by_hand_of_id")) == [
        (bo.pk, RequestState.ACCEPTED, otto.pk),
        (cy.pk, RequestState.OPEN, otto.pk),
    ]
    assert set(Participant.objects.filter(is_wished_by_hand=True)) == {bo, cy}  # times say nothing of them
    assert list(Party.objects.filter(is_by_hand=True).values_list("participant_id", flat=True)) == [ada.pk]
    entry = AuditEntry.objects.get(verb="matching.wishes_brought")
    assert (entry.by_id, entry.changes) == (otto.pk, {"requests": [None, 3], "meetings": [None, 1]})


def test_the_words_of_the_pages_are_understood_in_both_languages(
    sent: Callable[[str], Any], ada: Participant, bo: Participant, cy: Participant
) -> None:
    rows = ((ada, bo, "Unbedingt"), (bo, cy, "Gern"), (ada, cy, "Must meet"), (cy, ada, "Want to meet"))
    lines = [f"{one.registration.email};{other.registration.email};{word};x" for one, other, word in rows]
    looked = sent("Sender;Recipient;Wish;Purpose\n" + "\n".join(lines) + "\n")
    assert (list(looked["faults"]), looked["expected"]) == ([], 4)


def test_every_fault_is_named_at_its_cell_and_nothing_is_sent(
    client: Client, sent: Callable[[str], Any], ada: Participant, bo: Participant
) -> None:
    mail = ada.registration.email
    looked = sent(
        f"{HEAD}{mail};{bo.registration.email};muss;Linsen\n"
        f"niemand@example.org;{mail};muss;x\n"
        f"{mail};{mail};muss;x\n"
        f"{mail};{bo.registration.email};lieber nicht;\n"
        f"{mail};{bo.registration.email};muss;noch einmal\n"
    )
    assert [(fault.cell, fault.value) for fault, _column, _words in looked["faults"]] == [
        ("A3", "niemand@example.org"),
        ("B4", mail),
        ("D5", ""),
        ("C5", "lieber nicht"),
        ("B6", bo.registration.email),
    ]
    again(client, looked, "apply")
    assert Request.objects.count() == 0


def test_people_outside_the_matching_are_one_line_and_faulty_rows_are_left_out(
    client: Client, sent: Callable[[str], Any], service: Service, ada: Participant, bo: Participant
) -> None:
    out = [builders.registration(service.event, name).email for name in ("Di Vier", "Ed Fünf")]
    mail = ada.registration.email
    looked = sent(
        f"{HEAD}{mail};{bo.registration.email};muss;Linsen\n"
        f"{mail};{out[0]};muss;x\n{mail};{out[1]};muss;x\n{out[0]};{mail};muss;x\n"
        f"niemand@example.org;{mail};muss;x\n"
    )
    assert looked["outside"] == (
        "2 Personen auf dieser Liste sind angemeldet, aber nicht im Matching; Zeilen mit ihnen: 3."
    )
    assert ([fault.cell for fault, _column, _words in looked["faults"]], looked["faulty"]) == (["A6"], 4)
    left = again(client, looked, "leave_out").context["looked"]
    assert (left["expected"], left["outside"], list(left["faults"])) == (1, "", [])
    again(client, left, "apply")
    assert Request.objects.count() == 1


def test_one_row_that_is_refused_takes_all_others_back(
    service: Service, otto: User, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    matchmaking.asked(ada, cy)
    wishes = [
        ImportedWish(row=number, sender=ada.pk, receiver=other.pk, kind="want", purpose="x")
        for number, other in ((2, bo), (3, cy))
    ]
    values: dict[str, Any] = {"service_id": service.pk, "wishes": wishes, "is_trial": False, "now": now}
    found = import_wishes(**values, by=otto.subject)
    assert [(one.cell, one.kind) for one in found.faults] == [("3", MatchingRefusal.ALREADY)]
    assert Request.objects.count() == 1


def test_columns_can_be_said(
    client: Client, sent: Callable[[str], Any], ada: Participant, bo: Participant
) -> None:
    looked = sent(f"A;B;C;D\nx;{ada.registration_id};{bo.registration_id};muss\n")
    assert [column for _fault, column, _words in looked["faults"]] == [
        "Absender",
        "Empfänger",
        "Wunsch",
        "Anliegen",
    ]
    chosen = {"c-0": "purpose", "c-1": "sender", "c-2": "receiver", "c-3": "kind"}
    assert again(client, looked, "check", **chosen).context["looked"]["expected"] == 1


def test_a_list_of_another_event_or_a_changed_one_is_not_taken(
    client: Client, sent: Callable[[str], Any], ada: Participant, bo: Participant
) -> None:
    looked = sent(f"{HEAD}{ada.registration_id};{bo.registration_id};muss;Linsen\n")
    answer = client.post(PAGE, {"packed": looked["packed"] + "x", "do": "apply"})
    assert (answer.status_code, Request.objects.count()) == (422, 0)


def test_others_bring_no_lists(service: Service, paul: User, now: datetime) -> None:
    with pytest.raises(Denied):
        import_wishes(service_id=service.pk, wishes=[], is_trial=True, by=paul.subject, now=now)


def test_the_export_has_what_was_sent_and_nothing_else(
    client: Client, otto: User, ada: Participant, bo: Participant, cy: Participant, now: datetime
) -> None:
    matchmaking.asked(ada, bo)
    for kind, other in ((WishKind.RATHER_NOT, cy), (WishKind.MAYBE, bo)):
        Wish.objects.create(by=ada, towards=other, kind=kind, changed_at=now)
    client.force_login(otto)
    answer = client.get(f"{PAGE[:-1]}.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Absender", "Empfänger", "Wunsch", "Anliegen"]
    assert [row[:5] for row in rows[1:]] == [
        [ada.registration.email, bo.registration.email, "gern", "Linsen besprechen", "offen"]
    ]
    assert AuditEntry.objects.get(verb="matching.wishes_exported").changes == {"requests": [None, 1]}


def test_an_export_of_three_costs_as_much_as_one(
    client: Client, otto: User, service: Service, ada: Participant, bo: Participant
) -> None:
    client.force_login(otto)
    matchmaking.asked(ada, bo)
    client.get(f"{PAGE[:-1]}.csv")
    with CaptureQueriesContext(connection) as one:
        client.get(f"{PAGE[:-1]}.csv")
    for name in ("Drei", "Vier"):
        matchmaking.asked(ada, matchmaking.participant(service, name))
    with CaptureQueriesContext(connection) as three:
        client.get(f"{PAGE[:-1]}.csv")
    assert len(three) == len(one)


def test_the_engine_is_set_up_once_for_a_whole_list(
    monkeypatch: pytest.MonkeyPatch,
    otto: User,
    service: Service,
    ada: Participant,
    bo: Participant,
    cy: Participant,
    now: datetime,
) -> None:
    built: list[int] = []
    load = engine_input.load_engine_input
    monkeypatch.setattr(admission, "load_engine_input", lambda one: (built.append(one.pk), load(one))[1])
    pairs = [(ada, bo), (bo, ada), (bo, cy), (cy, bo), (cy, ada), (ada, cy)]
    wishes = [
        ImportedWish(row=row, sender=one.pk, receiver=other.pk, kind="want", purpose="Linsen")
        for row, (one, other) in enumerate(pairs, 2)
    ]
    values: dict[str, Any] = {"service_id": service.pk, "wishes": wishes, "by": otto.subject, "now": now}
    tried = import_wishes(**values, is_trial=True)
    assert (tried.sent, tried.held, built) == (6, 3, [service.pk])
    assert Meeting.objects.count() == 0
    made = import_wishes(**values, is_trial=False)
    assert (made.sent, made.held, len(built)) == (6, 3, 2)
    assert Meeting.objects.count() == 3
