"""Somebody without a registration is taken in: three certified meetings, kept until the partners answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.platform import builders, matchmaking
from tests.platform.day.desk.conftest import HANNA, NINE, OTHER_KEY, wanted
from tests.platform.matching.test_answering import yes

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Denied, Role, Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
<<<<<<< HEAD
from handschlag.day.actions import walking_in
from handschlag.day.models import StandBy, StandByState
from handschlag.day.queries.walking_in import Possible, possible
from handschlag.day.rules.walking_in import WalkIn, WalkInRefusal
=======
from handschlag.day.actions import offers, stepping_in, walking_in
from handschlag.day.models import StandBy, StandByState
from handschlag.day.queries.stepping_in import offers_to
from handschlag.day.queries.walking_in import Possible, kept_of, possible
from handschlag.day.rules.walking_in import WalkIn, WalkInRefusal, value_of
>>>>>>> simu
from handschlag.events.models import Event
from handschlag.matching.engine.newcomers import Wanted
from handschlag.matching.models import Meeting, Participant, Service
from handschlag.registration.models import CheckIn, Registration
from handschlag.registration.rules.refusals import RegistrationRefusal

pytestmark = pytest.mark.django_db


def times(found: Sequence[Possible]) -> list[tuple[str, str, str]]:
    return [
        (f"{one.chance.spot.starts_at.astimezone(NINE.tzinfo):%H:%M}", one.place, one.partner.name)
        for one in found
    ]


def test_those_who_fit_best_are_found_with_a_time_and_a_table_of_their_own(
    service: Service, ada: Participant, bo: Participant
) -> None:
    found = possible(service, HANNA, now=NINE)
    assert {name for _, _, name in times(found)} == {"Ada Lindqvist", "Bo Nilsson"}
    assert len({time for time, _, _ in times(found)}) == 2
    best = next(one for one in found if one.partner.name == "Ada Lindqvist")
    assert (best.offers, best.needs) == ("Sensoren", "Linsen für Laser")


def test_times_that_somebody_holds_are_not_offered(
    service: Service, ada: Participant, bo: Participant, now: datetime
) -> None:
    yes(matchmaking.asked(bo, ada), ada, now)
    held = Meeting.objects.get()
    found = possible(service, HANNA, now=NINE)
    assert len(found) == 2
    assert held.starts_at not in {one.chance.spot.starts_at for one in found}


def test_what_begins_within_ten_minutes_is_too_soon_and_after_the_last_slot_nothing_is_left(
    service: Service, ada: Participant
) -> None:
    (one,) = possible(service, HANNA, now=builders.clock("10:21"))
    assert one.chance.spot.starts_at >= builders.clock("10:31")
    assert possible(service, HANNA, now=builders.clock("16:00")) == ()


def test_a_table_that_is_kept_for_one_is_not_offered_to_another(
    service: Service, ada: Participant, bo: Participant, cy: Participant, take_in: Callable[..., Participant]
) -> None:
    take_in(possible(service, HANNA, now=NINE))
    kept = {(one.starts_at, one.place_id) for one in StandBy.objects.all()}
    people = {(one.starts_at, one.participant_id) for one in StandBy.objects.all()}
    assert len(kept) == 3
    found = possible(service, HANNA, now=NINE)
    assert len(found) == 3
    assert not kept & {(one.chance.spot.starts_at, one.chance.spot.place) for one in found}
    assert not people & {(one.chance.spot.starts_at, one.chance.partner) for one in found}


def test_the_number_of_queries_does_not_grow_with_the_people(service: Service, ada: Participant) -> None:
    possible(service, HANNA, now=NINE)
    with CaptureQueriesContext(connection) as few:
        possible(service, HANNA, now=NINE)
    for number in range(3):
        matchmaking.participant(service, f"Person {number}", needs=("Laser",), offers=("Sensoren",))
    with CaptureQueriesContext(connection) as many:
        assert len(possible(service, HANNA, now=NINE)) == 3
    assert len(many) == len(few)


# --- taken in ---------------------------------------------------------------------------------


def test_a_walk_in_is_registered_here_described_and_three_are_asked(
    service: Service, ada: Participant, bo: Participant, cy: Participant, take_in: Callable[..., Participant]
) -> None:
    made = take_in(possible(service, HANNA, now=NINE))
    row = Registration.objects.get(pk=made.registration_id)
    assert (row.way, row.state, row.name, row.email) == ("walk_in", "confirmed", "Hanna Brinkmann", "")
    assert CheckIn.objects.filter(registration=row, is_undone=False).count() == 1
    assert {one.purpose for one in row.consents.all()} == {"matching"}
    assert {(one.direction, one.text) for one in made.statements.all()} == {
        ("offer", "Linsen für Laser"),
        ("need", "Sensoren"),
    }
    asked = StandBy.objects.filter(partner=made)
    assert {one.participant_id for one in asked} == {ada.pk, bo.pk, cy.pk}
    assert {(one.state, one.partner_yes_at, one.participant_yes_at) for one in asked} == {
        (StandByState.OFFERED, NINE, None)
    }
    assert all(one.ends_at == one.starts_at - timedelta(minutes=5) for one in asked)
    assert Meeting.objects.count() == 0
    entry = AuditEntry.objects.get(verb="day.walked_in")
    assert entry.changes == {"asked": [None, 3]}


def test_who_names_an_address_gets_a_letter_and_who_names_none_gets_none(
    service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    take_in()
    assert Mail.objects.count() == 0
    other = WalkIn(name="Kai", organisation="Werk", offers="Laser", needs="", email="kai@example.org")
    take_in(who=other, key=OTHER_KEY)
    assert [one.to for one in Mail.objects.all()] == ["kai@example.org"]


def test_two_without_an_address_are_two_people(service: Service, take_in: Callable[..., Participant]) -> None:
    assert take_in().pk != take_in(key=OTHER_KEY).pk


def test_a_form_that_is_sent_twice_takes_in_one_person_and_asks_once(
    service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    found = possible(service, HANNA, now=NINE)
    assert take_in(found) == take_in(found)
    assert (Registration.objects.filter(way="walk_in").count(), StandBy.objects.count()) == (1, 1)


def test_a_time_that_was_given_away_meanwhile_is_refused_and_nothing_is_done(
    service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    found = possible(service, HANNA, now=NINE)
    take_in(found)
    with pytest.raises(Refusal) as no:
        take_in(found, key=OTHER_KEY)
    assert no.value.reason is WalkInRefusal.TAKEN
    assert Registration.objects.filter(way="walk_in").count() == 1


def test_nobody_is_asked_at_a_place_or_time_that_there_is_not(
    service: Service, ada: Participant, take_in: Callable[..., Participant], event: Event, otto: User
) -> None:
    (one,) = wanted(possible(service, HANNA, now=NINE))
    wrong = (
        Wanted(partner=one.partner, starts_at=one.starts_at, place=one.place + 99),
        Wanted(partner=one.partner, starts_at=one.starts_at + timedelta(minutes=1), place=one.place),
        Wanted(partner=one.partner + 99, starts_at=one.starts_at, place=one.place),
    )
    for number, bad in enumerate(wrong):
        with pytest.raises(Refusal):
            walking_in.take_in(
                event_id=event.pk,
                walk_in=HANNA,
                wanted=[bad],
                has_agreed=True,
                key=str(uuid.UUID(int=number)),
                by=otto.subject,
                now=NINE,
            )
    assert StandBy.objects.count() == 0


def test_without_consent_in_a_full_house_and_without_the_right_nobody_is_taken_in(
    event: Event, service: Service, take_in: Callable[..., Participant], person: Callable[..., User]
) -> None:
    with pytest.raises(Refusal) as no:
        take_in(has_agreed=False)
    assert no.value.reason is WalkInRefusal.NO_CONSENT
    with pytest.raises(Denied):
        take_in(by=person("eve", Role.ORGANISER).subject)
    with pytest.raises(Denied):
        take_in(by=Subject())
    builders.registration(event, "Cem")
    Event.objects.filter(pk=event.pk).update(capacity=1)
    with pytest.raises(Refusal) as full:
        take_in()
    assert full.value.reason is RegistrationRefusal.FULL
    assert [one.name for one in Registration.objects.all()] == ["Cem"]
<<<<<<< HEAD
=======


# --- the partner answers ----------------------------------------------------------------------


@pytest.fixture
def answer() -> Callable[..., str]:
    """`answer(offer, ada)`: Ada says yes at ten past nine."""

    def do(offer: StandBy, one: Participant, *, is_yes: bool = True, at: str = "9:10") -> str:
        return str(
            offers.answer(
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
    made = take_in(possible(service, HANNA, now=NINE))
    offer = StandBy.objects.get()
    assert answer(offer, ada) == "accepted"
    held = Meeting.objects.get()
    assert (held.starts_at, held.place_id) == (offer.starts_at, offer.place_id)
    assert {one.participant_id for one in held.seats.all()} == {ada.pk, made.pk}
    assert (held.request.state, held.request.purpose) == ("accepted", "Sensoren")
    with pytest.raises(Refusal) as no:
        answer(offer, ada)
    assert no.value.reason is WalkInRefusal.TOO_LATE


def test_a_no_frees_the_time_and_makes_no_meeting(
    service: Service, ada: Participant, take_in: Callable[..., Participant], answer: Callable[..., str]
) -> None:
    take_in(possible(service, HANNA, now=NINE))
    offer = StandBy.objects.get()
    assert answer(offer, ada, is_yes=False) == "declined"
    assert Meeting.objects.count() == 0
    assert kept_of(service, NINE) == ()


def test_nobody_answers_for_another_or_too_late(
    service: Service,
    ada: Participant,
    bo: Participant,
    take_in: Callable[..., Participant],
    answer: Callable[..., str],
) -> None:
    take_in(possible(service, HANNA, now=NINE)[:1])
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
    found = [one for one in possible(service, HANNA, now=NINE) if one.partner.name == "Ada Lindqvist"]
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
    take_in(possible(service, HANNA, now=NINE))
    offer, at = StandBy.objects.get(), builders.clock("9:10")
    assert [one.id for one in offers_to(ada, now=at)] == [offer.pk]
    said = stepping_in.answer(
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
    valid: Callable[[str], None],
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NINE)
    take_in(possible(service, HANNA, now=NINE))
    letter = Mail.objects.get()
    assert (letter.to, letter.subject) == (ada.registration.email, "Haben Sie um 10:30 Zeit?")
    page = reverse("day:offers", args=[linked(ada)])
    text = client.get(page).content.decode()
    valid(text)
    assert "Hanna Brinkmann" in text
    offer = StandBy.objects.get()
    assert client.post(page, {"offer": offer.pk, "do": "yes"}).url == page
    (row,) = client.get(page).context["screen"].rows
    assert (row.is_open, row.state) == (False, "zugesagt: findet statt")
    assert client.post(page, {"offer": "junk", "do": "yes"}).status_code == 302
    assert Meeting.objects.count() == 1


# --- pages ------------------------------------------------------------------------------------


@pytest.fixture
def desk(otto: User, signed_in: Callable[[User], Client], monkeypatch: Any) -> Client:
    """Otto at the desk at nine o'clock on the day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NINE)
    return signed_in(otto)


def fields(**given: str) -> dict[str, Any]:
    return {
        "name": "Hanna Brinkmann",
        "organisation": "Inselhof",
        "offers": "Linsen für Laser",
        "needs": "Sensoren",
        "speaks": "de",
        "agrees": "on",
        "key": KEY,
        **given,
    }


def test_the_reception_leads_to_the_page_and_without_matching_to_the_long_form(
    desk: Client, event: Event
) -> None:
    reception = reverse("registration:desk", args=[event.slug])
    long = reverse("registration:add", args=[event.slug])
    short = reverse("day:walk_in", args=[event.slug])
    assert long in desk.get(reception).content.decode()
    assert desk.get(short).status_code == 404
    matchmaking.matching(event)
    text = desk.get(reception).content.decode()
    assert short in text
    assert long not in text


def test_two_presses_take_somebody_in_and_the_sheet_says_what_is_asked(
    desk: Client, event: Event, service: Service, ada: Participant, valid: Callable[[str], None]
) -> None:
    page = reverse("day:walk_in", args=[event.slug])
    valid(desk.get(page).content.decode())
    looked = desk.post(page, fields(do="look"))
    (row,) = looked.context["screen"].rows
    assert (looked.status_code, row.who, row.why) == (200, "Ada Lindqvist", "bietet: Sensoren")
    assert Registration.objects.filter(way="walk_in").count() == 0
    valid(looked.content.decode())
    taken = desk.post(page, fields(do="take", meeting=row.value))
    made = Registration.objects.get(way="walk_in")
    assert taken.url == reverse("day:walked_in", args=[event.slug, made.pk])
    shown = desk.get(taken.url)
    valid(shown.content.decode())
    assert [one.who for one in shown.context["screen"].rows] == ["Ada Lindqvist"]
    sheet = desk.get(reverse("day:walk_in_sheet", args=[event.slug, made.pk]))
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(sheet.content)).pages)
    assert "Hanna Brinkmann" in text
    assert "Ada Lindqvist" in text
    assert "Angefragt" in text


def test_only_what_is_ticked_is_asked_for(
    desk: Client, event: Event, service: Service, ada: Participant, bo: Participant
) -> None:
    page = reverse("day:walk_in", args=[event.slug])
    rows = desk.post(page, fields(do="look")).context["screen"].rows
    chosen = next(one for one in rows if one.who == "Bo Nilsson")
    desk.post(page, fields(do="take", meeting=chosen.value))
    assert [one.participant_id for one in StandBy.objects.all()] == [bo.pk]


@pytest.mark.parametrize("junk", ["", "1", "x y z", "1 2 3", "1 2 2027-04-14T10:30:00", "9" * 40])
def test_ticks_that_nobody_could_have_made_ask_nobody(
    desk: Client, event: Event, service: Service, ada: Participant, junk: str
) -> None:
    answer = desk.post(reverse("day:walk_in", args=[event.slug]), fields(do="take", meeting=junk))
    assert answer.status_code == 302
    assert StandBy.objects.count() == 0


def test_what_is_missing_is_said_at_its_field_and_a_lost_time_brings_new_ones(
    desk: Client, event: Event, service: Service, ada: Participant
) -> None:
    page = reverse("day:walk_in", args=[event.slug])
    answer = desk.post(page, fields(do="take", name="", offers="", needs="", agrees=""))
    assert answer.status_code == 422
    assert set(answer.context["screen"].form.errors) == {"name", "offers", "agrees"}
    one = possible(service, HANNA, now=NINE)[0].chance
    late = value_of(one.partner, one.spot.starts_at - timedelta(hours=2), one.spot.place)
    answer = desk.post(page, fields(do="take", meeting=late))
    assert answer.status_code == 422
    assert "neue Zeiten" in answer.context["screen"].fault or answer.context["screen"].fault
    assert len(answer.context["screen"].rows) == 1


def test_the_desk_sees_the_answers_as_they_come(
    desk: Client, event: Event, service: Service, ada: Participant, take_in: Callable[..., Participant]
) -> None:
    made = take_in(possible(service, HANNA, now=NINE))
    url = reverse("day:walked_in", args=[event.slug, made.registration_id])
    (row,) = desk.get(url, headers={"hx-request": "true"}).context["screen"].rows
    assert row.state.startswith("angefragt, bis")
    StandBy.objects.update(state=StandByState.DECLINED)
    screen = desk.get(url, headers={"hx-request": "true"}).context["screen"]
    assert (screen.rows[0].state, screen.is_open) == ("abgelehnt", False)


def test_people_of_another_event_are_not_shown(
    desk: Client, event: Event, service: Service, otto: User
) -> None:
    other = builders.event("Andere Tagung", otto)
    row = builders.registration(other, "Cem")
    for name in ("walked_in", "walk_in_sheet"):
        assert desk.get(reverse(f"day:{name}", args=[event.slug, row.pk])).status_code == 404
>>>>>>> simu
