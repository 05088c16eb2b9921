"""After an erasure, nothing of the person stands in any file of the platform, however it is packed there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.platform import builders
from tests.platform.conftest import session_of
from tests.platform.erasure.conftest import WORDS, Scene
from tests.platform.erasure.traces import files_in, files_of_database, found, rows_of_all_tables

from handschlag.accounts import emails
from handschlag.accounts.models import User
from handschlag.accounts.own_data import erase_account
from handschlag.accounts.policy import Subject
from handschlag.directory.models import Invitation, JoinRequest
from handschlag.events import team
from handschlag.events.models import StandStaff
from handschlag.pages.models import Report
from handschlag.registration import personal_data, personal_links
from handschlag.registration.models import Registration
from handschlag.statistics import protection


def everything(scene: Scene, folder: Path) -> dict[str, set[str]]:
    hits = found(scene.words, rows_of_all_tables())
    for more in (found(scene.words, files_of_database()), found(scene.words, files_in(folder))):
        for name, places in more.items():
            hits.setdefault(name, set()).update(places)
    return hits


def by_link(scene: Scene) -> None:
    personal_data.erase(registration_id=scene.registration.pk, has_link=True, by=Subject(), now=scene.now)


def by_organisers(scene: Scene) -> None:
    protection.erase(registration_id=scene.registration.pk, by=scene.otto.subject, now=scene.now)


def with_the_account(scene: Scene) -> None:
    """There is one of everything that accounts have, too; erased without a word to be found."""
    user = User.objects.create_user(email=scene.words["address"], name=scene.words["name"])
    Registration.objects.filter(pk=scene.registration.pk).update(user=user)
    made_with_account(user, scene)
    assert found(scene.words, rows_of_all_tables())["name"] >= {
        "accounts_user.name",
        "directory_joinrequest.contact_name",
        "pages_report.name",
        "events_standstaff.name",
        "common_mail.text",
    }
    erase_account(user_id=user.pk, by=user.subject, now=scene.now)


def made_with_account(user: User, scene: Scene) -> None:
    """A letter that names her to a colleague, a request to join, a report, a stand, an invitation."""
    now, network, event = scene.now, builders.network(), scene.service.event
    team.tell_added(user=scene.otto, event=event, by_id=user.pk, only_reads=False, now=now)
    emails.send_notice(emails.Notice.PASSWORD_SET, user, now=now, to="earlier@marker-one.example")
    contact = {"contact_name": user.name, "contact_email": user.email, "message": scene.words["goal"]}
    JoinRequest.objects.create(
        network=network,
        organisation=scene.words["organisation"],
        state="unconfirmed",
        asked_at=now,
        **contact,
    )
    Report.objects.create(
        kind="error",
        text="Das Datum stimmt nicht.",
        name=user.name,
        email=user.email,
        language="de",
        sent_at=now,
    )
    StandStaff.objects.create(stand=builders.stand(event), name=user.name, email=user.email)
    Invitation.objects.create(
        network=network, email=user.email, invited_at=now, expires_at=now + timedelta(days=7)
    )
    session_of(user)


def ask_to_take_her_address(scene: Scene) -> None:
    """Bo has typed her address as his new one: it stands in his registration, and in a letter to her."""
    bo = Registration.objects.get(pk=scene.bo.registration_id)
    Registration.objects.filter(pk=scene.registration.pk).update(state="cancelled")
    personal_links.ask_for_address(bo, scene.words["address"], by=Subject(), now=scene.now)
    Registration.objects.filter(pk=scene.registration.pk).update(state="confirmed")


@pytest.mark.parametrize("erase", [by_link, by_organisers, with_the_account])
def test_no_word_about_the_person_is_left_in_rows_and_files(
    scene: Scene, folder: Path, erase: Callable[[Scene], None]
) -> None:
    ask_to_take_her_address(scene)
    before = everything(scene, folder)
    assert "registration_addresschange.email" in before["address"]
    assert WORDS.keys() - before.keys() == set(), "every word stands somewhere before"
    printed = [place for places in before.values() for place in places if place.startswith("media/printed")]
    assert printed, "printed files are read"
    erase(scene)
    assert everything(scene, folder) == {}
