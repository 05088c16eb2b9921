"""A participant registers on a phone, picks talks, gets the calendar entry and changes her arrival."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.browsing import go
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.events.models import Event
from handschlag.registration import invitations
from handschlag.registration.access import link_of, link_of_address_change, link_of_invitation
from handschlag.registration.invitations import Invitee
from handschlag.registration.models import AddressChange, EventInvitation, Registration

pytestmark = pytest.mark.django_db(transaction=True)
SAVE = ".hs-reg__end button"
EMAILS = (
    "../emails/",
    "../emails/registration.confirmed/",
    "../emails/messages/new/",
    "../emails/undelivered/",
)
ONE_SCREEN = 1.5 * 844


def typed(page: Any) -> None:
    """Who Ada is."""
    page.get_by_label("Ihr Name").fill("Dr. Ada Lindqvist")
    page.get_by_label("E-Mail-Adresse").first.fill("ada@example.org")
    page.get_by_role("textbox", name="Organisation").or_(
        page.get_by_role("combobox", name="Organisation")
    ).first.fill("Werkstatt Ada")


def confirmed(page: Any, link: str, barriers: Callable | None) -> None:
    """The mailed link is opened on the same phone."""
    page.get_by_role("heading", name="Bitte prüfen Sie Ihr E-Mail-Postfach").wait_for()
    assert barriers is None or barriers(page) == []
    page.goto(link)
    page.get_by_text("Linsen für alle").first.wait_for()
    assert barriers is None or barriers(page) == []
    go(page, page.get_by_role("button", name="Anmeldung bestätigen"))


@pytest.mark.parametrize(("script", "dark"), [(True, False), (False, True)])
def test_a_participant_registers_on_a_phone(
    opened: Callable,
    barriers: Callable,
    event: Event,
    publish: Callable,
    opening: Callable[[str], str],
    script: bool,
    dark: bool,
) -> None:
    talk = builders.session(event, "Linsen für alle", "10:00", seats=5)
    other = builders.session(event, "Licht im Bild", "10:15")
    publish(event)
    path = reverse("registration:register", args=[event.slug])
    with opened(path, width=390, script=script, dark=dark) as page:
        assert not script or barriers(page) == []
        typed(page)
        must = 'label[for="id_wish_{}_2"]'
        for pk in (talk.pk, other.pk):
            page.locator(must.format(pk)).click()
        go(page, page.locator(SAVE))
        page.get_by_text("überschneiden sich").first.wait_for()
        assert page.get_by_label("Ihr Name").input_value() == "Dr. Ada Lindqvist"
        page.locator(f'label[for="id_wish_{other.pk}_1"]').click()
        go(page, page.locator(SAVE))
        confirmed(page, opening("ada@example.org"), barriers if script else None)
        page.get_by_role("heading", name="Sie sind angemeldet.").wait_for()
        if script:
            assert barriers(page) == []
        with page.expect_download() as load:
            page.get_by_role("link", name="In meinen Kalender übernehmen").click()
        entry = Path(load.value.path()).read_text("utf-8")
        assert ("SUMMARY:Linsen für alle" in entry, "TZID=Europe/Berlin" in entry) == (True, True)
        go(page, page.get_by_role("link", name="Ändern", exact=True))
        page.get_by_label("Uhrzeit der Ankunft").fill("10:20")
        go(page, page.locator(SAVE))
        go(page, page.get_by_role("button", name="So speichern"))
        page.get_by_text("beginnt, bevor Sie kommen").first.wait_for()
    ada = Registration.objects.get()
    assert (ada.arrives_at, ada.version) == (builders.clock("10:20"), 2)
    assert dict(ada.choices.values_list("session_id", "seat")) == {talk.pk: "seated", other.pk: "none"}


@pytest.mark.parametrize(
    ("width", "dark", "pages"),
    [
        (1280, False, ("", "invitations/", "duplicates/", "needs/", "sessions/", "add/", "{pk}/")),
        (390, True, ("", "{pk}/")),
        (1280, True, EMAILS),
        (390, False, EMAILS[:2]),
    ],
)
def test_the_organisers_pages_have_no_barriers(
    opened: Callable,
    barriers: Callable,
    event: Event,
    otto: User,
    register: Callable[..., Registration],
    width: int,
    dark: bool,
    pages: tuple[str, ...],
) -> None:
    Event.objects.filter(pk=event.pk).update(capacity=5)
    for name in ("eva", "eva.b"):
        register(event, name, organisation="Werkstatt Adler", needs_step_free=True)
    Registration.objects.update(name="Eva Adler")
    first = reverse("registration:registrations", args=[event.slug])
    ada = Registration.objects.order_by("pk")[0]
    with opened(first, width=width, dark=dark, user=otto) as page:
        for path in pages:
            page.goto(first + path.format(pk=ada.pk))
            assert (path, barriers(page)) == (path, [])


@pytest.mark.parametrize(("language", "width", "dark"), [("de", 390, True), ("en", 1280, False)])
def test_the_pages_behind_mailed_links_have_no_barriers(
    opened: Callable,
    barriers: Callable,
    event: Event,
    register: Callable[..., Registration],
    language: str,
    width: int,
    dark: bool,
) -> None:
    ada = register(event, organisation="Werkstatt Ada")
    with override(language):
        own = reverse("registration:own", args=[link_of(ada)])
        lost = reverse("registration:lost_of", args=[event.slug])
        sent = reverse("registration:sent", args=[event.slug])
        broken = reverse("registration:own", args=["x" * 67])
    with opened(f"{own}change/", width=width, dark=dark) as page:
        page.locator("#id_email").fill("new@example.org")
        go(page, page.locator(SAVE))
        page.get_by_text("new@example.org").first.wait_for()
        assert barriers(page) == []
        change = link_of_address_change(AddressChange.objects.get())
        with override(language):
            confirming = reverse("registration:address", args=[change])
        for path in (lost, sent, broken, confirming):
            page.goto(path)
            assert (path, barriers(page)) == (path, [])
        go(page, page.locator("main form button"))
        page.get_by_text("new@example.org").first.wait_for()
        page.goto(lost)
        page.locator("#id_email").fill("nobody@example.org")
        go(page, page.locator("main form button"))
        assert barriers(page) == []
    ada.refresh_from_db()
    assert (ada.email, ada.link_number) == ("new@example.org", 2)


@pytest.mark.parametrize(("script", "dark"), [(True, False), (False, True)])
def test_an_invited_person_registers_on_one_screen_of_a_phone(
    opened: Callable, barriers: Callable, event: Event, otto: User, script: bool, dark: bool
) -> None:
    matchmaking.matching(event)
    guest = Invitee(email="ada@example.org", name="Ada Lindqvist", organisation="Werkstatt Ada")
    invitations.invite(event_id=event.pk, guests=[guest], by=otto.subject, now=builders.NOW)
    link = reverse("registration:invited", args=[link_of_invitation(EventInvitation.objects.get())])
    with opened(link, width=390, script=script, dark=dark) as page:
        assert not script or barriers(page) == []
        bottom = page.locator("main").bounding_box()
        assert bottom["y"] + bottom["height"] <= ONE_SCREEN
        page.get_by_label("Ja", exact=True).check()
        go(page, page.locator(SAVE))
        page.get_by_role("heading", name="Ihr Profil").wait_for()
        ada = Registration.objects.get()
        for name, more in (("more", ()), ("topic", ("needs",)), ("topic", ("sharing",))):
            page.goto(reverse(f"registration:{name}", args=[link_of(ada), *more]))
            assert not script or (name, more, barriers(page)) == (name, more, [])
        go(page, page.locator(SAVE))
        page.get_by_text("alles ist gespeichert").wait_for()
        page.goto(link)
        assert not script or barriers(page) == []
        go(page, page.get_by_role("button", name="Link erneut senden"))
        page.get_by_role("heading", name="Bitte prüfen Sie Ihr E-Mail-Postfach").wait_for()
    assert ada.consents_given == ["matching"]


def test_tables_of_emails_stand_in_the_same_columns(opened: Callable, event: Event, otto: User) -> None:
    with opened(reverse("registration:emails", args=[event.slug]), user=otto) as page:
        columns = page.eval_on_selector_all(
            ".hs-reg__emails",
            "tables => tables.map(one => [...one.rows[0].cells].map(cell => Math.round(cell.offsetLeft)))",
        )
    assert len(columns) > 2
    assert all(one == columns[0] for one in columns)
