"""After an erasure, nothing of the person stands in any file of the platform, however it is packed there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.platform.erasure.conftest import WORDS, Scene
from tests.platform.erasure.traces import files_in, files_of_database, found, rows_of_all_tables

from handschlag.accounts.actions.erasure import erase_account
from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Subject
from handschlag.registration.actions import forgetting
from handschlag.registration.models import Registration
from handschlag.statistics.actions import protecting


def everything(scene: Scene, folder: Path) -> dict[str, set[str]]:
    hits = found(scene.words, rows_of_all_tables())
    for more in (found(scene.words, files_of_database()), found(scene.words, files_in(folder))):
        for name, places in more.items():
            hits.setdefault(name, set()).update(places)
    return hits


def by_link(scene: Scene) -> None:
    forgetting.erase(registration_id=scene.registration.pk, has_link=True, by=Subject(), now=scene.now)


def by_organisers(scene: Scene) -> None:
    protecting.erase(registration_id=scene.registration.pk, by=scene.otto.subject, now=scene.now)


def with_the_account(scene: Scene) -> None:
    user = User.objects.create_user(email=scene.words["address"], name=scene.words["name"])
    Registration.objects.filter(pk=scene.registration.pk).update(user=user)
    erase_account(user_id=user.pk, by=user.subject, now=scene.now)


@pytest.mark.parametrize("erase", [by_link, by_organisers, with_the_account])
def test_no_word_about_the_person_is_left_in_rows_and_files(
    scene: Scene, folder: Path, erase: Callable[[Scene], None]
) -> None:
    before = everything(scene, folder)
    assert WORDS.keys() - before.keys() == set(), "every word stands somewhere before"
    printed = [place for places in before.values() for place in places if place.startswith("media/printed")]
    assert printed, "printed files are read"
    erase(scene)
    assert everything(scene, folder) == {}
