"""The temporal evaluation, on a past small enough to know the answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.command import main
from benchmarks.recommend.cordis import Project, read
from benchmarks.recommend.temporal import Past, bm25, rankers, recalls


def project(id: str, topic: str, *members: str) -> Project:
    return Project(id=id, start="", topic=topic, members=frozenset(members))


PAST = [
    project("1", "Copper laser welding", "a", "b"),
    project("2", "Hydrogen storage", "b", "c"),
    project("3", "Hydrogen storage tanks for trains", "d", "c"),
]
LATER = [project("4", "Storage of hydrogen", "a", "d", "new")]


@pytest.mark.parametrize("delimiter", [";", ","])
def test_official_files_are_read_the_earliest_first(tmp_path: Path, delimiter: str) -> None:
    def write(name: str, *lines: str) -> None:
        text = "\n".join(line.replace(";", delimiter) for line in lines) + "\n"
        (tmp_path / name).write_text(text, encoding="utf-8-sig")

    write("organization.csv", "projectID;organisationID;name", "9;a;A", "9;b;B", "8;a;A", "8;c;C", "7;a;A")
    write("topics.csv", "projectID;topic;title", "9;T1;Lasers", "8;T2;Ships", "7;T3;Alone")
    write("project.csv", "id;startDate", "9;2016-01-01", "8;2017-05-01", "7;2015-01-01")
    assert [(one.id, one.topic, sorted(one.members)) for one in read(tmp_path)] == [
        ("9", "Lasers", ["a", "b"]),
        ("8", "Ships", ["a", "c"]),
    ]
    (tmp_path / "project.csv").unlink()
    assert [one.id for one in read(tmp_path)] == ["8", "9"]


def test_missing_files_are_said_loudly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recommend", "--part", "temporal", "--gold", str(tmp_path)]) == 1
    assert "NOT MEASURED: organization.csv" in capsys.readouterr().out


def test_each_ranking_sees_what_it_claims_to_see() -> None:
    past = Past.of(PAST)
    scores = {name: ranker(0, LATER[0]) for name, ranker in rankers(past, LATER).items()}
    assert list(past.known) == ["a", "b", "c", "d"]
    assert scores["popularity"].tolist() == [1, 2, 2, 1]
    assert scores["common partners"].tolist() == [1, 0, 1, 0]
    for name in ("BM25", "engine"):
        assert scores[name][0] == pytest.approx(0, abs=1e-9)
        assert (scores[name][1:] > 0).all()


def test_bm25_prefers_rare_words_and_short_titles() -> None:
    scores = bm25(["hydrogen laser"], ["hydrogen", "hydrogen storage of all kinds", "laser", "hydrogen bus"])
    assert scores[0].argmax() == 2
    assert scores[0, 0] > scores[0, 3] > scores[0, 1] > 0


def test_newcomers_are_no_question_and_no_answer() -> None:
    found = recalls(Past.of(PAST), LATER)
    assert {len(told) for ways in found.values() for told in ways.values()} == {2}
    everybody = np.array(found["all partners"]["popularity"])
    assert (everybody == 1).all()  # four are known, and ten are asked for
