"""Passkeys: added after a confirmation, checked against site, challenge and person, each person's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.platform.accounts.device import Device

from handschlag.accounts.models import Session, User
from handschlag.accounts.policy import Role
from handschlag.common.models import AuditEntry, Mail

pytestmark = pytest.mark.django_db
ADD, CHALLENGE, LOGIN = (
    "/de/account/passkeys/add/",
    "/de/account/passkeys/challenge/",
    "/de/account/login/passkey/",
)


def options_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page)
    return json.loads(found[1])["creation_options"]


def add(client: Client, device: Device, name: str = "Mein Telefon"):
    options = options_in(client.get(ADD).content.decode())
    return client.post(ADD, {"name": name, "credential": json.dumps(device.register(options))})


def sign_in(client: Client, device: Device, **changes: Any):
    options = client.get(CHALLENGE).json()["request_options"]
    return client.post(LOGIN, {"credential": json.dumps(device.sign(options, **changes))})


def person_of(client: Client) -> str | None:
    key = client.cookies["sessionid"].value
    return Session.objects.filter(session_key=key).values_list("user__email", flat=True).first()


@pytest.fixture
def device(signed_in: Callable[[User], Client], paul: User) -> Device:
    """Paul's phone, with a passkey."""
    made = Device()
    add(signed_in(paul), made)
    return made


def test_a_passkey_is_added_with_a_name_a_trace_and_a_letter(
    signed_in: Callable[[User], Client], paul: User
) -> None:
    answer = add(signed_in(paul), Device())
    assert answer["Location"] == "/de/account/"
    kept = Authenticator.objects.get()
    assert (kept.user, kept.data["name"]) == (paul, "Mein Telefon")
    assert AuditEntry.objects.get().verb == "passkey.add"
    assert "ein Passkey hinzugefügt" in Mail.objects.get(to=paul.email).text


def test_the_options_ask_for_a_key_that_knows_its_person_and_verifies_them(
    signed_in: Callable[[User], Client], paul: User
) -> None:
    wanted = options_in(signed_in(paul).get(ADD).content.decode())["publicKey"]
    chosen = wanted["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert wanted["rp"] == {"id": "testserver", "name": "Handschlag"}
    assert wanted["user"]["name"] == paul.email


def test_a_passkey_signs_in_and_says_when_it_was_used(device: Device, paul: User) -> None:
    client = Client()
    assert sign_in(client, device)["Location"] == "/de/account/"
    assert person_of(client) == paul.email
    assert Authenticator.objects.get().last_used_at is not None


@pytest.mark.parametrize(
    "bend",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://testserver"},
        {"site": "evil.example"},
        {"verifies": False},
        {"key_id": b"another key here"},
    ],
    ids=lambda bend: next(iter(bend)),
)
def test_a_bent_answer_does_not_sign_in(device: Device, bend: dict[str, Any]) -> None:
    for name, value in bend.items():
        setattr(device, name, value)
    client = Client()
    assert sign_in(client, device)["Location"] == "/de/account/login/"
    assert person_of(client) is None
    assert "nicht erkannt" in client.get("/de/account/login/").content.decode()


def test_the_key_of_one_person_does_not_open_the_account_of_another(device: Device, martha: User) -> None:
    client = Client()
    from allauth.account.utils import user_pk_to_url_str
    from tests.platform.accounts.device import text

    for handle in (user_pk_to_url_str(martha), "zzzzzz"):
        sign_in(client, device, handle=text(handle.encode()))
        assert person_of(client) is None


def test_an_answer_works_once_and_only_for_its_own_challenge(device: Device) -> None:
    first = Client()
    options = first.get(CHALLENGE).json()["request_options"]
    answer = json.dumps(device.sign(options))
    first.post(LOGIN, {"credential": answer})
    assert person_of(first) is not None
    again = Client()
    again.get(CHALLENGE)
    again.post(LOGIN, {"credential": answer})
    assert person_of(again) is None


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "null",
        "[]",
        "1",
        '"x"',
        "{}",
        '{"response": {}}',
        '{"response": []}',
        "{",
        '{"response": {"userHandle": 1}}',
        '{"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": "MQ"}}',
        '{"id": "eA", "rawId": "eA", "response": {"userHandle": "MQ", "clientDataJSON": "e30"}}',
    ],
)
def test_nonsense_is_not_recognised_and_breaks_nothing(device: Device, nonsense: str) -> None:
    client = Client()
    client.get(CHALLENGE)
    answer = client.post(LOGIN, {"credential": nonsense})
    assert (answer.status_code, answer["Location"]) == (302, "/de/account/login/")
    assert person_of(client) is None


@pytest.mark.parametrize("nonsense", ["", "null", "[]", "{}", '{"response": {}}', '{"response": 1}', "{"])
def test_nonsense_adds_no_passkey(signed_in: Callable[[User], Client], paul: User, nonsense: str) -> None:
    client = signed_in(paul)
    client.get(ADD)
    answer = client.post(ADD, {"name": "x", "credential": nonsense})
    assert answer.status_code == 200
    assert Authenticator.objects.count() == 0


def test_a_device_that_does_not_verify_its_person_is_not_added(
    signed_in: Callable[[User], Client], paul: User
) -> None:
    answer = add(signed_in(paul), Device(verifies=False))
    assert answer.status_code == 200
    assert Authenticator.objects.count() == 0


def test_a_blocked_person_does_not_get_in_by_a_passkey(device: Device, paul: User) -> None:
    User.objects.filter(pk=paul.pk).update(is_active=False)
    client = Client()
    sign_in(client, device)
    assert person_of(client) is None
    assert "gesperrt" in client.get("/de/account/login/").content.decode()


def test_a_passkey_is_renamed_and_removed_by_its_person(
    signed_in: Callable[[User], Client], device: Device, paul: User
) -> None:
    client, pk = signed_in(paul), Authenticator.objects.get().pk
    client.post(f"/de/account/passkeys/{pk}/name/", {"name": "Altes Telefon"})
    assert Authenticator.objects.get().data["name"] == "Altes Telefon"
    assert sign_in(Client(), device)["Location"] == "/de/account/"
    assert "Altes Telefon" in client.get(f"/de/account/passkeys/{pk}/remove/").content.decode()
    client.post(f"/de/account/passkeys/{pk}/remove/")
    assert Authenticator.objects.count() == 0
    assert sign_in(Client(), device)["Location"] == "/de/account/login/"


def test_the_passkey_of_somebody_else_does_not_exist(
    signed_in: Callable[[User], Client], device: Device, martha: User
) -> None:
    client, pk = signed_in(martha), Authenticator.objects.get().pk
    for path in (f"/de/account/passkeys/{pk}/name/", f"/de/account/passkeys/{pk}/remove/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"name": "Mein"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Mein Telefon"


@pytest.fixture
def ada(person: Callable[..., User]) -> User:
    return person("ada", Role.ADMINISTRATOR)


def with_code_only(user: User) -> Client:
    """A browser in which somebody has signed in by a code a moment ago."""
    from tests.platform.accounts.test_sign_in import CODE, ask, sent_code

    client = Client()
    ask(client, user.email)
    client.post(CODE, {"code": sent_code(user.email)})
    return client


def test_an_administrator_without_a_passkey_is_led_to_one_and_then_may(ada: User) -> None:
    client = with_code_only(ada)
    led = client.get("/de/account/roles/")
    assert led["Location"] == "/de/account/prove/?next=%2Fde%2Faccount%2Froles%2F"
    assert "Sie haben noch keinen." in client.get(led["Location"]).content.decode()
    add(client, Device())
    assert client.get("/de/account/roles/").status_code == 200


def test_an_administrator_who_signed_in_by_code_proves_it_with_the_passkey(ada: User) -> None:
    device = Device()
    add(with_code_only(ada), device)
    client = with_code_only(ada)
    assert client.get("/de/account/roles/")["Location"].startswith("/de/account/prove/")
    options = client.get(CHALLENGE).json()["request_options"]
    back = client.post(
        "/de/account/confirm/passkey/",
        {"credential": json.dumps(device.sign(options)), "next": "/de/account/roles/"},
    )
    assert back["Location"] == "/de/account/roles/"
    assert client.get("/de/account/roles/").status_code == 200


def test_whoever_reads_an_administrators_mail_can_neither_act_nor_change_passkeys(ada: User) -> None:
    add(with_code_only(ada), Device())
    thief = with_code_only(ada)
    assert thief.get("/de/account/roles/").status_code == 302
    answer = thief.post(f"/de/account/roles/{ada.pk}/", {"verb": "give", "role": "editor"})
    assert answer["Location"] == "/de/account/prove/"
    assert add(thief, Device())["Location"] == "/de/account/prove/"
    pk = Authenticator.objects.get().pk
    assert thief.post(f"/de/account/passkeys/{pk}/remove/")["Location"] == "/de/account/prove/"
    assert Authenticator.objects.count() == 1
    assert ada.grants.count() == 1


def test_a_passkey_of_somebody_else_proves_nothing(ada: User, device: Device) -> None:
    add(with_code_only(ada), Device())
    client = with_code_only(ada)
    options = client.get(CHALLENGE).json()["request_options"]
    client.post("/de/account/confirm/passkey/", {"credential": json.dumps(device.sign(options))})
    assert client.get("/de/account/roles/")["Location"].startswith("/de/account/prove/")


def test_lost_passkeys_are_forgotten_on_the_server(ada: User) -> None:
    from django.core.management import call_command

    add(with_code_only(ada), Device())
    call_command("appoint", ada.email, "--forget-passkeys")
    assert Authenticator.objects.count() == 0
    client = with_code_only(ada)
    add(client, Device())
    assert client.get("/de/account/roles/").status_code == 200
