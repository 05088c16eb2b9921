"""A key opens one event, for a time, and nobody but its maker ever sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.api import keys
from handschlag.api.models import ApiKey, ApiRefusal
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.matching.models import Participant, Service

pytestmark = pytest.mark.django_db
PAGE = "/de/manage/events/netzwerke-verbinden/interfaces/"


@pytest.fixture(autouse=True)
def standing_still(service: Service, time_machine: Any, now: datetime) -> None:
    time_machine.move_to(now, tick=False)


def reason_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["reason"]


@pytest.mark.parametrize("token", ["", "hsk_wrong", "hsk_ü", "x" * 67])
def test_without_a_valid_key_nothing_opens(ask: Callable[..., Any], token: str) -> None:
    answer = ask("event", token)
    assert reason_of(answer) == (401, "key")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_opens_nothing(
    ask: Callable[..., Any], key: str, event: Event, otto: User, now: datetime
) -> None:
    assert ask("event", key).json()["slug"] == event.slug
    keys.revoke_key(event_id=event.pk, key_id=ApiKey.objects.get().pk, by=otto.subject, now=now)
    assert reason_of(ask("event", key)) == (401, "key")
    with pytest.raises(Refusal) as no:
        keys.revoke_key(event_id=event.pk, key_id=ApiKey.objects.get().pk, by=otto.subject, now=now)
    assert no.value.reason is ApiRefusal.ALREADY_REVOKED


def test_a_key_expires_at_its_moment(
    ask: Callable[..., Any], key: str, now: datetime, time_machine: Any
) -> None:
    time_machine.move_to(now + timedelta(days=30, seconds=-1), tick=False)
    assert ask("event", key).status_code == 200
    time_machine.move_to(now + timedelta(days=30), tick=False)
    assert reason_of(ask("event", key)) == (401, "key")


def test_a_key_reads_its_own_event_only(
    ask: Callable[..., Any], ada: Participant, person: Callable[..., User], now: datetime
) -> None:
    other = builders.event("Ganz woanders", person("olga"))
    matchmaking.matching(other)
    foreign = ApiKey.objects.create(
        event=other,
        name="x",
        secret_hash=keys.hash_of("hsk_other"),
        made_at=now,
        expires_at=now + timedelta(days=1),
    )
    assert ask("event", "hsk_other").json()["slug"] == "ganz-woanders"
    assert ask("event/participants", "hsk_other").json() == {"rows": [], "after": None}
    assert foreign.event_id != ada.service.event_id


def test_only_the_hash_of_a_key_is_kept_and_its_use_is_noted(
    ask: Callable[..., Any], key: str, now: datetime
) -> None:
    row = ApiKey.objects.get()
    assert (row.secret_hash, row.used_at) == (keys.hash_of(key), None)
    ask("event", key)
    row.refresh_from_db()
    assert row.used_at == now
    entry = AuditEntry.objects.get(verb="api.key_made")
    assert entry.changes == {"has_names": [None, False], "days": [None, 30]}


def test_a_key_may_be_used_so_often_and_then_has_to_wait(
    ask: Callable[..., Any], key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = keys.CALLS.__class__("few calls", 2, timedelta(minutes=1))
    monkeypatch.setattr(keys, "CALLS", few)
    assert [ask("event", key).status_code for _ in range(2)] == [200, 200]
    answer = ask("event", key)
    assert reason_of(answer) == (429, "too_often")
    assert 1 <= int(answer["Retry-After"]) <= 61


def test_whoever_tries_keys_has_to_wait(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    few = keys.CALLS.__class__("few wrong", 2, timedelta(minutes=15))
    monkeypatch.setattr(keys, "WRONG_FROM_A_PLACE", few)
    assert [ask("event", f"hsk_{n}").status_code for n in range(3)] == [401, 401, 429]


def test_the_team_alone_makes_keys_and_not_without_end(
    event: Event, otto: User, paul: User, now: datetime
) -> None:
    values: dict[str, Any] = {"event_id": event.pk, "name": "Anzeige", "has_names": False, "now": now}
    with pytest.raises(Denied):
        keys.make_key(**values, days=30, by=paul.subject)
    with pytest.raises(Refusal) as no:
        keys.make_key(**values, days=keys.MOST_DAYS + 1, by=otto.subject)
    assert no.value.reason is ApiRefusal.NOT_SO_LONG
    for _ in range(keys.MOST_KEYS):
        keys.make_key(**values, days=30, by=otto.subject)
    with pytest.raises(Refusal) as no:
        keys.make_key(**values, days=30, by=otto.subject)
    assert no.value.reason is ApiRefusal.TOO_MANY_KEYS


def test_the_page_shows_a_new_key_once(
    client: Client, otto: User, ask: Callable[..., Any], event: Event
) -> None:
    client.force_login(otto)
    answer = client.post(PAGE, {"name": "Anzeige", "days": "30"})
    key = answer.context["new_key"]
    assert ask("event", key).status_code == 200
    assert answer["Cache-Control"].count("no-store") == 1
    page = client.get(PAGE)
    assert key.encode() not in page.content
    assert [one.name for one, _is_valid in page.context["rows"]] == ["Anzeige"]
    assert "nur Nummern" in page.content.decode()
    revoke = f"{PAGE}keys/{ApiKey.objects.get().pk}/revoke/"
    assert f'action="{revoke}"' in page.content.decode()
    client.post(revoke)
    assert "/revoke/" not in client.get(PAGE).content.decode()


def test_a_key_needs_a_name(client: Client, otto: User, event: Event) -> None:
    client.force_login(otto)
    answer = client.post(PAGE, {"name": " ", "days": "30"})
    assert (answer.status_code, ApiKey.objects.count()) == (422, 0)
