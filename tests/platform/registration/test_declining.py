"""Who is invited and cannot come says so by one press, and may name somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.platform import letters

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.directory.models import Actor
from handschlag.events.models import Event, EventHost
from handschlag.registration import invitations
from handschlag.registration.access import link_of_invitation
from handschlag.registration.hooks import MeetingProspect, meeting_prospects
from handschlag.registration.invitations import Invitee, invitations_by_state
from handschlag.registration.models import EventInvitation, Registration

type SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LETTERS = Path(__file__).parent / "letters"


@pytest.fixture
def ada(event: Event, otto: User, now: datetime) -> EventInvitation:
    guest = Invitee(email="ada@example.org", name="Ada", organisation="Werkstatt")
    invitations.invite(event_id=event.pk, guests=[guest], by=otto.subject, now=now)
    return EventInvitation.objects.get()


def page_of(invitation: EventInvitation) -> str:
    return reverse("registration:decline", args=[link_of_invitation(invitation)])


def test_one_press_declines_and_another_one_undoes_it(ada: EventInvitation, client: Client) -> None:
    asked = client.get(page_of(ada))
    assert asked["Referrer-Policy"] == "strict-origin"
    ada.refresh_from_db()
    assert ada.declined_at is None  # programs that follow links in letters decline nothing
    client.post(page_of(ada), {"do": "decline"})
    client.post(page_of(ada), {"do": "decline"})
    assert invitations_by_state(ada.event_id) == {"declined": 1}
    client.post(page_of(ada), {"do": "undo"})
    assert invitations_by_state(ada.event_id) == {"unopened": 1}


def test_a_named_colleague_is_invited_by_the_organisers_only(
    ada: EventInvitation, otto: User, signed_in: SignedIn, client: Client
) -> None:
    named = {"do": "colleague", "name": "Bo", "email": "Bo@example.org"}
    assert client.post(page_of(ada), named).status_code == 422  # Ada has not declined
    client.post(page_of(ada), {"do": "decline"})
    assert client.post(page_of(ada), {**named, "email": "bo"}).status_code == 422
    assert client.post(page_of(ada), named).status_code == 302
    bo = EventInvitation.objects.get(email="bo@example.org")
    assert (bo.suggested_by, bo.organisation, bo.sent_at) == (ada, "Werkstatt", None)
    assert not Mail.objects.filter(to=bo.email).exists()
    assert client.post(page_of(ada), {**named, "email": "cy@example.org"}).status_code == 422

    team = signed_in(otto)
    page = reverse("registration:invitations", args=[ada.event.slug])
    words = team.get(page, {"state": "suggested"}).content.decode()
    assert ("bo@example.org" in words, "ada@example.org" in words, "Einladen" in words) == (True, False, True)
    which = reverse("registration:invitation", args=[ada.event.slug])
    team.post(which, {"invitation": bo.pk, "do": "again"})
    assert Mail.objects.filter(to=bo.email).count() == 1
    team.post(which, {"invitation": ada.pk, "do": "again"})
    assert Mail.objects.filter(to=ada.email).count() == 1  # who cannot come is left alone


def test_of_a_colleague_whom_nobody_wants_nothing_is_kept(
    ada: EventInvitation, otto: User, now: datetime, client: Client
) -> None:
    client.post(page_of(ada), {"do": "decline"})
    client.post(page_of(ada), {"do": "colleague", "name": "Bo", "email": "bo@example.org"})
    bo = EventInvitation.objects.get(email="bo@example.org")
    invitations.withdraw(event_id=ada.event_id, invitation_id=bo.pk, by=otto.subject, now=now)
    assert list(EventInvitation.objects.values_list("email", flat=True)) == ["ada@example.org"]


def test_whether_a_named_address_is_known_is_not_told(
    ada: EventInvitation, otto: User, now: datetime, client: Client
) -> None:
    guest = Invitee(email="bo@example.org")
    invitations.invite(event_id=ada.event_id, guests=[guest], by=otto.subject, now=now)
    client.post(page_of(ada), {"do": "decline"})
    answer = client.post(page_of(ada), {"do": "colleague", "name": "Bo", "email": "bo@example.org"})
    assert (answer.status_code, EventInvitation.objects.count()) == (302, 2)


def test_who_was_withdrawn_finds_no_page(
    ada: EventInvitation, otto: User, now: datetime, client: Client
) -> None:
    invitations.withdraw(event_id=ada.event_id, invitation_id=ada.pk, by=otto.subject, now=now)
    assert client.get(page_of(ada)).status_code == 404


def prospect(_event: int, _actor: Actor | None, registration: Registration | None) -> MeetingProspect:
    label = "Zu meinen Empfehlungen" if registration is None or registration.language == "de" else "See them"
    return MeetingProspect(
        seekers=12,
        examples=("Gesucht: Optik. Sie bieten: Linsen", "Gesucht: Laser. Sie bieten: Faserlaser"),
        page="matching:recommended",
        label=label,
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_invitation_says_who_invites_and_why_to_come(
    event: Event, otto: User, now: datetime, language: str
) -> None:
    Event.objects.filter(pk=event.pk).update(
        contact_phone="03641 000000", contact_email="team@example.org", summary_de="Ein Tag für Netzwerke."
    )
    for position, name in enumerate(("Optik Nord", "Photonik Süd")):
        EventHost.objects.create(event=event, name=name, position=position)
    guest = Invitee(email="ada@example.org", name="Ada", language=language)
    with meeting_prospects.replaced(prospect), override("en"):
        invitations.invite(event_id=event.pk, guests=[guest], by=otto.subject, now=now)
    mail = Mail.objects.get()
    assert (mail.sender_name, mail.reply_to) == (event.title_de, "team@example.org")
    assert letters.kept_as(mail, LETTERS / f"invitation.{language}.txt")
    assert "/decline/" in letters.text_of(mail)
    assert len(mail.subject) <= 60


def test_without_anybody_who_looks_for_it_no_number_stands_in_the_invitation(
    ada: EventInvitation, otto: User, now: datetime
) -> None:
    def nobody(*_who: object) -> MeetingProspect:
        return MeetingProspect(seekers=0, examples=(), page="matching:recommended", label="")

    with meeting_prospects.replaced(nobody):
        invitations.send_again(event_id=ada.event_id, invitation_id=ada.pk, by=otto.subject, now=now)
    text = Mail.objects.order_by("pk").last().text  # type: ignore[union-attr]
    assert ("vermitteln wir Gespräche" in text, "0 Personen" in text) == (True, False)
