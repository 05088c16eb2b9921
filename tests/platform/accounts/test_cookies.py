"""What the platform's cookies may be read by, and where sign-in leads to."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.platform.accounts.test_sign_in import CODE, ask, sent_code

from handschlag.accounts.models import User

pytestmark = pytest.mark.django_db


def test_no_cookie_of_a_sign_in_is_read_by_scripts_or_sent_by_other_sites(client: Client, paul: User) -> None:
    ask(client)
    client.post(CODE, {"code": sent_code()})
    for name in ("sessionid", settings.KNOWN_BROWSER_COOKIE):
        cookie = client.cookies[name]
        assert (name, cookie["httponly"], cookie["samesite"], cookie["path"]) == (name, True, "Lax", "/")
        assert cookie["domain"] == ""


def test_cookies_are_for_https_only_where_the_platform_is(settings, client: Client, paul: User) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    ask(client)
    client.post(CODE, {"code": sent_code()})
    assert all(client.cookies[name]["secure"] for name in ("sessionid", settings.KNOWN_BROWSER_COOKIE))


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("kurz", False),
        ("elfzeichen!", False),
        ("ein ganz langer Satz mit ü und 🌱", True),
        ("x" * 129, False),
        ("paul@example.org", False),
    ],
)
def test_a_password_is_long_and_may_hold_any_sign(
    signed_in, paul: User, password: str, is_taken: bool
) -> None:
    answer = signed_in(paul).post("/de/account/password/", {"password": password})
    paul.refresh_from_db()
    assert paul.has_usable_password() is is_taken
    assert answer.status_code == (302 if is_taken else 200)


def test_neither_password_nor_code_is_shown_again_in_a_form(client: Client, paul: User) -> None:
    page = client.post(
        "/de/account/login/password/", {"email": paul.email, "password": "streng geheimes Wort"}
    ).content.decode()
    assert "streng geheimes Wort" not in page
    assert 'autocomplete="current-password"' in page


def test_pages_of_the_account_are_kept_nowhere(signed_in, paul: User) -> None:
    for path in ("/de/account/", "/de/account/password/", "/de/account/login/", "/de/account/data/"):
        assert "no-store" in signed_in(paul).get(path)["Cache-Control"]
