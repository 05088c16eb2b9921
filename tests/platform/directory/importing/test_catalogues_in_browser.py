"""An editor brings a file of the Förderkatalog, from the upload to the page of an actor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.browsing import go
from tests.platform import builders
from tests.platform.directory.importing.catalogue_files import applied, checked, foekat, foekat_row

from handschlag.accounts.models import User
from handschlag.directory.imports import applying
from handschlag.directory.models import Actor, Import, Participation, Project

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("gazetteer"),
]
ROWS = (
    foekat_row("01IS17046A", "Linsen Meier GmbH", Thema='Verbundprojekt: "Lichtleitung" - Fertigung'),
    foekat_row("01IS17046B", "Laser Kraft AG", **{"Stadt/Gemeinde": "Leipzig, Stadt"}),
    foekat_row("01IS17046C", "Spiegel Schulz KG", **{"Laufzeit bis": "31.02.2023"}),
    foekat_row("03ET1234A", "Linsen Meier GmbH", Verbundprojekt="Kaltes Glas", Ressort="BMWK"),
    foekat_row("03ET1234B", "Laser-Kraft AG", Verbundprojekt="Kaltes Glas", Ressort="BMWK"),
    foekat_row("03ET9999", "Optik Suisse AG", Staat="Schweiz"),
)
WHOLE = foekat(*(row for row in ROWS if row["Laufzeit bis"] != "31.02.2023"))


def test_an_editor_brings_a_file_mends_it_applies_it_and_publishes_its_projects(
    opened: Callable[..., Any], editha: User
) -> None:
    with opened("/de/imports/new/?into=actors", script=False, user=editha) as page:
        file = {"name": "Suchliste.csv", "mimeType": "text/csv", "buffer": foekat(*ROWS)}
        page.set_input_files("input[type=file]", files=[file])
        go(page, page.get_by_role("button", name="Hochladen und Spalten prüfen"))
        assert "Erkannt: Förderkatalog" in page.inner_text("main")
        go(page, page.get_by_role("button", name="Tabelle prüfen"))
        assert "1 Zelle muss geändert werden" in page.inner_text("main")
        page.get_by_label("Laufzeit bis").fill("28.02.2023")
        go(page, page.get_by_label("Laufzeit bis"), key="Enter")
        assert "1 Zeile gehört zu einer Organisation außerhalb Deutschlands" in page.inner_text("main")
        go(page, page.get_by_role("button", name="Jetzt übernehmen"))
        go(page, page.get_by_role("button", name="Verbundprojekte veröffentlichen"))
        assert "2 Verbundprojekte sind jetzt öffentlich." in page.inner_text("body")
    assert (Project.objects.count(), Participation.objects.count()) == (2, 5)


def three_states(editha: User) -> list[Import]:
    """Applied and published, applied with drafts, checked with a fault, a decision and new projects."""
    now = timezone.now()
    done = applied(WHOLE, by=editha, now=now)
    applying.publish_projects(import_id=done.pk, seen=done.version, by=editha.subject, now=now)
    Actor.objects.update(status="published", published_at=builders.NOW)
    new = foekat(foekat_row("01XX1", "Neu GmbH", Verbundprojekt="Neues Glas"))
    other = {**ROWS[1], "Laufzeit bis": "30.06.2024", "Fördersumme in EUR": "2.000,00"}
    more = foekat(
        ROWS[0], other, *ROWS[2:], foekat_row("03ET1234C", "Laser Kraft GmbH", Verbundprojekt="Kaltes Glas")
    )
    return [done, applied(new, by=editha, now=now), checked(more, by=editha, now=now)]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_pages_of_catalogues_have_no_barrier(
    opened: Callable[..., Any], barriers: Callable[..., list], editha: User, width: int, dark: bool
) -> None:
    done, drafts, open_one = three_states(editha)
    with override("en" if dark else "de"):
        paths = [
            reverse("directory:new_import") + "?into=actors",
            reverse("directory:import_columns", args=[open_one.pk]),
            reverse("directory:import", args=[open_one.pk]) + "?show=all",
            reverse("directory:import", args=[drafts.pk]),
            reverse("directory:import_undo", args=[done.pk]),
            reverse("directory:actor", args=["linsen-meier-gmbh"]),
            reverse("directory:import_differences", args=[open_one.pk]),
            reverse("directory:projects"),
            reverse("directory:project", args=["lichtleitung"]),
        ]
    with opened(paths[0], width=width, dark=dark, user=editha) as page:
        found = {}
        for path in paths:
            page.goto(path)
            found[path] = barriers(page)
        assert found == {path: [] for path in paths}
