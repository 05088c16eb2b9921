"""Every snippet of docs/howto/use-in-your-software.md is run as it stands there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import treffen

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


@pytest.fixture(scope="module")
def snippets(root: Path) -> dict[str, str]:
    page = (root / "docs/howto/use-in-your-software.md").read_text("utf-8")
    assert len(re.findall("^```python", page, re.MULTILINE)) == 7
    return dict(re.findall(r"```python (\S+)\n(.*?)```", page, re.DOTALL))


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *shlex.split(script)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )


@pytest.fixture(scope="module")
def folder(snippets: dict[str, str], root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all snippets, after the commands of the page and the first snippet."""
    made = tmp_path_factory.mktemp("software")
    for name, text in snippets.items():
        (made / name).write_text(text, "utf-8")
    (made / "broken.json").write_text(json.dumps(BROKEN))
    page = (root / "docs/howto/use-in-your-software.md").read_text("utf-8")
    commands = re.findall(r"^treffen (.+)$", page, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        done = run(f"-m treffen {command}", made)
        assert done.returncode == 0, done.stderr
    return made


def test_each_snippet_does_what_the_page_says(folder: Path) -> None:
    for name in ("library.py", "reading.py", "admitting.py", "progress.py", "schema.py"):
        done = run(name, folder)
        assert done.returncode == 0, done.stderr
        if name in SAID:
            assert done.stdout.splitlines()[0] == SAID[name]


def test_a_worker_tells_what_became_of_each_job(folder: Path) -> None:
    run("library.py", folder)
    done = run("worker.py", folder)
    assert done.returncode == 0, done.stderr
    assert "'event.json': 'planned'" in done.stdout
    assert "'broken.json': 'bad input: " in done.stdout


def test_a_job_tells_how_far_it_is_and_writes_its_best_plan_when_it_is_cancelled(folder: Path) -> None:
    code = (
        "from pathlib import Path\nfrom job import Job\nseen = []\n"
        "job = Job(Path('tight.json'), Path('cut.json'), seconds=600)\n"
        "def tell(progress):\n    seen.append(progress)\n    len(seen) == 2 and job.cancel()\n"
        "print(job.run(tell), sorted(seen[0]))\n"
    )
    (folder / "cancel.py").write_text(code)
    done = run("cancel.py", folder)
    assert done.stdout == "planned ['bound', 'goal', 'phase', 'seconds', 'value']\n", done.stderr
    assert treffen.read_plan(folder / "cut.json").plan is not None
