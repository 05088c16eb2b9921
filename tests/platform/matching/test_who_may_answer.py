"""Who may do what with a request in which state: the sender, who was asked, and somebody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import pytest
from django.db import transaction
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Subject
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.matching import answering, inbox, requests, wishes
from handschlag.matching.models import AGREED, Participant, Party, Request, RequestState, Service
from handschlag.matching.refusals import MatchingRefusal

pytestmark = pytest.mark.django_db
NOBODY = Subject()
# Somebody of a request of two, somebody of a request of three, and somebody of none.
PAIR = {"sender", "receiver"}
GROUP = {"group's sender", "member with a yes", "member without"}
STRANGER = {"stranger"}
SENDERS = {"sender", "group's sender"}
Deed = Callable[[Request, Participant, datetime], Request]


def accept(request: Request, who: Participant, now: datetime) -> Request:
    return answering.accept(
        request_id=request.pk, participant_id=who.pk, kind="want", has_link=True, by=NOBODY, now=now
    )


def take_way(request: Request, who: Participant, now: datetime) -> Request:
    return inbox.apply_remedy(
        request_id=request.pk,
        participant_id=who.pk,
        number=0,
        kind="free_slot",
        has_link=True,
        by=NOBODY,
        now=now,
    )


def plainly(action: Callable[..., Request]) -> Deed:
    return lambda request, who, now: action(
        request_id=request.pk, participant_id=who.pk, has_link=True, by=NOBODY, now=now
    )


DEEDS: Final[Mapping[str, Deed]] = {
    "accept": accept,
    "decline": plainly(answering.decline),
    "put aside": plainly(answering.put_aside),
    "withdraw": plainly(wishes.withdraw),
    "ask the other to make room": plainly(inbox.ask_other),
    "take a way": take_way,
    "undo an answer": plainly(answering.undo_answer),
}
# By deed and state; who is not named is refused.
MAY: Final[Mapping[str, Mapping[str, set[str]]]] = {
    "accept": {"open": {"receiver", "member without"}},
    "decline": {"open": (PAIR | GROUP) - SENDERS},
    "put aside": {"open": (PAIR | GROUP) - SENDERS},
    "withdraw": {
        "open": SENDERS,
        "accepted": PAIR | GROUP,
        "round": PAIR | GROUP,
        "watched": PAIR | GROUP,
    },
    "ask the other to make room": {"watched": PAIR | GROUP},
    # Tapped twice, or held in the meantime: nothing is refused. No way was shown that could be taken.
    "take a way": {"accepted": PAIR | GROUP},
    # Whose no ended a group is not known: nobody may take back the no of somebody else.
    "undo an answer": {"open": {"member with a yes"}, "declined": {"receiver"}},
}


@pytest.fixture
def people(service: Service) -> dict[str, Participant]:
    names = sorted(PAIR | GROUP | STRANGER)
    return {name: matchmaking.participant(service, f"{name.title()} Beispiel") for name in names}


@pytest.fixture
def asked(people: dict[str, Participant], state: str, now: datetime) -> dict[str, Request]:
    """By person, the request in question: of two or of three, in the state."""
    pair = matchmaking.asked(people["sender"], people["receiver"])
    group = matchmaking.asked(*(people[name] for name in ("group's sender", *sorted(GROUP - SENDERS))))
    say_yes(group, people["member with a yes"], now)
    for request, last in ((pair, people["receiver"]), (group, people["member without"])):
        if state == RequestState.ACCEPTED:
            accept(request, last, now)  # the engine holds it
        elif state in AGREED:
            say_yes(request, last, now)
        Request.objects.filter(pk=request.pk).update(state=state)
        request.refresh_from_db()
    return dict.fromkeys(PAIR, pair) | dict.fromkeys(GROUP, group) | dict.fromkeys(STRANGER, pair)


def say_yes(request: Request, who: Participant, now: datetime) -> None:
    request.parties.filter(participant=who).update(said_yes_at=now, kind="want")


def rows_of(request: Request) -> list[object]:
    parties = Party.objects.filter(request=request).order_by("pk")
    return [Request.objects.filter(pk=request.pk).values().get(), *parties.values()]


class _Undone(Exception):
    """What was tried is rolled back."""


def why_not(deed: Deed, request: Request, who: Participant, now: datetime) -> MatchingRefusal | None:
    """None where it was done; it is undone at once, and what is refused has written nothing."""
    before = rows_of(request)
    try:
        with transaction.atomic():
            deed(request, who, now)
            raise _Undone
    except Refusal as refusal:
        assert rows_of(request) == before
        return MatchingRefusal(refusal.reason)
    except _Undone:
        return None


@pytest.mark.parametrize("state", RequestState.values)
def test_who_may_do_what_in_this_state(
    state: str, people: dict[str, Participant], asked: dict[str, Request], now: datetime
) -> None:
    found = {
        (name, who): why_not(deed, asked[who], people[who], now)
        for name, deed in DEEDS.items()
        for who in people
    }
    expected = {
        (name, who): MatchingRefusal.NOT_YOURS if who in STRANGER else MatchingRefusal.NOT_IN_THIS_STATE
        for name, who in found
    }
    may = {(name, who): None for name, states in MAY.items() for who in states.get(state, ())}
    assert found == expected | may


@pytest.mark.parametrize(
    ("who", "state", "why"),
    [
        ("sender", "open", MatchingRefusal.ALREADY),
        ("receiver", "open", None),
        *((who, str(state), MatchingRefusal.ALREADY) for who in ("sender", "receiver") for state in AGREED),
        *((who, state, None) for who in ("sender", "receiver") for state in ("declined", "lapsed")),
    ],
)
def test_who_may_ask_the_other_in_this_state(
    who: str,
    state: str,
    why: MatchingRefusal | None,
    people: dict[str, Participant],
    asked: dict[str, Request],
    now: datetime,
) -> None:
    """Asking who has asked is a yes; what has ended may be asked again."""

    def ask(_: Request, sender: Participant, now: datetime) -> Request:
        (other,) = PAIR - {who}
        return requests.send_request(
            participant_id=sender.pk,
            towards_id=people[other].pk,
            kind="want",
            purpose="Noch einmal",
            has_link=True,
            by=NOBODY,
            now=now,
        )

    assert why_not(ask, asked[who], people[who], now) is why


@pytest.mark.parametrize("state", ["open"])
@pytest.mark.parametrize(
    ("day", "may"), [("wishes", True), ("closed", True), ("fixed", True), ("before", False), ("after", False)]
)
def test_answers_are_given_from_the_wishes_to_the_end(
    day: str,
    may: bool,
    service: Service,
    people: dict[str, Participant],
    asked: dict[str, Request],
    now: datetime,
) -> None:
    times = {
        "before": service.wishes_from - timedelta(seconds=1),
        "wishes": service.wishes_from,
        "closed": service.answers_until,
        "fixed": service.fixed_at,
        "after": builders.clock("23:59", builders.SECOND_DAY) + timedelta(days=1),
    }
    deeds = {"accept": "receiver", "decline": "receiver", "put aside": "receiver", "withdraw": "sender"}
    found = {name: why_not(DEEDS[name], asked[who], people[who], times[day]) for name, who in deeds.items()}
    assert found == dict.fromkeys(deeds, None if may else MatchingRefusal.NOT_IN_THIS_PHASE)


@pytest.mark.parametrize("state", ["open"])
def test_a_no_ends_the_request_and_says_who_gave_it(
    otto: User, people: dict[str, Participant], asked: dict[str, Request], now: datetime
) -> None:
    own = answering.decline(
        request_id=asked["receiver"].pk,
        participant_id=people["receiver"].pk,
        has_link=True,
        by=NOBODY,
        now=now,
    )
    by_hand = answering.decline(
        request_id=asked["member without"].pk,
        participant_id=people["member without"].pk,
        has_link=False,
        by=otto.subject,
        now=now,
    )
    rows = Request.objects.filter(pk__in=[own.pk, by_hand.pk]).order_by("pk")
    assert list(rows.values_list("state", "answered_at", "ended_at")) == [("declined", now, now)] * 2
    given = Party.objects.filter(is_by_hand=True).values_list("request_id", "participant_id")
    assert list(given) == [(by_hand.pk, people["member without"].pk)]
    entries = AuditEntry.objects.filter(verb="matching.declined").order_by("pk")
    assert list(entries.values_list("object_id", "by_id")) == [
        (str(own.pk), None),
        (str(by_hand.pk), otto.pk),
    ]


@pytest.mark.parametrize("state", ["open"])
def test_nobody_answers_for_others_without_their_link(
    paul: User, people: dict[str, Participant], asked: dict[str, Request], now: datetime
) -> None:
    actions = (answering.decline, answering.put_aside, answering.undo_answer, wishes.withdraw)
    for action in actions:
        with pytest.raises(Denied):
            action(
                request_id=asked["receiver"].pk,
                participant_id=people["receiver"].pk,
                has_link=False,
                by=paul.subject,
                now=now,
            )
    assert set(Request.objects.values_list("state", flat=True)) == {"open"}


@pytest.mark.parametrize("state", ["open"])
def test_put_aside_it_waits_for_later(
    people: dict[str, Participant], asked: dict[str, Request], now: datetime
) -> None:
    DEEDS["put aside"](asked["receiver"], people["receiver"], now)
    later = Party.objects.exclude(later_at=None).values_list("participant_id", "later_at")
    assert list(later) == [(people["receiver"].pk, now)]
    assert accept(asked["receiver"], people["receiver"], now).state == RequestState.ACCEPTED
    assert not Party.objects.exclude(later_at=None).exists()


@pytest.mark.parametrize("state", ["open"])
def test_what_was_put_aside_or_declined_waits_again_as_before(
    people: dict[str, Participant], asked: dict[str, Request], now: datetime
) -> None:
    before = rows_of(asked["receiver"])
    for deed in ("put aside", "decline"):
        DEEDS[deed](asked["receiver"], people["receiver"], now)
        DEEDS["undo an answer"](asked["receiver"], people["receiver"], now)
        assert rows_of(asked["receiver"]) == before
    assert AuditEntry.objects.filter(verb="matching.answer_undone").count() == 2


@pytest.mark.parametrize("state", ["declined"])
def test_a_no_stays_once_the_sender_has_asked_others_or_left(
    service: Service, people: dict[str, Participant], asked: dict[str, Request], now: datetime
) -> None:
    sender, receiver = people["sender"], people["receiver"]
    service.__class__.objects.filter(pk=service.pk).update(most_sent=1)
    other = matchmaking.asked(sender, people["stranger"])
    with pytest.raises(Refusal, match="asked_others"):
        DEEDS["undo an answer"](asked["receiver"], receiver, now)
    Request.objects.filter(pk=other.pk).update(state="withdrawn")
    again = matchmaking.asked(receiver, sender)
    with pytest.raises(Refusal, match="already"):
        DEEDS["undo an answer"](asked["receiver"], receiver, now)
    Request.objects.filter(pk=again.pk).update(state="withdrawn")
    Participant.objects.filter(pk=sender.pk).update(left_at=now)
    with pytest.raises(Refusal, match="left"):
        DEEDS["undo an answer"](asked["receiver"], receiver, now)
