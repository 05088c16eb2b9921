"""Passwords: long, of any signs, none that many use; a new one ends the other sessions."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client, override_settings
from tests.platform.conftest import session_of

from handschlag.accounts.account import NewPasswordForm
from handschlag.accounts.models import User

pytestmark = pytest.mark.django_db
LONG = "Ein Satz, den 1 nur ich weiß: ねこ und 🐈, " * 2


def fits(paul: User, password: str) -> bool:
    return NewPasswordForm({"password": password}, user=paul).is_valid()


def test_a_password_has_twelve_signs_at_least_and_may_have_a_hundred_of_any_kind(paul: User) -> None:
    assert [fits(paul, "kurz-aber-7"), fits(paul, "zwölf-Zeichen")] == [False, True]
    assert [fits(paul, "nur kleine woerter hier"), fits(paul, LONG[:80])] == [True, True]
    assert [fits(paul, "x7" * 64), fits(paul, "x7" * 64 + "y")] == [True, False]
    paul.set_password(LONG[:80])
    assert [paul.check_password(LONG[:80]), paul.check_password(LONG[:79])] == [True, False]


@pytest.mark.parametrize("password", ["qwerty123456", "123456qwerty", "paul@example.org"])
def test_a_password_that_many_use_is_refused(paul: User, password: str) -> None:
    assert not fits(paul, password)


@override_settings(
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
def test_passwords_are_kept_by_argon2_with_a_salt_of_their_own(paul: User) -> None:
    paul.set_password(LONG)
    first = paul.password
    paul.set_password(LONG)
    said = Argon2PasswordHasher().decode(first)
    assert (said["variety"], first != paul.password, LONG in first) == ("argon2id", True, False)
    assert (said["memory_cost"] >= 15 * 1024, said["time_cost"] >= 2, said["parallelism"] >= 1) == (
        True,
        True,
        True,
    )


def test_a_new_password_ends_the_other_sessions(paul: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.cookies["sessionid"] = session_of(paul)
    assert elsewhere.get("/de/account/").status_code == 200
    sent = {"password": "ein ganz neuer Satz", "again": "ein ganz neuer Satz"}
    assert here.post("/de/account/password/", sent).status_code == 302
    assert [one.get("/de/account/").status_code for one in (here, elsewhere)] == [200, 302]
