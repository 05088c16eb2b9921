"""Every form that takes a file, with files that mean harm: a clear error, and the web process reads none."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField
from django.test import Client
from tests.platform import builders, matchmaking
from tests.platform.attacks.hostile import pictures, tables, workbooks
from tests.platform.attacks.world.calls import called_for

import handschlag
from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.table_import.drafts import table_field
from handschlag.directory.models import Import
from handschlag.events.venue.objects import etag_of
from handschlag.registration.models import PeopleList

pytestmark = pytest.mark.django_db
SOURCES = Path(handschlag.__file__).parent
EVENT = "/de/manage/events/netzwerke-verbinden/"
HEAVY = "braucht zu viel Zeit oder Speicher"
TABLES: Mapping[str, tuple[Callable[[Random], bytes], str]] = {
    "cells that never close": (workbooks.unclosed_cells, "beschädigt oder unvollständig"),
    "a text that many cells share": (workbooks.shared_by_many, HEAVY),
    "a million columns": (workbooks.million_columns, "mehr als 100 Spalten"),
    "a bomb": (workbooks.many_parts, "Entpackt ist die Datei viel größer"),
    "an archive that lies": (tables.cordis_packed, "beschädigt oder unvollständig"),
    "deep JSON": (tables.deep_json, "nicht als Tabelle lesen"),
}
PICTURES: Mapping[str, tuple[Callable[[Random], bytes], str]] = {
    "huge sides": (pictures.huge_sides, "25 Millionen"),
    "a large picture that unpacks slowly": (pictures.large_webp, HEAVY),
    "one that moves": (pictures.moving, "Animierte Bilder"),
}
READERS = {"PIL.Image", "python_calamine", "zipfile"}
# Rooms in which a file is opened: those that the sandbox calls, and those that only write files of our own.
READ_APART = {
    "common/table_import/reading.py",
    "directory/imports/archives.py",
    "common/picture_cleaning.py",
}
ONLY_WRITE = {
    "matching/publishing/pages.py",
    "design/brand_images.py",
    "events/campaigns/activity.py",
    "statistics/everything.py",
}
# They read logos as the sandbox has drawn them anew.
READ_DRAWN = {"registration/badge_designs.py", "registration/badges.py"}


@pytest.fixture
def otto(person: Callable[..., User]) -> User:
    return person("otto", Role.ORGANISER)


def door(who: User, path: str, field: str, **more: Any) -> Callable[[bytes], Any]:
    """Sends a file there as this person."""
    client = Client()
    client.force_login(who)
    return lambda data: client.post(path, {field: SimpleUploadedFile("../../x.png", data), **more})


@pytest.fixture
def doors(
    otto: User, martha: User, editha: User, settings: Any, tmp_path: Path
) -> dict[str, Callable[[bytes], Any]]:
    """By name: sends a file as the person who may, and gives the answer."""
    settings.MEDIA_ROOT = tmp_path
    event = builders.event("Netzwerke verbinden", otto)
    matchmaking.matching(event)
    network = builders.network("Eigenes Netz", is_demo=True)
    builders.manages(martha, network)
    exhibit = builders.exhibit(event)
    activity = builders.activity(builders.campaign(), network=network)
    token = called_for(event, builders.speaker(event).pk)["proposed_token"]
    return {
        "people": door(otto, f"{EVENT}registrations/import/", "table"),
        "wishes": door(otto, f"{EVENT}wishes/", "table"),
        "members": door(martha, "/de/imports/new/", "table", into=f"network:{network.pk}"),
        "calls": door(editha, "/de/programmes/calls/import/", "table", apply="yes"),
        "programme": door(otto, f"{EVENT}programme/import/", "table"),
        "badge": door(otto, f"{EVENT}desk/badges/design/", "picture", colour=""),
        "speaker": door(otto, f"/de/contribution/{token}/", "picture", do="picture"),
        "catalogue": door(editha, "/de/imports/new/", "table", into="actors"),
        "logo": door(martha, f"/de/manage/networks/{network.slug}/logo/", "picture", seen=""),
        "exhibit": door(
            otto,
            f"{EVENT}exhibition/picture/{exhibit.pk}/",
            "picture",
            picture_text_de="x",
            seen=etag_of(exhibit),
        ),
        "activity": door(
            martha,
            f"/de/manage/activities/{activity.pk}/picture/",
            "picture",
            version=activity.version,
            text_de="x",
            text_en="x",
        ),
    }


@pytest.mark.parametrize("door", ["people", "wishes", "members", "catalogue", "programme", "calls"])
def test_a_table_that_means_harm_is_refused_in_words(
    doors: dict[str, Callable[[bytes], Any]], door: str
) -> None:
    for name, (family, words) in TABLES.items():
        # Only the directory opens archives of a catalogue.
        is_closed = family is tables.cordis_packed and door in {"people", "wishes", "programme", "calls"}
        answer, said = doors[door](family(Random(7))), "nicht als Tabelle lesen" if is_closed else words
        assert (name, answer.status_code, said in answer.text) == (name, 422, True)
    assert (Import.objects.count(), PeopleList.objects.count()) == (0, 0)


@pytest.mark.parametrize("door", ["logo", "exhibit", "activity", "badge", "speaker"])
def test_a_picture_that_means_harm_is_refused_in_words(
    doors: dict[str, Callable[[bytes], Any]], door: str
) -> None:
    for name, (family, words) in PICTURES.items():
        answer = doors[door](family(Random(1)))
        assert (name, answer.status_code, words in answer.text) == (name, 422, True)


def test_the_doors_take_what_is_meant_for_them(doors: dict[str, Callable[[bytes], Any]]) -> None:
    """So what is refused above is refused for what it is."""
    table, picture = b"Name;E-Mail\nAda Lindqvist;ada@example.org\n", pictures.saved("JPEG", (300, 200))
    sent = {name: doors[name](picture) for name in ("logo", "exhibit", "activity", "badge", "speaker")}
    sent |= {name: doors[name](table) for name in ("people", "wishes", "members", "catalogue")}
    sent["calls"] = doors["calls"](b"Titel;Frist\nNetze;31.12.2030 15:00\n")
    assert {name: answer.status_code for name, answer in sent.items()} == {
        **dict.fromkeys(sent, 302),
        "wishes": 200,
    }


def test_there_is_no_other_door() -> None:
    """Forms with a file, by module; whoever adds one adds it to the doors above."""
    found = {
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in {f"forms.{FileField.__name__}", "forms.ImageField", table_field.__name__}
    }
    assert found - {"common/table_import/drafts.py", "design/gallery/pages.py"} == {
        "directory/imports/upload_page.py",
        "directory/editing/logo.py",
        "events/campaigns/pictures.py",
        "events/contributions/own.py",
        "events/programme_import/pages.py",
        "events/venue/exhibits.py",
        "matching/wish_lists.py",
        "programmes/call_table.py",
        "registration/badge_designs.py",
        "registration/people_imports/pages.py",
    }


def test_files_are_opened_only_where_the_sandbox_calls() -> None:
    def imported(path: Path) -> set[str]:
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        return names

    found = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py") if READERS & imported(path)}
    assert found == READ_APART | ONLY_WRITE | READ_DRAWN


def test_no_action_calls_a_reader_itself() -> None:
    """The readers are values to `run_in_sandbox`: only rooms of rules call them."""
    wrong = [
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        if "rules" not in path.relative_to(SOURCES).parts
        and path.relative_to(SOURCES).as_posix() not in READ_APART
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1]
        in {"read_sheets", "read_values", "clean_picture", "draw_anew"}
    ]
    assert wrong == []
