"""Ids of a dump are proposed where name and place or domain agree, and never entered."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.platform import builders

from handschlag.directory.contents import ror
from handschlag.directory.models import Actor, Network
from handschlag.directory.public_data.linking import (
    EntryWithoutId,
    Listed,
    from_ror,
    from_wikidata,
    proposals,
)

TOWNS = ("Jena", "Dresden", "Bremen", "Ulm", "Kiel", "Aachen", "Berlin", "Köln")
TOPICS = (
    *(
        "Akustik",
        "Bildverarbeitung",
        "Biotechnik",
        "Energietechnik",
        "Fasern",
        "Fügetechnik",
        "Holz",
        "Keramik",
    ),
    *("Kunststoffe", "Laser", "Logistik", "Mess", "Metall", "Mikroelektronik", "Optik", "Papier", "Robotik"),
    *("Sensorik", "Software", "Textiltechnik", "Umwelt", "Verpackung", "Wasser", "Werkstoffe"),
)


def record(ror_id: str, name: str, place: str, website: str = "", country: str = "DE") -> dict[str, Any]:
    return {
        "id": f"https://ror.org/{ror_id}",
        "names": [{"value": f"{name} alias", "types": ["alias"]}, {"value": name, "types": ["ror_display"]}],
        "links": [{"type": "website", "value": website}] if website else [],
        "locations": [{"geonames_details": {"name": place, "country_code": country}}],
        "external_ids": [{"type": "wikidata", "all": ["Q42"], "preferred": None}],
    }


@pytest.mark.django_db
def test_the_command_writes_a_table_and_changes_nothing(tmp_path: Path) -> None:
    builders.actor("Institut für Optik", slug="optik-jena", place="Jena")
    builders.actor("Institut für Optik", slug="optik-ulm", place="Ulm")
    builders.actor("Erfundenes Institut", place="Jena", is_demo=True)
    builders.network("Optik Sachsen", website="https://www.optik.example/")
    dump, table = tmp_path / "ror.json", tmp_path / "found.csv"
    rows = [
        record("02nv7yv05", "Institut für Optik", "Jena"),
        record("042nb2s44", "Erfundenes Institut", "Jena"),
        record("03yrm5c26", "Institut für Optik", "Graz", country="AT"),
    ]
    dump.write_text(json.dumps(rows), encoding="utf-8")
    call_command("propose_ids", ror=dump, to=table, verbosity=0)
    assert table.read_text(encoding="utf-8").splitlines()[1:] == [
        "actor/optik-jena,02nv7yv05,Q42,Institut für Optik,Jena,,75,name + place"
    ]
    items = tmp_path / "items.csv"
    items.write_text(
        "qid,label,alias,website,place\nQ7,=Optik in Sachsen,Optik Sachsen e. V.|OS,http://optik.example,\nX,a,,,\n",
        encoding="utf-8",
    )
    call_command("propose_ids", wikidata=items, to=table, verbosity=0)
    assert "network/optik-sachsen,Q7,Q7,'=Optik in Sachsen,,http://optik.example,80" in table.read_text(
        "utf-8"
    )
    assert not Actor.objects.exclude(ror_id="").exists()
    assert not Network.objects.exclude(wikidata_id="").exists()
    other = tmp_path / "other.json"
    other.write_text('[{"locations": [{"geonames_details": 7}]}]', encoding="utf-8")
    for wrong in ({}, {"ror": dump, "wikidata": items}, {"ror": tmp_path / "nothing.json"}, {"ror": other}):
        with pytest.raises(CommandError):
            call_command("propose_ids", to=table, **wrong)


def test_two_that_fit_equally_well_and_a_name_alone_are_no_proposal() -> None:
    entries = [
        EntryWithoutId(key="a", name="Optik GmbH", place="Jena"),
        EntryWithoutId(key="b", name="Akustik AG"),
    ]
    twins = [Listed(id=one, names=("Optik GmbH",), place="Jena") for one in ("Q1", "Q2")]
    assert proposals(entries, [*twins, Listed(id="Q3", names=("Akustik AG",), place="Kiel")]) == []
    far = Listed(id="Q4", names=("Optik GmbH",), place="Ulm")
    assert proposals(entries[:1], [far]) == []


def test_a_town_in_english_is_the_same_and_a_website_tells_more_than_a_town() -> None:
    site = "https://optik.example"
    entry = EntryWithoutId(key="a", name="Optik-Institut", place="München", website=site)
    in_english = Listed(id="Q1", names=("Optics Institute", "Optik-Institut"), place="Munich", website=site)
    assert [one.reasons for one in proposals([entry], [in_english])] == [("alias", "website", "place")]
    moved = Listed(id="Q1", names=("Optik-Institut",), place="Garching", website=site)
    assert [one.score for one in proposals([entry], [moved])] == [90]


def test_a_dump_is_read_record_by_record_and_garbage_or_a_cut_file_is_refused() -> None:
    rows = [record("02nv7yv05", "Institut", "Jena")] * 3000
    assert sum(1 for _ in from_ror(io.StringIO(json.dumps(rows, indent=1)))) == 3000
    text = json.dumps([rows[0], {**rows[0], "locations": None}])
    assert len(list(from_ror(io.StringIO(f" {text}\n")))) == 1
    for wrong in ("", "no json", text[:-1], text[:-9], text[1:], f"{text} and more", "[" + "{" * 8_000_000):
        with pytest.raises(ValueError, match="no array"):
            list(from_ror(io.StringIO(wrong)))
    assert list(from_wikidata(io.StringIO("label\nx\n"))) == []
    assert ror("https://ror.org/02nv7yv05") == "02nv7yv05"


def test_of_a_made_up_world_what_is_proposed_is_right() -> None:
    """Same names in other towns, other names in the same town, missing places, moved and renamed ones."""
    chance = random.Random(20)
    entries, dump, truth = [], [], {}
    for number in range(600):
        form = chance.choice(("", " e. V."))
        name = f"Institut für {chance.choice(TOPICS)} und {chance.choice(TOPICS)}{form}"
        place, site = chance.choice(TOWNS), f"https://i{number}.example"
        key, one = f"e{number}", f"Q{number + 1}"
        entries.append(
            EntryWithoutId(
                key=key,
                name=name,
                place=chance.choice((place, place, "")),
                website=chance.choice((site, "", "")),
            )
        )
        if chance.random() < 0.7:
            truth[key] = one
            moved = chance.choice(TOWNS) if chance.random() < 0.1 else place
            names = (name.removesuffix(" e. V."),) if chance.random() < 0.8 else (f"I{number}", name)
            dump.append(Listed(id=one, names=names, place=moved, website=chance.choice((site, ""))))
    found = proposals(entries, dump)
    right = sum(1 for one in found if truth.get(one.key) == one.listed.id)
    assert len(found) > 0.5 * len(truth)
    assert right / len(found) > 0.95
