"""Somebody of the team who only reads: every page, no change, no letter, no link of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role
from handschlag.common.models import AuditEntry, Mail
from handschlag.common.refusals import Refusal
from handschlag.events import team
from handschlag.events.editing import OrganiserRefusal
from handschlag.events.models import Event, EventOrganiser, EventStatus
from handschlag.events.plugins.personal_data import TEAM_HOLDER

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/"
CANNOT = "Sie können diese Veranstaltung ansehen, aber nichts ändern."


@pytest.fixture
def reader(event: Event, greta: User, olaf: User, now: datetime) -> User:
    """Olaf looks on at Greta's conference."""
    team.add_organiser(event_id=event.pk, email=olaf.email, only_reads=True, by=greta.subject, now=now)
    return olaf


def test_a_reader_sees_every_page_and_changes_nothing(
    event: Event, reader: User, signed_in: Callable[[User], Client]
) -> None:
    client, before = signed_in(reader), Event.objects.values().get()
    for path in ("", "house/", "programme/", "team/", "details/", "parts/room/new/"):
        page = client.get(HOME + path)
        assert (page.status_code, CANNOT in page.content.decode()) == (200, True), path
    assert client.post(f"{HOME}publish/", {}).status_code == 403
    assert client.post(f"{HOME}parts/room/new/", {"name_de": "Saal", "seats": "10"}).status_code == 403
    assert (Event.objects.values().get(), event.rooms.count()) == (before, 0)
    assert "netzwerke-verbinden" in client.get("/de/manage/events/").content.decode()


def test_a_reader_sees_drafts_as_the_public_will(
    event: Event, reader: User, person: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    Event.objects.update(status=EventStatus.DRAFT)
    for user, status in ((reader, 200), (person("ute", Role.ORGANISER), 404)):
        client = signed_in(user)
        for path in ("", "exhibition/"):
            assert client.get(f"/de/events/{event.slug}/{path}").status_code == status, (user.name, path)


def test_going_back_to_a_version_without_readers_makes_nobody_an_editor(
    event: Event, greta: User, reader: User
) -> None:
    migration = import_module("handschlag.events.migrations.0014_readers_of_an_event").Migration
    migration.operations[-1].reverse_code(apps, None)
    assert list(event.organisers.values_list("user", flat=True)) == [greta.pk]


def test_the_team_decides_who_only_reads(
    event: Event, greta: User, olaf: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(greta)
    client.post(f"{HOME}team/", {"email": olaf.email, "only_reads": "on"})
    row = EventOrganiser.objects.get(user=olaf)
    assert (row.only_reads, "Sie können nichts ändern." in Mail.objects.get().text) == (True, True)
    assert AuditEntry.objects.filter(verb="event.joined_team").latest("pk").changes["only_reads"] == [
        None,
        True,
    ]
    page = client.get(f"{HOME}team/").content.decode()
    assert ("nur Ansicht" in page, CANNOT in page) == (True, False)
    assert f"{HOME}team/{greta.pk}/" not in page  # whoever can change the event stays
    client.post(f"{HOME}team/{olaf.pk}/")
    assert not EventOrganiser.objects.filter(user=olaf).exists()


def test_the_team_changes_what_a_colleague_may_do_in_place(
    event: Event, greta: User, reader: User, signed_in: Callable[[User], Client]
) -> None:
    client, rights = signed_in(greta), f"{HOME}team/{reader.pk}/rights/"
    page = client.get(f"{HOME}team/").content.decode()
    assert ("Vollen Zugriff geben" in page, "Auf Ansicht beschränken" in page) == (True, False)
    Mail.objects.all().delete()
    client.post(rights, {"do": "edit"})
    again = client.post(rights, {"do": "edit"}, follow=True)  # pressed twice: done and told once
    assert again.content.decode().count("Zugriff geändert.") == 1  # of the first press
    assert "Sie können alles an der Veranstaltung ändern" in Mail.objects.get().text
    entry = AuditEntry.objects.get(verb="event.changed_rights")
    assert entry.changes == {"user": [reader.pk, reader.pk], "only_reads": [True, False]}
    assert signed_in(reader).post(f"{HOME}parts/room/new/", {"name_de": "Saal"}).status_code == 302
    client = signed_in(greta)
    page = client.get(f"{HOME}team/").content.decode()
    assert ">Auf Ansicht beschränken<span" in page
    assert ("Vollen Zugriff geben" in page, page.count("Auf Ansicht beschränken")) == (
        False,
        1,
    )  # not oneself
    for unclear in ({}, {"do": "x"}):
        assert client.post(rights, unclear).status_code == 404
    client.post(rights, {"do": "view"})
    assert EventOrganiser.objects.get(user=reader).only_reads
    assert "Sie können nichts ändern" in Mail.objects.latest("pk").text


def test_a_reader_can_neither_take_in_nor_stay_alone(
    event: Event, greta: User, reader: User, now: datetime
) -> None:
    with pytest.raises(Denied):
        team.add_organiser(event_id=event.pk, email=greta.email, by=reader.subject, now=now)
    with pytest.raises(Denied):
        team.change_rights(event_id=event.pk, user_id=reader.pk, only_reads=False, by=reader.subject, now=now)
    who = {"event_id": event.pk, "user_id": greta.pk, "by": greta.subject, "now": now}
    for verb in (team.remove_organiser, partial(team.change_rights, only_reads=True)):
        with pytest.raises(Refusal) as no:
            verb(**who)
        assert no.value.reason == OrganiserRefusal.LAST_ORGANISER
    assert (len(TEAM_HOLDER.warnings(greta.pk)), len(TEAM_HOLDER.warnings(reader.pk))) == (1, 0)


def test_who_is_blocked_can_neither_get_full_access_nor_hold_the_place_of_the_last(
    event: Event, greta: User, reader: User, now: datetime
) -> None:
    who = {"event_id": event.pk, "by": greta.subject, "now": now}
    team.change_rights(user_id=reader.pk, only_reads=False, **who)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    for verb in (team.remove_organiser, partial(team.change_rights, only_reads=True)):
        with pytest.raises(Refusal) as no:
            verb(user_id=greta.pk, **who)
        assert no.value.reason == OrganiserRefusal.LAST_ORGANISER
    team.change_rights(user_id=reader.pk, only_reads=True, **who)
    with pytest.raises(Refusal) as no:
        team.change_rights(user_id=reader.pk, only_reads=False, **who)
    assert no.value.reason == OrganiserRefusal.NO_ORGANISER
