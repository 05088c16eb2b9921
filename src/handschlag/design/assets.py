"""Files of a page: style sheets kept short and sent as one, static files, and what an operator adds.

What an operator adds for those who need sign language or easy language: files in one folder.

`sign-language.de.mp4` with its captions `.vtt` and its first picture `.jpg`, `easy-language.de.txt`. They are
static files: the server gives them out in parts, and nothing comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_FOLDER: Final = "own"  # below the static files
ENDINGS: Final = ("mp4", "vtt", "jpg")
MARKS: Final = {"# ": "heading", "- ": "list"}


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
    """The operator's own words: blank lines part blocks, `# ` marks a heading, `- ` an entry of a list."""
    parts: list[dict[str, Any]] = []
    before = ""
    for line in map(str.strip, (_easy_words(language) or "").splitlines()):
        kind = MARKS.get(line[:2], "lines") if line else ""
        said = line[2:] if line[:2] in MARKS else line
        if kind and kind == before and kind != "heading":
            parts[-1]["lines"].append(said)
        elif kind:
            parts.append({"kind": kind, "lines": [said]})
        before = kind
    return tuple(parts)


def unreadable_text(language: str) -> str:
    """The name of the file with easy words, where it is there and is no text in UTF-8; else empty."""
    return f"easy-language.{language}.txt" if _easy_words(language) is None else ""


def _easy_words(language: str) -> str | None:
    try:
        return _path(f"easy-language.{language}.txt").read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        return None


def _address(name: str) -> str:
    """Empty where the file is not there, or static files have not been collected since it came."""
    try:
        return static(f"{OWN_FOLDER}/{name}") if _path(name).is_file() else ""
    except ValueError:
        return ""


def _path(name: str) -> Path:
    return Path(settings.OWN_CONTENT) / name


STYLE_FOLDER: Final = "design"
NAMES: Final = (
    "layers",
    "tokens",
    "base",
    "layout",
    "shell",
    "foot",
    "forms",
    "lists",
    "filters",
    "ways",
    "parts",
    "change",
    "marks",
)
PATHS: Final[Sequence[str]] = tuple(f"{STYLE_FOLDER}/{name}.css" for name in NAMES)
BUNDLE: Final = f"{STYLE_FOLDER}/house.css"


def bundle(folder: Path) -> str:
    """All sheets in one; they lie in one folder, so what they refer to is found from there as well."""
    return "".join((folder / path).read_text("utf-8") for path in PATHS)


def _without_source_maps(patterns: Any) -> Any:
    """Files of others name source maps that we do not ship; the name stays as it is, and nobody asks."""
    return tuple(
        (glob, tuple(rule for rule in rules if "sourceMapping" not in str(rule))) for glob, rules in patterns
    )


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which also follows the imports of modules."""

    support_js_module_import_aggregation = True
    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)
    style_sheets = (BUNDLE,)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            folder = Path(self.location)
            (folder / BUNDLE).write_text(bundle(folder), encoding="utf-8")
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run=dry_run, **options)
