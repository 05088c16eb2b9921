"""Everybody can check a sequence or promises of their own by a schema, and the published files fit theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.published.instances import FOLDER, PROMISES, SEQUENCES, plain
from benchmarks.published.judging import ANSWERS, judge

import treffen.files

SCHEMAS = {"sequences": "sequence", "promises": "promises", "events": "problem", "plans": "plan"}
OURS = Path(treffen.files.__file__).parent / "schema"
MINE = FOLDER / "promises/narrow-60-1.priced.json.gz"


def schema_of(kind: str) -> dict[str, Any]:
    name = f"{SCHEMAS[kind]}.schema.json"
    own = FOLDER / "schema" / name
    found: dict[str, Any] = json.loads((own if own.exists() else OURS / name).read_text("utf-8"))
    return found


def validator(kind: str) -> Any:
    schemas = pytest.importorskip(
        "jsonschema_rs", reason="no validator of schemas is installed: not compared"
    )
    return schemas.Draft202012Validator(schema_of(kind))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_published_file_fits_its_schema(kind: str) -> None:
    files, check = sorted((FOLDER / kind).glob("*.json.gz")), validator(kind)
    assert files
    for path in files:
        faults = [
            f"{one.instance_path}: {one.message}"[:200] for one in check.iter_errors(json.loads(plain(path)))
        ]
        assert not faults, (path.name, faults[:3])


@pytest.mark.parametrize(
    "change",
    [
        {"answers": ["yes", "maybe"]},
        {"answers": []},
        {"meetings": [{"request": "r1", "slot": "s1"}]},
        {"meetings": [{"request": 1, "slot": "s1", "place": "t1"}]},
        {"sequence": None},
        {"format": "treffen.promises/2"},
    ],
)
def test_what_the_judge_refuses_for_its_shape_does_not_fit(change: dict[str, Any], tmp_path: Path) -> None:
    body = json.loads(plain(MINE)) | change
    assert not validator("promises").is_valid(body)
    (tmp_path / "mine.json").write_text(json.dumps(body), "utf-8")
    assert judge(tmp_path / "mine.json").verdict == "refused"


def test_a_sequence_names_each_request_once() -> None:
    path = FOLDER / f"sequences/{SEQUENCES[0].name}.json.gz"
    body, check = json.loads(plain(path)), validator("sequences")
    assert check.is_valid(body)
    assert not check.is_valid(body | {"order": [*body["order"], body["order"][0]]})
    assert not check.is_valid({key: value for key, value in body.items() if key != "problem"})


def test_the_schema_has_the_answers_and_the_format_that_the_judge_takes() -> None:
    properties = schema_of("promises")["properties"]
    assert properties["answers"]["items"]["enum"] == list(ANSWERS)
    assert properties["format"]["const"] == PROMISES
