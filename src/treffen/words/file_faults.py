"""Faults of a file as such: what cannot be read, and what to do about it."""

from __future__ import annotations

from dataclasses import replace

from treffen.problem import Fault, LocatedFault, ReadingFault, ReadingFaultKind
from treffen.words.entity_labels import Name, capitalised
from treffen.words.faults import fault as problem_fault
from treffen.words.fields import field
from treffen.words.language import Language, Text, quoted
from treffen.words.places_in_files import place_in_file
from treffen.words.reading_texts import (
    MISSING_CSV,
    NO_ENDING,
    NO_FORMAT,
    NOTHING_THERE,
    READING_FAULTS,
    TYPES,
    WRONG_WHOLE,
)

WITHOUT_VALUE = {
    ReadingFaultKind.UNKNOWN_FORMAT: NO_ENDING,
    ReadingFaultKind.WRONG_FORMAT_NAME: NO_FORMAT,
    ReadingFaultKind.SYNTAX: NOTHING_THERE,
}
SUGGESTION = Text("Meinen Sie {suggestion}?", "Do you mean {suggestion}?")


def fault(f: Fault | ReadingFault, language: Language, *, name: Name | None = None) -> str:
    """What is wrong and what to do, in one or two sentences.

    >>> fault(ReadingFault(kind=ReadingFaultKind.EMPTY_FILE), "de")
    'Die Datei ist leer. Füllen Sie sie, oder wählen Sie eine andere.'
    """
    if isinstance(f, Fault):
        return problem_fault(f, language, name=name)
    known = TYPES.get(f.expected)
    words = {
        "field": quoted(field(f.field, language), language),
        "value": quoted(f.value, language),
        "raw": f.value,
        "expected": f.expected if known is None else known.said(language),
    }
    return capitalised(_text(f).said(language).format_map(words))


def _text(f: ReadingFault) -> Text:
    if not f.value and f.kind in WITHOUT_VALUE:
        return WITHOUT_VALUE[f.kind]
    if f.kind is ReadingFaultKind.WRONG_TYPE and not f.field:
        return WRONG_WHOLE
    if f.kind is ReadingFaultKind.MISSING_SHEET and f.value.lower().endswith(".csv"):
        return MISSING_CSV
    return READING_FAULTS[f.kind]


def located_fault(f: LocatedFault, language: Language, *, name: Name | None = None) -> str:
    """Place, fault, and the nearest name that does exist, in this order."""
    place = place_in_file(f.where, language)
    sentence = fault(_as_shown(f, language), language, name=name)
    if f.suggestion:
        hint = SUGGESTION.said(language).format(suggestion=quoted(f.suggestion, language))
        sentence = f"{sentence} {hint}"
    return f"{capitalised(place)}: {sentence}" if place else sentence


def _as_shown(f: LocatedFault, language: Language) -> Fault | ReadingFault:
    """The fault, its number with a comma where a German sheet shows one; a CSV file shows what it holds."""
    sheet = f.where.sheet
    if language != "de" or f.fault.kind is not ReadingFaultKind.NOT_WHOLE or sheet.endswith((".csv", ".CSV")):
        return f.fault
    return replace(f.fault, value=f.fault.value.replace(".", ",")) if sheet else f.fault
