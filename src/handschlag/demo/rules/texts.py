"""The texts on the desks of the demo: enquiries, drafts, and members that were just entered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """A text in both languages."""

    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """An organisation asks to become a member."""

    organisation: str
    place: str
    website: str
    contact_name: str
    contact_email: str
    message: str
    language: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """A piece of news that is not public yet."""

    kind: str
    title_de: str
    title_en: str
    text_de: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewMember:
    """A company that the manager has entered."""

    name: str
    place: str
    land: str
    employees: int
    fields: tuple[str, ...]
    text: _Both
    offer: _Both


ENQUIRIES = (
    Enquiry(
        organisation="Windwinkel Elektrolyse GmbH",
        place="Heide",
        website="https://windwinkel.example.org/",
        contact_name="Inga Beispiel",
        contact_email="inga@windwinkel.example.org",
        message=(
            "Wir bauen Stacks für kleine Elektrolyseure und suchen einen Platz auf Ihrem Testfeld. "
            "Zwei Ihrer Mitglieder kennen uns als Zulieferer."
        ),
        language="de",
        days=6,
    ),
    Enquiry(
        organisation="Hochschule Geestrand, Fachgebiet Schiffsantriebe",
        place="Itzehoe",
        website="https://geestrand.example.org/",
        contact_name="Jonas Muster",
        contact_email="jonas@geestrand.example.org",
        message="Uns fehlen Messdaten aus dem Betrieb. Wir bieten Abschlussarbeiten und einen Prüfstand.",
        language="de",
        days=3,
    ),
    Enquiry(
        organisation="Fjordlight Hydrogen ApS",
        place="Flensburg",
        website="https://fjordlight.example.org/",
        contact_name="Signe Sample",
        contact_email="signe@fjordlight.example.org",
        message="We have an office in Flensburg and would like to join the working group on permits.",
        language="en",
        days=1,
    ),
)
DRAFT = _News(
    kind="news",
    title_de="Jahrestreffen: Was wir voneinander brauchen",
    title_en="",
    text_de="Am Nachmittag Rundgang über das Testfeld, davor Berichte aus den Arbeitskreisen. Ort und Tag: ",
    text_en="",
)
SUBMITTED = _News(
    kind="success",
    title_de="Rettungsdienst fährt eine Woche mit Brennstoffzelle",
    title_en="Ambulance runs on a fuel cell for a week",
    text_de=(
        "Eine Woche lang war ein Krankenwagen mit Brennstoffzelle im Dienst: 38 Einsätze, zwei Mal getankt, "
        "keine Verspätung. Der Bericht nennt auch, was nicht gut war: das Gewicht und der weite Weg zur "
        "Tankstelle."
    ),
    text_en=(
        "For one week an ambulance with a fuel cell was on duty: 38 missions, refuelled twice, no delay. "
        "The report also says what was not good: the weight, and the long way to the filling station."
    ),
)
NEW_TEXT = _Both(
    de=(
        "Vom Windpark auf See bis zur Tankstelle im Hafen: Die Mitglieder bauen Elektrolyseure, speichern "
        "Wasserstoff und bringen ihn in Schiffe, Züge und Betriebe. Das Cluster betreibt ein gemeinsames "
        "Testfeld, hilft bei Genehmigungen und bildet Fachkräfte für den Umgang mit Wasserstoff aus."
    ),
    en=(
        "From the offshore wind farm to the filling station in the port: members build electrolysers, store "
        "hydrogen and bring it into ships, trains and factories. The cluster runs a shared test field, helps "
        "with permits and trains skilled staff in handling hydrogen."
    ),
)
NEW_MEMBERS = (
    _NewMember(
        name="Deichgraf Verdichter GmbH",
        place="Husum",
        land="SH",
        employees=34,
        fields=("EUM3",),
        text=_Both(
            de="Werkstatt für Verdichter und Ventile, seit drei Jahren mit eigener Prüfbank für Wasserstoff.",
            en="Workshop for compressors and valves, with a test bench for hydrogen for three years.",
        ),
        offer=_Both(
            de="Überholung von Wasserstoffverdichtern vor Ort", en="Overhaul of hydrogen compressors on site"
        ),
    ),
    _NewMember(
        name="Sielhafen Messboje UG (haftungsbeschränkt)",
        place="Büsum",
        land="SH",
        employees=5,
        fields=("MAR", "MST1"),
        text=_Both(
            de="Gründung aus einer Hochschule: Bojen, die Strömung und Seegang am Windpark messen.",
            en="A university spin-off: buoys that measure currents and waves at wind farms.",
        ),
        offer=_Both(de="Messbojen mit Funk für Windparks auf See", en="Radio buoys for offshore wind farms"),
    ),
)

ALL_YEAR_PURPOSE = "Gemeinsame Messungen auf unserem Prüfstand, zuerst ein kurzes Gespräch"
