"""Two of the team score a contribution; what they accept is a session of the programme."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.platform import builders
from tests.platform.events.contributions.conftest import by, decided, handed_in, page_of

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.events.contributions import decisions, own, reviews
from handschlag.events.contributions.calls import Decision, etag_of_contribution
from handschlag.events.editing import ContributionRefusal, EventComponent, EventRefusal
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    Event,
    EventStatus,
    Session,
    Speaker,
    SpeakerAbsence,
)
from handschlag.events.parts import remove_component
from handschlag.events.programme import sessions
from handschlag.events.removals import undo_removal

pytestmark = pytest.mark.django_db
LIST = "/de/manage/events/netzwerke-verbinden/contributions/"


def _score(row: Contribution, user: User, score: int | None, remark: str = "") -> None:
    reviews.review(
        event_id=row.event_id,
        contribution_id=row.pk,
        score=score,
        remark=remark,
        by=by(user),
        now=timezone.now(),
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
        decided(row, Decision.ACCEPT, greta, anyway=False)
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
    data = {"to": "accepted", "send": "later", "anyway": "1", "seen": str(row.version)}
    client.post(f"{LIST}{row.pk}/decide/?to=accepted", data)
    assert not Mail.objects.exists()
    guest = Client()
    assert 'value="confirm"' not in guest.get(page_of(row)).content.decode()
    client.post(f"{LIST}tell/", {"expected": "of another list"})
    assert not Mail.objects.exists()
    expected = client.get(f"{LIST}tell/").context["expected"]
    client.post(f"{LIST}tell/", {"expected": expected})
    assert Mail.objects.get().kind == "contributions.accepted"
    assert 'value="confirm"' in guest.get(page_of(row)).content.decode()
    guest.post(page_of(row), {"do": "confirm"})
    row.refresh_from_db()
    assert row.state == "confirmed"


def _saved(row: Contribution, title: str = "Neuer Titel", **values: Any) -> Contribution:
    """The speaker has opened the page and saves this."""
    row = Contribution.objects.select_related("session").get(pk=row.pk)
    changes = own.OwnChanges(title=title, abstract="Neu.", needs="", about="Über mich", **values)
    seen = etag_of_contribution(row)
    own.change_own(contribution_id=row.pk, changes=changes, seen=seen, now=timezone.now())
    return Contribution.objects.select_related("session").get(pk=row.pk)


def test_what_is_accepted_is_a_session_with_its_speaker_and_keeps_one_text(
    event: Event, call: ContributionCall, greta: User
) -> None:
    strange = builders.speaker(event, "Ada Lindqvist", organisation="Werkstatt Ada")
    row = decided(handed_in(event), Decision.ACCEPT, greta)
    session = Session.objects.get()
    assert (session.title_de, session.starts_at, row.session) == ("Linsen für alle", None, session)
    speaker = session.speaking.get().speaker
    assert speaker != strange  # whoever types a name does not get a link to somebody of the programme
    again = decided(handed_in(event, "Noch einer"), Decision.ACCEPT, greta)
    assert again.session is not None
    assert again.session.speaking.get().speaker == speaker  # the same address has proposed both
    row = _saved(row)
    for one in (session, speaker, strange):
        one.refresh_from_db()
    assert (session.title_de, session.version) == ("Neuer Titel", 2)
    assert (speaker.about_de, strange.about_de) == ("Über mich", "")
    assert row.title == "Linsen für alle"  # what was scored


def test_a_speaker_overwrites_nothing_that_the_team_has_changed(
    event: Event, call: ContributionCall, greta: User
) -> None:
    row = decided(handed_in(event), Decision.ACCEPT, greta, is_told_now=False)
    seen = etag_of_contribution(row)
    Session.objects.update(title_de="Titel des Teams", kind="panel", version=F("version") + 1)
    facts = {"kind": "talk", "language": "en", "minutes": 45, "track_id": None}
    changes = own.OwnChanges(title="Alt", abstract="Alt", needs="", about="", facts=facts)
    with pytest.raises(Refusal) as no:
        own.change_own(contribution_id=row.pk, changes=changes, seen=seen, now=timezone.now())
    assert no.value.reason is EventRefusal.STALE
    row = _saved(row, facts=facts)
    session = Session.objects.get()
    assert (session.kind, session.language, row.minutes) == ("panel", "en", 45)


def test_the_speakers_words_last_while_decisions_change(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    row = decided(handed_in(event), Decision.ACCEPT, greta, is_told_now=False)
    _saved(row, "Während es angenommen war")
    Session.objects.update(starts_at=builders.clock("10:00"), ends_at=builders.clock("10:20"))
    builders.version(event)
    decided(row, Decision.RESERVE, greta, is_told_now=False)
    assert Session.objects.get().is_cancelled
    assert "Während es angenommen war" in client.get(page_of(row)).content.decode()
    _saved(row, "Auf der Reserve")
    assert "Auf der Reserve" in client.get(page_of(row)).content.decode()
    decided(row, Decision.ACCEPT, greta)
    session = Session.objects.get()
    assert (session.title_de, session.is_cancelled) == ("Auf der Reserve", False)
    assert AuditEntry.objects.filter(verb="session.revived").exists()


def test_who_decides_has_seen_what_was_decided_before(
    event: Event, call: ContributionCall, greta: User, olaf: User
) -> None:
    row = handed_in(event)
    decided(row, Decision.DECLINE, olaf)
    values = {"decision": Decision.ACCEPT, "seen": row.version, "is_told_now": True, "anyway": True}
    with pytest.raises(Refusal) as no:
        decisions.decide(
            event_id=event.pk, contribution_id=row.pk, by=by(greta), now=timezone.now(), **values
        )
    assert no.value.reason is EventRefusal.STALE


def test_a_removed_session_comes_back_to_its_contribution_or_is_accepted_again(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    row = decided(handed_in(event), Decision.ACCEPT, greta)
    own.confirm_own(contribution_id=row.pk, now=timezone.now())
    gone = Session.objects.get()
    given = {"event_id": event.pk, "by": by(greta), "now": timezone.now()}
    removal = remove_component(part=EventComponent.SESSION, pk=gone.pk, seen="1", **given)
    undo_removal(removal_id=removal.pk, **given)
    row.refresh_from_db()
    assert row.session == gone
    remove_component(part=EventComponent.SESSION, pk=gone.pk, seen="1", **given)
    client.force_login(greta)
    assert "?to=accepted" in client.get(f"{LIST}{row.pk}/").content.decode()
    row = decided(row, Decision.ACCEPT, greta, is_told_now=False)
    assert (row.state, row.told_at is None) == ("confirmed", False)
    assert Session.objects.get().speaking.get().speaker.name == "Ada Lindqvist"


def test_a_decision_nobody_was_told_leaves_no_trace_in_the_programme(
    event: Event, call: ContributionCall, greta: User
) -> None:
    row = decided(handed_in(event), Decision.ACCEPT, greta, is_told_now=False)
    decided(row, Decision.DECLINE, greta, is_told_now=False)
    assert (Session.objects.count(), Speaker.objects.count()) == (0, 0)
    first = decided(handed_in(event, "Erste"), Decision.ACCEPT, greta, is_told_now=False)
    second = decided(handed_in(event, "Zweite"), Decision.ACCEPT, greta, is_told_now=False)
    Session.objects.filter(contribution=first).delete()
    decided(second, Decision.DECLINE, greta, is_told_now=False)
    assert Speaker.objects.count() == 1  # the first contribution still has them
    told = decided(handed_in(event, "Andere"), Decision.ACCEPT, greta)
    with pytest.raises(Refusal) as no:
        decided(told, Decision.DECLINE, greta)
    assert no.value.reason is ContributionRefusal.TOLD_ALREADY


def test_a_session_is_not_scheduled_when_its_speaker_cannot_come_unless_somebody_says_so(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    row = decided(handed_in(event), Decision.ACCEPT, greta)
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
    row = decided(handed_in(event), Decision.ACCEPT, greta)
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
    Event.objects.update(status=EventStatus.DRAFT)
    assert client.get(f"{page}picture.webp").status_code == 404
    client.force_login(greta)  # the team looks at it in the preview
    assert client.get(f"{page}picture.webp").status_code == 200


def test_whoever_withdraws_cancels_the_session(event: Event, call: ContributionCall, greta: User) -> None:
    row = decided(handed_in(event), Decision.ACCEPT, greta)
    own.withdraw_own(contribution_id=row.pk, now=timezone.now() + timedelta(minutes=1))
    assert Session.objects.get().is_cancelled
    held = decided(handed_in(event, "Gehalten"), Decision.ACCEPT, greta)
    times = {"starts_at": builders.clock("10:00"), "ends_at": builders.clock("10:20")}
    Session.objects.filter(contribution=held).update(**times)
    own.withdraw_own(contribution_id=held.pk, now=builders.clock("12:00"))
    assert not Session.objects.get(contribution=held).is_cancelled  # it has taken place


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
