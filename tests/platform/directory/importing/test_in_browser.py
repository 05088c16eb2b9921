"""A manager signs in, imports ten actors with two faults in the file, mends them, applies, and undoes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.browsing import go
from tests.platform import builders
from tests.platform.accounts.test_sign_in import sent_code
from tests.platform.directory.importing.conftest import TEN

from handschlag.accounts.models import User
from handschlag.directory.models import Actor, Import, Network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opened = Callable[..., Any]
TWO_FAULTS = TEN.replace("Leipzig;Sachsen", "Leipzig;Sachsn").replace("01.03.2024", "31.02.2024")


def choose(page: Any, table: str) -> None:
    file = {"name": "mitglieder.csv", "mimeType": "text/csv", "buffer": table.encode("cp1252")}
    page.set_input_files("input[type=file]", files=[file])


def test_a_manager_signs_in_imports_ten_actors_mends_two_faults_applies_and_undoes(
    opened: Opened, marthas: Network, martha: User
) -> None:
    with opened("/de/account/login/", script=False) as page:
        page.fill("input[name=email]", martha.email)
        go(page, page.locator("input[name=email]"), key="Enter")
        page.fill("input[name=code]", sent_code(martha.email))
        go(page, page.locator("input[name=code]"), key="Enter")
        page.goto("/de/manage/")
        go(page, page.get_by_role("link", name=marthas.name).first)
        go(page, page.get_by_role("link", name="Mitglieder", exact=True).first)
        go(page, page.get_by_role("main").get_by_role("link", name="Tabelle importieren", exact=True))
        choose(page, TWO_FAULTS)
        go(page, page.get_by_role("button", name="Hochladen und Spalten prüfen"))
        go(page, page.get_by_role("button", name="Tabelle prüfen"))
        assert "2 Zellen müssen geändert werden" in page.inner_text("main")
        page.get_by_label("Mitglied seit").fill("1.3.2024")
        go(page, page.get_by_role("button", name="Sachsen", exact=True))
        assert Actor.objects.count() == 0
        go(page, page.get_by_role("button", name="Jetzt übernehmen: 10 neu, 10 Mitgliedschaften"))
        go(page, page.get_by_role("link", name="Zu den Mitgliedern"))
        assert "10 Mitgliedschaften" in page.inner_text("main")
        assert "Sensor Sommer GmbH" in page.inner_text("main")
        page.goto("/de/imports/")
        go(page, page.get_by_role("link", name="mitglieder.csv"))
        go(page, page.get_by_role("link", name="Import rückgängig machen"))
        go(page, page.get_by_role("button", name="Alles rückgängig machen"))
        assert "Der Import ist rückgängig gemacht" in page.inner_text("main")
        page.goto("/de/manage/networks/optik-sachsen/members/")
        assert "Noch keine Mitglieder" in page.inner_text("main")
    assert Actor.objects.count() == 0


@pytest.fixture
def states(bring: Callable[..., Import], marthas: Network, martha: User) -> list[Import]:
    """An import with everything that a row can have, and one whose columns are to be looked at."""
    builders.actor("Laser Kraft AG", networks=(marthas,), place="Leipzig", employees=5)
    builders.actor("Spiegel Schulz e. K.", place="Berlin")
    builders.actor("Filter Fuchs GmbH", place="Atlantis")
    first = bring(TWO_FAULTS.replace("Neustadt;Sachsen", "Neustadt;"), by=martha, network=marthas)
    second = bring(TEN, by=martha, network=marthas)
    Import.objects.filter(pk=second.pk).update(state="columns", counts={})
    return [first, second]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_imports_have_no_barrier(
    opened: Opened,
    barriers: Callable[..., list],
    states: list[Import],
    marthas: Network,
    martha: User,
    width: int,
    dark: bool,
) -> None:
    checked, waiting = states
    language = "en" if dark else "de"
    with override(language):
        paths = [
            reverse("directory:imports"),
            reverse("directory:new_import") + f"?into=network:{marthas.pk}",
            reverse("directory:import_columns", args=[waiting.pk]),
            reverse("directory:import", args=[checked.pk]) + "?show=all",
            reverse("directory:import_discard", args=[checked.pk]),
        ]
    with opened(paths[0], width=width, dark=dark, user=martha) as page:
        found = {}
        for path in paths:
            page.goto(path)
            found[path] = barriers(page)
        assert found == {path: [] for path in paths}


def test_a_page_that_waits_moves_on_by_itself(
    opened: Opened, bring: Callable[..., Import], marthas: Network, martha: User
) -> None:
    from handschlag.common.models import Job

    row = bring(TEN, by=martha, network=marthas)
    job = Job.objects.create(
        kind="directory.import", payload={"import_id": row.pk}, owner=martha, due_at=builders.NOW,
        created_at=builders.NOW,
    )  # fmt: skip
    Import.objects.filter(pk=row.pk).update(state="checking", job=job)
    with opened(f"/de/imports/{row.pk}/", user=martha) as page:
        assert "Die Tabelle wird geprüft" in page.inner_text("h1")
        Import.objects.filter(pk=row.pk).update(state="checked")
        page.wait_for_selector("text=Die Tabelle kann übernommen werden")
