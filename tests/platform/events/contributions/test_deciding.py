"""Two of the team score a contribution; what they accept is a session of the programme."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.platform import builders
from tests.platform.events.contributions.conftest import by, handed_in, page_of

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.events.actions import sessions
from handschlag.events.actions.contributions import deciding, own, reviewing
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    Event,
    Session,
    Speaker,
    SpeakerAbsence,
)
from handschlag.events.rules.contributions import Decision
from handschlag.events.rules.refusals import ContributionRefusal, EventRefusal

pytestmark = pytest.mark.django_db
LIST = "/de/manage/events/netzwerke-verbinden/contributions/"


def _score(row: Contribution, user: User, score: int | None, remark: str = "") -> None:
    reviewing.review(
        event_id=row.event_id,
        contribution_id=row.pk,
        score=score,
        remark=remark,
        by=by(user),
        now=timezone.now(),
    )


def _decide(row: Contribution, decision: Decision, user: User, **values: bool) -> Contribution:
    return deciding.decide(
        event_id=row.event_id,
        contribution_id=row.pk,
        decision=decision,
        by=by(user),
        now=timezone.now(),
        **{"is_told_now": True, "anyway": True, **values},
    )


def test_nobody_sees_the_others_score_before_their_own(
    client: Client, event: Event, call: ContributionCall, greta: User, olaf: User
) -> None:
    row = handed_in(event)
    _score(row, olaf, 2, "zu speziell")
    client.force_login(greta)
    page = f"{LIST}{row.pk}/"
    assert "zu speziell" not in client.get(page).content.decode()
    assert "2,0" not in client.get(LIST).content.decode()
    assert "2.00" not in client.get(f"{LIST}export/csv/").content.decode()
    client.post(page, {"score": "5", "remark": "wichtig"})
    assert "zu speziell" in client.get(page).content.decode()
    lines = list(
        csv.DictReader(
            io.StringIO(client.get(f"{LIST}export/csv/").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert (lines[0]["Mittlere Punktzahl"], lines[0]["Abstand"]) == ("3.50", "3")


def test_who_knows_the_people_gives_no_score_and_sees_none(
    client: Client, event: Event, call: ContributionCall, greta: User, olaf: User
) -> None:
    row = handed_in(event)
    _score(row, olaf, 2, "zu speziell")
    client.force_login(greta)
    client.post(f"{LIST}{row.pk}/", {"score": "conflict"})
    assert "zu speziell" not in client.get(f"{LIST}{row.pk}/").content.decode()
    assert row.reviews.filter(score__isnull=False).count() == 1


def test_two_scores_or_a_conscious_decision(event: Event, call: ContributionCall, greta: User) -> None:
    row = handed_in(event)
    with pytest.raises(Refusal) as no:
        _decide(row, Decision.ACCEPT, greta, anyway=False)
    assert no.value.reason is ContributionRefusal.TOO_FEW_REVIEWS


def test_the_email_is_seen_before_it_is_sent_and_the_speaker_confirms_with_one_press(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    row = handed_in(event)
    Mail.objects.all().delete()
    client.force_login(greta)
    preview = client.get(f"{LIST}{row.pk}/decide/?to=accepted").content.decode()
    assert "Linsen für alle" in preview
    assert not Mail.objects.exists()
    data = {"to": "accepted", "send": "later", "anyway": "1"}
    client.post(f"{LIST}{row.pk}/decide/?to=accepted", data)
    assert not Mail.objects.exists()
    guest = Client()
    assert 'value="confirm"' not in guest.get(page_of(row)).content.decode()
    assert client.get(f"{LIST}tell/").status_code == 200
    client.post(f"{LIST}tell/", {"expected": "1"})
    assert Mail.objects.get().kind == "contributions.accepted"
    assert 'value="confirm"' in guest.get(page_of(row)).content.decode()
    guest.post(page_of(row), {"do": "confirm"})
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_what_is_accepted_is_a_session_with_its_speaker_and_keeps_one_text(
    event: Event, call: ContributionCall, greta: User
) -> None:
    known = builders.speaker(event, "Ada Lindqvist", organisation="Werkstatt Ada")
    row = _decide(handed_in(event), Decision.ACCEPT, greta)
    session = Session.objects.get()
    assert (session.title_de, session.starts_at, row.session) == ("Linsen für alle", None, session)
    assert [one.speaker for one in session.speaking.all()] == [known]
    changes = own.OwnChanges(title="Neuer Titel", abstract="Neu.", needs="", about="Über mich")
    own.change_own(contribution_id=row.pk, changes=changes, seen=row.version, now=timezone.now())
    session.refresh_from_db()
    known.refresh_from_db()
    row.refresh_from_db()
    assert (session.title_de, session.version, known.about_de) == ("Neuer Titel", 2, "Über mich")
    assert row.title == "Linsen für alle"  # what was scored


def test_a_decision_nobody_was_told_leaves_no_trace_in_the_programme(
    event: Event, call: ContributionCall, greta: User
) -> None:
    row = _decide(handed_in(event), Decision.ACCEPT, greta, is_told_now=False)
    _decide(row, Decision.DECLINE, greta, is_told_now=False)
    assert (Session.objects.count(), Speaker.objects.count()) == (0, 0)
    told = _decide(handed_in(event, "Andere"), Decision.ACCEPT, greta)
    with pytest.raises(Refusal) as no:
        _decide(told, Decision.DECLINE, greta)
    assert no.value.reason is ContributionRefusal.TOLD_ALREADY


def test_a_session_is_not_scheduled_when_its_speaker_cannot_come_unless_somebody_says_so(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    row = _decide(handed_in(event), Decision.ACCEPT, greta)
    SpeakerAbsence.objects.create(
        contribution=row, starts_at=builders.clock("9:00"), ends_at=builders.clock("11:00")
    )
    assert row.session is not None
    given = {
        "event_id": event.pk,
        "pk": row.session.pk,
        "room_id": None,
        "by": by(greta),
        "now": timezone.now(),
    }
    with pytest.raises(Refusal) as no:
        sessions.move_session(starts_at=builders.clock("10:30"), seen="1", **given)
    assert no.value.reason is EventRefusal.SPEAKER_CANNOT
    client.force_login(greta)
    page = f"/de/manage/events/netzwerke-verbinden/sessions/{row.session.pk}/move/"
    typed = {"seen": "1", "room": "", "day": "2027-04-14", "starts": "10:30"}
    refused = client.post(page, typed)
    assert (refused.status_code, 'name="anyway"' in refused.content.decode()) == (422, True)
    assert client.post(page, {**typed, "anyway": "on"}).status_code == 302
    editor = client.get("/de/manage/events/netzwerke-verbinden/programme/").content.decode()
    assert "Ada Lindqvist kann um 10:30 nicht." in editor.replace("&nbsp;", " ")
    moved = sessions.move_session(starts_at=builders.clock("11:00"), seen="2", **given)
    assert moved.ends_at == builders.clock("11:20")  # as long as it was proposed


def test_the_picture_stands_on_the_public_page_of_its_speaker(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    row = _decide(handed_in(event), Decision.ACCEPT, greta)
    drawn = io.BytesIO()
    Image.new("RGB", (90, 90), "navy").save(drawn, "PNG")
    own.set_picture(contribution_id=row.pk, data=drawn.getvalue(), now=timezone.now())
    speaker = Speaker.objects.get()
    page = f"/de/events/netzwerke-verbinden/speakers/{speaker.pk}/"
    assert client.get(f"{page}picture.webp").status_code == 404
    Session.objects.update(starts_at=builders.clock("10:00"), ends_at=builders.clock("10:20"))
    builders.version(event)
    assert f"{page}picture.webp" in client.get(page).content.decode()
    assert client.get(f"{page}picture.webp")["Content-Type"] == "image/webp"


def test_whoever_withdraws_cancels_the_session(event: Event, call: ContributionCall, greta: User) -> None:
    row = _decide(handed_in(event), Decision.ACCEPT, greta)
    own.withdraw_own(contribution_id=row.pk, now=timezone.now() + timedelta(minutes=1))
    assert Session.objects.get().is_cancelled


def test_the_list_narrows_and_sorts(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    low, high = handed_in(event, "Niedrig"), handed_in(event, "Hoch", kind="workshop")
    _score(low, greta, 1)
    _score(high, greta, 5)
    client.force_login(greta)
    page = client.get(f"{LIST}?order=mean").content.decode()
    assert page.index("Hoch") < page.index("Niedrig")
    assert "Niedrig" not in client.get(f"{LIST}?kind=workshop").content.decode()
    assert "Niedrig" in client.get(f"{LIST}?review=few").content.decode()
    assert "Niedrig" not in client.get(f"{LIST}?review=mine").content.decode()
