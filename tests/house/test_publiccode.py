"""publiccode.yml is what its standard asks for, and advisories are found where there are some."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from papers import audit, publiccode
from papers.pins import Pin

pytestmark = pytest.mark.once


@pytest.fixture
def told(root: Path) -> str:
    return (root / "publiccode.yml").read_text("utf-8")


def test_the_file_is_what_the_standard_asks_for(root: Path, told: str) -> None:
    assert publiccode.faults(told, root=root) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"0.7"', '"0.1"', "publiccodeYmlVersion: not what the standard asks for"),
        ("name: Handschlag\n", "", "name: missing"),
        ("https://git.handschlag.example/handschlag.git", "handschlag.git", "url: not what"),
        ("  - web\n", "", "platforms: not what"),
        ("event-management", "matchmaking", "categories: not what"),
        ("developmentStatus: beta", "developmentStatus: finished", "developmentStatus: not what"),
        ("    - de\n  scope", "    - DE\n  scope", "intendedAudience/countries: not what"),
        ("Open platform for", "Open " * 30 + "platform for", "description/en/shortDescription: not what"),
        ("docs/images/start.png", "docs/images/nothing.png", "there is no file docs/images/nothing.png"),
        ("  license: Apache-2.0\n", "", "legal/license: missing"),
        ("    - name: To be named at publication\n", "", "maintenance/contacts: missing, and asked for"),
        ("localisationReady: true", "localisationReady: perhaps", "localisation/localisationReady: not what"),
        ("legal:\n", "genericName: matchmaking\nlegal:\n", "genericName: the standard has no such key"),
        ("name: Handschlag", "name: [Handschlag", "publiccode.yml: while parsing"),
    ],
)
def test_what_the_standard_refuses_is_named(root: Path, told: str, old: str, new: str, fault: str) -> None:
    assert old in told
    found = publiccode.faults(told.replace(old, new), root=root)
    assert [one for one in found if fault in one] != [], found


def test_what_the_standard_allows_and_we_do_not_use_is_taken(root: Path, told: str) -> None:
    more = "supports:\n  - id: alias:gdpr\nfundedBy:\n  - name: A body\n"
    more += "releaseDate: 2026-12-24\nusedBy:\n  - A body\n"
    assert publiccode.faults(told + more, root=root) == []
    fault = "publiccode.yml: supports: not what the standard asks for"
    assert publiccode.faults(told + "supports:\n  - gdpr\n", root=root) == [fault]


def test_what_has_to_be_filled_in_before_a_release_is_named(told: str) -> None:
    for one in publiccode.placeholders(told):
        assert one.startswith("publiccode.yml: ")
    filled = told.replace("git.handschlag.example", "code.example.org")
    assert publiccode.placeholders(filled.replace("To be named at publication", "A. Person")) == []
    emptied = filled.replace("https://code.example.org/handschlag.git", "https://x.example/a")
    assert publiccode.placeholders(emptied)[0] == "publiccode.yml: url is a placeholder (https://x.example/a)"


RANGE = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.1"}, {"introduced": "3.0"}]}


def advisory(identity: str, name: str, **more: object) -> dict[str, object]:
    affected = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": [RANGE]}
    return {"id": identity, "summary": "Bad.", "affected": [affected], **more}


@pytest.mark.parametrize(
    ("version", "is_bad"), [("2.0.9", True), ("2.1", False), ("2.9", False), ("3.0", True), ("4.0rc1", True)]
)
def test_an_advisory_concerns_the_versions_of_its_ranges(version: str, is_bad: bool) -> None:
    pin = Pin(name="some-thing", version=version, hashes=())
    found = audit.matching([advisory("A-1", "Some_Thing")], [pin])
    assert found == ([f"some-thing {version}: A-1 Bad."] if is_bad else [])


def test_advisories_that_were_withdrawn_or_concern_others_do_not_count() -> None:
    pin = Pin(name="thing", version="1.0", hashes=())
    other = advisory("A-3", "thing")
    other["affected"][0]["package"]["ecosystem"] = "npm"  # type: ignore[index]
    records = [advisory("A-1", "thing", withdrawn="2026-01-01"), advisory("A-2", "things"), other]
    assert audit.matching(records, [pin]) == []


def test_a_copy_of_the_database_is_read_from_a_folder_and_from_an_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = json.dumps(advisory("A-1", "Django") | {"affected": []})
    (tmp_path / "one.json").write_text(text)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        always = {"package": {"ecosystem": "PyPI", "name": "Django"}, "ranges": [RANGE]}
        archive.writestr("a.json", json.dumps({"id": "A-2", "affected": [always]}))
    assert audit.main(["--database", str(tmp_path)]) == 0
    (tmp_path / "none").mkdir()
    assert audit.main(["--database", str(tmp_path / "none")]) == audit.NOT_ASKED
    assert audit.main(["--database", str(tmp_path / "one.json")]) == audit.NOT_ASKED
    assert audit.main(["--database", str(tmp_path / "all.zip")]) == 1
    assert ": A-2" in capsys.readouterr().err
