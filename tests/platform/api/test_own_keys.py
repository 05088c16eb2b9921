"""Everybody with an account makes keys that read what is public more often, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from handschlag.accounts import limits
from handschlag.accounts.models import User
from handschlag.accounts.own_data import data_holders
from handschlag.accounts.policy import Denied, Subject
from handschlag.api import keys
from handschlag.api.models import ApiKey, ApiRefusal
from handschlag.api.plugins import HOLDER
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal

pytestmark = pytest.mark.django_db
PAGE = "/de/interface/keys/"


@pytest.fixture(autouse=True)
def standing_still(time_machine: Any, now: datetime) -> None:
    time_machine.move_to(now, tick=False)


@pytest.fixture
def own(paul: User, now: datetime) -> str:
    return keys.make_own_key(name="Skript", days=30, by=paul.subject, now=now).key


def test_an_own_key_reads_what_is_public_and_no_event(ask: Callable[..., Any], own: str) -> None:
    assert ask("networks", own).status_code == 200
    assert ask("event", own).status_code == 401
    assert ask("agenda", own).status_code == 401


def test_it_is_counted_by_itself(ask: Callable[..., Any], own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "CALLS", limits.Limit("few", 2, timedelta(minutes=1)))
    assert [ask("fields", own).status_code for _ in range(3)] == [200, 200, 429]
    assert ask("fields").status_code == 200


def test_it_ends_with_its_account(ask: Callable[..., Any], own: str, paul: User, now: datetime) -> None:
    paul.is_active = False
    paul.save()
    assert ask("networks", own).status_code == 401
    assert HOLDER in data_holders()
    assert [one["name"] for one in HOLDER.export(paul.pk)["keys"]] == ["Skript"]
    HOLDER.erase(paul.pk, now)
    assert not ApiKey.objects.exists()


def test_nobody_has_more_than_a_few_and_visitors_have_none(paul: User, now: datetime) -> None:
    with pytest.raises(Denied):
        keys.make_own_key(name="x", days=30, by=Subject(), now=now)
    for _ in range(keys.MOST_OWN_KEYS):
        keys.make_own_key(name="x", days=30, by=paul.subject, now=now)
    with pytest.raises(Refusal) as no:
        keys.make_own_key(name="x", days=30, by=paul.subject, now=now)
    assert no.value.reason is ApiRefusal.TOO_MANY_KEYS
    with pytest.raises(Refusal) as no:
        keys.make_own_key(name="x", days=keys.MOST_DAYS + 1, by=paul.subject, now=now)
    assert no.value.reason is ApiRefusal.NOT_SO_LONG


def test_the_database_keeps_names_out_of_own_keys(own: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.update(has_names=True)


def test_the_page_shows_a_new_key_once_and_revokes_it(
    client: Client, paul: User, ask: Callable[..., Any]
) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(paul)
    assert client.post(PAGE, {"name": " ", "days": "30"}).status_code == 422
    answer = client.post(PAGE, {"name": "Skript", "days": "30"})
    key = answer.context["new_key"]
    assert "no-store" in answer["Cache-Control"]
    client.logout()
    assert ask("networks", key).status_code == 200
    client.force_login(paul)
    page = client.get(PAGE).content.decode()
    assert page.count(key) == 0
    revoke = reverse("api:revoke_own", args=[ApiKey.objects.get().pk])
    assert page.count(f'action="{revoke}"') == 1
    client.post(revoke)
    assert AuditEntry.objects.filter(verb="api.key_revoked").count() == 1
    client.logout()
    assert ask("networks", key).status_code == 401


def test_nobody_revokes_the_key_of_another(
    client: Client, own: str, person: Callable[..., User], ask: Callable[..., Any]
) -> None:
    client.force_login(person("olga"))
    number = ApiKey.objects.get().pk
    assert client.post(f"{PAGE}{number}/revoke/").status_code == 404
    client.logout()
    assert ask("networks", own).status_code == 200
