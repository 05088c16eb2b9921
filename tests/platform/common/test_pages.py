"""Outbox, jobs and audit trail as pages: valid, in both languages, in words, and one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common import audit
from handschlag.common.mail.pages import STATES
from handschlag.common.models import Mail, MailState

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(person: Callable[..., User], signed_in: Callable[[User], Client]) -> Client:
    return signed_in(person("admira", Role.ADMINISTRATOR))


def letter(number: int, now: datetime, **values: object) -> Mail:
    return Mail.objects.create(
        to="inga@example.org",
        language="de",
        subject=f"Brief {number}",
        text="Guten Tag",
        message_id=f"<{number}@example.org>",
        due_at=now,
        created_at=now,
        **values,
    )


@pytest.mark.parametrize("path", ["outbox/", "jobs/", "audit/"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_empty_or_not_the_pages_are_valid(
    desk: Client, valid: Callable[[str], list[str]], now: datetime, path: str, language: str
) -> None:
    for number in range(3):
        letter(number, now)
        answer = desk.get(f"/{language}/{path}")
        assert (answer.status_code, valid(answer.content.decode())) == (200, [])


def test_each_state_of_a_letter_has_a_word(desk: Client, now: datetime) -> None:
    assert set(STATES) == set(MailState)
    letter(1, now, state=MailState.SENT, sent_at=now)
    assert "gesendet" in desk.get("/de/outbox/").content.decode()


def test_a_long_outbox_has_pages(desk: Client, now: datetime) -> None:
    for number in range(30):
        letter(number, now)
    assert 'href="?page=2"' in desk.get("/de/outbox/").content.decode()
    assert "Brief 0<" in desk.get("/de/outbox/?page=2").content.decode()


def test_the_pages_of_the_trail_keep_its_filter(
    desk: Client, person: Callable[..., User], now: datetime
) -> None:
    anna = person("anna")
    for _ in range(60):
        audit.record(verb="seen", target=anna, by_id=anna.pk, now=now)
    text = desk.get("/de/audit/?verb=seen").content.decode()
    assert 'href="?verb=seen&amp;page=2"' in text
