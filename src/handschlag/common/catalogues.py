"""Kept catalogues of translations, and what Django reads of them; in pure Python and without Django.

The build of the wheel uses it, too: there is nothing but Babel then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WHENEVER = datetime(2020, 2, 2, tzinfo=UTC)
PACKAGE = Path(__file__).resolve().parent.parent


def floors() -> list[Path]:
    """The folders of all floors."""
    return sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def catalogue_of(floor: Path) -> Path:
    """Where the German texts of a floor are kept."""
    return floor / "locale" / "de" / "LC_MESSAGES" / "django.po"


def read(floor: Path) -> Catalog:
    """The catalogue as it is kept; an empty one where there is none."""
    path = catalogue_of(floor)
    if not path.exists():
        return Catalog(locale="de", domain="django", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="de", domain="django")


def compile_file(source: Path, *, fills_gaps: bool = False) -> None:
    """The .mo beside a catalogue, missing texts in English if asked; safe for two processes at once."""
    made = source.with_suffix(f".{os.getpid()}.tmp")
    with source.open("rb") as kept:
        catalogue = read_po(kept, domain="django")
    if fills_gaps:
        _fill_gaps(catalogue)
    with made.open("wb") as file:
        write_mo(file, catalogue)
    made.replace(source.with_suffix(".mo"))


def _fill_gaps(catalogue: Catalog) -> None:
    """English where a text is missing; Django would show the German one."""
    for message in catalogue:
        if message.id and (message.fuzzy or not message.string or not all(message.string)):
            if isinstance(message.id, str):
                message.string = message.id
            else:
                message.string = (message.id[0], *[message.id[1]] * (catalogue.num_plurals - 1))
            message.flags.discard("fuzzy")


def compile_catalogues() -> None:
    """A .mo beside each catalogue that is newer than it; safe when two processes do it at once."""
    for floor in floors():
        source = catalogue_of(floor)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        compile_file(source)


def compiled_into(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every catalogue compiled into a folder of its own, with its place below the package's parent."""
    for floor in floors():
        if not catalogue_of(floor).exists():
            continue
        place = catalogue_of(floor).with_suffix(".mo").relative_to(PACKAGE.parent)
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read(floor)
        # Whoever builds it at another time gets the same bytes; Babel would write the present moment.
        catalogue.creation_date = catalogue.revision_date = WHENEVER
        with target.open("wb") as file:
            write_mo(file, catalogue)
        yield target, place.as_posix()
