"""Our style sheets in their order: kept as short files, sent as one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

FOLDER: Final = "design"
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
PATHS: Final[Sequence[str]] = tuple(f"{FOLDER}/{name}.css" for name in NAMES)
BUNDLE: Final = f"{FOLDER}/house.css"


def bundle(folder: Path) -> str:
    """All sheets in one; they lie in one folder, so what they refer to is found from there as well."""
    return "".join((folder / path).read_text("utf-8") for path in PATHS)
