"""What is kept from the last start: the same as what is made, of the same and by the same only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from handschlag.common.files import prepared as module
from handschlag.common.files.prepared import from_last_start, prepared
from handschlag.site import warm_up

pytestmark = pytest.mark.once
CODE = ("handschlag.common.files",)


class Maker:
    """Makes something, and counts how often it has to."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> list[str]:
        self.made += 1
        return ["word", "place"]


def taken(folder: Path | None, maker: Maker, made_of: object = ("a", 1)) -> list[str]:
    with from_last_start(folder):
        return prepared("words", made_of, maker, code=CODE)


def test_what_one_start_made_the_next_one_takes(tmp_path: Path) -> None:
    maker, folder = Maker(), tmp_path / "prepared"
    assert [taken(folder, maker), taken(folder, maker)] == [["word", "place"], ["word", "place"]]
    assert maker.made == 1
    (file,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_of_something_else_it_is_made_anew_and_the_older_one_is_gone(tmp_path: Path) -> None:
    maker = Maker()
    taken(tmp_path, maker)
    (older,) = tmp_path.iterdir()
    taken(tmp_path, maker, made_of=("a", 2))
    assert maker.made == 2
    (newer,) = tmp_path.iterdir()
    assert newer != older


def test_by_other_code_it_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Maker()
    taken(tmp_path, maker)
    monkeypatch.setattr(module, "_code_of", lambda _packages: "other code")
    taken(tmp_path, maker)
    assert maker.made == 2


@pytest.mark.parametrize("fault", ["cut", "changed", "empty", "of another key", "of another name"])
def test_what_the_platform_did_not_sign_is_not_read(tmp_path: Path, settings: Any, fault: str) -> None:
    maker = Maker()
    taken(tmp_path, maker)
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    if fault == "of another key":
        settings.SECRET_KEY = "another key, as long as a key of a platform has to be"
    elif fault == "of another name":
        taken(tmp_path, maker, made_of="else")
        (other,) = tmp_path.iterdir()
        file.write_bytes(other.read_bytes())
        maker.made = 1
    else:
        file.write_bytes({"cut": content[:-1], "changed": content[:-1] + b"!", "empty": b""}[fault])
    assert taken(tmp_path, maker) == ["word", "place"]
    assert maker.made == 2
    assert taken(tmp_path, maker) == ["word", "place"]
    assert maker.made == 2, "and the next start takes it"


def test_without_a_folder_and_after_the_start_everything_is_made(tmp_path: Path) -> None:
    maker = Maker()
    taken(None, maker)
    taken(tmp_path, maker)
    prepared("words", ("a", 1), maker, code=CODE)
    assert maker.made == 3


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    maker = Maker()
    (tmp_path / "file").write_text("")
    assert taken(tmp_path / "file" / "prepared", maker) == ["word", "place"]
    assert maker.made == 1


def test_only_older_ones_of_the_same_name_and_old_drafts_go(tmp_path: Path) -> None:
    for name in ("words-old", "places-valid", ".draft", ".dead"):
        (tmp_path / name).write_bytes(b"")
    os.utime(tmp_path / ".dead", (1, 1))
    taken(tmp_path, Maker())
    (new,) = (one.name for one in tmp_path.iterdir() if one.name.startswith("words-"))
    assert {one.name for one in tmp_path.iterdir()} == {new, "places-valid", ".draft"}
    assert new != "words-old"


def test_a_signed_file_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    maker = Maker()
    taken(tmp_path, maker)
    (file,) = tmp_path.iterdir()
    broken = b"cnowhere\nNothing\n."
    file.write_bytes(module._signature(file, broken) + broken)
    assert [taken(tmp_path, maker), taken(tmp_path, maker)] == [["word", "place"], ["word", "place"]]
    assert maker.made == 2


def test_what_cannot_be_kept_is_made_each_time(tmp_path: Path) -> None:
    with from_last_start(tmp_path):
        assert prepared("words", 1, lambda: lambda: 7, code=CODE)() == 7
    assert not [*tmp_path.iterdir()]


def test_processes_that_answer_leave_the_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[Path | None]()
    monkeypatch.setattr(warm_up, "_load", lambda **_named: seen.append(module._folder))
    monkeypatch.setattr(warm_up, "warm", lambda **_named: None)
    monkeypatch.setattr(warm_up, "_make_pages", lambda: None)
    monkeypatch.setattr(warm_up.settings, "PREPARED", tmp_path)
    warm_up.share(now=timezone.now())
    warm_up.warm_up(now=timezone.now())
    assert seen == [tmp_path, None]
