"""What the documents say is so: links lead somewhere, commands run, generated pages are current."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

import pytest
from babel.messages.pofile import read_po

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, made as the usual renderers make them."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_every_link_leads_somewhere(root: Path, tracked: tuple[str, ...]) -> None:
    dead = []
    for name in (n for n in tracked if n.endswith(".md")):
        for target in LINK.findall(without_code((root / name).read_text("utf-8"))):
            if re.match(r"https?://|mailto:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (root / name).parent / path if path else root / name
            if not file.exists():
                dead.append(f"{name}: {target}")
            elif anchor and anchor not in anchors(file.read_text("utf-8")):
                dead.append(f"{name}: {target} (no such heading)")
    assert dead == []


def test_every_page_can_be_reached_from_the_readme(root: Path, tracked: tuple[str, ...]) -> None:
    pages = {n for n in tracked if n.startswith("docs/") and n.endswith(".md")}
    seen: set[str] = set()
    todo = ["README.md"]
    while todo:
        name = todo.pop()
        if name in seen or not name.endswith(".md"):
            continue
        seen.add(name)
        for target in LINK.findall((root / name).read_text("utf-8")):
            file = (root / name).parent / target.partition("#")[0]
            if "://" not in target and file.is_file():
                todo.append(file.resolve().relative_to(root).as_posix())
    assert sorted(pages - seen) == []


@pytest.fixture(scope="module")
def builder(root: Path) -> ModuleType:
    """docs/build.py."""
    spec = importlib.util.spec_from_file_location("builder", root / "docs/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_current(builder: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert (builder.main(["--check"]), capsys.readouterr().out) == (0, "")


def test_a_page_that_is_out_of_date_is_noticed_and_written_again(
    builder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(builder, "PAGES", tmp_path)
    (tmp_path / "command.md").write_text("old")
    assert builder.main(["--check"]) == 1
    assert "command.md: out of date" in capsys.readouterr().out
    assert (tmp_path / "command.md").read_text() == "old"
    assert (builder.main([]), builder.main(["--check"])) == (0, 0)


def test_every_public_name_of_the_engine_is_documented(root: Path) -> None:
    page = (root / "docs/reference/python.md").read_text("utf-8")
    assert [line for line in page.splitlines() if line.startswith("- ") and line.rstrip().endswith("—")] == []


def test_every_exit_status_is_documented(root: Path) -> None:
    from treffen.cli.exits import Exit

    page = (root / "docs/reference/exits.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| ([\w ]+) \|", page, re.MULTILINE)
    assert rows == [(str(status.value), status.name.lower().replace("_", " ")) for status in Exit]


def test_every_verb_that_the_documents_name_exists(root: Path, tracked: tuple[str, ...]) -> None:
    door = (root / "run.py").read_text("utf-8")
    verbs = set(re.findall(r"^def (demo|test|lint|bench|trial|docs|vendor|lock)\(", door, re.MULTILINE))
    verbs |= set(re.findall(r'^    "(sbom|licences|audit|release)": ', door, re.MULTILINE))
    named = {
        verb
        for name in tracked
        if name.endswith((".md", "run"))
        for verb in re.findall(r"run\.py (\w+)", (root / name).read_text("utf-8"))
    }
    assert {"demo", "test"} <= named
    assert sorted(named - verbs) == []


def test_every_command_that_the_documents_show_is_understood(root: Path, tracked: tuple[str, ...]) -> None:
    from treffen.cli.parser import build_parser

    parser = build_parser("en")
    shown = [
        line
        for name in tracked
        if name.endswith(".md") and not name.startswith("docs/reference/")
        for block in re.findall(r"```\w*\n(.*?)```", (root / name).read_text("utf-8"), re.DOTALL)
        for line in re.findall(r"^(?:\$ )?(?:\.venv/bin/)?treffen (.+)$", block, re.MULTILINE)
    ]
    assert len(shown) > 10
    for line in shown:
        if "INPUT" not in line:
            parser.parse_args(shlex.split(line))


def test_the_decisions_are_numbered_dated_and_listed(root: Path) -> None:
    folder = root / "docs/decisions"
    listed = (folder / "README.md").read_text("utf-8")
    records = sorted(p for p in folder.glob("*.md") if p.name != "README.md")
    numbers = [int(p.name[:4]) for p in records]  # there may be gaps, and none is given twice
    assert numbers[0] == 1
    assert len(set(numbers)) == len(numbers)
    for record in records:
        text = record.read_text("utf-8")
        assert re.match(
            rf"# {record.name[:4]} .+\n\n\d{{4}}-\d\d-\d\d · (in force|replaced by \d{{4}})\n", text
        )
        assert f"({record.name})" in listed
        assert len(text.splitlines()) <= 60


def test_the_version_is_the_same_everywhere(root: Path, project: dict[str, Any]) -> None:
    import treffen

    version = project["project"]["version"]
    assert treffen.__version__ == version
    assert f"## {version}" in (root / "CHANGELOG.md").read_text("utf-8")
    assert f"\nversion: {version}\n" in (root / "CITATION.cff").read_text("utf-8")


def test_a_change_is_one_sentence_on_one_line(root: Path) -> None:
    lines = [
        line
        for line in (root / "CHANGELOG.md").read_text("utf-8").splitlines()
        if line.startswith(("-", "  "))
    ]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"- .+[.!]", line)] == []


def lesson_of(page: Path, folder: Path) -> tuple[Path, list[str]]:
    """A folder with the files that a tutorial shows, and the commands that it shows."""
    text = page.read_text("utf-8")
    for name, body in re.findall(r"```csv (\S+)\n(.*?)```", text, re.DOTALL):
        path = folder / PurePosixPath(name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, "utf-8")
    return folder, re.findall(r"^\$ treffen (.+)$", text, re.MULTILINE)


@pytest.fixture(scope="module")
def lesson(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The first tutorial."""
    return lesson_of(root / "docs/tutorial/first-timetable.md", tmp_path_factory.mktemp("tutorial"))


def treffen(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "treffen", *shlex.split(line), "--lang", "en"]
    source = str(Path(__file__).resolve().parents[2] / "src")
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": source}
    )


def test_the_tutorial_runs_as_it_is_written(lesson: tuple[Path, list[str]]) -> None:
    folder, commands = lesson
    assert [line.split()[0] for line in commands] == [
        "template",
        "schedule",
        "show",
        "verify",
        "schedule",
        "show",
    ]
    for line in commands:
        done = treffen(folder, line)
        status = 4 if line.startswith("verify") else 0  # one bound is on trust, and the text says so
        assert (line, done.returncode, done.stderr) == (line, status, done.stderr), done.stdout + done.stderr
    assert {"event.xlsx", "plan.json", "plan.html", "plan.xlsx", "second.json"} <= {
        p.name for p in folder.iterdir()
    }


def test_the_misspelt_name_of_the_tutorial_is_named_with_its_place(lesson: tuple[Path, list[str]]) -> None:
    folder, _ = lesson
    requests = folder / "cluster-morning/requests.csv"
    right = requests.read_text("utf-8")
    requests.write_text(right.replace("ed,flo", "ed,floh"), "utf-8")
    done = treffen(folder, "schedule cluster-morning -o third.json")
    requests.write_text(right, "utf-8")
    assert done.returncode == 2
    assert all(word in done.stdout + done.stderr for word in ("requests.csv", "floh", "flo", "10"))
    assert not (folder / "third.json").exists()


def test_two_spreadsheets_become_a_timetable_as_it_is_written(root: Path, tmp_path: Path) -> None:
    folder, commands = lesson_of(root / "docs/tutorial/two-spreadsheets.md", tmp_path)
    assert [line.split()[0] for line in commands] == ["recommend", "recommend", "show", "schedule", "verify"]
    for line in commands:
        done = treffen(folder, line)
        assert (line, done.returncode) == (line, 0), done.stdout + done.stderr
    text = (folder / "lists.html").read_text("utf-8")
    assert "You seek “Recycling of electrolytes”. Bo Example offers" in text
    assert len(json.loads((folder / "plan.json").read_text("utf-8"))["meetings"]) >= 5


FOR_OPERATORS = (
    "docs/howto/operate",
    "docs/howto/accounts.md",
    "docs/howto/api.md",
    "docs/howto/keep-programme-facts.md",
    "docs/howto/meet-online.md",
)


def test_pages_and_buttons_are_named_as_they_are_labelled(root: Path, tracked: tuple[str, ...]) -> None:
    """What stands in quotation marks and begins with a capital letter is to be found on the screen."""
    labels: set[str] = set()
    for name in (n for n in tracked if n.endswith("/de/LC_MESSAGES/django.po")):
        with (root / name).open("rb") as file:
            for one in read_po(file):
                labels.update([one.id] if isinstance(one.id, str) else one.id)
    plain = {label.rstrip(".") for label in labels}
    pages = [n for n in tracked if n.endswith(".md") and n.startswith(FOR_OPERATORS)]
    said = [
        (name, " ".join(words.split()))
        for name in pages
        for words in re.findall(r'"([A-Z][^"]*)"', without_code((root / name).read_text("utf-8")))
    ]
    assert len(said) > 10
    assert [(name, words) for name, words in said if words.rstrip(".") not in plain] == []
