"""What the parts of a participant's pages are shown with: invented people, as they would have entered it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from handschlag.design.components.participant import (
    Ballot,
    Clash,
    Day,
    HeadFigure,
    MatchReason,
    Move,
    Phrase,
    Piece,
    RemedyCard,
    RemedyCards,
    Shell,
    Stop,
    Tab,
)
from handschlag.design.components.parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Every part of a participant's pages once."""

    tallies: tuple[HeadFigure, ...]
    reasons: tuple[MatchReason, ...]
    clash: Clash
    ways: RemedyCards
    day: Day
    move: Move
    undo: Link


def shell() -> Shell:
    """The frame of an invented participant, whose links lead nowhere."""
    return Shell(
        event="Netzwerke verbinden",
        when="20. April 2027, Kassel",
        url="#",
        name="Katrin Vogel",
        own_url="#",
        phone="030 23125 200",
        tabs=(
            Tab(label=_("Recommendations"), short=_("For you"), url="#", icon="people", is_current=True),
            Tab(
                label=_("Requests"),
                url="#",
                icon="inbox",
                fact="3",
                fact_words=_("%(count)s open") % {"count": 3},
            ),
            Tab(label=_("My wishes"), short=_("Wishes"), url="#", icon="bookmark"),
            Tab(label=_("My day"), url="#", icon="clock"),
            Tab(label=_("Programme"), url="#", icon="calendar"),
        ),
    )


def participant_context() -> _Page:
    """One example for each part; the links lead nowhere."""
    return _Page(
        tallies=(
            HeadFigure(
                label=_("Must meet"), value="2", rest=_("of %(total)s") % {"total": 3}, used=2, total=3
            ),
            HeadFigure(label="Anfragen gestellt", value="5", rest=_("of %(total)s") % {"total": 12}),
            HeadFigure(label="Senden bis", value="31.", rest="März"),
        ),
        reasons=REASONS,
        clash=CLASH,
        ways=WAYS,
        day=DAY,
        move=Move(
            title="Jens Odenthal",
            old="13:00",
            new="11:20",
            why="Er reist früher ab. Sonst ist alles gleich geblieben.",
        ),
        undo=Link(label="Ja zurücknehmen", url="#"),
    )


REASONS: Final = (
    MatchReason(
        name="Dr. Henrike Albers",
        url="#",
        organisation="Havelpolymer Recycling GmbH",
        role="Leiterin Werkstoffe, Havelpolymer Recycling GmbH, Potsdam",
        network="Kunststoffe und Chemie Brandenburg",
        gets=Phrase(
            before="Betreibt zwei", mark="Rezyklat-Linien", after=" und öffnet eine davon für Piloten."
        ),
        gets_fit="passt genau zu dem, was Sie suchen: Rezyklat-Linien",
        gives=Phrase(
            before="Sucht", mark="Inline-Messung", after=", die Fremdpolymere im laufenden Strom erkennt."
        ),
        gives_fit="passt genau zu dem, was Sie anbieten: Inline-Messung",
        is_wished=True,
        colleagues=(Link(label="Jens Odenthal", url="#"),),
        ballot=Ballot(name="wish-1", about="Dr. Henrike Albers", chosen="must"),
    ),
    MatchReason(
        name="Uwe Kettner",
        url="#",
        organisation="Förde Unterwassertechnik GmbH",
        role="Leiter Technik, Förde Unterwassertechnik GmbH, Kiel",
        network="Maritimes Cluster Norddeutschland",
        bridge="Brücke in ein anderes Netzwerk",
        gets=Phrase(
            before="Kein Gesuch passt wörtlich. Er löst", mark="dasselbe Messproblem", after=" unter Wasser."
        ),
        gets_fit="Brücke über das Messprinzip",
        gives=Phrase(
            before="Sucht jemanden, der", mark="NIR-Sensoren kalibriert", after=", ohne sie auszubauen."
        ),
        gives_fit="passt genau zu dem, was Sie anbieten: Kalibrierung",
        ballot=Ballot(name="wish-2", about="Uwe Kettner"),
    ),
    MatchReason(
        name="Sabine Lörcher",
        organisation="Lörcher Verpackungen GmbH",
        role="Leiterin Qualität, Lörcher Verpackungen GmbH, Lübeck",
        network="foodRegio",
        gets=Phrase(before="Verarbeitet", mark="neun Tonnen Rezyklat", after=" am Tag zu Schalen."),
        gets_fit="passt genau zu dem, was Sie suchen: Rezyklat-Linien",
        gives=Phrase(before="Möchte", mark="messen, ohne Proben zu ziehen", after="."),
        gives_fit="passt genau zu dem, was Sie anbieten: Inline-Messung",
        ballot=Ballot(
            name="wish-3",
            about="Sabine Lörcher",
            chosen="maybe",
            fault="Sie haben „Unbedingt“ schon so oft vergeben wie möglich.",
        ),
    ),
    MatchReason(
        name="Dr. Lea Sommerfeld",
        organisation="Isarchem Additive GmbH",
        role="Anwendungstechnik, Isarchem Additive GmbH, München",
        network="Chemie-Cluster Bayern",
        gets=Phrase(before="Hat", mark="Referenzproben", after=" mit bekannter Zusammensetzung."),
        gets_fit="verwandt mit dem, was Sie suchen: Rezyklat-Linien",
        gives=Phrase(before="Sucht einen", mark="Schnelltest", after=" für Additive im Granulat."),
        gives_fit="nahe an dem, was Sie anbieten: Inline-Messung",
        ballot=Ballot(name="wish-4", about="Dr. Lea Sommerfeld", chosen="rather_not"),
    ),
)
CLASH: Final = Clash(
    reason="Dr. Brandl ist nur von 10:00 bis 11:20 Uhr im Haus. In dieser Zeit haben Sie kein Fenster mehr.",
    times=("10:00", "10:20", "10:40", "11:00"),
    mine=(
        Piece(label="Dr. Demirbas", sub="Möchte"),
        Piece(label="Prof. Rudnik", sub="fest"),
        Piece(label="Vortrag: KI im Spektrum", sub="Muss", span=2),
    ),
    theirs=tuple(Piece(label="frei", is_free=True) for _slot in range(4)),
    they="Er",
)
WAYS: Final = RemedyCards(
    title="Drei Wege, wie es doch geht",
    decline=Link(label="Nichts davon, freundlich absagen", url="#"),
    ways=(
        RemedyCard(
            title="Den Vortrag lockern",
            text="„Was KI im Spektrum wirklich sieht“ von Muss auf Gern. Das öffnet 10:40 und 11:00 Uhr.",
            cost="alle 7 Zusagen gehen auf",
            label="So zusagen",
            url="#",
            fields=(("way", "loosen"),),
        ),
        RemedyCard(
            title="Auf ein Möchte verzichten",
            text="Das Gespräch mit Frau Dr. Demirbas zurückgeben. Sie erfährt es gleich, ohne Grund.",
            cost="6 Zusagen, eine getauscht",
            label="So zusagen",
            url="#",
            fields=(("way", "swap"),),
        ),
        RemedyCard(
            title="Jemanden aus Ihrem Haus schicken",
            text="Murat Aksoy kommt auch, kennt die Kalibrierung und ist um 10:40 Uhr frei.",
            cost="niemand verliert etwas",
            label="Murat Aksoy fragen",
            url="#",
            is_link=True,
        ),
    ),
)
DAY: Final = Day(
    lanes=("Saal", "Tisch", "Foyer"),
    stops=(
        Stop(
            time="09:00",
            minutes=30,
            title="Ankommen und Namensschild",
            sub="Foyer, ab 8:30 Uhr",
            kind="break",
            lane=2,
        ),
        Stop(time="09:30", minutes=30, title="Eröffnung", sub="Saal 1", kind="talk", lane=0),
        Stop(
            time="10:00",
            minutes=20,
            title="Dr. Aylin Demirbas",
            sub="Institut für Schichtanalytik Mainfranken",
            kind="meeting",
            lane=1,
            place="7",
            url="#",
        ),
        Stop(
            time="10:20",
            minutes=20,
            title="Prof. Dr. Tomasz Rudnik",
            sub="TH Elbtal, mit Gebärdensprache",
            kind="meeting",
            lane=1,
            place="14",
            is_fixed=True,
            url="#",
        ),
        Stop(
            time="10:40",
            minutes=40,
            title="Was KI im Spektrum wirklich sieht",
            sub="Prof. Dr. Nadja Kielhorn, Saal 2. Ihr Muss, kostet zwei Gesprächsfenster",
            kind="talk",
            lane=0,
        ),
        Stop(
            time="11:20",
            minutes=20,
            title="Jens Odenthal",
            sub="Odenthal Technische Gewebe KG",
            kind="meeting",
            lane=1,
            place="3",
        ),
        Stop(
            time="11:40",
            minutes=60,
            title="Mittag und Ausstellung",
            sub="Frei gehalten, wie Sie es wollten",
            kind="break",
            lane=2,
        ),
        Stop(
            time="12:40",
            minutes=20,
            title="Frei",
            sub="Hier kann noch ein Gespräch dazukommen",
            kind="free",
            lane=2,
        ),
        Stop(time="13:00", minutes=45, title="Drei Programme, ein Weg", sub="Saal 1", kind="talk", lane=0),
    ),
)
