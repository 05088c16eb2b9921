"""A timetable and the slots of some people, for the page of parts: surnames are invented."""

from __future__ import annotations

from typing import Any, Final

from handschlag.design.components.organiser import (
    Meeting,
    Slot,
    StripCell,
    StripKind,
    StripRow,
    Strips,
    Timetable,
    TimetableRow,
    Zone,
)

TIMES: Final = ("10:30", "10:50", "11:10", "11:30", "11:50", "12:10", "14:00", "14:20", "14:40", "15:00")
SLOTS: Final = tuple(
    Slot(time=time, fill="33 von 36", is_after_gap=time == "14:00", is_now=time == "10:50") for time in TIMES
)
KINDS: Final[dict[str, StripKind]] = {"V": "talk", "-": "idle", ".": "free", "/": "away"}
WORDS: Final = {"talk": "Vortrag", "idle": "Leerlauf", "free": "frei", "away": "nicht da"}


def _places(first: int, rows: tuple[str, ...]) -> tuple[TimetableRow, ...]:
    return tuple(
        TimetableRow(label=str(first + number), cells=tuple(meeting(cell) for cell in row.split()))
        for number, row in enumerate(rows)
    )


def meeting(told: str) -> Meeting:
    """`Voss/Karaca`, and signs behind it: ! must, # locked, ^ pinned, * chosen, + target; `.` is free."""
    if told == ".":
        return Meeting(words="frei")
    names = told.rstrip("!#^*+")
    first, _, second = names.partition("/")
    signs: dict[str, Any] = {
        "is_must": "!" in told,
        "is_locked": "#" in told,
        "is_pinned": "^" in told,
        "is_chosen": "*" in told,
        "is_target": "+" in told,
    }
    return Meeting(first=first, second=second, url="#", words=f"{first} und {second}", **signs)


def _strip(told: str) -> tuple[StripCell, ...]:
    return tuple(_cell(one) for one in told.split())


def _cell(told: str) -> StripCell:
    """`14` a table, `14!` a must, `V2` a talk, `-` idle, `.` free, `/` not there."""
    kind: StripKind = KINDS.get(told[0]) or ("must" if told.endswith("!") else "meeting")
    text = told.rstrip("!") if kind in {"meeting", "must", "talk"} else ""
    return StripCell(kind=kind, text=text, words=WORDS.get(kind) or f"Tisch {text}")


TIMETABLE: Final = Timetable(
    title="Gesprächsplan, Tische",
    corner="Tisch",
    slots=SLOTS,
    zones=(
        Zone(
            title="Zone A",
            features="Tische 1–4, 1–2 stufenlos erreichbar",
            places=_places(
                1,
                (
                    (
                        "Korte/Stratmann Korte/Vogt Yildirim/Gehrke Yildirim/Rüther . Lohse/Niehus"
                        " Brinkhoff/Rademacher Hinrichs/Wiegand Kappel/Teichert Glöckner/Knappe"
                    ),
                    (
                        "Albrecht/Rüther Albrecht/Nagel! Tölle/Haferkorn^ Gärtner/Fahrenholt* Voss/Karaca!"
                        " Dembski/Hellwig Umlauf/Tölle Umlauf/Karaca . Mielke/Mertens"
                    ),
                    (
                        "Brinkhoff/Jurczyk Schoppe/Hellwig Rausch/Jurczyk# frei/11:30+ Lammers/Krämer ."
                        " Tiedemann/Lammers Pohl/Paulsen Rausch/Glöckner! Ahlers/Lüders"
                    ),
                ),
            ),
        ),
        Zone(
            title="Zone B",
            features="Tische 13–14",
            places=_places(
                13,
                (
                    (
                        "Mattes/Glöckner! Glöckner/Renner Seidel/Pohl Scheffler/Ohlsen Scheffler/Mattes"
                        " Voss/Scheffler Wieczorek/Zeller! Ebeling/Renner Ebeling/Uhlig Kubiak/Korte"
                    ),
                    (
                        ". . Bode/Meinert Klages/Kühnel Rüther/Kühnel! Arslan/Rüther Uhlig/Teichert . ."
                        " Lammers/Jepsen"
                    ),
                ),
            ),
        ),
    ),
)
STRIPS: Final = Strips(
    title="Gesprächsplan, Personen",
    corner="Person",
    slots=SLOTS,
    heads=("Gespräche", "Leerlauf", "Wechsel"),
    rows=(
        StripRow(
            name="Falk Wiegand",
            sub="PHM · Institut für Photonik Kurhessen",
            url="#",
            cells=_strip(". 34 - 28 . . 23 - 1 ."),
            figures=("4", "2", "2"),
        ),
        StripRow(
            name="Solveig Hübner",
            sub="MSN · Kupferberg AG",
            url="#",
            cells=_strip("V1 V1 . V2 V2 . 34 12 14! 10"),
            figures=("4", "0", "3"),
        ),
        StripRow(
            name="Lorenz Karaca",
            sub="LES · Birkenau Klebtechnik GmbH",
            url="#",
            cells=_strip("/ 6 33 10 2! 19 10 2 26! 24"),
            figures=("9", "0", "7"),
        ),
    ),
)
