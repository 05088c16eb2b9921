"""Afterwards: two taps, a no that both sides see, and contacts that both have released."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.matching.test_answers_race import at_once

from handschlag.accounts.policy import Subject
from handschlag.common.audit import AuditQuery, entries
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.day import afterwards, outcomes
from handschlag.day.afterwards import Answers, over_of
from handschlag.day.models import Mark, Signal
from handschlag.day.outcomes import questions_of
from handschlag.day.signs import MarkSide, MeetingVerdict, verdict_of
from handschlag.matching.models import Participant, Request

pytestmark = pytest.mark.django_db
type Clock = Callable[[str], datetime]
type Linked = Callable[[Participant], str]
type Page = Callable[..., str]
NOBODY = Subject()
LATER = builders.clock("11:00")


def say(request: Request, one: Participant, now: datetime = LATER, **answers: object) -> Mark:
    return afterwards.mark(
        request_id=request.pk,
        participant_id=one.pk,
        answers=Answers(**answers),  # type: ignore[arg-type]
        has_link=True,
        by=NOBODY,
        now=now,
    )


def object_to(request: Request, one: Participant) -> None:
    afterwards.object_to(request_id=request.pk, participant_id=one.pk, has_link=True, by=NOBODY, now=LATER)


def release(request: Request, *people: Participant, now: datetime = LATER) -> None:
    for one in people:
        say(request, one, now, took_place=True, releases_contact=True)


def test_two_taps_and_everything_is_said(
    client: Client, stand_at: Clock, linked: Linked, met: Request, ada: Participant
) -> None:
    stand_at("11:00")
    address = reverse("day:mark", args=[linked(ada), met.pk])
    client.post(address, {"took_place": "yes"})
    text = client.post(address, {"was_worth": "yes"}, follow=True).content.decode()
    mark = Mark.objects.get()
    assert (mark.participant, mark.took_place, mark.was_worth) == (ada, True, True)
    pressed = [
        f'name="{name}" value="yes" aria-pressed="true"' in text for name in ("took_place", "was_worth")
    ]
    assert ["Alles ist beantwortet. Danke." in text, *pressed] == [True] * 3


def reported(one: Participant, kind: str, at: str, request: Request | None = None) -> None:
    said_at = builders.clock(at)
    Signal.objects.create(
        service=one.service,
        participant=one,
        request=request,
        kind=kind,
        key=uuid4(),
        said_at=said_at,
        heard_at=said_at,
    )


@pytest.mark.parametrize("kind", ["partner_missing", "cannot_come"])
def test_what_was_reported_on_the_day_is_not_asked_again(
    client: Client,
    stand_at: Clock,
    linked: Linked,
    page: Page,
    met: Request,
    ada: Participant,
    bo: Participant,
    kind: str,
) -> None:
    reported(ada, kind, "10:31", met)
    stand_at("11:00")
    text = page("afterwards", ada)
    assert "Alles ist beantwortet. Danke." in text
    assert "Das haben Sie am Tag um 10:31 gemeldet." in text
    assert "1 Gespräch wartet noch auf Ihre Antwort." not in text
    assert 'name="took_place" value="no" aria-pressed="true"' in text
    assert questions_of(ada, after_days=30, now=LATER) == ()
    assert [one.took_place for one in over_of(bo, now=LATER)] == [None]
    assert Mark.objects.count() == 0
    client.post(reverse("day:mark", args=[linked(ada), met.pk]), {"took_place": "yes"})
    assert [(one.took_place, one.reported_at) for one in over_of(ada, now=LATER)] == [(True, None)]


def test_what_was_undone_or_said_after_the_meeting_is_asked(met: Request, ada: Participant) -> None:
    reported(ada, "partner_missing", "10:31", met)
    reported(ada, "undone", "10:32", met)
    reported(ada, "cannot_come", "10:50")
    assert [one.took_place for one in over_of(ada, now=LATER)] == [None]


def test_contacts_are_exchanged_by_one_button_beside_yes(
    client: Client, stand_at: Clock, linked: Linked, page: Page, met: Request, ada: Participant
) -> None:
    stand_at("11:00")
    address = reverse("day:mark", args=[linked(ada), met.pk])
    assert 'name="releases_contact" value="yes" aria-pressed="false"' in page("afterwards", ada)
    text = client.post(address, {"releases_contact": "yes"}, follow=True).content.decode()
    assert 'name="releases_contact" value="no" aria-pressed="true"' in " ".join(text.split())
    client.post(address, {"next_step": "Muster schicken"})
    mark = Mark.objects.get()
    assert (mark.releases_contact, mark.next_step) == (True, "Muster schicken")
    client.post(address, {"releases_contact": "no"})
    mark.refresh_from_db()
    assert mark.releases_contact is False


def test_nothing_is_said_of_a_meeting_that_has_not_begun_or_is_not_ones_own(
    met: Request, ada: Participant, cy: Participant
) -> None:
    with pytest.raises(Refusal, match="not_yet"):
        say(met, ada, builders.clock("10:29"), took_place=True)
    with pytest.raises(Refusal, match="not_yours"):
        say(met, cy, took_place=True)
    assert Mark.objects.count() == 0


def test_a_no_show_is_seen_by_both_sides_and_can_be_objected_to(
    page: Page, stand_at: Clock, met: Request, ada: Participant, bo: Participant
) -> None:
    stand_at("11:00")
    say(met, ada, took_place=False)
    assert "Bo Nilsson sieht Ihre Angabe und kann widersprechen." in page("afterwards", ada)
    theirs = page("afterwards", bo)
    assert (
        "Ada Lindqvist gibt an, dass das Gespräch nicht stattfand. Wenn das nicht stimmt, "
        "widersprechen Sie hier."
    ) in theirs
    assert over_of(bo, now=LATER)[0].verdict is MeetingVerdict.NOT_HELD
    object_to(met, bo)
    assert "Sie haben widersprochen; es wird für niemanden gezählt." in page("afterwards", bo)
    assert "Bo Nilsson widerspricht: Das Gespräch hat stattgefunden." in page("afterwards", ada)
    assert {over_of(one, now=LATER)[0].verdict for one in (ada, bo)} == {MeetingVerdict.DISPUTED}
    say(met, ada, took_place=True)
    assert {over_of(one, now=LATER)[0].verdict for one in (ada, bo)} == {MeetingVerdict.HELD}
    assert Mark.objects.get(participant=ada).objected_at is None


def test_there_is_nothing_to_object_to_where_nobody_said_no(met: Request, bo: Participant) -> None:
    with pytest.raises(Refusal, match="nothing_to_object_to"):
        object_to(met, bo)


def test_what_did_not_take_place_was_not_worth_it(met: Request, ada: Participant) -> None:
    say(met, ada, took_place=True, was_worth=True)
    assert say(met, ada, took_place=False).was_worth is None
    with pytest.raises(Refusal, match="did_not_take_place"):
        say(met, ada, was_worth=True)
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        Mark.objects.update(was_worth=True)


def test_the_trail_tells_nobody_what_somebody_thinks_of_a_meeting(met: Request, ada: Participant) -> None:
    say(met, ada, took_place=True, was_worth=False, next_step="Nie wieder", releases_contact=True)
    entry = AuditEntry.objects.get(verb="day.marked")
    assert set(entry.changes) == {"took_place", "was_worth", "next_step", "releases_contact"}
    assert all(change == ["changed", "changed"] for change in entry.changes.values())
    say(met, ada, was_worth=True)
    assert set(AuditEntry.objects.latest("pk").changes) == {"was_worth"}
    after = ada.service.event.last_day + timedelta(days=31)
    outcomes.answer(
        request_id=met.pk,
        participant_id=ada.pk,
        after_days=30,
        result="contract",
        has_link=True,
        by=NOBODY,
        now=builders.clock("9:00", after),
    )
    assert AuditEntry.objects.filter(verb__in=("day.marked", "day.answered")).count() == 3
    assert not entries(AuditQuery()).filter(verb__in=("day.marked", "day.answered")).exists()


def test_verdicts_of_all_pairs() -> None:
    yes, no, none = MarkSide(took_place=True), MarkSide(took_place=False), MarkSide()
    contradicted = MarkSide(took_place=False, is_objected=True)
    found = [
        verdict_of(sides) for sides in ((), (none,), (yes, none), (no, no), (yes, no), (contradicted, none))
    ]
    assert found == ["open", "open", "held", "not_held", "disputed", "disputed"]


def test_a_list_of_three_asks_as_often_as_one_of_one(
    client: Client,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    from tests.platform import matchmaking
    from tests.platform.day.people.test_today import count_of

    now = stand_at("12:40")
    release(met, ada, bo)
    addresses = [reverse(f"day:{name}", args=[linked(ada)]) for name in ("afterwards", "contacts")]
    one = [count_of(client, address) for address in addresses]
    for other in (cy, matchmaking.participant(ada.service, "Dan Ohlsen")):
        release(meeting(other, ada), ada, other, now=now)
    assert [count_of(client, address) for address in addresses] == one


@pytest.mark.django_db(transaction=True)
def test_both_sides_at_once_leave_one_mark_each(met: Request, ada: Participant, bo: Participant) -> None:
    said = at_once(
        *[lambda: say(met, ada, took_place=False)] * 2, *[lambda: say(met, bo, took_place=True)] * 2
    )
    assert said == [""] * 4
    assert sorted(Mark.objects.values_list("participant_id", "took_place")) == [
        (ada.pk, False),
        (bo.pk, True),
    ]


def test_a_page_of_the_day_before_is_older_than_the_mark(met: Request, ada: Participant) -> None:
    first = say(met, ada, took_place=True).marked_at
    assert say(met, ada, LATER + timedelta(days=1), next_step="  Proben \n schicken ").next_step == (
        "Proben schicken"
    )
    assert Mark.objects.get().marked_at == first + timedelta(days=1)
