"""Texts keep to the words of docs/glossary.md: a word that was given up does not come back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

translations = pytest.importorskip("handschlag.common.translations")
catalogues = pytest.importorskip("handschlag.common.catalogues")
FLOORS = catalogues.floors()

ENGLISH = {
    r"\bletters?\b": "email",
    r"(?i)\be-mails?\b": "email",
    r"(?i)(?<!time )\bslots?\b": "time slot",
    r"(?i)(?<!browser )\bwindows?\b": "time slot, period",
    r"(?i)\b(some|every)body\b": "someone, everyone",
    r"(?i)\bseek(s|ing)?\b": "looking for",
    r"(?i)\bgladly\b": "would like to",
    r"(?i)\banew\b|\bany more\b": "again, no longer",
    r"(?i)\bmend(s|ed|ing)?\b|\bfaults?\b": "correct, error",
    r"(?i)(?<!information )(?<!an )\bdesks?\b": "reception",
    r"(?i)\beras(e|es|ed|ing|ure|ures)\b": "delete",
    r"(?i)\bbookmarks?\b|\bwatch list\b": "saved entries, waiting list",
    r"(?i)\bclash(es)?\b": "conflict",
    r"(?i)\breceipts?\b": "verification record, confirmation",
    r"\bLand\b|\bLänder\b": "federal state",
    r"(?i)\bwithout steps\b": "step-free",
    r"(?i)\b(take|takes|taken|took|taking)\b[^.]{0,20}\bback\b": "undo, withdraw",
    r"(?i)\b(call|calls|called)\b[^.]{0,20}\boff\b": "cancel",
    r"(?i)\b(brought|bring|brings) [^.]{0,20}\bback\b": "restore",
    r"(?i)\bneed not\b": "do not need to",
    r"(?i)\blook(s|ed|ing)? after\b": "manage",
    r"(?i)\bleads? nowhere\b": "does not work",
    r"(?i)\bon (its|their|the|your) way\b": "sent",
    r"(?i)\bdemonstrations?\b": "demo",
    r"(?i)\bin the matching\b": "matchmaking",
}
GERMAN = {
    r"Brief": "E-Mail",
    r"(?<!Zeit)(?<!Browser)Fenster": "Zeitfenster",
    r"Mensch": "Person",
    r"Gegenüber": "die andere Person",
    r"wander": "sich ändern",
    r"Leerlauf": "Wartezeit",
    r"Schranke\b": "bewiesene Grenze",
    r"nicht belegt": "noch nicht bekannt",
    r"\bAusweg": "Lösung",
    r"\bStartwert": "Zufallsstartwert",
    r"\bLesezeichen": "Merkliste",
    r"\b[Vv]ermerk": "Notiz, gespeichert",
    r"\bVorführung|\bDemonstration": "Demo",
    r"\bzurück(zu)?(hol|geholt|nehm|genommen)": "wiederherstellen, rückgängig machen, zurückziehen",
    r"\bGesuch %|\bGesuch \d": "was Sie suchen",
    r"\bMuss\b": "„Unbedingt“",
    r"\bSaal\b": "Halle",
    r"\bSitzpl[aä]tz": "Platz",
    r"\bunterwegs\b": "gesendet",
    r"\bKein Netz\b": "Keine Internetverbindung",
    r"\bOrganisationsteam|\bVeranstalter\b(?!:)": "Veranstaltungsteam",
    r"\bLänder\b|\bLändern\b": "Bundesländer",
    r"\bKampagne": "Aktionswoche",
}
EASY = "pages/templates/pages/parts/easy_words.html"  # easy language keeps its own rules


def bare(text: str) -> str:
    """A text without the names of what is put into it."""
    return re.sub(r"%\(\w+\)[sd]", "%", text)


def retired(text: str, words: Mapping[str, str]) -> list[str]:
    """What to write instead of the retired words of a text."""
    return [instead for word, instead in words.items() if re.search(word, bare(text))]


def forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def said(floor: Path) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], set[str]]]:
    """Each text of a floor: its msgid, its English, its German, and the files that say it."""
    kept = catalogues.read(floor)
    for message in translations.extract(floor):
        if message.id:
            german = kept.get(message.id, message.context)
            places = {place for place, _line in message.locations}
            yield forms(message.id)[0], forms(message.id), forms(german.string), places


@pytest.fixture(scope="module")
def exceptions(root: Path) -> dict[str, str]:
    return tomllib.loads((root / "tests/house/voice.toml").read_text("utf-8"))["exceptions"]


def test_retired_words_stay_away(exceptions: dict[str, str]) -> None:
    found: dict[str, list[str]] = {}
    for floor in FLOORS:
        for name, english, german, places in said(floor):
            instead = [word for text in english for word in retired(text, ENGLISH)]
            instead += [word for text in german for word in retired(text, GERMAN)]
            if instead and places != {EASY}:
                found[name] = instead
    unlisted = {name: instead for name, instead in found.items() if name not in exceptions}
    assert unlisted == {}, "write the word of docs/glossary.md instead"
    assert [name for name in exceptions if name not in found] == [], (
        "take these out of tests/house/voice.toml"
    )


def test_every_exception_has_a_reason(exceptions: dict[str, str]) -> None:
    assert [name for name, reason in exceptions.items() if len(reason) < 10] == []


def is_of_a_mail(places: set[str]) -> bool:
    return any("/emails/" in place or "/mail/" in place for place in places)


def test_sentences_of_english_mails_begin_with_a_capital() -> None:
    # German goes on with a small letter after the salutation, English does not.
    small = [
        text
        for floor in FLOORS
        for _name, english, _german, places in said(floor)
        for text in english
        if is_of_a_mail(places) and re.match(r"[a-z].*[.?!:]$", text, re.DOTALL)
    ]
    assert small == []


def test_retired_words_are_found() -> None:
    assert retired("A letter with this link", ENGLISH) == ["email"]
    assert retired("%(letter)s and 3 time slots", ENGLISH) == []
    assert retired("3 slots", ENGLISH) == ["time slot"]
    assert retired("Ein Brief an Sie", GERMAN) == ["E-Mail"]
    assert retired("3 Zeitfenster, ein Browserfenster", GERMAN) == []
    assert retired("3 Fenster", GERMAN) == ["Zeitfenster"]
