"""What the parts of organisers' pages are shown with: an invented event, as the console would tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handschlag.design.components.organiser import (
    Fact,
    GoalRow,
    Heat,
    Mark,
    Reached,
    Receipt,
    ReceiptLine,
    SumRow,
    Variant,
    Variants,
    WarmRow,
    Warmth,
)
from handschlag.design.components.parts import Link, Step
from handschlag.design.screens.curves import CAPACITY, PRICE, VALUE, WEB
from handschlag.design.screens.planning import STRIPS, TIMETABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Every part of an organiser's pages once."""

    facts: tuple[Fact, ...]
    states: tuple[Mark, ...]
    steps: tuple[Step, ...]
    views: tuple[Link, ...]
    lengths: tuple[tuple[str, str], ...]
    contradiction: tuple[Link, ...]
    infeasible: str = "Diese drei Festlegungen gehen nicht zusammen."
    loosen: str = "lösen"
    enough: str = "Eine davon zu lösen genügt."
    offline: str = "Seit 10:58 ohne Verbindung."
    offline_text: str = "Einchecken geht weiter, Umplanen erst wieder mit Verbindung."
    faster: str = "Greta Lindqvist hat Tisch 17 vor 20 Sekunden freigegeben."
    faster_text: str = "Ihr Vorschlag gilt für den alten Stand."
    free: str = "Ohne Quote sind es von selbst 78 %."
    shift: str = "Verschieben"
    take_out: str = "Herausnehmen"


def page() -> dict[str, object]:
    """What the template of the page takes: all figures and people are invented."""
    return {
        "screen": _Page(
            facts=FACTS,
            states=STATES,
            steps=STEPS,
            views=VIEWS,
            contradiction=(
                Link(label="Rausch – Jurczyk fest um 11:30", url="#"),
                Link(label="Rausch: Vortrag V2 „muss“, 11:30", url="#"),
                Link(label="Rausch reist um 12:10 ab", url="#"),
            ),
            lengths=(("10", "10"), ("15", "15"), ("20", "20"), ("30", "30 min")),
        ),
        "value": VALUE,
        "capacity": CAPACITY,
        "price": PRICE,
        "web": WEB,
        "heated": HEAT,
        "plans": VARIANTS,
        "proved": RECEIPT,
        "timetable": TIMETABLE,
        "people": STRIPS,
    }


FACTS: Final = (
    Fact(label="im Matching", value="126", rest="von 150"),
    Fact(label="ohne Profil", value="4", url="#"),
    Fact(label="Anfragen offen", value="26", url="#"),
    Fact(label="zugesagt", value="381"),
    Fact(label="noch möglich", value="54", rest="erwartet", is_optional=True),
)
STATES: Final = (
    Mark("ok", "läuft, da, erreicht"),
    Mark("running", "in Arbeit"),
    Mark("wait", "wartet, knapp"),
    Mark("bad", "fehlt, verfehlt"),
    Mark("free", "frei, offen"),
    Mark("off", "gesperrt, entfällt"),
    Mark("done", "erledigt"),
)
STEPS: Final = (
    Step(label="Eckdaten", state="done", url="#"),
    Step(label="Zeit und Tische", state="current"),
    Step(label="Regeln"),
    Step(label="Einladung"),
    Step(label="Prüfen und freigeben"),
)
VIEWS: Final = (
    Link(label="Alle", url="#", count=22, is_current=True),
    Link(label="Andere Zeit", url="#", count=9),
    Link(label="Neu", url="#", count=11),
    Link(label="Entfallen", url="#", count=2),
)
HEAT: Final = Heat(
    title="Gesuche je Netzwerk und Technologiefeld",
    corner="Netzwerk",
    columns=("Logistik", "Recycling", "Photonik", "Leichtbau", "Sensorik"),
    total="Personen",
    rows=(
        WarmRow(
            code="LES",
            label="Leichtbau Elbe-Saale",
            total="10",
            cells=(
                Warmth(count=8, url="#", is_lack=True),
                Warmth(count=0),
                Warmth(count=1, url="#"),
                Warmth(count=4, url="#", is_own=True),
                Warmth(count=5, url="#"),
            ),
        ),
        WarmRow(
            code="WKÜ",
            label="Wasserstoff Küste",
            total="16",
            cells=(
                Warmth(count=12, url="#", is_lack=True),
                Warmth(count=3, url="#", is_lack=True),
                Warmth(count=1),
                Warmth(count=4),
                Warmth(count=9, url="#"),
            ),
        ),
    ),
    sums=(
        SumRow(label="Gesuche zusammen", cells=("20", "3", "2", "8", "14")),
        SumRow(label="Gesuche je Angebot", cells=("5,2", "2,0", "1,0", "0,8", "0,8"), lacks=(0, 1)),
    ),
)
VARIANTS: Final = Variants(
    title="Pläne im Vergleich",
    name="variant",
    corner="Ziele, in dieser Reihenfolge",
    variants=(
        Variant(value="a", label="A · Grundlage", sub="36 Tische", is_chosen=True),
        Variant(value="b", label="B · Saal kleiner", sub="34 Tische"),
        Variant(value="c", label="C · Mehr Mischung", sub="Quote 85 %", warning="bricht Zusagen"),
    ),
    goals=(
        GoalRow(
            label="Zusagen gehalten",
            cells=(
                Reached(figure="381", rest="von 381", proof="alle"),
                Reached(figure="381", rest="von 381", proof="alle"),
                Reached(figure="361", rest="von 381", worse="20 gebrochen"),
            ),
        ),
        GoalRow(
            label="Wert der Gespräche",
            cells=(
                Reached(figure="2.230", proof="optimal"),
                Reached(figure="2.230", proof="optimal"),
                Reached(figure="2.080", proof="optimal", worse="− 150"),
            ),
        ),
        GoalRow(
            label="Vorträge „gern“ überschnitten",
            cells=(
                Reached(figure="50", bound="≥ 41"),
                Reached(figure="59", bound="≥ 49", worse="+ 9"),
                Reached(figure="45", bound="≥ 38", better="− 5"),
            ),
        ),
    ),
    facts=(
        GoalRow(
            label="Gespräche",
            cells=(Reached(figure="400"), Reached(figure="400"), Reached(figure="377", worse="− 23")),
        ),
        GoalRow(
            label="Tische nötig",
            cells=(Reached(figure="36"), Reached(figure="34", better="− 2"), Reached(figure="36")),
        ),
    ),
)
RECEIPT: Final = Receipt(
    verdict="0 Verstöße",
    title="Prüfbeleg",
    lines=(
        ReceiptLine(label="Fassung", value="3, berechnet 14.04.2027, 10:42:07"),
        ReceiptLine(label="Zusagen", value="381 von 381"),
        ReceiptLine(label="Wert", value="2.230, Schranke 2.230", proof="optimal"),
        ReceiptLine(label="Vorträge gern", value="50, Schranke 41", bound="Lücke 9"),
        ReceiptLine(label="Plan", value="c27b 90f4 … 4d1a", is_code=True),
    ),
    command="treffen verify problem.json plan.json",
    download=Link(label="Beleg und Daten (pseudonym)", url="#"),
)
