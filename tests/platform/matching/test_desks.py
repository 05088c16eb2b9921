"""The desk of an event stays at hand: what is sent later is learnt, what changes elsewhere is read anew."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.page_cache.versions import watched_tables
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Actor, Membership
from handschlag.events.models import Place, Room, Zone
from handschlag.matching import answering, engine_input
from handschlag.matching.engine import admission, warming
from handschlag.matching.engine.admission import AdmissionVerdict, CachedController, admit, controller_for
from handschlag.matching.engine_input import event_fingerprint_of
from handschlag.matching.models import Meeting, Participant, Request, Service
from handschlag.matching.refusals import MatchingRefusal
from handschlag.registration.models import Registration, SessionChoice
from treffen.solvers.base import kernels

pytestmark = pytest.mark.django_db
LONG, SOON = 60.0, 20.0  # seconds: a hang, not a speed, is what this catches


@contextmanager
def desk(service: Service, request: int | None = None) -> Iterator[CachedController]:
    with transaction.atomic(), controller_for(service, request=request) as kept:
        yield kept


def test_a_request_that_is_sent_later_is_learnt(service: Service, ada: Participant, bo: Participant) -> None:
    with desk(service) as first:
        pass
    later = matchmaking.asked(ada, bo)
    with desk(service, later.pk) as second:
        assert second is first
        assert second.knows(later.pk)
        assert later.pk in {one.id for one in second.facts.asked}
        assert admit(second, later.pk).verdict is AdmissionVerdict.YES


@pytest.mark.parametrize("days", [0, 3_650])
def test_kernels_of_a_small_event_are_loaded_beside_the_first_question_to_a_desk(
    service: Service, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setattr(warming, "_is_loaded", False)
    kernels.let_work()
    try:
        now = timezone.now() - timedelta(days=days)  # long ago no event was open
        warming.load_kernels(now=now)
        assert warming.warm(now=now) == (days == 0)
        assert kernels._Kernel.most == kernels.MOST, "nobody has asked yet"
        with desk(service):
            pass
        for one in threading.enumerate():
            if one.name == "kernels":
                one.join(LONG)
        assert kernels._Kernel.most == 0, "all are compiled from now on"
    finally:
        kernels.let_work()


def test_a_desk_that_cannot_be_built_stops_no_other_one(
    service: Service, otto: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "_is_loaded", False)
    other_event = builders.event("Anderswo", otto, last_day=builders.SECOND_DAY)
    matchmaking.slots_on_both_days(other_event, "T1")
    other = matchmaking.matching(other_event)
    load, begun = engine_input.load_engine_input, list[int]()
    monkeypatch.setattr(warming, "_load", lambda: begun.append(1))

    def broken(asked: Service) -> Any:
        assert asked.pk != service.pk
        return load(asked)

    monkeypatch.setattr(admission, "load_engine_input", broken)
    assert warming.warm(now=timezone.now()) == 1
    assert ([pk for _name, pk in admission._kept], begun) == ([other.pk], [])
    with desk(other):
        pass
    assert len(admission._ahead) == 0, "the first question of a person begins to load"


def test_kernels_of_a_large_event_are_there_before_anybody_asks(
    service: Service, ada: Participant, bo: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "LARGE", 1)
    kernels.let_work()
    try:
        warming.load_kernels(now=timezone.now())
        assert kernels._Kernel.most == kernels.MOST, "nobody wishes anything yet"
        matchmaking.asked(ada, bo)
        warming.load_kernels(now=timezone.now())
        assert kernels._Kernel.most == 0
    finally:
        kernels.let_work()


def test_a_later_request_that_is_barred_is_not_learnt(
    service: Service, ada: Participant, bo: Participant
) -> None:
    with desk(service):
        pass
    barred = matchmaking.asked(ada, bo, is_barred=True)
    with desk(service, barred.pk) as kept:
        assert not kept.knows(barred.pk)


def test_a_desk_of_another_process_learns_what_it_has_to_follow(
    service: Service, ada: Participant, bo: Participant
) -> None:
    with desk(service):
        pass
    mine = dict(admission._kept)
    admission.clear_controllers()  # as another process
    later = matchmaking.asked(ada, bo)
    agree(later)
    admission.clear_controllers()
    admission._kept.update(mine)
    (before,) = mine.values()
    service.refresh_from_db()
    assert service.revision == before.revision + 1
    with desk(service) as kept:
        assert kept is before
        assert [one.request for one in kept.desk.witness.meetings] == [f"r{later.pk}"]


def agree(request: Request) -> None:
    """The one who was asked says yes."""
    answering.accept(
        request_id=request.pk,
        participant_id=request.parties.get(is_sender=False).participant_id,
        kind="want",
        has_link=True,
        by=Subject(),
        now=builders.NOW,
    )


@pytest.mark.django_db(transaction=True)
def test_the_desk_of_one_event_does_not_wait_for_that_of_another(service: Service, otto: User) -> None:
    other_event = builders.event("Anderswo", otto, last_day=builders.SECOND_DAY)
    matchmaking.slots_on_both_days(other_event, "T1")
    other = matchmaking.matching(other_event)
    is_inside, may_go_on = threading.Event(), threading.Event()

    def think() -> None:
        with controller_for(service):
            is_inside.set()
            assert may_go_on.wait(LONG)

    def ask_elsewhere() -> int:
        with controller_for(other) as kept:
            return kept.facts.service.pk

    with ThreadPoolExecutor(2) as threads:
        thinking = threads.submit(in_own_connection, think)
        assert is_inside.wait(LONG)
        try:
            assert threads.submit(in_own_connection, ask_elsewhere).result(SOON) == other.pk
        finally:
            may_go_on.set()
        thinking.result(LONG)
    assert len(admission._turns) == 0


def in_own_connection[Found](work: Callable[[], Found]) -> Found:
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_desk_that_gave_a_yes_stays_at_hand(service: Service, ada: Participant, bo: Participant) -> None:
    request = matchmaking.asked(ada, bo)
    agree(request)
    service.refresh_from_db()
    (kept,) = admission._kept.values()
    assert (kept.revision, kept.is_clean) == (service.revision, True)
    assert [one.request for one in kept.desk.witness.meetings] == [f"r{request.pk}"]


def test_a_request_that_the_organisers_barred_is_not_promised(ada: Participant, bo: Participant) -> None:
    request = matchmaking.asked(ada, bo, is_barred=True)
    with pytest.raises(Refusal) as refused:
        agree(request)
    assert refused.value.reason is MatchingRefusal.NOT_POSSIBLE
    assert not Meeting.objects.exists()


# What other floors write without a version of the registration.
ELSEWHERE: dict[str, Callable[[], object]] = {
    "a seat": lambda: SessionChoice.objects.update(seat="seated"),
    "a membership that ends": lambda: Membership.objects.update(until=builders.NOW.date()),
    "a kind": lambda: Actor.objects.update(kind="research"),
    "an entry that is gone": lambda: Registration.objects.update(actor=None),
    "a zone with steps": lambda: Zone.objects.update(is_step_free=False),
}


@pytest.mark.parametrize("change", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_changes_without_a_version_is_noticed(service: Service, change: Callable[[], object]) -> None:
    maker = builders.actor(networks=(builders.network(),))
    eva = matchmaking.participant(service, "Eva", registered={"actor": maker})
    SessionChoice.objects.create(
        registration=eva.registration,
        session=builders.session(service.event),
        seat="waiting",
        chosen_at=builders.NOW,
    )
    Zone.objects.create(event=service.event, name_de="Galerie")
    before = event_fingerprint_of(service)
    assert event_fingerprint_of(service) == before
    change()
    assert event_fingerprint_of(service) != before


def test_the_database_marks_every_write_to_what_the_word_is_made_of() -> None:
    tables = set(re.findall(r"(?:FROM|JOIN) (\w+)", engine_input.ASKED))
    assert len(tables) > 8
    assert tables - watched_tables() == {"matching_participant"}, "its people are counted each time"


def test_while_nothing_has_changed_little_is_asked_and_who_joins_or_leaves_is_noticed(
    service: Service, ada: Participant
) -> None:
    known = event_fingerprint_of(service)
    with CaptureQueriesContext(connection) as asked:
        assert event_fingerprint_of(service) == known
    assert not any("UNION" in one["sql"] for one in asked)
    guest = builders.registration(service.event, email="guest@example.org")
    with_guest = event_fingerprint_of(service)
    person = Participant.objects.create(service=service, registration=guest, joined_at=timezone.now())
    with_person = event_fingerprint_of(service)
    assert len({known, with_guest, with_person}) >= 2
    assert with_person not in {known, with_guest}
    person.delete()
    assert event_fingerprint_of(service) == with_guest


def test_what_a_transaction_takes_back_is_not_remembered(service: Service, ada: Participant) -> None:
    known = event_fingerprint_of(service)
    with suppress(RuntimeError), transaction.atomic():
        Registration.objects.filter(pk=ada.registration_id).update(version=99)
        changed = event_fingerprint_of(service)
        raise RuntimeError
    assert changed != known
    assert event_fingerprint_of(service) == known


@pytest.mark.parametrize("value", ["seats", "zone", "room", "is_step_free", "is_quiet", "kind"])
def test_what_passes_from_one_place_to_another_is_noticed(service: Service, value: str) -> None:
    """Seats so that their sum, weighed by the numbers of the places, stays the same."""
    one, other = Place.objects.filter(event=service.event).order_by("pk")[:2]
    zones = [Zone.objects.create(event=service.event, name_de=name).pk for name in "ab"]
    rooms = [Room.objects.create(event=service.event, name_de=name).pk for name in "ab"]
    values: dict[str, list[Any]] = {
        "seats": [2 + other.pk, 2],
        "zone": zones,
        "room": rooms,
        "is_step_free": [True, False],
        "is_quiet": [True, False],
        "kind": ["stand", "room"],
    }
    words = {event_fingerprint_of(service)}
    for first, second in (values[value], (2, 2 + one.pk) if value == "seats" else values[value][::-1]):
        Place.objects.filter(pk=one.pk).update(**{value: first})
        Place.objects.filter(pk=other.pk).update(**{value: second})
        words.add(event_fingerprint_of(service))
        assert event_fingerprint_of(service) in words
    assert len(words) == 3
