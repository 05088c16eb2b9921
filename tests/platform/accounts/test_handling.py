"""Administrators, and whoever runs the server, block, export and erase the accounts of others."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.platform.accounts.test_passkeys import with_code_only
from tests.platform.accounts.test_sign_in import CODE, ask, name_in, sent_code

from handschlag.accounts.hooks import DataHolder, personal_data
from handschlag.accounts.models import Session, User
from handschlag.accounts.people import block_account, erase_account_of, export_account, unblock_account
from handschlag.accounts.policy import Denied, Role
from handschlag.accounts.sign_in import AccountFault
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal

pytestmark = pytest.mark.django_db
PEOPLE = "/de/account/people/"


@pytest.fixture
def ada(person: Callable[..., User]) -> User:
    return person("ada", Role.ADMINISTRATOR)


@pytest.fixture
def hers(ada: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ada)


@pytest.fixture
def secretive() -> Any:
    """A floor that keeps something for the person alone."""
    mine = {"wishes": [{"kind": "rather_not"}], "meetings": [{"with": "Martha"}]}
    holder = DataHolder(
        name="secretive", export=lambda _id: mine, hand_out=lambda _id: {"meetings": mine["meetings"]}
    )
    with personal_data.replaced(*personal_data, holder):
        yield


def command(*words: str) -> str:
    said = StringIO()
    call_command("account", *words, stdout=said)
    return said.getvalue()


def test_a_blocked_person_is_out_at_once_is_told_and_comes_back_when_unblocked(
    hers: Client, paul: User, ada: User
) -> None:
    his = with_code_only(paul)
    page = hers.get(f"{PEOPLE}{paul.pk}/block/").content.decode()
    assert "1 Browser wird sofort abgemeldet" in page
    assert "Persönliche Links zu Anmeldungen funktionieren weiterhin" in page
    hers.post(f"{PEOPLE}{paul.pk}/block/")
    assert his.get("/de/account/").status_code == 302
    assert Session.objects.filter(user=paul).count() == 0
    entry = AuditEntry.objects.get(verb="account.block")
    assert (entry.object_id, entry.by_id) == (str(paul.pk), ada.pk)
    assert "gesperrt" in Mail.objects.filter(to=paul.email).latest("pk").text
    again = Client()
    ask(again)
    again.post(CODE, {"code": sent_code()})
    assert name_in(again) is None
    assert "gesperrt" in hers.get(PEOPLE).content.decode()
    hers.post(f"{PEOPLE}{paul.pk}/unblock/")
    assert "entsperrt" in Mail.objects.filter(to=paul.email).latest("pk").text
    assert name_in(with_code_only(paul)) == paul.email


def test_the_file_leaves_out_what_only_the_person_may_read(
    hers: Client, paul: User, ada: User, secretive: None
) -> None:
    answer = hers.post(f"{PEOPLE}{paul.pk}/export/")
    assert "attachment" in answer["Content-Disposition"]
    assert paul.email not in answer["Content-Disposition"]
    found = json.loads(answer.content)
    assert found["accounts"]["account"]["email"] == paul.email
    assert found["secretive"] == {"meetings": [{"with": "Martha"}]}
    assert "rather_not" not in answer.content.decode()
    assert AuditEntry.objects.get(verb="account.export").by_id == ada.pk
    assert "Datei" in Mail.objects.get(to=paul.email).text
    assert "rather_not" not in command("export", paul.email)


def test_an_account_is_erased_after_its_consequences_were_seen(hers: Client, paul: User, ada: User) -> None:
    with_code_only(paul)
    page = hers.get(f"{PEOPLE}{paul.pk}/erase/").content.decode()
    assert "1 angemeldeter Browser" in page
    unticked = hers.post(f"{PEOPLE}{paul.pk}/erase/")
    assert "Kreuzen Sie das Kästchen an" in unticked.content.decode()
    assert User.objects.filter(pk=paul.pk).exists()
    gone = hers.post(f"{PEOPLE}{paul.pk}/erase/", {"is_understood": "on"})
    assert gone["Location"] == PEOPLE
    assert not User.objects.filter(pk=paul.pk).exists()
    assert AuditEntry.objects.get(verb="account.erase_other").by_id == ada.pk
    last = Mail.objects.get(to=paul.email)
    assert ("gelöscht" in last.text, last.is_erased_when_sent) == (True, True)


@pytest.mark.parametrize("act", [block_account, unblock_account, export_account, erase_account_of])
@pytest.mark.parametrize("role", [None, Role.NETWORK_MANAGER, Role.EDITOR, Role.ORGANISER])
def test_nobody_else_handles_accounts(
    person: Callable[..., User], paul: User, now: datetime, act: Callable[..., object], role: Role | None
) -> None:
    somebody = person("somebody", *([role] if role else []))
    with pytest.raises(Denied):
        act(user_id=paul.pk, by=somebody.subject, now=now)


def test_an_administrator_does_not_handle_her_own_account_here(
    ada: User, person: Callable[..., User], now: datetime
) -> None:
    person("second", Role.ADMINISTRATOR)
    for act in (block_account, erase_account_of):
        with pytest.raises(Refusal) as refusal:
            act(user_id=ada.pk, by=ada.subject, now=now)
        assert refusal.value.reason is AccountFault.OWN_ACCOUNT


def test_one_administrator_stays(ada: User, person: Callable[..., User], now: datetime) -> None:
    second = person("second", Role.ADMINISTRATOR)
    block_account(user_id=second.pk, by=ada.subject, now=now)
    for act in (block_account, erase_account_of):
        with pytest.raises(Refusal) as refusal:
            act(user_id=ada.pk, by=None, now=now)
        assert refusal.value.reason is AccountFault.ONLY_ADMINISTRATOR
    ada.refresh_from_db()
    assert ada.is_active


def test_of_two_who_block_at_once_one_is_told_so(ada: User, paul: User, now: datetime) -> None:
    block_account(user_id=paul.pk, by=ada.subject, now=now)
    with pytest.raises(Refusal) as refusal:
        block_account(user_id=paul.pk, by=ada.subject, now=now)
    assert refusal.value.reason is AccountFault.NOT_IN_THIS_STATE


def test_blocking_and_erasing_want_a_fresh_proof_of_who_asks(hers: Client, paul: User, now: datetime) -> None:
    session = hers.session
    session["accounts_shown"] = {"passkey": "2026-11-25T08:30:00+00:00"}
    session.save()
    for what in ("block", "erase", "export", "unblock"):
        answer = hers.post(f"{PEOPLE}{paul.pk}/{what}/", {"is_understood": "on"})
        assert answer["Location"].startswith("/de/account/confirm/")
    paul.refresh_from_db()
    assert paul.is_active


def test_accounts_are_found_by_address_and_name_a_page_at_a_time(
    hers: Client, person: Callable[..., User]
) -> None:
    for number in range(60):
        person(f"gast{number:02}")
    first = hers.get(f"{PEOPLE}?q=GAST").content.decode()
    second = hers.get(f"{PEOPLE}?q=GAST&page=2").content.decode()
    assert "60 Konten" in first
    assert ("gast49@" in first, "gast50@" in first) == (True, False)
    assert ("gast49@" in second, "gast59@" in second) == (False, True)
    assert "Kein Konto gefunden" in hers.get(f"{PEOPLE}?q=niemand").content.decode()


def test_the_list_costs_the_same_however_many_there_are(hers: Client, person: Callable[..., User]) -> None:
    hers.get(PEOPLE)
    costs = []
    for names in (["eins"], ["zwei", "drei"]):
        for name in names:
            person(name, Role.EDITOR)
        with CaptureQueriesContext(connection) as seen:
            hers.get(PEOPLE)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_the_command_does_the_same_and_asks_before_it_erases(paul: User) -> None:
    shown = command("show", " Paul@Example.org ")
    assert f"number: {paul.pk}" in shown
    assert "state: active" in shown
    command("block", paul.email)
    assert "state: blocked" in command("show", paul.email)
    command("unblock", paul.email)
    with pytest.raises(CommandError, match="The account is active already"):
        command("unblock", paul.email)
    with pytest.raises(CommandError, match="Nothing was erased"):
        command("erase", paul.email)
    assert User.objects.filter(pk=paul.pk).exists()
    command("erase", paul.email, "--yes")
    assert not User.objects.filter(pk=paul.pk).exists()
    trail = AuditEntry.objects.filter(verb__startswith="account.").values_list("verb", "by_id")
    assert ("account.erase_other", None) in set(trail)
    with pytest.raises(CommandError, match="no account"):
        command("show", paul.email)
