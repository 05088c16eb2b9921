"""What the parts of organisers' pages are shown with: an invented event, as the console would tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from handschlag.design.components.organiser import (
    Capacity,
    CapacityChart,
    Fact,
    GoalRow,
    Heat,
    Mark,
    Meeting,
    NetworkPicture,
    Node,
    Point,
    PriceCurve,
    Progress,
    Reached,
    Receipt,
    ReceiptLine,
    Slot,
    StripCell,
    StripKind,
    StripRow,
    Strips,
    SumRow,
    Table,
    TableRow,
    Tie,
    Timetable,
    TimetableRow,
    ValueChart,
    Variant,
    Variants,
    WarmRow,
    Warmth,
    Zone,
)
from handschlag.design.components.parts import Link, Step


def _row(*cells: str | Mark, is_chosen: bool = False) -> TableRow:
    return TableRow(cells=cells, is_chosen=is_chosen)


RUN: Final = (
    Progress(0.2, 2170, 2233),
    Progress(0.4, 2196, 2233),
    Progress(0.9, 2207, 2233),
    Progress(1.7, 2214, 2233),
    Progress(2.9, 2219, 2232),
    Progress(4.1, 2223, 2231),
    Progress(5.8, 2225, 2231),
    Progress(6.2, 2225, 2231),
)
VALUE: Final = ValueChart(
    title="Wert des Plans und bewiesene Schranke",
    alt="Der Wert steigt von 2.170 auf 2.225, die Schranke fällt von 2.233 auf 2.231.",
    points=RUN,
    value_label="Plan 2.225",
    bound_label="Schranke 2.231",
    until=10,
    twin=Table(
        title="Die Kurve als Tabelle, letzte Verbesserungen",
        heads=("Sekunde", "Wert", "Schranke", "Lücke"),
        rows=(
            _row("5,8", "2.225", "2.231", "0,27 %"),
            _row("4,1", "2.223", "2.231", "0,36 %"),
            _row("2,9", "2.219", "2.232", "0,58 %"),
        ),
    ),
)
CAPACITY: Final = CapacityChart(
    title="Gespräche nach Zahl der Tische",
    alt="Bis 34 Tische wächst die Zahl der Gespräche mit den Plätzen, ab 36 bleibt sie bei 422.",
    points=(
        Capacity(24, 288, 288, 288, 288),
        Capacity(28, 336, 336, 336, 336),
        Capacity(32, 384, 384, 384, 384),
        Capacity(34, 408, 408, 406, 408),
        Capacity(36, 432, 422, 415, 431),
        Capacity(40, 480, 422, 415, 431),
        Capacity(44, 528, 422, 415, 431),
    ),
    target=Point(378, "Ziel 378 = 6 je Person"),
    minimum=Point(32, "Minimum 32"),
    choice=Point(36, "Ihre Wahl 36"),
    twin=Table(
        title="Dieselben Zahlen als Tabelle",
        heads=("Tische", "Plätze", "Gespräche", "8 von 10 Proben", "Urteil"),
        rows=(
            _row("28", "336", "336", "336–336", Mark("bad", "zu wenig")),
            _row("32", "384", "384", "384–384", Mark("ok", "reicht knapp")),
            _row("36", "432", "422", "415–431", Mark("ok", "Reserve 4"), is_chosen=True),
            _row("40", "480", "422", "415–431", Mark("free", "kein Gewinn mehr")),
        ),
    ),
)
PRICE: Final = PriceCurve(
    title="Was die Quote kostet",
    alt="Bis 80 Prozent bleiben 401 Gespräche, bei 85 Prozent 379, bei 90 Prozent 357.",
    points=((60, 401), (80, 401), (85, 379), (90, 357), (98, 328)),
    chosen=Point(85, "85 %: 379"),
    free_until=80,
    unit="%",
    twin=Table(
        title="Quote und Gespräche",
        heads=("Quote", "Gespräche", "Preis"),
        rows=(
            _row("60 %", "401", "kostenlos"),
            _row("80 %", "401", "kostenlos"),
            _row("85 %", "379", "− 22"),
        ),
    ),
)
WEB: Final = NetworkPicture(
    title="Wer mit wem reden will",
    alt="Sieben Netzwerke; am stärksten verbunden sind MSN und WKÜ mit 15 Wünschen.",
    nodes=(
        Node(code="ILR", x=0.2, y=0.05, people=7),
        Node(code="MTF", x=0.5, y=0.15, people=16),
        Node(code="HBA", x=0.98, y=0.25, people=7),
        Node(code="MSN", x=0.28, y=0.45, people=10),
        Node(code="WKÜ", x=0.52, y=0.5, people=16),
        Node(code="ZFR", x=0.0, y=0.68, people=5),
        Node(code="FVK", x=0.45, y=0.98, people=8),
    ),
    ties=(
        Tie(between=("MSN", "WKÜ"), wishes=15),
        Tie(between=("WKÜ", "MTF"), wishes=11),
        Tie(between=("MTF", "HBA"), wishes=9),
        Tie(between=("MSN", "FVK"), wishes=6),
        Tie(between=("ILR", "MSN"), wishes=5),
        Tie(between=("ZFR", "WKÜ"), wishes=4),
        Tie(between=("HBA", "FVK"), wishes=1, is_missing=True),
    ),
    twin=Table(
        title="Fehlende Brücken und stärkste Verbindungen",
        heads=("Zwischen", "Gemeinsam", "Wünsche"),
        rows=(
            _row("HBA – FVK", "Leichtbau", "1", is_chosen=True),
            _row("MSN – WKÜ", "Sensorik", "15"),
            _row("WKÜ – MTF", "Wasserstoff", "11"),
        ),
    ),
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


def organiser_context() -> dict[str, object]:
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
