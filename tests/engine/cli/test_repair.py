"""`treffen repair`: files in, a smaller change out, and all of it in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from treffen.cli import main
from treffen.files import read_disruptions, read_plan, read_problem, write_disruptions
from treffen.problem import Place, Request
from treffen.repair import (
    Back,
    Disruption,
    Freeze,
    Gone,
    Late,
    NoShow,
    Overran,
    PlaceAdded,
    PlaceBack,
    PlaceLost,
    TalkMoved,
    Urgent,
    Withdrawn,
)
from treffen.verification import verify

EVERY_KIND: tuple[Disruption, ...] = (
    Gone(participant="ada", since="10:20"),
    Late(participant="bo", until="10:20"),
    Back(participant="ada"),
    NoShow(request="r1", participant="ada", again=False),
    PlaceLost(place="t1", since="10:20"),
    PlaceBack(place="t1"),
    PlaceAdded(place=Place(id="t2", features=frozenset(["screen"]))),
    TalkMoved(talk="keynote", slots=frozenset(["10:00"])),
    Overran(request="r1", slots=2),
    Urgent(request=Request(id="new", participants=("ada", "cy"), value=4)),
    Withdrawn(request="r3"),
    Freeze(slots=1, minutes=30),
)


@pytest.fixture
def happened(tmp_path: Path):
    """Writes a list of disruptions; gives its path."""

    def write(*disruptions: Disruption, now: str | None = None) -> str:
        path = tmp_path / "disruptions.json"
        write_disruptions(path, disruptions, now=now)
        return str(path)

    return write


def test_disruptions_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    write_disruptions(path, EVERY_KIND, now="10:20")
    reading = read_disruptions(path)
    assert reading.faults == ()
    assert reading.disruptions == EVERY_KIND
    assert reading.now == "10:20"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[]", ""),
        ('{"format": "treffen.plan/1"}', "format"),
        ('{"format": "treffen.disruptions/1"}', "disruptions"),
        ('{"format": "treffen.disruptions/1", "disruptions": {}}', "disruptions"),
        ('{"format": "treffen.disruptions/1", "disruptions": [], "nwo": "s1"}', "nwo"),
        ('{"format": "treffen.disruptions/1", "disruptions": [], "now": 3}', "now"),
        ('{"format": "treffen.disruptions/1", "disruptions": [7]}', "disruptions[0]"),
        ('{"format": "treffen.disruptions/1", "disruptions": [{}]}', "disruptions[0].kind"),
        ('{"format": "treffen.disruptions/1", "disruptions": [{"kind": "flood"}]}', "disruptions[0].kind"),
        (
            '{"format": "treffen.disruptions/1", "disruptions": [{"kind": "gone"}]}',
            "disruptions[0].participant",
        ),
        (
            '{"format": "treffen.disruptions/1", "disruptions": [{"kind": "freeze", "slots": -1}]}',
            "disruptions[0].slots",
        ),
    ],
)
def test_what_is_wrong_with_the_file_is_said_where_it_stands(tmp_path: Path, text: str, path: str) -> None:
    file = tmp_path / "d.json"
    file.write_text(text, encoding="utf-8")
    reading = read_disruptions(file)
    assert reading.disruptions is None
    assert path in [f.where.path for f in reading.faults]


def test_a_plan_is_mended_and_everything_is_written(
    event_file: Path, plan_file: Path, tmp_path: Path, happened, capsys
) -> None:
    new = Urgent(request=Request(id="late", participants=("bo", "cy"), value=1))
    file = happened(Gone(participant="ada", since="10:20"), new)
    out, event, after, page = (tmp_path / n for n in ("plan2.json", "event2.json", "next.json", "diff.html"))
    command = ["repair", str(event_file), str(plan_file), file, "-o", str(out), "--event", str(event)]
    command += ["--next", str(after), "--html", str(page), "--alternatives", "3", "--lang", "en"]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "Ada Beispiel is gone" in said
    assert "Request r2 is dropped." in said
    assert "this is proved" in said
    problem, plan = read_problem(event).problem, read_plan(out).plan
    assert problem is not None
    assert plan is not None
    assert verify(problem, plan).is_accepted
    assert [m.request for m in plan.timetable.meetings] == ["r1", "r3"]
    for kind in ("fewest-moves", "most-meetings", "least-walking"):
        other = read_plan(tmp_path / f"plan2.{kind}.json").plan
        assert other is not None
        assert verify(problem, other).is_accepted
    assert read_problem(after).problem is not None
    assert "Content-Security-Policy" in page.read_text("utf-8")


def test_a_second_repair_goes_on_from_the_first(
    event_file: Path, plan_file: Path, tmp_path: Path, happened
) -> None:
    first, after = str(tmp_path / "plan2.json"), str(tmp_path / "next.json")
    file = happened(Freeze(slots=1), PlaceAdded(place=Place(id="t2")))
    start = ["repair", str(event_file), str(plan_file), file, "-o", first, "--next", after, "--quiet"]
    assert main(start) == 0
    file = happened(PlaceLost(place="t1"))
    assert main(["repair", after, first, file, "-o", str(tmp_path / "plan3.json"), "--quiet"]) == 0
    plan = read_plan(tmp_path / "plan3.json").plan
    assert plan is not None
    assert {m.place for m in plan.timetable.meetings} == {"t2"}


def test_now_on_the_command_line_goes_before_the_file(
    event_file: Path, plan_file: Path, tmp_path: Path, happened
) -> None:
    file = happened(Gone(participant="ada"), now="10:00")
    out = tmp_path / "plan2.json"
    command = ["repair", str(event_file), str(plan_file), file, "-o", str(out), "--now", "10:20", "--quiet"]
    assert main(command) == 0
    plan = read_plan(out).plan
    assert plan is not None
    assert "r1" in [m.request for m in plan.timetable.meetings], "it has begun"


def test_all_faults_are_told_and_nothing_is_written(
    event_file: Path, plan_file: Path, tmp_path: Path, happened, capsys
) -> None:
    file = happened(Gone(participant="adda"), PlaceLost(place="t9"), now="never")
    out = tmp_path / "plan2.json"
    assert main(["repair", str(event_file), str(plan_file), file, "-o", str(out), "--lang", "de"]) == 2
    said = capsys.readouterr().err
    assert "disruptions[0].participant" in said
    assert "ada" in said
    assert "disruptions[1].place" in said
    assert "„never“" in said
    assert not out.exists()


def test_a_plan_of_another_event_is_refused(
    event_file: Path, plan_file: Path, tmp_path: Path, happened, capsys
) -> None:
    content = json.loads(event_file.read_text("utf-8"))
    content["participants"][0]["free"] = ["10:00"]
    event_file.write_text(json.dumps(content), encoding="utf-8")
    out = tmp_path / "plan2.json"
    command = ["repair", str(event_file), str(plan_file), happened(), "-o", str(out), "--lang", "en"]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "another event" in said
    assert "Ada Beispiel" in said


def test_a_plan_with_meetings_that_the_event_does_not_know_is_refused(
    event_file: Path, plan_file: Path, tmp_path: Path, happened, capsys
) -> None:
    content = json.loads(plan_file.read_text("utf-8"))
    content["meetings"][0]["request"] = "elsewhere"
    plan_file.write_text(json.dumps(content), encoding="utf-8")
    file = happened(Gone(participant="ada"), PlaceLost(place="t1"))
    out = tmp_path / "plan2.json"
    command = ["repair", str(event_file), str(plan_file), file, "-o", str(out), "--lang", "en"]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert "another event" in said
    assert "elsewhere" in said
    assert not out.exists()


def test_an_urgent_request_longer_than_every_block_is_a_fault_with_its_place(
    event_file: Path, plan_file: Path, tmp_path: Path, happened, capsys
) -> None:
    file = happened(Urgent(request=Request(id="new", participants=("ada", "cy"), length=10**9)))
    out = tmp_path / "plan2.json"
    assert main(["repair", str(event_file), str(plan_file), file, "-o", str(out), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "disruptions[0].request.length" in said
    assert "no block is that long" in said


def test_outputs_may_not_be_inputs_nor_share_a_name(
    event_file: Path, plan_file: Path, tmp_path: Path, happened, capsys
) -> None:
    file, same = happened(), str(tmp_path / "same.json")
    assert main(["repair", str(event_file), str(plan_file), file, "-o", file]) == 2
    assert main(["repair", str(event_file), str(plan_file), file, "-o", same, "--event", same]) == 2
    assert not Path(same).exists()
