"""`treffen recommend`: files, words, refusals; and the way on to a timetable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.engine.cli.processes import Run

from treffen.cli import main
from treffen.files import read_problem

PEOPLE = {
    "format": "treffen.people/1",
    "people": [
        {
            "id": "ada",
            "name": "Ada Beispiel",
            "kind": "company",
            "offers": [{"text": "Prüfstand für Batteriezellen"}],
            "needs": [{"text": "Recycling von Elektrolyten"}],
        },
        {
            "id": "bo",
            "kind": "research",
            "offers": [{"text": "Recycling of electrolytes", "language": "en"}],
            "needs": [{"text": "Test bench for battery cells", "language": "en"}],
        },
        {"id": "cy", "offers": [{"text": "Laserschweißen von Kupfer"}], "blocked": ["ada"]},
    ],
}


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Three profiles; Cy must never be recommended to Ada."""
    path = tmp_path / "people.json"
    path.write_text(json.dumps(PEOPLE), "utf-8")
    return path


def _say(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_lists_and_page_are_written(people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists, page = tmp_path / "lists.json", tmp_path / "lists.html"
    status, out, err = _say(capsys, "recommend", people, "-o", lists, "--html", page, "--lang", "en")
    assert (status, err) == (0, "")
    assert "3 lists, 4 recommendations." in out
    assert "0% would rather have the list of somebody else" in out
    written = json.loads(lists.read_text("utf-8"))
    by_id = {one["participant"]: [e["partner"] for e in one["entries"]] for one in written["lists"]}
    assert by_id == {"ada": ["bo"], "bo": ["ada", "cy"], "cy": ["bo"]}
    text = page.read_text("utf-8")
    assert "Ada Beispiel" in text
    assert "<script" not in text


def test_the_same_input_gives_the_same_file(people: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["recommend", str(people), "-o", str(tmp_path / name), "--quiet"]) == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_reasons_can_be_left_out(people: Path, tmp_path: Path) -> None:
    full, bare = tmp_path / "full.json", tmp_path / "bare.json"
    assert main(["recommend", str(people), "-o", str(full), "--quiet"]) == 0
    assert main(["recommend", str(people), "-o", str(bare), "--quiet", "--no-reasons"]) == 0
    with_them, without = (json.loads(path.read_text("utf-8")) for path in (full, bare))
    reasons = [entry.pop("reasons") for one in with_them["lists"] for entry in one["entries"]]
    assert any(reasons)
    assert not any(entry.pop("reasons") for one in without["lists"] for entry in one["entries"])
    assert with_them == without


@pytest.mark.parametrize(
    ("owner", "partner", "words"),
    [
        ("ada", "bo", ["Sie suchen „Recycling von Elektrolyten“", "passt"]),
        ("ada", "cy", ["ausgeschlossen"]),
        ("cy", "ada", ["Ada Beispiel fehlt"]),
    ],
)
def test_why_is_answered(
    people: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    owner: str,
    partner: str,
    words: list[str],
) -> None:
    where = tmp_path / "lists.json"
    status, out, _ = _say(capsys, "recommend", people, "-o", where, "--why", owner, partner, "--lang", "de")
    assert status == 0
    assert all(word in out for word in words), out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--why", "ada", "eve"], "no profile “eve”"),
        (["--k", "2"], "too short"),
        (["--k", "10001"], "too long"),
        (["--weights", "none.json"], "no such file"),
        (["--requests", "x.json"], "--event"),
        (["--event", "x.json"], "--requests"),
    ],
)
def test_what_does_not_go_is_refused(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    where = tmp_path / "lists.json"
    status, _, err = _say(capsys, "recommend", people, "-o", where, "--lang", "en", *more)
    assert status == 2
    assert words in err
    assert not where.exists()


def test_faults_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "people.json"
    wrong = {"format": "treffen.people/1", "people": [{"id": "a", "age": 40}, {"id": "a", "known": ["b"]}]}
    path.write_text(json.dumps(wrong), "utf-8")
    status, _, err = _say(capsys, "recommend", path, "-o", tmp_path / "l.json", "--lang", "en")
    assert status == 2
    assert err.count("\n- ") >= 3


def test_recommendations_become_requests_of_an_event(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event = tmp_path / "event"
    event.mkdir()
    (event / "event.csv").write_text("key,value\ntables,1\n", "utf-8")
    (event / "slots.csv").write_text("id\n1\n2\n", "utf-8")
    (event / "participants.csv").write_text("id\nada\nbo\n", "utf-8")
    asked = tmp_path / "asked.json"
    status, out, err = _say(
        capsys,
        *("recommend", people, "-o", tmp_path / "l.json", "--event", event, "--requests", asked),
        *("--lang", "en"),
    )
    assert status == 0
    assert "Not at the event, and so without requests: cy." in err
    assert "1 requests are in" in out
    problem = read_problem(asked).problem
    assert problem is not None
    assert [r.participants for r in problem.requests] == [("ada", "bo")]


def _weights(tmp_path: Path, **parts: object) -> Path:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps({"format": "treffen.weights/1", **parts}), "utf-8")
    return path


def test_settings_of_a_file_are_used_and_kept_and_flags_go_first(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = _weights(tmp_path, score={"kind": 0.0}, lists={"k": 5, "cap": 3, "balance": "none"})
    usual, changed, page = (tmp_path / name for name in ("usual.json", "changed.json", "lists.html"))
    assert main(["recommend", str(people), "-o", str(usual), "--quiet"]) == 0
    more = ("--weights", weights, "--k", "6", "--html", page, "--quiet")
    assert _say(capsys, "recommend", people, "-o", changed, *more) == (0, "", "")
    before, after = (json.loads(path.read_text("utf-8")) for path in (usual, changed))
    assert after["k"] == 6
    assert after["balance"]["method"] == "none"
    assert after["settings"]["score"] == before["settings"]["score"] | {"kind": 0.0}
    assert after["settings"]["lists"] == before["settings"]["lists"] | {"k": 6, "cap": 3.0, "balance": "none"}
    kinds = {r["kind"] for one in after["lists"] for e in one["entries"] for r in e["reasons"]}
    assert kinds == {"need_met"}
    told = page.read_text("utf-8")
    assert "<code>score.kind</code>" in told
    assert "4 " in told[told.index('id="settings-head"') :]


def test_wrong_settings_are_refused_with_their_places(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = _weights(tmp_path, score={"mean": 2}, lists={"bridge": 1})
    status, out, err = _say(
        capsys, "recommend", people, "-o", tmp_path / "l.json", "--weights", weights, "--lang", "en"
    )
    assert (status, out) == (2, "")
    assert "At score.mean: “2” at “mean” is outside -50 ≤ x ≤ 1" in err
    assert "Do you mean “bridges”?" in err
    assert not (tmp_path / "l.json").exists()


def test_the_usual_settings_are_printed_as_a_file_that_changes_nothing(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["recommend", "--print-weights"])
    assert left.value.code == 0
    (tmp_path / "weights.json").write_text(capsys.readouterr().out, "utf-8")
    for name, more in (("one", []), ("two", ["--weights", str(tmp_path / "weights.json")])):
        assert main(["recommend", str(people), "-o", str(tmp_path / name), "--quiet", *more]) == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_template_of_profiles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "profiles.xlsx"
    status, _, err = _say(capsys, "template", path, "--profiles", "--lang", "en")
    assert status == 0
    assert "treffen recommend" in err
    assert path.exists()


def test_as_a_process(run: Run, people: Path, tmp_path: Path) -> None:
    done = run("recommend", people, "-o", tmp_path / "lists.json", "--quiet")
    assert (done.status, done.out) == (0, "")
