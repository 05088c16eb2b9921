"""Nothing in the repository tells of one machine, one registry or one person's habits."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

# Each pattern is broken by a class so that it does not find itself here.
TRACES = {
    "a path of one machine": r"(^|[^a-z.\w])/(wo[r]k|roo[t]|hom[e]/\w+|User[s]/\w+)/",
    "a path that will not be there": r"/tm[p]/[a-z]",
    "a registry's address": r"index[-]url|find[-]links|pypi\.or[g]/simple|pythonhosted[.]org|npmjs\.or[g]",
    "a resolved address": r'"resolved": *"htt[p]',
    "a private key": r"BEGIN [A-Z ]*PRIVATE KE[Y]",
    "a note to oneself": r"\b(TOD[O]|FIXM[E]|XX[X])\b",
    "an unfinished merge": r"^(<<<<<<[<]|>>>>>>[>])",
}
LARGEST = 1_500_000


def texts(root: Path, tracked: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in tracked:
        data = (root / name).read_bytes()
        if b"\0" not in data[:8000]:
            found[name] = data.decode("utf-8", "replace")
    return found


@pytest.mark.parametrize("trace", TRACES.values(), ids=TRACES)
def test_no_trace_is_left(root: Path, tracked: tuple[str, ...], trace: str) -> None:
    pattern = re.compile(trace, re.MULTILINE)
    found = [
        f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0].strip()}"
        for name, text in texts(root, tracked).items()
        for hit in pattern.finditer(text)
    ]
    assert found == []


def test_texts_are_utf_8_with_one_newline_at_the_end(root: Path, tracked: tuple[str, ...]) -> None:
    odd = [
        name
        for name in tracked
        if "vendor" not in name
        and name.endswith((".py", ".md", ".toml", ".lock", ".cff", ".css", ".js", ".json"))
        and (data := (root / name).read_bytes())
        and (b"\r" in data or not data.endswith(b"\n") or data.endswith(b"\n\n") or b"\xef\xbf\xbd" in data)
    ]
    assert odd == []


def test_no_file_is_too_large_to_belong_here(root: Path, tracked: tuple[str, ...]) -> None:
    assert [name for name in tracked if (root / name).stat().st_size > LARGEST] == []


def test_nothing_that_can_be_made_again_is_committed(root: Path) -> None:
    done = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True)
    made = re.compile(r"(^|/)(__pycache__|\.venv|out|dist|build)/(?!.*\.py$)|\.pyc$|uv\.lock$")
    assert [name for name in done.stdout.splitlines() if made.search(name)] == []


VENDORED = re.compile(
    r"^\| (\S+) \| (\S+) \| (\S+) \| \S+ \(`(\S+)`\) \| (\S+) \| `(\w{64})` \|$", re.MULTILINE
)


def test_files_of_others_are_unmodified_and_listed_with_their_licence(
    root: Path, tracked: tuple[str, ...]
) -> None:
    folders = {(root / name).parent for name in tracked if name.startswith("tests/vendor/")}
    assert folders
    for folder in folders:
        rows = VENDORED.findall((folder / "README.md").read_text("utf-8"))
        known = {"README.md", *(row[0] for row in rows), *(row[3] for row in rows)}
        assert {path.name for path in folder.iterdir()} == known
        for file, *_, digest in rows:
            assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
