"""The commands of docs/howto/the-day-changes.md, run one after another."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from treffen.cli import main


def test_the_commands_of_the_page_do_what_it_says(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (root / "docs/howto/the-day-changes.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    happened = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert happened is not None
    Path("happened.json").write_text(happened[1], encoding="utf-8")
    later = re.search(r'`(\{"format": "treffen.disruptions/1", [^`]*\})`', page)
    assert later is not None
    Path("later.json").write_text(later[1], encoding="utf-8")
    commands = re.findall(r"^ *(treffen .+)$", page, re.MULTILINE)
    assert len(commands) == 6
    for command in commands:
        assert main(shlex.split(command)[1:]) == 0, capsys.readouterr().err
    assert {p.name for p in tmp_path.iterdir()} >= {
        *("plan2.json", "event2.json", "next.json", "diff.html", "plan3.json"),
        *(f"plan2.{kind}.json" for kind in ("fewest-moves", "most-meetings", "least-walking")),
    }
