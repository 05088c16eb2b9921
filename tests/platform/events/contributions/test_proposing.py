"""Somebody proposes a contribution without an account, and looks after it by a link."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.platform.events.contributions.conftest import by, decided, handed_in, page_of, proposed

from handschlag.accounts.models import PersonalLink, User
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.events.contributions import own, proposing, reviews
from handschlag.events.contributions.calls import Decision, etag_of_contribution
from handschlag.events.contributions.proposing import submit
from handschlag.events.editing import ContributionRefusal, EventRefusal
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    ContributionSpeaker,
    Event,
    EventStatus,
    SpeakerAbsence,
)

pytestmark = pytest.mark.django_db
FORM = "/de/events/netzwerke-verbinden/contribute/"
CONSOLE = "/de/manage/events/netzwerke-verbinden/contributions/"
TYPED = {
    "title": "Linsen für alle",
    "abstract": "Wie Linsen entstehen.",
    "kind": "talk",
    "minutes": "20",
    "language": "de",
    "name": "Ada Lindqvist",
    "email": "Ada@example.org",
    "organisation": "Werkstatt Ada",
    "other-0-name": "Bo Berg",
    "agreed": "on",
}


def test_a_contribution_is_seen_by_the_team_once_its_link_was_opened_and_pressed(
    client: Client, greta: User, call: ContributionCall
) -> None:
    assert "Linsen" not in client.get(FORM).content.decode()
    assert client.post(FORM, TYPED).status_code == 302
    row = Contribution.objects.get()
    assert (row.state, row.email) == ("unconfirmed", "ada@example.org")
    assert [one.name for one in row.speakers.all()] == ["Ada Lindqvist", "Bo Berg"]
    assert Mail.objects.get().kind == "contributions.to_confirm"
    client.force_login(greta)
    assert "Linsen für alle" not in client.get(CONSOLE).content.decode()
    client.logout()
    own_page = page_of(row)
    client.get(own_page)
    row.refresh_from_db()
    assert row.state == "unconfirmed"  # a program that looks at links hands nothing in
    client.post(own_page, {"do": "submit"})
    client.force_login(greta)
    assert "Linsen für alle" in client.get(CONSOLE).content.decode()


def test_the_form_opens_and_closes_by_the_clock(client: Client, call: ContributionCall) -> None:
    now = timezone.now()
    for opens, closes in ((now + timedelta(days=1), now + timedelta(days=2)), (now - timedelta(2), now)):
        ContributionCall.objects.filter(pk=call.pk).update(opens_at=opens, closes_at=closes)
        page = client.get(FORM).content.decode()
        assert 'name="abstract"' not in page
        client.post(FORM, TYPED)
    assert not Contribution.objects.exists()
    Event.objects.filter(pk=call.event_id).update(status=EventStatus.DRAFT)
    assert client.get(FORM).status_code == 404


def test_without_agreement_or_by_a_program_nothing_is_kept(client: Client, call: ContributionCall) -> None:
    assert client.post(FORM, {**TYPED, "agreed": ""}).status_code == 422
    assert client.post(FORM, {**TYPED, "minutes": "30"}).status_code == 422
    assert client.post(FORM, {**TYPED, "topic": "x"}).status_code == 302
    assert not Contribution.objects.exists()


def test_one_address_cannot_be_flooded(event: Event, call: ContributionCall) -> None:
    for number in range(10):
        proposed(event, f"Vortrag {number}")
    with pytest.raises(Refusal) as no:
        proposed(event, "Vortrag 11")
    assert no.value.reason is ContributionRefusal.TOO_OFTEN


def test_the_link_changes_text_and_says_when_nobody_can_come(
    client: Client, event: Event, call: ContributionCall
) -> None:
    row = handed_in(event)
    page = client.get(page_of(row)).content.decode()
    hours = re.findall(r'name="away_2027-04-14"\s+value="([^"]+)"', page)
    assert len(hours) == 10
    answer = client.post(
        page_of(row),
        {
            **{name: TYPED[name] for name in ("abstract", "kind", "minutes", "language", "name")},
            "do": "save",
            "seen": etag_of_contribution(row),
            "title": "Linsen für viele",
            "needs": "Ton",
            "about": "Ada baut Linsen.",
            "away_2027-04-14": hours[1:3],
        },
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.needs, row.speakers.get().about) == ("Linsen für viele", "Ton", "Ada baut Linsen.")
    absence = SpeakerAbsence.objects.get()
    assert absence.ends_at - absence.starts_at == timedelta(hours=2)
    again = client.post(page_of(row), {**TYPED, "do": "save", "seen": "1"})
    assert again.status_code == 409


def test_a_picture_is_drawn_anew_and_goes_with_the_contribution(
    client: Client, event: Event, call: ContributionCall
) -> None:
    row = handed_in(event)
    drawn = io.BytesIO()
    Image.new("RGB", (900, 900), "navy").save(drawn, "PNG")
    sent = SimpleUploadedFile("me.png", drawn.getvalue(), "image/png")
    assert client.post(page_of(row), {"do": "picture", "picture": sent}).status_code == 302
    answer = client.get(page_of(row) + "picture.webp")
    assert answer["Content-Type"] == "image/webp"
    broken = SimpleUploadedFile("me.png", b"no picture", "image/png")
    assert client.post(page_of(row), {"do": "picture", "picture": broken}).status_code == 422
    client.post(page_of(row), {"do": "remove_picture"})
    assert client.get(page_of(row) + "picture.webp").status_code == 404


def test_withdrawn_is_withdrawn(client: Client, event: Event, call: ContributionCall) -> None:
    row = handed_in(event)
    assert client.get(page_of(row) + "withdraw/").status_code == 200
    client.post(page_of(row) + "withdraw/")
    row.refresh_from_db()
    assert row.state == "withdrawn"
    with pytest.raises(Refusal):
        own.confirm_own(contribution_id=row.pk, now=timezone.now())
    assert client.get(page_of(row)).status_code == 200


def test_what_was_declined_is_deleted_in_time_and_what_nobody_confirmed_after_two_days(
    event: Event, call: ContributionCall, greta: User
) -> None:
    proposed(event, "Nie bestätigt")
    declined, kept = handed_in(event, "Abgelehnt"), handed_in(event, "Offen")
    now = timezone.now()
    decided(declined, Decision.DECLINE, greta)
    assert proposing.forget_old(now=now + timedelta(hours=47)) == 0
    assert proposing.forget_old(now=now + timedelta(hours=49)) == 1
    assert proposing.forget_old(now=now + timedelta(days=89)) == 0
    assert proposing.forget_old(now=now + timedelta(days=91)) == 1
    assert Contribution.objects.get() == kept
    assert PersonalLink.objects.filter(purpose="contribution").count() == 1
    assert not ContributionSpeaker.objects.exclude(contribution=kept).exists()


def test_what_was_declined_stays_until_its_speaker_had_time_to_read_it(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    row, now = handed_in(event), timezone.now()
    decided(row, Decision.DECLINE, greta, is_told_now=False)
    Contribution.objects.update(decided_at=now - timedelta(days=91))
    assert proposing.forget_old(now=now) == 0
    Contribution.objects.update(told_at=now)
    assert proposing.forget_old(now=now + timedelta(days=89)) == 0
    assert client.get(page_of(row)).context["gone_at"] == now + timedelta(days=90)
    assert proposing.forget_old(now=now + timedelta(days=91)) == 1


def test_of_an_archived_event_nothing_is_changed_by_a_link(
    client: Client, event: Event, call: ContributionCall
) -> None:
    row = handed_in(event)
    Event.objects.filter(pk=event.pk).update(status=EventStatus.ARCHIVED)
    assert 'value="save"' not in client.get(page_of(row)).content.decode()
    assert client.post(page_of(row) + "withdraw/").status_code == 302
    row.refresh_from_db()
    assert row.state == "submitted"


def test_what_was_forgotten_meanwhile_is_refused(event: Event, call: ContributionCall) -> None:
    row = proposed(event)
    row.link.delete()
    for action in (submit, own.confirm_own, own.withdraw_own):
        with pytest.raises(Refusal) as no:
            action(contribution_id=row.pk, now=timezone.now())
        assert no.value.reason is EventRefusal.GONE


def test_the_link_sent_again_before_a_decision_has_words_of_its_own(
    event: Event, call: ContributionCall, greta: User
) -> None:
    row, given = handed_in(event), {"event_id": event.pk, "by": by(greta), "now": timezone.now()}
    reviews.send_link_again(contribution_id=row.pk, **given)
    assert Mail.objects.latest("pk").kind == "contributions.link"


def test_the_call_ends_before_the_event_and_odd_numbers_break_nothing(
    client: Client, event: Event, call: ContributionCall, greta: User
) -> None:
    client.force_login(greta)
    form = client.get(f"{CONSOLE}call/").context["form"]
    typed = {
        **{name: form.initial[name] for name in ("text_de", "text_en", "kinds", "kept_days")},
        "minutes": ["20"],
        "opens_at": "2027-03-01T09:00",
        "closes_at": "2027-04-15T09:00",
        "seen": "x",
    }
    late = client.post(f"{CONSOLE}call/", typed)
    assert (late.status_code, list(late.context["form"].errors)) == (422, ["closes_at"])
    in_time = {**typed, "closes_at": "2027-04-13T09:00"}
    assert client.post(f"{CONSOLE}call/", in_time).status_code == 409
    assert client.post(f"{CONSOLE}call/", {**in_time, "seen": "1"}).status_code == 302


def test_what_the_call_no_longer_offers_stays_chosen(
    client: Client, event: Event, call: ContributionCall
) -> None:
    row = handed_in(event)
    ContributionCall.objects.update(kinds=["workshop"], minutes=[45])
    form = client.get(page_of(row)).context["form"]
    assert [value for value, _word in form.fields["kind"].choices] == ["workshop", "talk"]
    assert [value for value, _word in form.fields["minutes"].choices] == ["20", "45"]
