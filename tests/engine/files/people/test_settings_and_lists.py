"""Settings and lists are files that can be written, read again, and found wrong in every place."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from tests.engine.files.people.shape import check
from tests.engine.recommendation.standin import Concepts, pool_of

import treffen.files
from treffen.files.people import read_lists, read_settings, settings_object, settings_text, write_lists
from treffen.files.people.lists_reading import ENTRY, PERSON, REASON, SHORTFALL
from treffen.files.people.settings_json import PARTS
from treffen.problem import ReadingFaultKind
from treffen.recommendation.lists import Recommender
from treffen.recommendation.meaning import FitWeights
from treffen.recommendation.score.weights import Balance, ListRules, Weights
from treffen.recommendation.settings import Settings
from treffen.words.settings import SETTINGS

K = ReadingFaultKind
SCHEMAS = Path(treffen.files.__file__).parent / "schema"
WEIGHTS, LISTS = (json.loads((SCHEMAS / f"{n}.schema.json").read_text("utf-8")) for n in ("weights", "lists"))
CHANGED = Settings(
    fit=FitWeights(words=0.5),
    score=Weights(distance=0.2, language=False),
    lists=ListRules(k=8, balance=Balance.NONE, cap=2.0),
)


def _read(tmp_path: Path, content: dict[str, Any] | str) -> Any:
    path = tmp_path / "weights.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return read_settings(path)


def _faults(reading: Any) -> list[tuple[K, str]]:
    return [(one.fault.kind, one.where.path) for one in reading.faults]


@pytest.mark.parametrize("settings", [Settings(), CHANGED])
def test_settings_written_are_the_settings_read(tmp_path: Path, settings: Settings) -> None:
    text = settings_text(settings)
    assert _read(tmp_path, text).settings == settings
    check(json.loads(text), WEIGHTS)


def test_what_is_left_out_has_its_usual_value(tmp_path: Path) -> None:
    body = {"format": "treffen.weights/1", "score": {"distance": 0.2}, "lists": {"cap": 2}}
    expected = Settings(score=Weights(distance=0.2), lists=ListRules(cap=2.0))
    assert _read(tmp_path, body).settings == expected


def test_every_fault_is_told_with_its_place(tmp_path: Path) -> None:
    body = """{"format": "treffen.weights/1", "score": [], "encoder": "x",
        "lists": {"k": "x", "floor": 2, "balance": "fair", "kk": 1, "bridges": 12, "wanted": 1.5},
        "fit": {"parent": NaN, "sibling": 1.5, "words": 1e400, "tags": true, "kin": 0.1, "kin": 0.2}}"""
    reading = _read(tmp_path, body)
    assert reading.settings is None
    assert sorted(_faults(reading)) == sorted(
        [
            (K.WRONG_TYPE, "score"),
            (K.UNKNOWN_KEY, "encoder"),
            (K.WRONG_TYPE, "lists.k"),
            (K.OUT_OF_RANGE, "lists.floor"),
            (K.NOT_A_CHOICE, "lists.balance"),
            (K.UNKNOWN_KEY, "lists.kk"),
            (K.NOT_WHOLE, "lists.wanted"),
            (K.CONTRADICTION, "lists.bridges"),
            (K.NOT_A_NUMBER, "fit.parent"),
            (K.OUT_OF_RANGE, "fit.sibling"),
            (K.NOT_A_NUMBER, "fit.words"),
            (K.WRONG_TYPE, "fit.tags"),
            (K.DUPLICATE_KEY, "fit.kin"),
        ]
    )


@pytest.mark.parametrize(
    ("rules", "place", "allowed"),
    [
        ({"bridges": 10}, "lists.bridges", "0 ≤ x ≤ 9"),
        ({"exploration": 11}, "lists.exploration", "0 ≤ x ≤ 10"),
        ({"k": 200}, "lists.shortlist", "x ≥ 200"),
    ],
)
def test_what_makes_no_sense_together_is_a_fault(
    tmp_path: Path, rules: dict[str, int], place: str, allowed: str
) -> None:
    reading = _read(tmp_path, {"format": "treffen.weights/1", "lists": rules})
    assert _faults(reading) == [(K.CONTRADICTION, place)]
    assert reading.faults[0].fault.expected == allowed


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "treffen.lists/1"}', "{"])
def test_files_that_hold_no_settings_have_one_fault(tmp_path: Path, content: str) -> None:
    reading = _read(tmp_path, content)
    assert reading.settings is None
    assert len(reading.faults) == 1


def test_every_setting_has_limits_words_and_a_place_in_the_schema() -> None:
    assert set(PARTS) == set(SETTINGS) == {"fit", "score", "lists"}
    for part, (make, limits) in PARTS.items():
        names = [one.name for one in fields(make)]
        numbers = {one.name for one in fields(make) if type(one.default) in (int, float)}
        assert set(limits) == numbers
        assert list(SETTINGS[part]) == names
        shapes = WEIGHTS["properties"][part]["properties"]
        assert list(shapes) == names
        assert {n: s["default"] for n, s in shapes.items()} == settings_object(Settings())[part]
        for name, one in limits.items():
            least, most = one.least, one.most
            below = "exclusiveMinimum" if one.is_open_below else "minimum"
            above = "exclusiveMaximum" if one.is_open_above else "maximum"
            assert (shapes[name][below], shapes[name][above]) == (least, most), name


# --- lists ------------------------------------------------------------------------------------


def _written(tmp_path: Path, settings: Settings = CHANGED) -> tuple[Path, Any]:
    lists = Recommender(pool_of(40), Concepts, settings=settings, seed=7).lists()
    path = tmp_path / "lists.json"
    write_lists(path, lists)
    return path, lists


def test_lists_written_are_the_lists_read(tmp_path: Path) -> None:
    path, lists = _written(tmp_path)
    reading = read_lists(path)
    assert reading.faults == ()
    again = reading.lists
    assert again is not None
    write_lists(tmp_path / "again.json", again)
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()
    assert again.settings == lists.settings == CHANGED
    assert (again.pool, again.seed, again.shortfalls) == (lists.pool, 7, lists.shortfalls)
    assert [[e.partner for e in one.entries] for one in again.lists] == [
        [e.partner for e in one.entries] for one in lists.lists
    ]
    check(json.loads(path.read_text("utf-8")), LISTS)


def test_lists_of_a_later_version_are_read(tmp_path: Path) -> None:
    path, lists = _written(tmp_path)
    body = json.loads(path.read_text("utf-8"))
    body["new"], body["settings"]["lists"]["new"], body["lists"][0]["new"] = 1, 2, 3
    path.write_text(json.dumps(body), "utf-8")
    again = read_lists(path).lists
    assert again is not None
    assert again.settings == lists.settings


def test_what_is_wrong_with_lists_is_told_with_its_place(tmp_path: Path) -> None:
    path, _ = _written(tmp_path)
    body = json.loads(path.read_text("utf-8"))
    entry = body["lists"][0]["entries"][0]
    entry["place"], entry["score"] = "top", "high"
    entry["reasons"] = [{"kind": "age", "side": "both", "value": 1, "words": [["a"]]}]
    body["balance"], body["settings"]["fit"]["floor"] = None, 1
    del body["seed"]
    path.write_text(json.dumps(body), "utf-8")
    reading = read_lists(path)
    assert reading.lists is None
    first = "lists[0].entries[0]"
    assert sorted(_faults(reading)) == sorted(
        [
            (K.NOT_A_CHOICE, f"{first}.place"),
            (K.WRONG_TYPE, f"{first}.score"),
            (K.NOT_A_CHOICE, f"{first}.reasons[0].kind"),
            (K.WRONG_SHAPE, f"{first}.reasons[0].words[0]"),
            (K.WRONG_TYPE, "balance"),
            (K.OUT_OF_RANGE, "settings.fit.floor"),
            (K.MISSING_KEY, "seed"),
        ]
    )


@pytest.mark.parametrize(
    ("name", "record"), [("list", PERSON), ("entry", ENTRY), ("reason", REASON), ("shortfall", SHORTFALL)]
)
def test_the_schema_of_lists_has_the_keys_that_are_read(name: str, record: Any) -> None:
    assert set(LISTS["$defs"][name]["properties"]) == set(record.keys)
    assert set(LISTS["$defs"][name]["required"]) == set(record.required)
    assert {attribute for attribute, _ in record.keys.values()} == {f.name for f in fields(record.make)}


def test_a_shortfall_of_the_pool_survives(tmp_path: Path) -> None:
    rules = replace(CHANGED.lists, reach=30)
    path, lists = _written(tmp_path, replace(CHANGED, lists=rules))
    again = read_lists(path).lists
    assert lists.shortfalls
    assert again is not None
    assert again.shortfalls == lists.shortfalls
