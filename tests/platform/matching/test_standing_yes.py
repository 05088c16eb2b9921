"""A yes in advance: to whoever fits a need and stands on the list, bounded, and guaranteed like any yes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import matchmaking
from tests.platform.builders import NOW, SECOND_DAY, clock

from handschlag.accounts.policy import Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.matching import leaving, requests
from handschlag.matching.leaving import everything_of
from handschlag.matching.models import (
    Blocked,
    Listed,
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    StandingYes,
    Wish,
    WishKind,
)
from handschlag.matching.requests import needs_with_standing_yes, send_request

pytestmark = pytest.mark.django_db
SELF = Subject()
FIRST_DAY = date(2027, 4, 14)


def need_of(one: Participant) -> int:
    return one.statements.get(direction="need").pk


def give(one: Participant, most: int = 2) -> tuple[Request, ...]:
    return requests.set_standing_yes(
        participant_id=one.pk, need_id=need_of(one), most=most, has_link=True, by=SELF, now=NOW
    )


def listed(owner: Participant, partner: Participant, *, place: str = "match", side: str = "for_you") -> None:
    reason = {"kind": "need_met", "side": side, "evidence": [need_of(owner), 1], "value": 0.9}
    Listed.objects.create(
        participant=owner,
        partner=partner,
        position=Listed.objects.filter(participant=owner).count() + 1,
        place=place,
        score=1.0,
        reasons=[reason],
    )


def ask(sender: Participant, towards: Participant) -> Request:
    return send_request(
        participant_id=sender.pk,
        towards_id=towards.pk,
        kind=WishKind.WANT,
        purpose="Linsen besprechen",
        has_link=True,
        by=SELF,
        now=NOW,
    )


def test_who_fits_the_need_and_is_listed_is_accepted_at_once(ada: Participant, bo: Participant) -> None:
    listed(ada, bo)
    give(ada)
    request = ask(bo, ada)
    assert request.state == RequestState.ACCEPTED
    assert Meeting.objects.filter(request=request).count() == 1
    assert [(one.most, one.accepted) for one in needs_with_standing_yes(ada)] == [(2, ("Bo Nilsson",))]
    assert Mail.objects.get().to == "ada-lindqvist@example.org"  # who asked sees it on the page
    assert AuditEntry.objects.filter(verb="matching.standing_used", by=None).count() == 1


@pytest.mark.parametrize("why", ["not listed", "in reserve", "other direction", "avoided", "ended"])
def test_everybody_else_waits_for_an_answer(why: str, ada: Participant, bo: Participant) -> None:
    if why != "not listed":
        listed(
            ada,
            bo,
            place="reserve" if why == "in reserve" else "match",
            side="for_them" if why == "other direction" else "for_you",
        )
    if why == "avoided":
        Wish.objects.create(by=ada, towards=bo, kind=WishKind.RATHER_NOT, changed_at=NOW)
    give(ada)
    if why == "ended":
        give(ada, most=0)
    assert ask(bo, ada).state == RequestState.OPEN
    assert not Meeting.objects.exists()


def test_the_number_bounds_it(ada: Participant, bo: Participant, cy: Participant) -> None:
    for one in (bo, cy):
        listed(ada, one)
    give(ada, most=1)
    assert [ask(one, ada).state for one in (bo, cy)] == [RequestState.ACCEPTED, RequestState.OPEN]


def test_requests_that_wait_are_answered_when_it_is_given_best_first(
    ada: Participant, bo: Participant, cy: Participant
) -> None:
    listed(ada, cy)
    listed(ada, bo)
    first, second = ask(bo, ada), ask(cy, ada)
    assert [one.pk for one in give(ada, most=1)] == [second.pk]
    first.refresh_from_db()
    assert first.state == RequestState.OPEN


def test_what_cannot_be_held_waits_like_any_yes(ada: Participant, bo: Participant) -> None:
    """Ada keeps every slot free of meetings: the yes counts, and the guarantee is not given."""
    for day in (FIRST_DAY, SECOND_DAY):
        for minutes in range(0, 60, 20):
            starts_at = clock("10:30", day) + timedelta(minutes=minutes)
            Blocked.objects.create(participant=ada, starts_at=starts_at)
    listed(ada, bo)
    give(ada)
    assert ask(bo, ada).state == RequestState.WATCHED
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("most", [-1, 11])
def test_no_number_beyond_the_bound(most: int, ada: Participant) -> None:
    with pytest.raises(Refusal):
        give(ada, most=most)


def test_only_for_ones_own_needs(ada: Participant, bo: Participant) -> None:
    with pytest.raises(Refusal):
        requests.set_standing_yes(
            participant_id=ada.pk, need_id=need_of(bo), most=1, has_link=True, by=SELF, now=NOW
        )


def test_it_is_exported_and_ends_with_whoever_leaves(ada: Participant) -> None:
    give(ada)
    assert everything_of(ada.registration)["yes_in_advance"] == [  # type: ignore[index]  # takes part
        {"need": "Linsen für Laser", "most": 2, "accepted": 0}
    ]
    leaving.leave(participant_id=ada.pk, has_link=True, by=SELF, now=NOW)
    assert not StandingYes.objects.exists()


def test_the_page_of_requests_gives_and_ends_it(
    client: Client, ada: Participant, bo: Participant, linked: Callable[[Participant], str]
) -> None:
    listed(ada, bo)
    request = matchmaking.asked(bo, ada)
    token = linked(ada)
    inbox, address = (reverse(f"matching:{name}", args=[token]) for name in ("inbox", "standing"))
    assert "Linsen für Laser" in client.get(inbox).content.decode()
    page = client.post(address, {"need": need_of(ada), "most": 1}, follow=True).content.decode()
    request.refresh_from_db()
    assert request.state == RequestState.ACCEPTED
    assert "Bisher zugesagt: Bo Nilsson" in page
    client.post(address, {"need": need_of(ada), "most": 0})
    assert not StandingYes.objects.exists()
    assert Party.objects.get(participant=ada).said_yes_at is not None
