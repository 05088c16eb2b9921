"""Who helps at the reception: by a link or an account, at one event, until it is over, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from tests.platform import builders
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role, Subject
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.events import reception
from handschlag.events.editing import ReceptionRefusal
from handschlag.events.models import Event, ReceptionPass
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/de/reception/[^/\s]+/")
OPEN = {"desk", "check_in", "device", "desk_worker", "desk_list", "desk_sync", "badges", "desk_file"}


@pytest.fixture
def given(event: Event, otto: User, now: datetime) -> ReceptionPass:
    """Rita, a student, helps at Otto's event."""
    return reception.give_pass(
        event_id=event.pk, name="Rita", email="Rita@Example.org", by=otto.subject, now=now
    )


@pytest.fixture
def rita(given: ReceptionPass) -> Client:
    """Her phone, with the link of her letter opened."""
    client = Client()
    assert client.post(link_in_letter(), {"do": "begin"}).status_code == 302
    return client


def link_in_letter() -> str:
    found = LINK.search(text_of(Mail.objects.filter(to="rita@example.org").latest("pk")))
    assert found is not None
    return found[0]


def at(name: str, event: Event, *more: Any) -> str:
    return reverse(f"registration:{name}", args=[event.slug, *more])


def test_opening_the_link_begins_nothing_before_a_press(event: Event, given: ReceptionPass) -> None:
    client = Client()
    page = client.get(link_in_letter())
    assert ("Auf diesem Gerät beginnen" in page.text, page["X-Robots-Tag"]) == (True, "noindex, nofollow")
    assert client.get(at("desk", event)).status_code == 302
    assert not AuditEntry.objects.filter(verb="event.reception_opened").exists()


def test_by_the_link_somebody_checks_in_and_takes_it_back(
    rita: Client, event: Event, register: Callable[..., Registration], given: ReceptionPass
) -> None:
    ada = register(event)
    page = rita.get(at("desk", event), {"q": "ada"})
    key = re.search(r'name="key" value="([^"]+)"', page.text)
    assert key is not None
    rita.post(at("check_in", event), {"code": ada.badge_code, "key": key[1], "who": ada.pk})
    assert ada.check_ins.get().by_id is None
    entry = AuditEntry.objects.get(verb="registration.checked_in")
    assert (entry.by_id, entry.changes) == (None, {"pass_link": [None, given.link_id]})


def test_badges_are_printed_and_lists_are_not_taken_as_data(
    rita: Client, event: Event, register: Callable[..., Registration]
) -> None:
    ada = register(event)
    how = {"person": ada.pk, "who": "all", "paper": "a6", "language": "de"}
    assert rita.post(at("badges", event), how)["Content-Type"] == "application/pdf"
    assert rita.get(at("desk_file", event, "pdf"))["Content-Type"] == "application/pdf"
    assert [rita.get(at("desk_file", event, ending)).status_code for ending in ("csv", "xlsx")] == [302, 302]
    page = rita.get(at("desk", event), {"q": "ada"}).text
    assert f"/registrations/{ada.pk}/" not in page
    assert "Alle Ihre Veranstaltungen" not in page


def addresses(event: Event, registration: Registration) -> Iterator[tuple[str, str]]:
    """Every address below an event in the console that numbers of this event fill."""
    resolver = get_resolver()
    for space, (_prefix, inner) in resolver.namespace_dict.items():
        for name in {key for key in inner.reverse_dict if isinstance(key, str)}:
            for values in ([event.slug], [event.slug, registration.pk]):
                try:
                    url = reverse(f"{space}:{name}", args=values)
                except NoReverseMatch:
                    continue
                if f"/manage/events/{event.slug}/" in url:
                    yield f"{space}:{name}", url


def test_nothing_else_of_the_event_opens(
    rita: Client, event: Event, register: Callable[..., Registration]
) -> None:
    closed, opened = 0, set()
    for name, url in addresses(event, register(event)):
        answer = rita.get(url)
        answer = rita.post(url) if answer.status_code == 405 else answer
        if answer.status_code in {403, 404} or answer.get("Location", "").startswith("/de/account/login/"):
            closed += 1
        else:
            opened.add(name.partition(":")[2])
    assert closed > 100
    assert opened - OPEN - {"walk_in"} == set()


def test_the_pass_is_for_one_event_and_ends_with_it(
    rita: Client, event: Event, otto: User, given: ReceptionPass, now: datetime
) -> None:
    other = builders.event("Anderes", otto)
    assert rita.get(at("desk", other)).status_code == 302
    assert rita.get(at("desk", event)).status_code == 200
    Event.objects.filter(pk=event.pk).update(
        first_day=(now - timedelta(days=2)).date(), last_day=(now - timedelta(days=1)).date()
    )
    assert rita.get(at("desk", event)).status_code == 302
    assert Client().get(link_in_letter()).status_code == 410
    with pytest.raises(Refusal) as refused:
        reception.give_pass(event_id=event.pk, name="X", email="x@example.org", by=otto.subject, now=now)
    assert refused.value.reason is ReceptionRefusal.OVER


def test_a_new_link_and_the_end_of_the_access_hold_at_once_on_every_device(
    rita: Client, event: Event, otto: User, given: ReceptionPass, now: datetime
) -> None:
    old = link_in_letter()
    reception.renew_pass(event_id=event.pk, pass_id=given.pk, by=otto.subject, now=now)
    assert (rita.get(at("desk", event)).status_code, rita.get(old).status_code) == (302, 410)
    rita.post(link_in_letter(), {"do": "begin"})
    assert rita.get(at("desk", event)).status_code == 200
    reception.withdraw_pass(event_id=event.pk, pass_id=given.pk, by=otto.subject, now=now)
    assert rita.get(at("desk", event)).status_code == 302
    with pytest.raises(Refusal) as refused:
        reception.withdraw_pass(event_id=event.pk, pass_id=given.pk, by=otto.subject, now=now)
    assert refused.value.reason is ReceptionRefusal.GONE


def test_an_account_with_the_address_works_there_too(
    event: Event, given: ReceptionPass, person: Callable[..., User], register: Callable[..., Registration]
) -> None:
    client = Client()
    client.force_login(person("rita"))
    assert client.get(at("desk", event)).status_code == 200
    assert client.get(at("registrations", event)).status_code == 403
    stranger = Client()
    stranger.force_login(person("stefan"))
    assert stranger.get(at("desk", event)).status_code == 403


def test_only_the_team_gives_access(event: Event, person: Callable[..., User], now: datetime) -> None:
    foreign = person("frida", Role.ORGANISER)
    for by in (Subject(), foreign.subject, Subject(pass_link_id=1)):
        with pytest.raises(Denied):
            reception.give_pass(event_id=event.pk, name="X", email="x@example.org", by=by, now=now)


def test_the_page_of_the_team_gives_renews_and_ends_it(client: Client, event: Event, otto: User) -> None:
    client.force_login(otto)
    team = reverse("events:team", args=[event.slug])
    give = reverse("events:give_pass", args=[event.slug])
    client.post(give, {"pass-name": "Rita", "pass-email": "rita@example.org"})
    assert "Link noch nicht geöffnet" in client.get(team).text
    again = client.post(give, {"pass-name": "Rita", "pass-email": "RITA@example.org"})
    assert (again.status_code, "hat schon Zugang" in again.text) == (422, True)
    Client().post(link_in_letter(), {"do": "begin"})
    assert "Link geöffnet am" in client.get(team).text
    change = reverse("events:change_pass", args=[event.slug, ReceptionPass.objects.get().pk])
    client.post(change, {"do": "renew"})
    assert Mail.objects.filter(to="rita@example.org").count() == 2
    client.post(change, {"do": "end"})
    assert "rita@example.org" not in client.get(team).text


def test_names_of_helpers_are_forgotten_a_month_after_the_event(
    event: Event, given: ReceptionPass, now: datetime
) -> None:
    end = datetime.combine(event.last_day, now.timetz())
    assert reception.forget_passes(now=end + timedelta(days=30)) == 0
    assert reception.forget_passes(now=end + timedelta(days=32)) == 1
    assert not ReceptionPass.objects.exists()


def test_whoever_registered_themselves_has_no_sheet_with_a_link_at_the_desk(
    rita: Client, event: Event, register: Callable[..., Registration]
) -> None:
    ada = register(event)
    for name in ("walked_in", "walk_in_sheet"):
        assert rita.get(reverse(f"day:{name}", args=[event.slug, ada.pk])).status_code == 404
    asked = rita.get(reverse("day:desk_sheet", args=[event.slug, ada.pk]))
    assert asked.headers["Location"].startswith("/de/account/login/")


def test_a_pass_ends_at_midnight_of_the_place(
    rita: Client, event: Event, given: ReceptionPass, now: datetime
) -> None:
    """In Honolulu it is still the evening before when it is morning in Berlin."""
    yesterday = (now - timedelta(days=1)).date()
    Event.objects.filter(pk=event.pk).update(
        first_day=yesterday, last_day=yesterday, time_zone="Pacific/Honolulu"
    )
    assert rita.get(at("desk", event)).status_code == 200
    assert Client().get(link_in_letter()).status_code == 200
    Event.objects.filter(pk=event.pk).update(time_zone="Europe/Berlin")
    assert rita.get(at("desk", event)).status_code == 302
    assert Client().get(link_in_letter()).status_code == 410


def test_a_helper_with_an_account_prints_more_than_a_handful(
    event: Event, given: ReceptionPass, person: Callable[..., User], register: Callable[..., Registration]
) -> None:
    for number in range(10):
        register(event, f"guest{number}")
    client = Client()
    client.force_login(person("rita"))
    how = {"who": "all", "paper": "a6", "language": "de"}
    assert client.post(at("badges", event), how)["Content-Type"] == "application/pdf"
