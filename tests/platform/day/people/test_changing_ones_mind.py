"""One changes one's mind on the day, and undoes by name what was said."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders
from tests.platform.day.people.test_signals import flat, receive
from tests.platform.day.people.test_today import figures

from handschlag.common.models import AuditEntry
from handschlag.day.incidents import close_undone, from_signal
from handschlag.day.models import IncidentState, Signal
from handschlag.day.signals import (
    Kind,
    SignalReport,
    SignalState,
    is_off,
    last_of,
    may_replace_at,
    missing_since,
)
from handschlag.matching.models import Meeting, Participant, Party, Request, Seat

pytestmark = pytest.mark.django_db
type Clock = Callable[[str], datetime]
type Linked = Callable[[Participant], str]


def pressed(client: Client, token: str, kind: str, about: Request | None = None, **more: str) -> str:
    data = {"key": str(uuid4()), "kind": kind, **more}
    if about is not None:
        data["request"] = str(about.pk)
    return client.post(reverse("day:say", args=[token]), data, follow=True).content.decode()


def test_one_may_change_ones_mind_and_undo_by_name(
    client: Client, stand_at: Clock, linked: Linked, met: Request, ada: Participant
) -> None:
    stand_at("10:25")
    token = linked(ada)
    text = pressed(client, token, "late", met, minutes="5")
    buttons = re.findall(r'data-say="([^"]+)"', text)
    assert buttons == [
        "Ich bin da",
        "„5 Min. später“ rückgängig machen",
        "10 Min.",
        "15 Min.",
        "Zu diesem Gespräch kann ich nicht",
        "Ich kann heute nicht mehr kommen",
        "Niemand ist da",
    ]
    assert "Sie verspäten sich um 15 Minuten." in pressed(client, token, "late", met, minutes="15")
    text = pressed(client, token, "undone", met)
    assert ["Sie verspäten sich" in text, 'data-say="15 Min."' in text] == [False, True]


def test_a_meeting_that_is_off_is_struck_and_the_next_one_stands_large(
    client: Client,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    meeting(cy, ada)
    stand_at("10:25")
    text = pressed(client, linked(ada), "cannot_come", met)
    assert figures(text)[1] == "10:50"
    assert "<s>10:30, T1, Bo Nilsson</s>" in flat(text)
    theirs = client.get(reverse("day:today", args=[linked(bo)])).content.decode()
    assert "<s>10:30, T1, Ada Lindqvist</s>" in flat(theirs)
    assert ["data-clock" in theirs, "Heute kein weiteres Gespräch." in theirs] == [False, True]
    text = pressed(client, linked(ada), "undone", met)
    assert [figures(text)[1], "<s>" in text] == ["10:30", False]


def test_the_rest_of_the_day_strikes_every_meeting_until_it_is_undone(
    client: Client,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    meeting: Callable[..., Request],
    ada: Participant,
    cy: Participant,
) -> None:
    meeting(cy, ada)
    stand_at("10:25")
    text = pressed(client, linked(ada), "cannot_come")
    assert ["data-clock" in text, text.count("<s>")] == [False, 2]
    assert "Sie können heute nicht mehr kommen." in text
    text = pressed(client, linked(ada), "undone")
    assert [figures(text)[1], "<s>" in text] == ["10:30", False]


def test_whoever_undoes_does_not_say_to_be_there() -> None:
    at = builders.clock("10:30")
    said = [
        SignalState(by=1, kind="late", at=at, minutes=5),
        SignalState(by=2, kind="partner_missing", at=at + timedelta(minutes=1)),
        SignalState(by=1, kind="undone", at=at + timedelta(minutes=2)),
    ]
    assert (last_of(said, 1), missing_since(said, 2)) == (None, at + timedelta(minutes=1))
    gone = [SignalState(by=pk, kind="cannot_come", at=at) for pk in (2, 3)]
    assert [
        is_off(gone, person=1, others=[2, 3]),
        is_off(gone, person=1, others=[2, 3, 4]),
        is_off(gone, person=2, others=[1]),
    ] == [True, False, True]


def test_undone_in_time_it_is_no_incident_any_more(met: Request, ada: Participant) -> None:
    now = builders.clock("10:20")
    about = SignalReport(key=str(uuid4()), kind=Kind.CANNOT_COME, request=met.pk, at=now)
    assert receive(ada, [about], now) == ["noted"]
    incident = from_signal(signal_id=Signal.objects.get().pk, now=now)
    assert incident is not None
    later = now + timedelta(minutes=2)
    assert receive(
        ada, [SignalReport(key=str(uuid4()), kind=Kind.UNDONE, request=met.pk, at=later)], later
    ) == ["noted"]
    undone = Signal.objects.get(kind="undone").pk
    assert [close_undone(signal_id=undone, now=later) for _ in range(2)] == [1, 0]
    incident.refresh_from_db()
    assert incident.state == IncidentState.DISMISSED
    assert AuditEntry.objects.filter(verb="day.dismissed", by=None).count() == 1


def test_the_newest_word_counts_and_here_ends_it() -> None:
    at = builders.clock("10:20")
    said = [
        SignalState(by=1, kind="late", at=at, minutes=5),
        SignalState(by=1, kind="late", at=at + timedelta(minutes=2), minutes=15),
        SignalState(by=2, kind="partner_missing", at=at + timedelta(minutes=10)),
    ]
    assert last_of(said, 1) == said[1]
    assert may_replace_at(said, 2, starts_at=at) == at + timedelta(minutes=18)
    here = SignalState(by=1, kind="here", at=at + timedelta(minutes=11))
    assert (last_of([*said, here], 1), may_replace_at([*said, here], 2, starts_at=at)) == (None, None)
    assert may_replace_at(said[2:], 2, starts_at=at) == at + timedelta(minutes=13)


def test_what_the_other_one_reports_fits_what_one_has_said(
    client: Client, stand_at: Clock, linked: Linked, met: Request, ada: Participant, bo: Participant
) -> None:
    stand_at("10:33")
    pressed(client, linked(bo), "partner_missing", met)
    page = flat(client.get(reverse("day:today", args=[linked(ada)])).content.decode())
    ask = "oder melden Sie, dass Sie sich verspäten"
    assert ("Bo Nilsson wartet auf Sie." in page, ask in page) == (True, True)
    page = flat(pressed(client, linked(ada), "late", met, minutes="5"))
    assert ("Bo Nilsson wartet auf Sie." in page, ask in page) == (True, False)
    page = flat(pressed(client, linked(ada), "partner_missing", met))
    assert "Sie und Bo Nilsson warten aufeinander." in page
    assert "ob Sie am richtigen Treffpunkt sind" in page


def test_of_several_nobody_says_who_is_missing(
    client: Client,
    stand_at: Clock,
    linked: Linked,
    met: Request,
    ada: Participant,
    bo: Participant,
    cy: Participant,
) -> None:
    held = Meeting.objects.get(request=met)
    Party.objects.create(
        request=met, participant=cy, is_sender=False, kind="want", said_yes_at=held.starts_at
    )
    Seat.objects.create(meeting=held, participant=cy, starts_at=held.starts_at)
    stand_at("10:33")
    pressed(client, linked(bo), "partner_missing", met)
    page = flat(pressed(client, linked(ada), "partner_missing", met))
    assert ("Bo Nilsson vermisst auch jemanden." in page, "warten aufeinander" in page) == (True, False)
