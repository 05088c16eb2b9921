"""What partners answer when the desk asks them to meet a walk-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.platform import builders, matchmaking
from tests.platform.day.desk.conftest import HANNA, NINE
from tests.platform.matching.test_answering import yes

from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.common.times import at_place, format_from, format_time
from handschlag.day import offers, stepping_in
from handschlag.day.models import StandBy
from handschlag.day.offers import WalkInRefusal, get_open_offers, reserved_times_of, tell_asked
from handschlag.day.walk_in import possible_meetings
from handschlag.events.models import Event
from handschlag.matching.models import Meeting, Participant, Seat, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer() -> Callable[..., str]:
    """`answer(offer, ada)`: Ada says yes at ten past nine."""

    def do(offer: StandBy, one: Participant, *, is_yes: bool = True, at: str = "9:10") -> str:
        return str(
            offers.answer_desk_offer(
                offer_id=offer.pk,
                participant_id=one.pk,
                is_yes=is_yes,
                has_link=True,
                by=Subject(),
                now=builders.clock(at),
            ).state
        )

    return do


def test_a_yes_is_held_at_the_spot_that_was_kept(
    service: Service, ada: Participant, take_in: Callable[..., Participant], answer: Callable[..., str]
) -> None:
    made = take_in(possible_meetings(service, HANNA, now=NINE))
    offer = StandBy.objects.get()
    assert answer(offer, ada) == "accepted"
    held = Meeting.objects.get()
    assert (held.starts_at, held.place_id) == (offer.starts_at, offer.place_id)
    assert {one.participant_id for one in held.seats.all()} == {ada.pk, made.pk}
    assert (held.request.state, held.request.purpose) == ("accepted", "Sensoren")
    with pytest.raises(Refusal) as no:
        answer(offer, ada)
    assert no.value.reason is WalkInRefusal.TOO_LATE


def test_a_request_that_waits_becomes_the_meeting(
    service: Service, ada: Participant, take_in: Callable[..., Participant], answer: Callable[..., str]
) -> None:
    made = take_in(possible_meetings(service, HANNA, now=NINE))
    waits = matchmaking.asked(made, ada)
    assert answer(StandBy.objects.get(), ada) == "accepted"
    assert Meeting.objects.get().request == waits


def test_what_is_offered_instead_of_somebody_is_not_answered_here(
    service: Service, ada: Participant, take_in: Callable[..., Participant], answer: Callable[..., str]
) -> None:
    made = take_in(possible_meetings(service, HANNA, now=NINE))
    StandBy.objects.update(instead_of=matchmaking.asked(made, ada))
    with pytest.raises(Refusal) as no:
        answer(StandBy.objects.get(), ada)
    assert no.value.reason is WalkInRefusal.NO_OFFER


def test_a_no_frees_the_time_and_makes_no_meeting(
    service: Service, ada: Participant, take_in: Callable[..., Participant], answer: Callable[..., str]
) -> None:
    take_in(possible_meetings(service, HANNA, now=NINE))
    offer = StandBy.objects.get()
    assert answer(offer, ada, is_yes=False) == "declined"
    assert Meeting.objects.count() == 0
    assert reserved_times_of(service, NINE) == ()


def test_nobody_answers_for_another_or_too_late(
    service: Service,
    ada: Participant,
    bo: Participant,
    take_in: Callable[..., Participant],
    answer: Callable[..., str],
) -> None:
    take_in(possible_meetings(service, HANNA, now=NINE)[:1])
    offer = StandBy.objects.select_related("participant").get()
    other = bo if offer.participant_id == ada.pk else ada
    with pytest.raises(Refusal) as foreign:
        answer(offer, other)
    with pytest.raises(Refusal) as late:
        answer(offer, offer.participant, at="10:26")
    assert (foreign.value.reason, late.value.reason) == (WalkInRefusal.NO_OFFER, WalkInRefusal.TOO_LATE)
    assert Meeting.objects.count() == 0


def test_a_time_that_another_meeting_took_is_not_booked_twice(
    service: Service,
    ada: Participant,
    bo: Participant,
    take_in: Callable[..., Participant],
    answer: Callable[..., str],
    now: datetime,
) -> None:
    found = [
        one for one in possible_meetings(service, HANNA, now=NINE) if one.partner.name == "Ada Lindqvist"
    ]
    take_in(found)
    offer = StandBy.objects.get()
    yes(matchmaking.asked(bo, ada), ada, now)
    Meeting.objects.update(starts_at=offer.starts_at, ends_at=offer.starts_at + timedelta(minutes=15))
    Seat.objects.update(starts_at=offer.starts_at)
    with pytest.raises(Refusal) as no:
        answer(offer, ada)
    assert no.value.reason is WalkInRefusal.TAKEN
    assert Meeting.objects.count() == 1


def test_on_the_page_of_the_day_the_same_offer_is_answered_alike(
    service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    take_in(possible_meetings(service, HANNA, now=NINE))
    offer, at = StandBy.objects.get(), builders.clock("9:10")
    assert [one.id for one in get_open_offers(ada, now=at)] == [offer.pk]
    said = stepping_in.answer_offer(
        stand_by_id=offer.pk, participant_id=ada.pk, is_yes=True, has_link=True, by=Subject(), now=at
    )
    held = Meeting.objects.get()
    assert (said.state, said.request_id) == ("accepted", held.request_id)
    assert (held.starts_at, held.place_id) == (offer.starts_at, offer.place_id)


def test_the_partner_reads_who_asks_and_answers_by_the_personal_link(
    service: Service,
    ada: Participant,
    take_in: Callable[..., Participant],
    linked: Callable[[Participant], str],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    valid: Callable[[str], list[str]],
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NINE)
    take_in(possible_meetings(service, HANNA, now=NINE))
    letter = Mail.objects.get()
    assert (letter.to, letter.subject) == (ada.registration.email, "Haben Sie um 10:30 Zeit?")
    page = reverse("day:offers", args=[linked(ada)])
    text = client.get(page).content.decode()
    assert valid(text) == []
    assert "Hanna Brinkmann" in text
    offer = StandBy.objects.get()
    assert client.post(page, {"offer": offer.pk, "do": "yes"}).url == page
    text = client.get(page).content.decode()
    assert ("zugesagt: findet statt" in text, 'value="yes"' in text) == (True, False)
    assert client.post(page, {"offer": "junk", "do": "yes"}).status_code == 302
    assert Meeting.objects.count() == 1


# --- pages ------------------------------------------------------------------------------------


def test_the_letter_says_times_by_the_clocks_of_the_event_and_in_the_readers_language(
    service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    made = take_in(possible_meetings(service, HANNA, now=NINE))
    Event.objects.filter(pk=service.event_id).update(time_zone="Europe/London")
    offer = StandBy.objects.get()
    eve = NINE - timedelta(days=1)
    with override("en"):
        tell_asked(offer, made, now=eve)
    with at_place("Europe/London"), override("de"):
        begins, until = format_from(offer.starts_at, now=eve), format_time(offer.ends_at)
    letter = Mail.objects.filter(to=ada.registration.email).latest("pk")
    assert begins in letter.subject
    assert f"bis {until}" in letter.text
