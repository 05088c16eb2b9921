"""What `python3 run.py lint` checks: `python -m tests.lint PYTHON`, that of the papers or "missing"."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IS_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def main(papers: str) -> int:
    """Every check, also after one that failed; 1 if any did."""
    tools = Path(sys.executable).parent
    # The types take as long as everything else together: they have one core, the other checks the other.
    mypy = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "src/treffen",
        "src/handschlag",
        "benchmarks/checker.py",
    ]
    types = subprocess.Popen(mypy, cwd=ROOT)
    checks: dict[str, list[str | Path]] = {
        "style": [tools / "ruff", "check", "--output-format", "concise", "."],
        "format": [tools / "ruff", "format", "--check", "--output-format", "concise", "."],
        "templates": [tools / "djangofmt", "--check", "src"],
        "walls": [tools / "lint-imports", "--no-logo"],
        "measures": [sys.executable, "-m", "tests.house.measures"],
    }
    if papers != "missing":
        checks["reuse"] = [Path(papers).parent / "reuse", "lint", "--lines"]
        checks["papers"] = [papers, "-m", "papers", "check"]
    failed = [name for name, check in checks.items() if _run(check) != 0]
    failed += ["papers"] if papers == "missing" and IS_CI else []
    failed += ["types"] if types.wait() != 0 else []
    print("\nAll is well." if not failed else "\nNot yet: " + ", ".join(failed), flush=True)
    return 1 if failed else 0


def _run(command: list[str | Path]) -> int:
    words = [Path(word).name if Path(word).is_absolute() else str(word) for word in command]
    print("\n$ " + " ".join(words), flush=True)
    return subprocess.call([str(word) for word in command], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
