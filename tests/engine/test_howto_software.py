"""Every snippet of docs/howto/use-in-your-software.md is run as it stands there."""

from __future__ import annotations

import json
import re
import runpy
import shlex
from pathlib import Path

import pytest

import treffen
from treffen.cli import main

SOURCE = Path(treffen.__file__).parents[1]
SAID = {
    "library.py": "optimal [('value', 5, 5)]",
    "reading.py": "File “broken.json”, at requests[0].participants: "
    "The entry “participants” is missing. Add it.",
    "admitting.py": "Refused",
    "schema.py": "treffen.problem/1 ['format', 'slots', 'places', 'participants', 'requests']",
}
BROKEN = {
    "format": "treffen.problem/1",
    "slots": [{"id": "10:00"}],
    "places": [{"id": "t"}],
    "participants": [{"id": "ada"}],
    "requests": [{"id": "1"}],
}


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs/howto/use-in-your-software.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def folder(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which one is: all snippets, and files that they read."""
    snippets = re.findall(r"```python (\S+)\n(.*?)```", page, re.DOTALL)
    assert len(snippets) == len(re.findall("^```python", page, re.MULTILINE)) == 7
    for name, text in snippets:
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "broken.json").write_text(json.dumps(BROKEN))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))  # of the processes that jobs are
    return tmp_path


def test_each_snippet_does_what_the_page_says(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"^treffen (.+)$", page, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        assert main(shlex.split(command)) == 0, capsys.readouterr().err
    for name in ("library.py", "reading.py", "admitting.py", "progress.py", "schema.py"):
        capsys.readouterr()
        runpy.run_path(name)
        if name in SAID:
            assert capsys.readouterr().out.splitlines()[0] == SAID[name]


def test_a_worker_tells_what_became_of_each_job(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path("library.py")
    capsys.readouterr()
    done = runpy.run_path("worker.py")["done"]
    assert done.keys() == {"event.json", "broken.json"}
    assert done["event.json"] == "planned"
    assert done["broken.json"].startswith("bad input: broken.json: At requests[0].participants")


def test_a_job_tells_how_far_it_is_and_writes_its_best_plan_when_it_is_cancelled(folder: Path) -> None:
    main(shlex.split("generate tight -o tight.json --people 30"))
    job = runpy.run_path("job.py")["Job"](Path("tight.json"), Path("cut.json"), seconds=600)
    seen: list[dict[str, object]] = []

    def tell(progress: dict[str, object]) -> None:
        seen.append(progress)
        if len(seen) == 2:
            job.cancel()

    assert job.run(tell) == "planned"
    assert seen[0].keys() == {"phase", "goal", "value", "bound", "seconds"}
    assert treffen.read_plan(folder / "cut.json").plan is not None
