"""Two organisers press a button at the same moment: one of them is first, and the other one is told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event, EventOrganiser, ProgrammeVersion, Session
from handschlag.events.programme.publishing import publish_programme
from handschlag.events.programme.sessions import move_session
from handschlag.events.team import change_rights, remove_organiser

pytestmark = pytest.mark.django_db(transaction=True)


def together(*verbs: Callable[[], object]) -> list[str]:
    """What each of them came to: "done", or why not."""
    answers: list[str] = []
    start = threading.Barrier(len(verbs))

    def press(verb: Callable[[], object]) -> None:
        start.wait()
        try:
            verb()
            answers.append("done")
        except Refusal as no:
            answers.append(no.reason.value)
        except Denied:
            answers.append("denied")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(verb,)) for verb in verbs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(answers)


@pytest.fixture
def both(event: Event, olaf: User) -> Event:
    """Greta and olaf look after it."""
    EventOrganiser.objects.create(event=event, user=olaf, since=builders.NOW)
    return event


def test_a_programme_is_published_once(both: Event, greta: User, olaf: User) -> None:
    builders.session(both)
    subjects = [greta.subject, olaf.subject]
    answers = together(
        *(
            lambda by=by: publish_programme(event_id=both.pk, seen=0, by=by, now=builders.NOW)
            for by in subjects
        )
    )
    assert answers == ["done", "programme_stale"]
    assert [row.number for row in ProgrammeVersion.objects.all()] == [1]


def test_a_session_is_where_the_first_one_moved_it(both: Event, greta: User, olaf: User) -> None:
    row = builders.session(both)
    goals = {greta.subject: builders.clock("14:00"), olaf.subject: builders.clock("16:00")}
    answers = together(
        *(
            lambda by=by, at=at: move_session(
                event_id=both.pk, pk=row.pk, room_id=None, starts_at=at, seen="1", by=by, now=builders.NOW
            )
            for by, at in goals.items()
        )
    )
    assert answers == ["done", "stale"]
    moved = Session.objects.get()
    assert (moved.version, moved.starts_at in goals.values()) == (2, True)


def test_two_who_limit_each_other_at_once_leave_one_who_may_change(
    both: Event, greta: User, olaf: User
) -> None:
    pairs = [(olaf.pk, greta.subject), (greta.pk, olaf.subject)]
    answers = together(
        *(
            lambda pk=pk, by=by: change_rights(
                event_id=both.pk, user_id=pk, only_reads=True, by=by, now=builders.NOW
            )
            for pk, by in pairs
        )
    )
    assert answers == ["denied", "done"]
    assert EventOrganiser.objects.filter(event=both, only_reads=False).count() == 1


def test_two_who_leave_at_once_do_not_leave_an_event_alone(both: Event, greta: User, olaf: User) -> None:
    people = [(greta.pk, greta.subject), (olaf.pk, olaf.subject)]
    answers = together(
        *(
            lambda pk=pk, by=by: remove_organiser(event_id=both.pk, user_id=pk, by=by, now=builders.NOW)
            for pk, by in people
        )
    )
    assert answers == ["done", "last_organiser"]
    assert EventOrganiser.objects.filter(event=both).count() == 1
