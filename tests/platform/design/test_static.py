"""Static files as they are sent: hashed, compressed, few, and small enough."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings

from handschlag.design import assets
from handschlag.design.assets import StaticFiles

FIRST_PAGE = 100_000
OF_SOME_PAGES = {"participant", "wishes", "day", "thread", "organiser", "tables", "timetable", "charts"}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Everything as `collectstatic` leaves it on a server."""
    folder = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "handschlag.design.assets.StaticFiles"},
    }
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        assert isinstance(staticfiles_storage._wrapped, StaticFiles)  # type: ignore[attr-defined]
        yield folder


def hashed(folder: Path) -> dict[str, str]:
    paths: dict[str, str] = json.loads((folder / "staticfiles.json").read_text("utf-8"))["paths"]
    return paths


def test_every_file_gets_the_hash_of_what_it_contains(collected: Path) -> None:
    names = hashed(collected)
    assert names[assets.BUNDLE] != assets.BUNDLE
    assert [name for name in names if not (collected / names[name]).exists()] == []


def test_our_sheets_are_sent_as_one_with_kern_in_the_layer_below(collected: Path) -> None:
    names = hashed(collected)
    text = (collected / names[assets.BUNDLE]).read_text("utf-8")
    bare = re.sub(r"/\*.*?\*/\s*", "", text, flags=re.DOTALL)
    assert bare.startswith("@layer kern, house;\n@import url(")
    assert Path(names["vendor/kern-2.7.2/kern.min.css"]).name in bare.split("\n")[1]
    assert bare.count("@import") == 1
    for path in assets.PATHS:
        assert Path(str(finders.find(path))).exists()
    assert set(assets.NAMES) | {"print", "gallery"} | OF_SOME_PAGES >= {
        p.stem for p in Path(str(finders.find(assets.PATHS[0]))).parent.glob("*.css")
    }


def test_everything_that_a_sheet_refers_to_is_there(collected: Path) -> None:
    names = hashed(collected)
    sheet = collected / names[assets.BUNDLE]
    targets = re.findall(r"url\(\"([^\"]+)\"\)", sheet.read_text("utf-8"))
    assert len(targets) == 7
    assert [target for target in targets if not (sheet.parent / target).resolve().exists()] == []


def sent(folder: Path, address: str) -> int:
    """The bytes that go over the wire for one static file."""
    file = folder / address.removeprefix("/static/")
    packed = file.with_name(file.name + ".br")
    return (packed if packed.exists() else file).stat().st_size


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/de/", "/en/"])
def test_the_first_page_is_light(collected: Path, client: Client, path: str) -> None:
    answer: Any = client.get(path)
    html = answer.content.decode()
    loaded = set(re.findall(r'<(?:link|script)\b[^>]*?(?:href|src)="(/static/[^"]+)"', html))
    fonts = {f"/static/{name}" for name in hashed(collected).values() if "fira-sans-core" in name}
    assert len(fonts) == 3
    loaded |= fonts
    loaded = {address for address in loaded if "touch-180" not in address and "favicon-32" not in address}
    weight = sum(sent(collected, address) for address in loaded) + len(brotli.compress(answer.content))
    assert len([address for address in loaded if address.endswith(".css")]) <= 5
    assert weight <= FIRST_PAGE, f"{weight} bytes"


def test_a_sheet_is_short_and_says_what_it_is_for() -> None:
    own = list((Path(assets.__file__).resolve().parent / "static/design").glob("*.css"))
    assert len(own) >= len(assets.PATHS)
    texts = {path.name: path.read_text("utf-8") for path in own}
    assert [name for name, text in texts.items() if text.count("\n") > 300] == []
    assert [name for name, text in texts.items() if not text.startswith("/* ")] == []
