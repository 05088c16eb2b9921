"""Letters of a yes are written before the event is locked, and say what is true when it is held."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import F
from django.test.signals import template_rendered
from tests.platform.matching.test_answering import ask, yes

from handschlag.common import mail
from handschlag.common.models import Mail
from handschlag.events.models import EmailWording, Event, Place
from handschlag.matching import meeting_emails
from handschlag.matching.meeting_emails import PLACE, TIME, parties_of, read_again, request_with_parties
from handschlag.matching.models import Meeting, Participant, Party, Policy, Request, RequestState, Service
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db


def words(letter: Mail) -> tuple[str, str, str, str]:
    return letter.to, letter.subject, letter.text, letter.html


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_says_the_same_as_one_that_is_written_afterwards(
    ada: Participant, bo: Participant, now: datetime, language: str
) -> None:
    Registration.objects.filter(pk=ada.registration_id).update(language=language, speaks=["de"])
    request = yes(ask(ada, bo, now), bo, now)
    with mail.rehearsed() as drafts:
        meeting_emails.tell_held(request, but=bo.pk, now=now)
    assert [words(one) for one in Mail.objects.filter(kind="matching.held")] == [words(drafts[0])]


def test_the_organisers_words_have_time_and_place_and_no_mark_is_left(
    event: Event, ada: Participant, bo: Participant, now: datetime
) -> None:
    for one in Place.objects.filter(event=event):
        Place.objects.filter(pk=one.pk).update(code=f"{one.code} & B")
    own = "Termin {time} an {place}."
    EmailWording.objects.create(
        event=event,
        kind="matching.held",
        subject_de="Am {time}",
        subject_en="At {time}",
        text_de=own,
        text_en=own,
        changed_at=now,
    )
    yes(ask(ada, bo, now), bo, now)
    letter = Mail.objects.get(kind="matching.held")
    code = Meeting.objects.get().place.code
    assert f"an {code}." in letter.text
    assert f"an {code.replace('&', '&amp;')}." in letter.html
    assert letter.subject.startswith("Am ")
    assert not {*TIME, *PLACE} & {*letter.subject, *letter.text, *letter.html}


def test_whoever_changed_their_name_meanwhile_is_named_as_they_are_now(
    ada: Participant, bo: Participant, now: datetime
) -> None:
    request = ask(ada, bo, now)
    known = request_with_parties(request.pk, has_event=True)
    assert known is not None
    ahead = meeting_emails.write_ahead(known, but=bo.pk, now=now)
    assert ahead is not None
    held = yes(request, bo, now)
    Mail.objects.all().delete()
    Registration.objects.filter(pk=bo.registration_id).update(name="Bo Heißtnunanders")
    current = read_again(known)
    assert current is not None
    current.service = held.service
    meeting_emails.tell_held(current, but=bo.pk, ahead=ahead, now=now)
    letter = Mail.objects.get()
    assert "Bo Heißtnunanders" in letter.text
    assert "Nilsson" not in letter.text


def test_nothing_is_rendered_while_others_wait(ada: Participant, bo: Participant, now: datetime) -> None:
    request = ask(ada, bo, now)
    depth, rendered = len(connection.savepoint_ids), list[int]()

    def note(**_: Any) -> None:
        rendered.append(len(connection.savepoint_ids) - depth)

    template_rendered.connect(note)
    try:
        yes(request, bo, now)
    finally:
        template_rendered.disconnect(note)
    assert Mail.objects.filter(kind="matching.held").count() == 1
    assert (len(rendered) > 1, {*rendered}) == (True, {0})


def test_an_event_that_changes_meanwhile_is_spoken_of_as_it_is_now(
    event: Event, ada: Participant, bo: Participant, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The organisers save while the letters are written, before the lock."""
    request, write_ahead = ask(ada, bo, now), meeting_emails.write_ahead

    def overtaken(*words: Any, **named: Any) -> Any:
        found = write_ahead(*words, **named)
        Event.objects.filter(pk=event.pk).update(time_zone="Asia/Tokyo", version=F("version") + 1)
        return found

    monkeypatch.setattr(meeting_emails, "write_ahead", overtaken)
    yes(request, bo, now)
    letter, starts_at = Mail.objects.get(kind="matching.held"), Meeting.objects.get().starts_at
    clocks = [f"{starts_at.astimezone(ZoneInfo(zone)):%H:%M}" for zone in (event.time_zone, "Asia/Tokyo")]
    assert [clock in letter.text for clock in clocks] == [False, True]


@pytest.mark.parametrize("policy", [Policy.AT_ONCE, Policy.ROUNDS])
def test_a_letter_that_cannot_be_written_refuses_no_yes_that_waits_for_a_round(
    service: Service, ada: Participant, bo: Participant, now: datetime, policy: Policy
) -> None:
    request = ask(ada, bo, now)
    Service.objects.update(policy=policy)
    known = request_with_parties(request.pk, has_event=True)
    assert known is not None
    assert (meeting_emails.write_ahead(known, but=bo.pk, now=now) is None) is (policy == Policy.ROUNDS)
    Registration.objects.filter(pk=ada.registration_id).update(email="ada@nowhere")
    known = request_with_parties(request.pk, has_event=True)
    assert known is not None
    assert meeting_emails.write_ahead(known, but=bo.pk, now=now) is None
    if policy == Policy.ROUNDS:
        assert yes(request, bo, now).state == RequestState.ROUND


def test_a_request_read_again_shows_what_others_answered_meanwhile(
    ada: Participant, bo: Participant, now: datetime
) -> None:
    known = request_with_parties(ask(ada, bo, now).pk)
    assert known is not None
    assert [one.said_yes_at for one in parties_of(known)] == [now, None]
    yes(known, bo, now)
    again = read_again(known)
    assert again is not None
    assert again.state == RequestState.ACCEPTED
    assert [one.said_yes_at for one in parties_of(again)] == [now, now]
    Party.objects.filter(request=known, participant=bo).delete()
    assert [one.participant_id for one in parties_of(read_again(known) or known)] == [ada.pk]
    Meeting.objects.all().delete()
    Request.objects.all().delete()
    assert read_again(again) is None


def test_nothing_is_written_ahead_where_it_would_not_be_sent(
    event: Event, ada: Participant, bo: Participant, now: datetime
) -> None:
    request = ask(ada, bo, now)
    Event.objects.filter(pk=event.pk).update(is_tryout=True)
    known = request_with_parties(request.pk, has_event=True)
    assert known is not None
    assert meeting_emails.write_ahead(known, but=bo.pk, now=now) is None
    yes(request, bo, now)
    assert Meeting.objects.count() == 1
    assert not Mail.objects.filter(kind="matching.held").exists()
