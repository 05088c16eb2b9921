"""What an operator adds for those who need sign language or easy language: files in one folder.

`sign-language.de.mp4` with its captions `.vtt` and its first picture `.jpg`, `easy-language.de.txt`. They are
static files: the server gives them out in parts, and nothing comes from elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static

FOLDER: Final = "own"  # below the static files
ENDINGS: Final = ("mp4", "vtt", "jpg")


def sign_film(language: str) -> dict[str, str]:
    """Addresses of the film, its captions and first picture by ending; empty while one is missing."""
    found = {ending: _address(f"sign-language.{language}.{ending}") for ending in ENDINGS}
    return found if all(found.values()) else {}


def report_address(language: str) -> str:
    """Where a report on accessibility is, that the operator puts beside the statement; empty without one."""
    return _address(f"accessibility-report.{language}.pdf")


def missing_beside_film(language: str) -> tuple[str, ...]:
    """Names of files without which a film that is there is not shown."""
    names = [f"sign-language.{language}.{ending}" for ending in ENDINGS]
    there = [name for name in names if _path(name).is_file()]
    return tuple(name for name in names if there and name not in there)


def easy_text(language: str) -> tuple[dict[str, Any], ...]:
    """The operator's own words: blank lines part blocks, `# ` begins a heading, `- ` an entry of a list."""
    try:
        text = _path(f"easy-language.{language}.txt").read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ()
    blocks = ([line.strip() for line in block.splitlines()] for block in text.split("\n\n"))
    return tuple(_part([line for line in block if line]) for block in blocks if any(block))


def _part(lines: list[str]) -> dict[str, Any]:
    if lines[0].startswith("# "):
        return {"kind": "heading", "lines": [" ".join(line.removeprefix("# ") for line in lines)]}
    if all(line.startswith("- ") for line in lines):
        return {"kind": "list", "lines": [line.removeprefix("- ") for line in lines]}
    return {"kind": "lines", "lines": lines}


def _address(name: str) -> str:
    """Empty where the file is not there, or static files have not been collected since it came."""
    try:
        return static(f"{FOLDER}/{name}") if _path(name).is_file() else ""
    except ValueError:
        return ""


def _path(name: str) -> Path:
    return Path(settings.OWN_CONTENT) / name
