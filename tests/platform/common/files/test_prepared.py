"""What is kept from the last start: the same as what is made, of the same and by the same only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handschlag.common.files import prepared as module
from handschlag.common.files.prepared import from_last_start, prepared

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
