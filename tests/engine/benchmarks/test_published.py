"""The published set: events follow from their seeds, values verify, and what is wrong is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.command import main
from benchmarks.published.instances import FOLDER, INSTANCES, SEQUENCES, Instance, index, pack, plain
from benchmarks.published.judging import judge, standing
from benchmarks.published.promising import promises_of
from benchmarks.published.report import wrong_events

from treffen.admission import Policy
from treffen.problem import Goal

PLAN = FOLDER / "plans/all_must-20-1.json.gz"
PROMISES = FOLDER / "promises/narrow-60-1.priced.json.gz"


def content(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plain(path))
    return found


def kept(tmp_path: Path, body: dict[str, Any]) -> Path:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(body))
    return path


def test_every_event_and_sequence_is_what_its_seed_makes() -> None:
    assert list(wrong_events(is_all=False)) == []
    assert index().keys() == {one.name for one in (*INSTANCES, *SEQUENCES)}


def test_every_kept_event_has_a_plan_that_the_verifier_accepts() -> None:
    for one in dict.fromkeys((*INSTANCES, *SEQUENCES)):
        if one.is_kept:
            judged = judge(FOLDER / f"plans/{one.name}.json.gz")
            assert (judged.verdict, judged.wrongs) == ("accepted; as good as known", ()), judged.name


def test_all_promises_are_kept() -> None:
    files = sorted((FOLDER / "promises").glob("*.gz"))
    assert len(files) == len(SEQUENCES) * len(Policy)
    for path in files:
        assert judge(path).wrongs == (), path.name


def test_the_table_says_what_is_recorded() -> None:
    table = (FOLDER / "table.md").read_text("utf-8")
    for name, about in index().items():
        told = ", ".join(
            f"{g['name']} {g['value']:,} (bound {g['bound']:,}, {g['proof']})" for g in about["goals"]
        )
        assert f"| {name} | {told or '-'} |" in table


def test_a_plan_without_bounds_is_compared_too(tmp_path: Path) -> None:
    body = content(PLAN)
    mine = {key: body[key] for key in ("format", "problem", "meetings")} | {"status": "feasible", "goals": []}
    assert judge(kept(tmp_path, mine)).verdict == "accepted; as good as known"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"problem": "sha256:0"}, "is of no event of the set"),
        ({"status": "perfect"}, "status"),
        ({"meetings": []}, "must"),
    ],
)
def test_a_wrong_plan_is_refused_with_words(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    judged = judge(kept(tmp_path, content(PLAN) | change))
    assert judged.verdict == "refused"
    assert said in " ".join(judged.wrongs)


def test_a_value_that_is_claimed_too_high_is_refused(tmp_path: Path) -> None:
    body = content(PLAN)
    body["goals"][0]["value"] -= 1
    assert judge(kept(tmp_path, body)).verdict == "refused"


def test_a_broken_promise_is_refused(tmp_path: Path) -> None:
    body = content(PROMISES)
    order = content(FOLDER / "sequences/narrow-60-1.json.gz")["order"]
    promised = order[body["answers"].index("yes")]
    body["meetings"] = [one for one in body["meetings"] if one["request"] != promised]
    assert judge(kept(tmp_path, body)).wrongs == (f"request {promised} was promised and is not held",)


@pytest.mark.parametrize(
    "change",
    [
        {"answers": ["yes"]},
        {"meetings": [{"request": "r1"}]},
        {"sequence": "?"},
        {"meetings": [{"request": "r1", "slot": [], "place": "t1"}]},
        {"meetings": 3},
        {"answers": {}},
    ],
)
def test_promises_that_are_badly_written_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    assert judge(kept(tmp_path, content(PROMISES) | change)).verdict == "refused"


def test_two_people_cannot_be_promised_one_table(tmp_path: Path) -> None:
    body = content(PROMISES)
    body["meetings"][1] |= {key: body["meetings"][0][key] for key in ("slot", "place")}
    assert judge(kept(tmp_path, body)).verdict == "refused"


def test_what_is_no_file_of_ours_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.json.gz").write_bytes(b"no gzip")
    (tmp_path / "torn.json.gz").write_bytes(PLAN.read_bytes()[:20] + b"?" * 40)
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    names = ("broken.json.gz", "torn.json.gz", "list.json", "nowhere.json", "deep.json")
    files = [str(tmp_path / name) for name in names]
    assert main(["set", "--check", *files]) == 1
    said = capsys.readouterr()
    assert said.out.count("refused") == 5
    assert "list.json: is no object" in said.err


def test_who_answers_at_once_lets_nobody_wait(tmp_path: Path) -> None:
    made = promises_of(Instance(family="narrow", people=60), Policy.AT_ONCE)
    assert judge(kept(tmp_path, made)).wrongs == ()
    assert set(made["answers"]) == {"yes", "no"}


def test_the_same_content_is_packed_into_the_same_bytes(tmp_path: Path) -> None:
    pack(tmp_path / "a.gz", b"same")
    pack(tmp_path / "b.gz", b"same")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_a_better_bound_counts_if_it_is_proved_and_a_worse_value_does_not_hide_it() -> None:
    best = [{"name": "value", "value": 5, "bound": 9}, {"name": "idle", "value": 3, "bound": 0}]
    same = {Goal.VALUE: 5, Goal.IDLE: 3}
    assert standing(same, {}, best) == "accepted; as good as known"
    assert standing(same, {Goal.VALUE: 9, Goal.IDLE: 1}, best).endswith(
        "as good as known; BETTER bound of idle"
    )
    assert standing({**same, Goal.IDLE: 2}, {}, best) == "accepted; BETTER than known in idle"
    told = standing({Goal.VALUE: 4, Goal.IDLE: 0}, {Goal.VALUE: 8, Goal.IDLE: 9}, best)
    assert told == "accepted; behind in value; BETTER bound of value"


def test_what_lies_here_is_what_is_judged_by() -> None:
    one = next(one for one in SEQUENCES if one.name == "narrow-60-1")
    assert one.event().digest() == index()[one.name]["problem"]
    assert one.order() == content(FOLDER / "sequences/narrow-60-1.json.gz")["order"]


def test_of_many_reasons_to_refuse_the_rest_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = content(PROMISES)
    body["answers"] = ["yes"] * len(body["answers"])
    assert main(["set", "--check", str(kept(tmp_path, body))]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21
    assert told[-1].endswith(f"and {len(body['answers']) - len(body['meetings']) - 20} more")
