"""The lists and the programmes as pages that answer a search."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from django.db.models import Count, Max

from handschlag.directory.hooks.found_pages import PageSource
from handschlag.directory.models import Field, Land
from handschlag.directory.queries import snapshots
from handschlag.directory.queries.index_words import concept_words
from handschlag.directory.rules.analysis import SearchQuery
from handschlag.directory.rules.found_pages import TOPIC, FoundPage
from handschlag.programmes.models import Programme
from handschlag.programmes.queries.funding_calls import public_calls

FUNDING = (
    "Förderung, Fördermittel, Förderprogramm, Fördergeld, Zuschuss, Antrag, beantragen, Projektträger, "
    "Aufnahme, Mitglied werden, Programm, funding, grant, grants, subsidy, programme, program, apply, "
    "application, money, Geld, finanzieren"
)
WHO_ASKS = (
    "Unternehmen, KMU, Mittelstand, Start-up, Firma, Netzwerk, Cluster, Projekt, Forschung, Entwicklung, "
    "Innovation, wir, uns, unser, passt, finden, company, SME, startup, network, project, research, R&D, "
    "our, which, suits"
)
CALLS = "Förderaufruf, Bekanntmachung, Einreichungsfrist, Ausschreibung, funding call, call for proposals"
MOST_LANDS = 1
LISTS = (
    FoundPage(
        kind="finder",
        view="programmes:finder",
        title_de="Welche Förderung passt?",
        title_en="Which funding fits?",
        words=f"Förderfinder, Förderberatung, Forschungszulage, tax credit, {FUNDING}",
        text_de="Sechs Fragen, und es steht da, welche Programme in Frage kommen.",
        text_en="Six questions, and you see which programmes are possible.",
        beside=WHO_ASKS,
    ),
    FoundPage(
        kind="programmes",
        view="programmes:programmes",
        title_de="Förderprogramme",
        title_en="Funding programmes",
        words="Übersicht, alle Programme, overview",
    ),
    FoundPage(
        kind="funding_calls",
        view="programmes:funding_calls",
        title_de="Förderaufrufe",
        title_en="Funding calls",
        words=f"{CALLS}, Fristen, offene Aufrufe, deadlines, open calls",
        beside="Förderung, Fördermittel, Antrag, aktuelle, nächste, funding, current, next",
    ),
    FoundPage(
        kind="map",
        view="directory:map",
        title_de="Karte",
        title_en="Map",
        words="Landkarte, Deutschlandkarte, Standorte, locations",
        beside="Netzwerke, Cluster, Akteure, Deutschland, Nähe, networks, clusters, actors, Germany, nearby",
    ),
    FoundPage(
        kind="networks",
        view="directory:networks",
        title_de="Netzwerke",
        title_en="Networks",
        words="Liste der Netzwerke, alle Netzwerke, Clusterliste, Clusterverzeichnis, list of networks",
        beside="Cluster in Deutschland, Verzeichnis, clusters in Germany, directory",
    ),
    FoundPage(
        kind="actors",
        view="directory:actors",
        title_de="Akteure",
        title_en="Actors",
        words="Partner, Projektpartner, Kooperationspartner, Forschungspartner, Partnersuche, partners",
        beside=(
            "gesucht, suchen, finden, Forschungsprojekt, Forschung, Projekt, Kooperation, Unternehmen, "
            "wanted, find, search, research project, co-operation, company"
        ),
    ),
    FoundPage(
        kind="fields",
        view="directory:fields",
        title_de="Technologiefelder",
        title_en="Technology fields",
        words="alle Felder, Themen, Branchen, topics, industries, sectors",
    ),
    FoundPage(
        kind="regions",
        view="directory:lands",
        title_de="Länder",
        title_en="Federal states",
        words="Bundesländer, Regionen, regions, states",
        beside="Netzwerke, Cluster in Deutschland, networks, clusters in Germany",
    ),
    FoundPage(
        kind="projects",
        view="directory:projects",
        title_de="Verbundprojekte",
        title_en="Joint projects",
        words="Forschungsprojekte, alle Projekte, research projects",
    ),
    FoundPage(
        kind="stories",
        view="directory:stories",
        title_de="Nachrichten",
        title_en="News",
        words="Neuigkeiten, Aktuelles, Erfolgsgeschichten, latest, success stories",
    ),
)


def lands_of(question: SearchQuery) -> list[FoundPage]:
    """The pages of the Länder that a question names, if it names nothing else."""
    if not question.is_of_places:
        return []
    codes = [code for asked in question.asked if asked.area for code in asked.area.lands]
    if not 0 < len(codes) <= MOST_LANDS:
        return []
    return [
        FoundPage(
            kind="region",
            view="directory:land",
            args=(land.slug,),
            title_de=land.name_de,
            title_en=land.name_en,
        )
        for land in Land.objects.filter(pk__in=codes).order_by("pk")
    ]


def _pages() -> Iterator[FoundPage]:
    yield from LISTS
    for one in Programme.objects.all():
        yield FoundPage(
            kind="programme",
            view="programmes:programme",
            args=(one.slug,),
            title_de=one.name_de,
            title_en=one.name_en,
            short=one.short_name,
            words=FUNDING,
            text_de=f"{one.purpose_de}\n{one.body_de}",
            text_en=f"{one.purpose_en}\n{one.body_en}",
        )
    for field in Field.objects.prefetch_related("concepts"):
        yield FoundPage(
            kind=TOPIC,
            view="directory:field",
            args=(field.slug,),
            title_de=field.label_de,
            title_en=field.label_en,
            short=", ".join([field.label_de, field.label_en, *field.synonyms]),
            words=", ".join(concept_words(field.concepts.all())),
        )


def _call_pages() -> Iterator[FoundPage]:
    """Funding calls; whether one is open is said by the page alone."""
    for one in public_calls():
        yield FoundPage(
            kind="funding_call",
            view="programmes:funding_call",
            args=(one.slug,),
            title_de=one.title_de,
            title_en=one.title_en,
            words=CALLS,
            text_de=f"{one.applicants_de}\n{one.text_de}",
            text_en=f"{one.applicants_en}\n{one.text_en}",
            beside=f"{one.programme.short_name if one.programme else one.programme_name}, {one.funder}",
            is_invented=one.is_demo,
            day=one.closes_at.date() if one.closes_at else None,
        )


def _calls_stamp() -> Hashable:
    return tuple(public_calls().order_by().aggregate(Max("changed_at"), Count("pk")).values())


SOURCE = PageSource(stamp=snapshots.latest, pages=_pages)
CALL_SOURCE = PageSource(stamp=_calls_stamp, pages=_call_pages)
