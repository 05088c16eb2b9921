"""Catalogues of translations, one for each floor, in pure Python: no GNU gettext is needed anywhere.

Source strings are English. `extract` finds them in code and templates, `update` brings a catalogue up to
date; `catalogues.compile_catalogues` writes the .mo files that Django reads; those are made, not kept.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_strings
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from handschlag.common.catalogues import PACKAGE, catalogue_of, read

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def _sources(floor: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a floor that may hold strings, as Python that an extractor can read."""
    for path in sorted(floor.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text("utf-8")
    for ending in ("html", "txt"):
        for path in sorted((floor / "templates").rglob(f"*.{ending}")):
            yield path, _unindented(templatize(path.read_text("utf-8"), origin=str(path)))


def _unindented(text: str) -> str:
    """A page is indented as its parts lie in one another, which Python would take for its own blocks."""
    return "\n".join(line.lstrip() for line in text.splitlines())


def extract(floor: Path) -> Catalog:
    """All source strings of a floor, with the files they stand in."""
    found = Catalog(locale="de", domain="django", fuzzy=False)
    for path, text in _sources(floor):
        place = path.relative_to(PACKAGE).as_posix()
        stream = io.BytesIO(text.encode())
        for _line, message, comments, context in extract_strings("python", stream, keywords=KEYWORDS):
            flags = ["python-format"] if "%(" in str(message) else []
            found.add(message, None, [(place, 0)], flags, comments, context=context)
    return found


def _is_complete(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return not message.fuzzy and len(texts) > 0 and all(texts)


def missing(floor: Path) -> list[str]:
    """Source strings without a German text, or with a doubtful one."""
    kept = read(floor)
    found = []
    for message in extract(floor):
        known = kept.get(message.id, message.context) if message.id else None
        if message.id and (known is None or not _is_complete(known)):
            found.append(str(message.id))
    return found


def update(floor: Path) -> None:
    """The catalogue of a floor with what its code and templates say today; nothing is guessed."""
    fresh = extract(floor)
    _take_over(fresh, read(floor))
    if len(fresh):
        _write(fresh, catalogue_of(floor), head="Language: de", plurals="nplurals=2; plural=(n != 1);")


def update_language(folder: Path, language: str, *, floors: Iterable[Path]) -> int:
    """One catalogue for a language of an operator's own; how many texts it lacks.

    What was translated before is kept; what nobody says any more is left out. The form of plurals is Babel's.
    """
    path = folder / to_locale(language) / "LC_MESSAGES" / "django.po"
    fresh = Catalog(locale=_plain_locale(language), domain="django", fuzzy=False)
    for floor in floors:
        for message in extract(floor):
            if message.id:
                fresh.add(message.id, None, message.locations, message.flags, context=message.context)
    if path.exists():
        with path.open("rb") as file:
            _take_over(fresh, read_po(file, domain="django"))
    _write(fresh, path, head=f"Language: {to_locale(language)}", plurals=fresh.plural_forms)
    return sum(not _is_complete(message) for message in fresh if message.id)


def _plain_locale(language: str) -> str | None:
    """The locale whose plurals are taken; None where Babel knows no such language."""
    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return None


def _take_over(fresh: Catalog, kept: Catalog) -> None:
    for message in fresh:
        known = kept.get(message.id, message.context) if message.id else None
        if known is not None:
            message.string = known.string
            message.flags |= known.flags & {"fuzzy"}


def _write(catalogue: Catalog, path: Path, *, head: str, plurals: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    top = f'msgid ""\nmsgstr ""\n"{head}\\n"\n"MIME-Version: 1.0\\n"\n'
    top += f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
    path.write_text(top + text.getvalue().decode().strip() + "\n", encoding="utf-8")
