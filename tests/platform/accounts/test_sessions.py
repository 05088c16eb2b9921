"""How long a browser stays signed in, and which roles need a passkey there."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from tests.platform.accounts.device import Device
from tests.platform.accounts.test_passkeys import CHALLENGE, add, with_code_only
from tests.platform.accounts.test_sign_in import ask, name_in, sent_code
from tests.platform.builders import manages, network

from handschlag.accounts.models import Code, RoleGrant, Session, User
from handschlag.accounts.own_data import erase_account
from handschlag.accounts.policy import Role
from handschlag.accounts.sessions import ORDINARY, TRUSTED, session_life
from handschlag.common.models import Mail, MailPerson, MailState

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
PROFILE = "/de/account/"


@pytest.mark.parametrize("role", [Role.NETWORK_MANAGER, Role.EDITOR, Role.ORGANISER, Role.ADMINISTRATOR])
def test_whoever_is_trusted_is_signed_out_after_twelve_hours_without_use(
    person: Callable[..., User], role: Role
) -> None:
    user = person("tina", role)
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_code_only(user)
        clock.shift(timedelta(hours=11, minutes=59))
        assert client.get(PROFILE).status_code == 200
        clock.shift(timedelta(hours=11, minutes=59))
        assert client.get(PROFILE).status_code == 200
        assert client.cookies["sessionid"]["max-age"] == 12 * 60 * 60
        clock.shift(timedelta(hours=12))
        assert client.get(PROFILE)["Location"] == "/de/account/login/?next=%2Fde%2Faccount%2F"
        assert name_in(client) is None
        assert not Session.objects.filter(user=user, expire_date__gt=NOON + timedelta(days=2)).exists()


def test_whoever_has_no_role_stays_for_thirty_days(paul: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_code_only(paul)
        clock.shift(timedelta(days=29))
        assert client.get(PROFILE).status_code == 200
        clock.shift(timedelta(days=29))
        assert client.get(PROFILE).status_code == 200
        clock.shift(timedelta(days=30))
        assert client.get(PROFILE).status_code == 302


def test_use_does_not_lengthen_a_session_for_ever(person: Callable[..., User]) -> None:
    organiser = person("olga", Role.ORGANISER)
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_code_only(organiser)
        for _ in range(20):
            clock.shift(timedelta(hours=8))
            assert client.get(PROFILE).status_code == 200
        clock.shift(timedelta(hours=8))
        assert client.get(PROFILE).status_code == 302


def test_a_role_that_was_given_since_shortens_the_session_that_runs(paul: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_code_only(paul)
        RoleGrant.objects.create(user=paul, role=Role.ORGANISER, granted_at=NOON)
        clock.shift(timedelta(hours=12))
        assert client.get(PROFILE).status_code == 302
        assert name_in(client) is None


def test_uses_within_five_minutes_are_not_written_down(
    person: Callable[..., User],
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = with_code_only(person("olga", Role.ORGANISER))
        client.get(PROFILE)
        before = Session.objects.get().session_data
        clock.shift(timedelta(minutes=4))
        client.get(PROFILE)
        assert Session.objects.get().session_data == before
        clock.shift(timedelta(minutes=2))
        client.get(PROFILE)
        assert Session.objects.get().session_data != before


def test_the_life_of_a_session_is_counted_from_its_last_use_and_its_beginning() -> None:
    assert session_life([Role.PARTICIPANT]) is ORDINARY
    assert session_life([Role.PARTICIPANT, Role.EDITOR]) is TRUSTED
    cases = [(0, 0, 12), (1, 0, 12), (160, 0, 8), (168, 0, 0), (12, 12, 0), (12, 11, 12)]
    for since_start, since_use, left in cases:
        remaining = TRUSTED.remaining(
            started_at=NOON - timedelta(hours=since_start),
            used_at=NOON - timedelta(hours=since_use),
            now=NOON,
        )
        assert remaining == timedelta(hours=left)


def test_an_organisers_role_sleeps_until_the_passkey_where_the_platform_asks_for_it(
    person: Callable[..., User], settings
) -> None:
    settings.PASSKEY_FOR = frozenset({Role.ORGANISER, Role.ADMINISTRATOR})
    device = Device()
    olga = person("olga", Role.ORGANISER)
    add(with_code_only(olga), device)
    client = with_code_only(olga)
    led = client.get("/de/manage/events/")
    assert led["Location"] == "/de/account/prove/?next=%2Fde%2Fmanage%2Fevents%2F"
    assert "Veranstalter" in client.get(PROFILE).content.decode()
    options = client.get(CHALLENGE).json()["request_options"]
    client.post("/de/account/confirm/passkey/", {"credential": json.dumps(device.sign(options))})
    assert client.get("/de/manage/events/").status_code == 200


def test_a_manager_whose_role_sleeps_is_led_to_the_passkey_and_a_stranger_learns_nothing(
    person: Callable[..., User], settings
) -> None:
    settings.PASSKEY_FOR = frozenset({Role.NETWORK_MANAGER})
    mara, other = person("mara", Role.NETWORK_MANAGER), person("otto", Role.NETWORK_MANAGER)
    draft = network("Licht", status="draft")
    manages(mara, draft)
    path = f"/de/manage/networks/{draft.slug}/edit/description/"
    assert with_code_only(mara).get(path)["Location"].startswith("/de/account/prove/")
    assert with_code_only(other).get(path).status_code == 404


def test_whoever_reads_an_organisers_mail_cannot_change_passkeys(
    person: Callable[..., User], settings
) -> None:
    settings.PASSKEY_FOR = frozenset({Role.ORGANISER})
    olga = person("olga", Role.ORGANISER)
    add(with_code_only(olga), Device())
    assert add(with_code_only(olga), Device())["Location"] == "/de/account/prove/"
    assert Authenticator.objects.filter(user=olga).count() == 1


def test_a_new_address_ends_all_other_sessions_and_the_old_one_is_told(paul: User) -> None:
    client, other = with_code_only(paul), with_code_only(paul)
    key = client.cookies["sessionid"].value
    client.post("/de/account/address/", {"email": "new@example.org"})
    client.post("/de/account/address/code/", {"code": sent_code("new@example.org")})
    assert (name_in(client), name_in(other)) == ("new@example.org", None)
    assert client.cookies["sessionid"].value != key
    assert other.get(PROFILE).status_code == 302
    told = Mail.objects.filter(to="paul@example.org").latest("pk")
    assert "neue E-Mail-Adresse" in told.text


def test_letters_to_a_former_address_go_with_the_account(paul: User) -> None:
    client = with_code_only(paul)
    ask(client)  # a code to sign in: nobody looks up whose address that is
    assert not MailPerson.objects.filter(mail__to="paul@example.org").exists()
    client.post("/de/account/address/", {"email": "new@example.org"})
    client.post("/de/account/address/code/", {"code": sent_code("new@example.org")})
    assert not Code.objects.filter(email="paul@example.org").exists()
    Mail.objects.update(state=MailState.SENT)
    paul.refresh_from_db()
    erase_account(user_id=paul.pk, by=paul.subject, now=NOON)
    assert not Mail.objects.exclude(to="", text="").exists()
    assert not MailPerson.objects.exists()


def test_a_taken_address_gets_the_answer_of_a_free_one(paul: User, person: Callable[..., User]) -> None:
    person("tina")
    answers = []
    for email in ("tina@example.org", "free@example.org"):
        client = with_code_only(paul)
        asked = client.post("/de/account/address/", {"email": email})
        page = client.get("/de/account/address/code/").content.decode().replace(email, "")
        letters = Mail.objects.filter(to=email).count()
        answers.append((asked.status_code, asked["Location"], "Code eingeben" in page, letters))
    assert answers[0] == answers[1]
    assert answers[0][3] == 1


def test_only_whoever_reads_mail_at_a_taken_address_learns_that_it_is_taken(
    paul: User, person: Callable[..., User]
) -> None:
    tina = person("tina")
    client = with_code_only(paul)
    client.post("/de/account/address/", {"email": tina.email})
    said = client.post("/de/account/address/code/", {"code": "0000 0000"}).content.decode()
    assert "nicht der Code" in said
    said = client.post("/de/account/address/code/", {"code": sent_code(tina.email)}).content.decode()
    assert "Ein anderes Konto hat diese Adresse" in said
    paul.refresh_from_db()
    assert paul.email == "paul@example.org"
