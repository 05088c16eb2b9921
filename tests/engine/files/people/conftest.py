"""One small pool on disk, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

HEAD = (
    "Kennung;Name;Organisation;Art;Netzwerke;Angebot 1;Angebot 2;Gesuch 1;"
    "Themen;Sprachen;Breite;Länge;Kennt schon"
)
ROWS = (
    (
        "ada;Ada Beispiel;Muster GmbH;Unternehmen;Batterie;Prüfstand, für Zellen;Kathoden;Recycling;"
        "Akku;de, en;52,5;13,4;Bo Beispiel"
    ),
    (
        "bo;Bo Beispiel;Modell-Universität;Hochschule;Recycling; Recycling von Elektrolyten;;Prüfstand;"
        "Akku;de;;;"
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with `people.csv` as a German spreadsheet saves it."""
    place = tmp_path / "pool"
    place.mkdir()
    (place / "people.csv").write_text("\n".join((HEAD, *ROWS)) + "\n", encoding="utf-8-sig")
    return place
