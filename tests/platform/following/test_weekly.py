"""The email on Monday: once, with reasons, for those who have something to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from tests.platform import builders
from tests.platform.following.conftest import MONDAY, TUESDAY, WEDNESDAY

from handschlag.accounts.models import User
from handschlag.accounts.own_data import erase_account
from handschlag.common.models import Mail, MailState
from handschlag.directory.models import Network
from handschlag.following import following, weekly
from handschlag.following.models import Following, PauseReason, Subscription, WeeklyEmail

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def _emails() -> list[Mail]:
    return list(Mail.objects.filter(kind="following.weekly").order_by("pk"))


def test_it_says_what_is_new_why_and_how_to_end_it(
    paul: User, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY)

    assert weekly.send_weekly(now=MONDAY) == 1

    (email,) = _emails()
    assert email.to == paul.email
    assert "Neues Labor" in email.text
    assert "Weil Sie „Optik Sachsen“ abonniert haben" in email.text
    assert "/de/news/neues-labor/" in email.html
    assert "SEALED-news-" in email.unsubscribe
    assert weekly.end_token_for(Subscription.objects.get().pk, paul.email)
    assert weekly.end_token_for(Subscription.objects.get().pk, "other@example.org") is None


def test_two_workers_and_a_second_look_send_it_once(
    paul: User, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY)

    sent = [weekly.send_weekly(now=MONDAY + timedelta(minutes=n)) for n in (0, 1, 600)]

    assert sent == [1, 0, 0]
    assert len(_emails()) == 1
    with pytest.raises(IntegrityError):
        WeeklyEmail.objects.create(user=paul, week=date(2026, 11, 30), language="de", sent_at=MONDAY)


def test_whoever_falls_over_between_two_people_goes_on_with_the_second(
    paul: User, editha: User, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    follow("network", optics.pk, editha)
    builders.story(network=optics, published_at=WEDNESDAY)

    broken = patch("handschlag.following.weekly.send_email", side_effect=[None, RuntimeError])
    with broken, pytest.raises(RuntimeError):
        weekly.send_weekly(now=MONDAY)
    assert WeeklyEmail.objects.count() == 1
    assert weekly.send_weekly(now=MONDAY) == 1
    assert WeeklyEmail.objects.count() == 2


def test_nothing_new_is_no_email_and_is_not_asked_for_again(
    optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)

    assert weekly.send_weekly(now=MONDAY) == 0
    builders.story(network=optics, published_at=MONDAY - timedelta(hours=3))
    assert weekly.send_weekly(now=MONDAY + timedelta(hours=1)) == 0
    assert not _emails()


def test_a_line_is_told_in_one_week_only(optics: Network, follow: Callable[..., None]) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY)
    weekly.send_weekly(now=MONDAY)
    builders.story("Zweites", network=optics, published_at=MONDAY + timedelta(days=1))

    weekly.send_weekly(now=MONDAY + WEEK)

    assert [[line["title"] for line in one.lines] for one in WeeklyEmail.objects.order_by("week")] == [
        ["Neues Labor"],
        ["Zweites"],
    ]


@pytest.mark.parametrize("later", [timedelta(hours=-1), timedelta(days=2, hours=1)])
def test_on_other_days_nothing_is_sent_and_nothing_lost(
    later: timedelta, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY)

    assert weekly.send_weekly(now=MONDAY + later) == 0
    assert weekly.send_weekly(now=MONDAY + WEEK) == 1


def test_pauses_feeds_and_blocked_accounts_get_none(
    paul: User, editha: User, martha: User, optics: Network, follow: Callable[..., None]
) -> None:
    for user in (paul, editha, martha):
        follow("network", optics.pk, user)
    builders.story(network=optics, published_at=WEDNESDAY)
    following.pause(by=paul.subject, now=WEDNESDAY)
    following.choose(is_by_email=False, is_by_feed=True, version=1, by=editha.subject, now=WEDNESDAY)
    User.objects.filter(pk=martha.pk).update(is_active=False)

    assert weekly.send_weekly(now=MONDAY) == 0


def test_an_address_that_gives_emails_back_is_paused_until_its_person_resumes(
    paul: User, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY)
    weekly.send_weekly(now=MONDAY)
    Mail.objects.update(state=MailState.BOUNCED)
    builders.story("Zweites", network=optics, published_at=MONDAY + timedelta(days=1))

    assert weekly.send_weekly(now=MONDAY + WEEK) == 0
    assert Subscription.objects.get().pause_reason == PauseReason.CAME_BACK
    following.resume(by=paul.subject, now=MONDAY + WEEK)
    builders.story("Drittes", network=optics, published_at=MONDAY + WEEK + timedelta(days=1))
    assert weekly.send_weekly(now=MONDAY + 2 * WEEK) == 1


@pytest.mark.parametrize(
    ("error", "is_paused"),
    [
        ("SMTPRecipientsRefused 550", True),
        ("SMTPRecipientsRefused 451", False),
        ("TimeoutError", False),
        ("SMTPDataError 554", False),
        ("SMTPAuthenticationError 535", False),
        ("gone", False),
    ],
)
def test_only_a_refused_address_pauses_and_not_our_own_trouble(
    error: str, is_paused: bool, optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY)
    weekly.send_weekly(now=MONDAY)
    Mail.objects.update(state=MailState.FAILED, error=error)

    weekly.send_weekly(now=MONDAY + WEEK)

    assert (Subscription.objects.get().paused_at is not None) is is_paused


def test_many_lines_are_cut_and_the_rest_stands_on_the_page(
    optics: Network, follow: Callable[..., None]
) -> None:
    follow("network", optics.pk)
    for number in range(23):
        builders.story(
            f"Meldung {number}", network=optics, published_at=WEDNESDAY + timedelta(minutes=number)
        )

    weekly.send_weekly(now=MONDAY)

    (email,) = _emails()
    assert email.text.count("- Meldung") == 20
    assert "3 weitere" in email.text
    assert f"/following/emails/{WeeklyEmail.objects.get().pk}/" in email.text


def test_the_language_is_that_of_the_person(paul: User, optics: Network, follow: Callable[..., None]) -> None:
    User.objects.filter(pk=paul.pk).update(language="en")
    follow("network", optics.pk)
    builders.story(network=optics, title_en="A new lab", published_at=WEDNESDAY)

    weekly.send_weekly(now=MONDAY)

    (email,) = _emails()
    assert "A new lab" in email.text
    assert "Because you follow “Optik Sachsen”" in email.text
    assert "/en/news/" in email.text


def test_emails_are_asked_for_once_however_many_read_them(
    person: Callable[..., User],
    optics: Network,
    follow: Callable[..., None],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    people = [person(f"p{number}") for number in range(12)]
    for user in people:
        follow("network", optics.pk, user)
    builders.story(network=optics, published_at=WEDNESDAY)
    each = 9  # savepoints, the row, the email and whom it concerns

    with django_assert_max_num_queries(30 + each * len(people)):
        assert weekly.send_weekly(now=MONDAY) == len(people)


def test_old_emails_are_forgotten(paul: User) -> None:
    WeeklyEmail.objects.create(user=paul, week=date(2026, 1, 5), language="de", sent_at=TUESDAY - 40 * WEEK)
    WeeklyEmail.objects.create(user=paul, week=date(2026, 11, 16), language="de", sent_at=TUESDAY - WEEK)

    assert weekly.forget_old(now=TUESDAY) == 1


def test_everything_goes_with_the_account(paul: User, optics: Network, follow: Callable[..., None]) -> None:
    follow("network", optics.pk)
    builders.story(network=optics, published_at=WEDNESDAY)
    weekly.send_weekly(now=MONDAY)

    erase_account(user_id=paul.pk, by=paul.subject, now=MONDAY)

    assert not Following.objects.exists()
    assert not WeeklyEmail.objects.exists()
    assert not Mail.objects.filter(text__contains="Neues Labor").exists()
