"""Signing in by a code: the standard way, for whoever has an account and for whoever gets one that way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests.platform.letters import text_of, words_of

from handschlag.accounts.codes_and_links import LIFETIME, TRIES
from handschlag.accounts.models import Code, Session, User
from handschlag.accounts.policy import Role
from handschlag.common.models import AuditEntry, Mail

LOGIN, CODE = "/de/account/login/", "/de/account/login/code/"
pytestmark = pytest.mark.django_db


def sent_code(to: str = "paul@example.org") -> str:
    """The digits of the last letter to this address."""
    mail = Mail.objects.filter(to=to).latest("pk")
    return re.search(r"^(\d{4} \d{4})$", text_of(mail), re.MULTILINE)[1]


def wrong(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"


def ask(client: Client, email: str = "paul@example.org", path: str = LOGIN):
    return client.post(path, {"email": email})


def name_in(client: Client) -> str | None:
    """Who the browser is signed in as."""
    key = client.cookies["sessionid"].value if "sessionid" in client.cookies else None
    return Session.objects.filter(session_key=key).values_list("user__email", flat=True).first()


def test_somebody_with_an_account_signs_in_by_a_code(client: Client, paul: User) -> None:
    asked = ask(client, " Paul@Example.ORG ")
    assert (asked.status_code, asked["Location"]) == (302, CODE)
    entered = client.post(CODE, {"code": sent_code()})
    assert (entered.status_code, entered["Location"]) == (302, "/de/account/")
    assert name_in(client) == paul.email
    assert User.objects.count() == 1
    assert "Sie sind angemeldet." in client.get("/de/account/").content.decode()


def test_a_new_address_has_an_account_after_the_code_and_none_before(client: Client) -> None:
    ask(client, "new@example.org", "/en/account/login/")
    assert User.objects.count() == 0
    client.post("/en/account/login/code/", {"code": sent_code("new@example.org")})
    made = User.objects.get()
    assert (made.email, made.language, made.roles) == ("new@example.org", "en", {"participant"})
    assert not made.has_usable_password()
    assert AuditEntry.objects.get(verb="account.create").object_id == str(made.pk)


def test_no_answer_and_no_letter_tells_whether_an_address_has_an_account(paul: User) -> None:
    answers = []
    for email in ("paul@example.org", "nobody@example.org"):
        client = Client()
        asked = ask(client, email)
        page = client.get(CODE).content.decode()
        letter = Mail.objects.get(to=email)
        words = re.sub(r"\d{4} \d{4}|link/[0-9a-f]+", "", words_of(letter))
        plain = re.sub(r'value="[^"]*"', "", page.replace(email, ""))
        answers.append((asked.status_code, asked["Location"], plain, words))
    assert answers[0] == answers[1]


def test_asking_looks_no_account_up_so_that_time_tells_nothing_either(
    client: Client, paul: User, django_assert_num_queries, django_capture_on_commit_callbacks
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for email in ("paul@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as seen:
            ask(Client(), email)
        asked.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in seen.captured_queries])
    assert asked[0] == asked[1]
    assert not [sql for sql in asked[0] if "accounts_user" in sql and sql.startswith("SELECT")]


@pytest.mark.parametrize("typed", ["{}", "  {} ", "{0}.", "Code: {}"])
def test_blanks_and_words_around_the_code_do_not_matter(client: Client, paul: User, typed: str) -> None:
    ask(client)
    client.post(CODE, {"code": typed.format(sent_code())})
    assert name_in(client) == paul.email


def test_a_wrong_code_says_how_many_tries_are_left_and_the_last_one_ends_it(
    client: Client, paul: User
) -> None:
    ask(client)
    code = sent_code()
    said = [client.post(CODE, {"code": wrong(code)}).content.decode() for _ in range(TRIES)]
    assert "noch 4 Versuche" in said[0]
    assert "noch einen Versuch" in said[3]
    assert "es war der letzte Versuch" in said[4]
    assert "Zu viele Versuche" in client.post(CODE, {"code": code}).content.decode()
    assert name_in(client) is None


def test_a_code_expires(client: Client, paul: User) -> None:
    with time_machine.travel("2026-11-25T09:00:00Z", tick=False) as clock:
        ask(client)
        code = sent_code()
        clock.shift(LIFETIME)
        assert "ist abgelaufen" in client.post(CODE, {"code": code}).content.decode()
        assert name_in(client) is None
        clock.shift(-timedelta(seconds=1))
        client.post(CODE, {"code": code})
        assert name_in(client) == paul.email


def test_a_code_is_worth_something_only_in_the_browser_that_asked(client: Client, paul: User) -> None:
    ask(client)
    code, other = sent_code(), Client()
    assert other.post(CODE, {"code": code})["Location"] == LOGIN
    ask(other, "nobody@example.org")
    assert "nicht der Code" in other.post(CODE, {"code": code}).content.decode()
    assert (name_in(client), name_in(other)) == (None, None)


def test_a_code_works_once(client: Client, paul: User) -> None:
    ask(client)
    code, session = sent_code(), client.session["accounts_code"]
    client.post(CODE, {"code": code})
    again = Client()
    ask(again)
    stolen = again.session
    stolen["accounts_code"] = session
    stolen.save()
    assert "schon benutzt" in again.post(CODE, {"code": code}).content.decode()
    assert name_in(again) is None


def test_a_new_code_takes_the_place_of_the_old_one(client: Client, paul: User) -> None:
    ask(client)
    old = sent_code()
    client.post("/de/account/login/code/again/")
    assert "nicht der Code" in client.post(CODE, {"code": old}).content.decode()
    client.post(CODE, {"code": sent_code()})
    assert name_in(client) == paul.email


def test_codes_for_one_address_are_limited_and_the_wording_is_the_same_for_all(paul: User) -> None:
    said = []
    for email in ("paul@example.org", "nobody@example.org"):
        for _ in range(5):
            assert ask(Client(), email).status_code == 302
        answer = ask(Client(), email)
        assert answer.status_code == 200
        said.append(re.search(r"An diese Adresse haben wir schon mehrere[^<]*", answer.content.decode())[0])
    assert said[0] == said[1]
    assert Mail.objects.filter(to=paul.email).count() == 5


def test_a_stranger_alone_cannot_keep_somebody_from_being_sent_a_code(client: Client, paul: User) -> None:
    for _ in range(7):
        ask(Client(REMOTE_ADDR="198.51.100.7"))
    assert ask(client).status_code == 302


def test_codes_from_one_place_are_limited_whatever_the_addresses(db: None) -> None:
    answers = [ask(Client(), f"a{number}@example.org").status_code for number in range(31)]
    assert answers == [302] * 30 + [200]


def test_the_session_key_changes_so_that_a_planted_one_is_worth_nothing(client: Client, paul: User) -> None:
    ask(client)
    planted = client.cookies["sessionid"].value
    client.post(CODE, {"code": sent_code()})
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/de/account/")["Location"].startswith(LOGIN)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/de/account/password/", "/de/account/password/"),
        ("/de/account/?a=1&b=ü", "/de/account/?a=1&b=%C3%BC"),
        ("https://evil.example/", "/de/account/"),
        ("//evil.example/", "/de/account/"),
        ("/\\evil.example", "/de/account/"),
        ("javascript:alert(1)", "/de/account/"),
        ("https:///evil.example", "/de/account/"),
        ("\t//evil.example", "/de/account/"),
    ],
)
def test_one_comes_back_to_where_one_was_and_never_to_another_site(
    client: Client, paul: User, wanted: str, reached: str
) -> None:
    asked = client.post(LOGIN, {"email": paul.email, "next": wanted})
    entered = client.post(asked["Location"], {"code": sent_code()})
    assert entered["Location"] == reached


def test_a_visitor_is_led_to_the_sign_in_and_back(client: Client, paul: User) -> None:
    led = client.get("/de/account/password/")
    assert led["Location"] == "/de/account/login/?next=%2Fde%2Faccount%2Fpassword%2F"
    page = client.get(led["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/de/account/password/">' in page


def test_every_form_of_the_sign_in_wants_its_token(paul: User) -> None:
    client = Client(enforce_csrf_checks=True)
    for path in (LOGIN, CODE, "/de/account/login/password/", "/de/account/login/passkey/"):
        assert client.post(path, {"email": paul.email}).status_code == 403
    assert Mail.objects.count() == 0


def test_signing_out_takes_a_button(signed_in: Callable[[User], Client], paul: User) -> None:
    client = signed_in(paul)
    assert "Abmelden?" in client.get("/de/account/logout/").content.decode()
    assert name_in(client) == paul.email
    assert client.post("/de/account/logout/")["Location"] == "/de/"
    assert Session.objects.filter(user=paul).count() == 0


def test_a_blocked_person_is_told_so_after_the_code_and_does_not_get_in(client: Client, paul: User) -> None:
    User.objects.filter(pk=paul.pk).update(is_active=False)
    ask(client)
    assert "gesperrt" in client.post(CODE, {"code": sent_code()}).content.decode()
    assert name_in(client) is None


def test_neither_codes_nor_letters_keep_the_code(client: Client, paul: User) -> None:
    ask(client)
    rows = str([*Code.objects.values(), *Mail.objects.values()])
    assert sent_code().replace(" ", "") not in rows.replace(" ", "")


def test_what_is_no_address_is_said_to_be_none(client: Client) -> None:
    for nonsense in ("", "paul", "paul@", "a@b", "x" * 300 + "@example.org", "a\n@example.org", "a@ex.org\0"):
        answer = ask(client, nonsense)
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
    assert Mail.objects.count() == 0


@pytest.mark.parametrize(
    ("roles", "desk"),
    [((), "/de/account/"), ((Role.NETWORK_MANAGER,), "/de/manage/"), ((Role.EDITOR,), "/de/moderation/")],
)
def test_whoever_has_a_desk_is_led_to_it(client: Client, person, roles: tuple[Role, ...], desk: str) -> None:
    person("paul", *roles)
    ask(client)
    assert client.post(CODE, {"code": sent_code()})["Location"] == desk
