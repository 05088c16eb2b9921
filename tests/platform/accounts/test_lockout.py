"""Strangers flood and guess from many places; the owner of the address gets in all the same."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from tests.platform.accounts.test_sessions import NOON
from tests.platform.accounts.test_sign_in import CODE, LOGIN, ask, name_in, sent_code, wrong

from handschlag.accounts.codes_and_links import TRIES, link_token_of, uid_in_link
from handschlag.accounts.limits import CODES_FOR_AN_ADDRESS, PASSWORDS_FOR_AN_ADDRESS
from handschlag.accounts.models import Code, User
from handschlag.accounts.sessions import MOST_ADDRESSES, KnownBrowser, browser_in_cookie
from handschlag.common.models import Mail

pytestmark = pytest.mark.django_db
PASSWORD_LOGIN = "/de/account/login/password/"
PASSWORD = "drei kleine Worte genügen"


def link_in_mail(to: str = "paul@example.org") -> str:
    """The path of the link in the last letter to this address."""
    letter = Mail.objects.filter(to=to).latest("pk")
    found = re.search(r"/de/account/login/link/[\w-]+/", opened_text(letter))
    assert found is not None
    return found[0]


def opened_text(letter: Mail) -> str:
    from handschlag.common.mail import outbox

    return outbox.with_secrets(letter).text


def flood(places: int, email: str = "paul@example.org", most: int = 6) -> None:
    """Strangers ask from so many places until nothing is sent any more."""
    for number in range(places):
        for _ in range(most):
            ask(Client(REMOTE_ADDR=f"198.51.100.{number + 1}"), email)


def signed_in_before() -> Client:
    client = Client()
    ask(client)
    client.post(CODE, {"code": sent_code()})
    client.post("/de/account/logout/")
    return client


def test_strangers_at_many_places_cannot_keep_a_known_browser_from_a_code(paul: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        mine = signed_in_before()
        clock.shift(timedelta(days=90))
        flood(places=20)
        assert ask(mine)["Location"] == CODE
        mine.post(CODE, {"code": sent_code()})
        assert name_in(mine) == paul.email


def test_in_a_new_browser_the_flood_itself_brings_the_way_in(paul: User) -> None:
    flood(places=20)
    assert Mail.objects.filter(to=paul.email).count() == CODES_FOR_AN_ADDRESS.most, "the flood has a limit"
    mine = Client()
    said = ask(mine).content.decode()
    assert "Öffnen Sie die neueste" in said
    path = link_in_mail()
    assert paul.email in mine.get(path).content.decode()
    assert name_in(mine) is None, "looking at the link signs nobody in"
    assert mine.post(path)["Location"] == "/de/account/"
    assert name_in(mine) == paul.email


def test_as_long_as_no_letter_is_sent_one_that_was_sent_is_valid(paul: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        flood(places=3)
        path = link_in_mail()
        for _ in range(14):
            clock.shift(timedelta(minutes=1))
            assert ask(Client(REMOTE_ADDR="203.0.113.1")).status_code == 200
            assert Client().get(path).status_code == 200
        clock.shift(timedelta(minutes=1))
        assert ask(Client(REMOTE_ADDR="203.0.113.1")).status_code == 302


def test_wrong_guesses_of_strangers_end_neither_the_owners_code_nor_any_link(paul: User) -> None:
    mine = Client()
    ask(mine)
    code = sent_code()
    for number in range(5):
        thief = Client(REMOTE_ADDR=f"198.51.100.{number + 1}")
        ask(thief)
        path, guess = link_in_mail(), wrong(sent_code())
        for _ in range(TRIES + 1):
            thief.post(CODE, {"code": guess})
        assert name_in(thief) is None
    assert Client().get(path).status_code == 200, "its code is tried out, the link is not"
    mine.post(CODE, {"code": code})
    assert name_in(mine) == paul.email


def test_guessing_a_code_has_one_chance_in_two_million_for_all_letters_of_a_quarter(paul: User) -> None:
    """The sum behind the decision: what strangers may guess at once, over all places together."""
    guesses = CODES_FOR_AN_ADDRESS.most * TRIES
    assert guesses / 10**8 == pytest.approx(5e-7)
    flood(places=20)
    assert Code.objects.filter(email=paul.email).count() * TRIES == guesses


def test_a_link_works_once_and_not_after_its_time(paul: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        ask(Client())
        path = link_in_mail()
        assert Client().post(path)["Location"] == "/de/account/"
        again = Client()
        assert again.post(path)["Location"] == LOGIN
        assert "schon benutzt" in again.get(LOGIN).content.decode()
        ask(Client())
        path = link_in_mail()
        clock.shift(timedelta(minutes=15))
        assert Client().post(path)["Location"] == LOGIN


def test_a_link_that_was_bent_is_none(paul: User) -> None:
    ask(Client())
    path = link_in_mail()
    token = path.rstrip("/").rpartition("/")[2]
    uid = str(Code.objects.get().uid)
    assert token == link_token_of(uid, key=settings.SECRET_KEY)
    bent = token[:-1] + ("0" if token[-1] != "0" else "1")
    for other in (bent, token[:32] + "0" * 32, token.upper(), token + "0", "x", "SEALED-codelink-1-0"):
        assert uid_in_link(other, key=settings.SECRET_KEY) is None
        answer = Client().get(f"/de/account/login/link/{other}/")
        assert (answer.status_code, answer["Location"]) == (302, LOGIN)


def test_the_link_wants_its_token_tells_no_other_site_and_is_kept_nowhere(paul: User) -> None:
    ask(Client())
    path = link_in_mail()
    client = Client(enforce_csrf_checks=True)
    page = client.get(path)
    assert (page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == ("strict-origin", True)
    assert client.post(path).status_code == 403
    assert path.rstrip("/").rpartition("/")[2] not in str([*Mail.objects.values(), *Code.objects.values()])


def test_wrong_passwords_of_strangers_do_not_close_the_password_of_the_owner(paul: User) -> None:
    paul.set_password(PASSWORD)
    paul.save()
    mine = signed_in_before()
    for number in range(12):
        for _ in range(11):
            thief = Client(REMOTE_ADDR=f"198.51.100.{number + 1}")
            thief.post(PASSWORD_LOGIN, {"email": paul.email, "password": "falsch"})
    mine.post(PASSWORD_LOGIN, {"email": paul.email, "password": PASSWORD})
    assert name_in(mine) == paul.email
    stranger = Client(REMOTE_ADDR="203.0.113.50")
    said = stranger.post(PASSWORD_LOGIN, {"email": paul.email, "password": PASSWORD}).content.decode()
    assert "Zu viele Versuche" in said, "guessing from everywhere has an end"
    assert PASSWORDS_FOR_AN_ADDRESS.most == 100


def test_a_stranger_at_one_place_closes_passwords_for_nobody_elsewhere(paul: User) -> None:
    paul.set_password(PASSWORD)
    paul.save()
    for _ in range(15):
        thief = Client(REMOTE_ADDR="198.51.100.7")
        thief.post(PASSWORD_LOGIN, {"email": paul.email, "password": "falsch"})
    mine = Client(REMOTE_ADDR="203.0.113.50")
    mine.post(PASSWORD_LOGIN, {"email": paul.email, "password": PASSWORD})
    assert name_in(mine) == paul.email


def test_whoever_is_signed_in_confirms_whatever_strangers_do(paul: User) -> None:
    mine = Client()
    ask(mine)
    mine.post(CODE, {"code": sent_code()})
    flood(places=20)
    assert mine.post("/de/account/confirm/send/")["Location"] == "/de/account/confirm/code/"
    before = Mail.objects.filter(to=paul.email).count()
    for _ in range(6):
        mine.post("/de/account/confirm/send/")
    assert Mail.objects.filter(to=paul.email).count() == before + 4, "five in a quarter of an hour, no more"


def test_a_known_browser_is_limited_too(paul: User) -> None:
    mine = signed_in_before()
    before = Mail.objects.filter(to=paul.email).count()
    for _ in range(8):
        ask(mine)
    assert Mail.objects.filter(to=paul.email).count() == before + 5


def test_the_cookie_names_nobody_and_is_for_its_own_addresses_only(paul: User) -> None:
    mine = signed_in_before()
    cookie = mine.cookies[settings.KNOWN_BROWSER_COOKIE]
    assert re.fullmatch(r"[0-9a-f]{32}\.[0-9a-f]{32}", cookie.value)
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 60 * 60)
    browser = browser_in_cookie(cookie.value)
    assert browser is not None
    assert browser.knows(paul.email, key=settings.SECRET_KEY)
    assert not browser.knows("martha@example.org", key=settings.SECRET_KEY)
    assert not browser.knows(paul.email, key="another key")


def test_a_browser_remembers_a_few_addresses_and_nonsense_is_no_browser() -> None:
    browser = KnownBrowser("0" * 32)
    for number in range(MOST_ADDRESSES + 2):
        browser = browser.with_address(f"a{number}@example.org", key="k")
    assert browser_in_cookie(browser.to_cookie()) == browser
    assert not browser.knows("a0@example.org", key="k")
    assert browser.knows(f"a{MOST_ADDRESSES + 1}@example.org", key="k")
    for nonsense in ("", ".", "x" * 32, "0" * 31, ".".join(["0" * 32] * 7), "0" * 32 + ".x"):
        assert browser_in_cookie(nonsense) is None
