"""People switch news on and off for a device of theirs; nobody else does, and nothing else is told."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from benchmarks.day.push_service import Phone
from django.test import Client
from tests.platform.api.conftest import met
from tests.platform.day.push.conftest import NOBODY, Pocket, device_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.day import push
from handschlag.day.models import PushKey, PushSubscription
from handschlag.day.personal_data import exported_data
from handschlag.day.push import PushRefusal
from handschlag.matching.models import Participant
from handschlag.registration import personal_data

pytestmark = pytest.mark.django_db
assert met  # the fixture is asked for below
Link = Callable[[Participant], str]


def post(page: str, content: Any) -> Any:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Client().post(page, body, content_type="application/json")


@pytest.fixture
def page(ada: Participant, linked: Link, pocket: Pocket) -> str:
    return f"/de/day/{linked(ada)}/"


def said(pocket: Pocket, **more: Any) -> dict[str, Any]:
    """What the page says of a new device."""
    phone = Phone(uuid.uuid4().hex)
    keys = phone.keys()
    given = {"device": str(uuid.uuid4()), "endpoint": pocket.service.endpoint(phone)}
    return {**given, "key": keys["p256dh"], "secret": keys["auth"], **more}


def test_a_device_is_switched_on_seen_on_the_page_and_switched_off(
    page: str, pocket: Pocket, ada: Participant
) -> None:
    key = post(page + "push/key/", {})
    assert key.json() == {"key": PushKey.objects.get().public}
    device = said(pocket)
    assert post(page + "push/on/", device).json() == {"is_on": True}
    assert f'data-devices="{device["device"]}"' in Client().get(page).content.decode()
    row = PushSubscription.objects.get()
    assert (row.participant_id, row.endpoint) == (ada.pk, device["endpoint"])
    assert post(page + "push/off/", {"device": device["device"]}).json() == {"is_on": False}
    assert PushSubscription.objects.count() == 0
    verbs = AuditEntry.objects.filter(verb__startswith="day.push_o").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["day.push_on", "day.push_off"]
    assert not any(device["endpoint"] in json.dumps(one.changes) for one in verbs)


def test_switched_on_twice_it_is_one_device_with_its_newest_address(page: str, pocket: Pocket) -> None:
    device = said(pocket)
    post(page + "push/on/", device)
    newer = said(pocket, device=device["device"])
    post(page + "push/on/", newer)
    assert list(PushSubscription.objects.values_list("endpoint", flat=True)) == [newer["endpoint"]]


def test_a_browser_that_forgot_its_number_is_still_one_device(page: str, pocket: Pocket) -> None:
    device = said(pocket)
    post(page + "push/on/", device)
    post(page + "push/on/", {**device, "device": str(uuid.uuid4())})
    assert PushSubscription.objects.count() == 1


def test_with_a_sixth_device_the_oldest_goes(ada: Participant, pocket: Pocket) -> None:
    names = [f"phone{n}" for n in range(6)]
    for name in names:
        pocket.subscribe(ada.pk, name)
    kept = PushSubscription.objects.order_by("pk").values_list("endpoint", flat=True)
    assert [one.rpartition("/")[2] for one in kept] == names[1:]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/x",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://intranet/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com:8443/x",
        "https://a:b@fcm.googleapis.com/x",
        "https://evil.example/?fcm.googleapis.com",
        "https://push.apple.com.evil.example/",
        "ftp://fcm.googleapis.com/x",
        "https://fcm.googleapis.com/" + "x" * 1000,
    ],
)
def test_only_push_services_of_browser_makers_are_taken(
    ada: Participant, pocket: Pocket, settings: Any, endpoint: str
) -> None:
    settings.PUSH_MAY_BE_LOCAL = False
    keys = Phone("x").keys()
    device = push.Device(id=uuid.uuid4(), endpoint=endpoint, key=keys["p256dh"], secret=keys["auth"])
    with pytest.raises(Refusal) as no:
        push.subscribe(participant_id=ada.pk, device=device, has_link=True, by=NOBODY, now=pocket.now)
    assert no.value.reason is PushRefusal.BAD_ENDPOINT


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc%2b",
        "https://web.push.apple.com/QGuQyavXutnMH",
    ],
)
def test_the_browsers_of_this_world_are_taken(
    page: str, pocket: Pocket, settings: Any, endpoint: str
) -> None:
    settings.PUSH_MAY_BE_LOCAL = False
    assert post(page + "push/on/", said(pocket, endpoint=endpoint)).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"[]",
        b"nonsense",
        {"device": "1"},
        {"device": 7},
        {"endpoint": None},
        {"endpoint": ["x"]},
        {"endpoint": "https://fcm.googleapis.com/" + "x" * 2000},
        {"key": "AAAA"},
        {"key": "B" + "A" * 86},
        {"secret": ""},
        {"secret": "\u0661" * 22},
    ],
)
def test_what_no_browser_says_is_answered_in_order(page: str, pocket: Pocket, wrong: Any) -> None:
    content = {**said(pocket), **wrong} if isinstance(wrong, dict) else wrong
    assert post(page + "push/on/", content).status_code == 422
    assert PushSubscription.objects.count() == 0


def test_a_refusal_is_said_in_the_language_of_the_page(page: str, pocket: Pocket, settings: Any) -> None:
    settings.PUSH_MAY_BE_LOCAL = False
    words = post(page + "push/on/", said(pocket)).json()["words"]
    assert words == "Der Push-Dienst dieses Browsers ist hier nicht bekannt."


def test_nobody_subscribes_for_somebody_else_organisers_neither(
    ada: Participant, pocket: Pocket, otto: User
) -> None:
    for by in (NOBODY, otto.subject):
        with pytest.raises(Denied):
            push.subscribe(
                participant_id=ada.pk,
                device=device_of(Phone("x"), pocket.service),
                has_link=False,
                by=by,
                now=pocket.now,
            )


def test_nobody_switches_off_the_device_of_another(page: str, bo: Participant, pocket: Pocket) -> None:
    row = pocket.subscribe(bo.pk)
    post(page + "push/off/", {"device": str(row.device)})
    assert PushSubscription.objects.filter(pk=row.pk).exists()


def test_where_the_installation_does_not_want_it_there_is_nothing(page: str, settings: Any) -> None:
    settings.PUSH = False
    assert "data-push" not in Client().get(page).content.decode()
    assert [post(page + one, {}).status_code for one in ("push/key/", "push/on/", "push/off/")] == [404] * 3
    assert Client().get(page + "news/").status_code == 404


def test_news_are_in_the_language_of_the_address(page: str) -> None:
    german = Client().get(page + "news/").json()
    english = Client().get(page.replace("/de/", "/en/") + "news/").json()
    assert german == {
        "title": "Ihr Tag hat sich geändert",
        "body": "Sie haben keine weiteren Gespräche.",
        "mark": english["mark"],
        "language": "de",
    }
    assert (english["title"], english["language"]) == ("Your day has changed", "en")


def test_the_news_know_the_next_meeting(
    ada: Participant, bo: Participant, page: str, met: Callable[[Participant, Participant], Any]
) -> None:
    before = Client().get(page + "news/").json()["mark"]
    meeting = met(ada, bo)
    news = Client().get(page + "news/").json()
    assert "Bo Nilsson" in news["body"]
    assert meeting.place.code in news["body"]
    assert news["mark"] != before


def test_what_is_kept_is_exported_and_erased(ada: Participant, pocket: Pocket) -> None:
    row = pocket.subscribe(ada.pk)
    exported = exported_data(ada.registration)
    assert exported is not None
    assert exported["devices"] == [
        {"device": str(row.device), "push_address": row.endpoint, "since": row.made_at.isoformat()}
    ]
    personal_data.erase(registration_id=ada.registration_id, has_link=True, by=NOBODY, now=pocket.now)
    assert PushSubscription.objects.count() == 0


def test_the_private_key_is_not_in_the_database(page: str) -> None:
    post(page + "push/key/", {})
    row = PushKey.objects.get()
    assert row.sealed.startswith("gAAAA")  # Fernet
    assert "PRIVATE" not in row.sealed
