"""Charts and a picture of networks, for the page of parts: the numbers are invented."""

from __future__ import annotations

from typing import Final

from handschlag.design.components.charts import (
    Capacity,
    CapacityChart,
    NetworkPicture,
    Node,
    Point,
    PriceCurve,
    Progress,
    Tie,
    ValueChart,
)
from handschlag.design.components.organiser import Mark, Table, TableRow


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
