"""The desk of an event stays at hand: what is sent later is learnt, what changes elsewhere is read anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from tests.platform import matchmaking

from handschlag.matching.engine import admission_cache
from handschlag.matching.engine.admission_cache import CachedController, controller_for
from handschlag.matching.engine.answers import AdmissionVerdict, admit
from handschlag.matching.models import Participant, Service

pytestmark = pytest.mark.django_db


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
    mine = dict(admission_cache._kept)
    admission_cache.clear_controllers()  # as another process
    later = matchmaking.asked(ada, bo)
    with transaction.atomic():
        held(service, later.pk)
    admission_cache.clear_controllers()
    admission_cache._kept.update(mine)
    (before,) = mine.values()
    with desk(service) as kept:
        assert kept is before
        assert [one.request for one in kept.desk.witness.meetings] == [f"r{later.pk}"]


def held(service: Service, request: int) -> None:
    from handschlag.matching.actions.versioned_writes import increase_revision, write_spots

    with controller_for(service, request=request) as kept:
        answer = admit(kept, request)
        increase_revision(service)
        write_spots(service, answer.spots)
