"""What people and organisers see of a time that became free, and what the worker does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.platform import matchmaking
from tests.platform.day.people.freed_times import (
    START,
    answer,
    before,
    freed,
    offer,
    told,
)

from handschlag.accounts.models import User
from handschlag.common.jobs.registry import handler_of
from handschlag.day.models import StandBy
from handschlag.day.news import news_of, news_words
from handschlag.day.refilling import services_today
from handschlag.matching.models import Meeting, Participant, Request

__all__ = ["freed", "offer", "told"]
pytestmark = pytest.mark.django_db


def test_both_read_the_offer_on_their_pages_and_answer_there(
    client: Client,
    stand_at: Callable[[str], datetime],
    linked: Callable[[Participant], str],
    offer: StandBy,
    ada: Participant,
    cy: Participant,
) -> None:
    stand_at("09:42")
    pages = [client.get(reverse("day:today", args=[linked(one)])).content.decode() for one in (ada, cy)]
    assert ["Sie haben beide um 10:30 Zeit" in one for one in pages] == [True, True]
    assert ["Linsen besprechen" in one for one in pages] == [True, False], "Cy asked"
    assert ["Sie haben zugesagt" in one for one in pages] == [False, True]
    client.post(reverse("day:step_in", args=[linked(ada), offer.pk]), {"answer": "yes"}, follow=True)
    assert Meeting.objects.get().starts_at == START


def test_a_phone_shows_the_offer_as_long_as_it_stands(offer: StandBy, ada: Participant) -> None:
    words = news_words(news_of(ada, now=before(49)))
    assert words["title"] == "10:30: Möchten Sie Cy Tannert treffen?"
    assert words["body"] == "Sie haben beide Zeit. Sagen Sie bis 09:44 zu oder ab."
    assert "Cy Tannert" not in str(news_words(news_of(ada, now=before(46))))


def test_the_control_room_counts_offers_and_names_only_whose_meeting_stands(
    signed_in: Callable[[User], Client], offer: StandBy, otto: User, ada: Participant
) -> None:
    page = reverse("day:control", args=[offer.service.event.slug])
    with time_machine.travel(before(48), tick=False):
        client = signed_in(otto)
        text = client.get(page).content.decode()
    assert "Jetzt angeboten: 1. Wieder vergeben: 0." in text
    assert "angeboten bis 09:44" in text
    assert "Cy Tannert" not in text
    answer(offer, ada, before(48))
    with time_machine.travel(before(47), tick=False):
        text = client.get(page).content.decode()
    assert "vergeben: Ada Lindqvist und Cy Tannert" in text


def test_the_worker_offers_every_minute(
    freed: Request, ada: Participant, cy: Participant, stand_at: Callable[[str], datetime]
) -> None:
    matchmaking.asked(cy, ada)
    now = stand_at("09:40")
    assert services_today(now=now) == (freed.service_id,)
    assert services_today(now=now - timedelta(days=3)) == ()
    job = handler_of("day.freed_times")
    assert (job.every, job.function(None)) == (timedelta(minutes=1), {"offers": 1})
    assert StandBy.objects.get().partner == cy
