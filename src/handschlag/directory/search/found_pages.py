"""Pages beside the entries of the directory that may answer a search, and which of them do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from django.db.models import Count, Max

from handschlag.directory.hooks import FoundPage, PageSource, found_pages
from handschlag.directory.index import analyser, snapshots
from handschlag.directory.index.analysis import Vocabulary, column, index_tokens
from handschlag.directory.index.documents import concept_words
from handschlag.directory.index.search_query import Expansion, ExpansionKind, QueryTerm, SearchQuery
from handschlag.directory.models import Field, Land
from handschlag.programmes.funding_calls import public_calls
from handschlag.programmes.models import Programme

# What a word of the question is worth by where it stands on the page.
PLACES = {"title": 1.0, "words": 0.5, "text": 0.25}
LITTLE = 0.6  # of a title: what asks for as much of it asks for this page
TOPIC = "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """A page that has every word of a question; `is_meant`: the question asks for it, not for its topic."""

    page: FoundPage
    worth: float
    is_meant: bool


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as the analyser sees it: the tokens of each of its places."""

    page: FoundPage
    tokens: Mapping[str, frozenset[str]]
    title_words: int


@dataclass(frozen=True, slots=True, eq=False)
class PageIndex:
    """Pages by their tokens: for each place and token, the numbers of the pages that have it there."""

    pages: Sequence[ReadPage]
    numbers: Mapping[tuple[str, str], frozenset[int]]

    @classmethod
    def of(cls, pages: Sequence[ReadPage]) -> Self:
        """The index of these pages."""
        numbers: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for number, page in enumerate(pages):
            for place, tokens in page.tokens.items():
                for token in tokens:
                    numbers[place, token].add(number)
        return cls(pages, {key: frozenset(some) for key, some in numbers.items()})

    def worths(self, asked: QueryTerm, place: str) -> dict[int, float]:
        """The pages that answer a word in one of their places, and how well."""
        found: dict[int, float] = {}
        for way in asked.ways:
            for number in self._having(way, place):
                found[number] = max(found.get(number, 0.0), way.weight)
        return found

    def _having(self, way: Expansion, place: str) -> frozenset[int]:
        if way.why in (ExpansionKind.START, ExpansionKind.RELATED):
            return frozenset()
        sets = [(token,) for token in way.phrase] or way.all_of
        nobody: frozenset[int] = frozenset()
        alternatives = [
            nobody.union(*(self.numbers.get((place, token), nobody) for token in tokens)) for tokens in sets
        ]
        return alternatives[0].intersection(*alternatives[1:]) if alternatives else nobody


def read_page(page: FoundPage, vocabulary: Vocabulary) -> ReadPage:
    """The page with its tokens, made as those of the index."""
    said = {
        "title": f"{page.short}\n{page.title_de}\n{page.title_en}",
        "short": page.short or f"{page.title_de}\n{page.title_en}",
        "words": page.words,
        "text": f"{page.text_de}\n{page.text_en}\n{page.beside}",
    }
    tokens = {
        place: frozenset(column(index_tokens(text), vocabulary).split()) for place, text in said.items()
    }
    return ReadPage(page, tokens, len(index_tokens(page.short or page.title_de)))


def page_answers(question: SearchQuery, indexes: Iterable[PageIndex], *, today: date) -> list[PageAnswer]:
    """The pages that have every word of the question, the best first."""
    answers = [answer for index in indexes for answer in _answers_in(index, question)]
    return sorted(answers, key=lambda one: _order(one, today))  # equal ones stay as they were told


def _order(answer: PageAnswer, today: date) -> tuple[bool, float, float]:
    """Inventions last, then by worth, then by what comes next."""
    day = answer.page.day
    distance = 0.0 if day is None else float((day - today).days)
    return answer.page.is_invented, -answer.worth, distance if distance >= 0 else 1e6 - distance


def _answers_in(index: PageIndex, question: SearchQuery) -> Iterator[PageAnswer]:
    found = [
        {place: index.worths(asked, place) for place in ("title", "short", "words", "text")}
        for asked in question.asked
    ]
    having = [frozenset().union(*(places[place] for place in PLACES)) for places in found]
    for number in sorted(having[0].intersection(*having[1:])) if having else ():
        worths = [
            max(weight * places[place].get(number, 0.0) for place, weight in PLACES.items())
            for places in found
        ]
        if max(worths) > PLACES["text"]:
            read = index.pages[number]
            covered = sum(number in places["short"] for places in found)
            yield PageAnswer(
                page=read.page,
                worth=round(sum(worths) / len(worths), 2),
                is_meant=any(number in places["words"] for places in found)
                or covered >= LITTLE * max(1, read.title_words),
            )


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


MOST_READ = 8_000  # pages
_held: dict[PageSource, tuple[Hashable, PageIndex]] = {}


def answers_to(question: SearchQuery, *, vocabulary: str, today: date) -> list[PageAnswer]:
    """The pages that have every word; `vocabulary` is the stamp of what the question was read with."""
    return page_answers(question, _indexes(vocabulary), today=today)


def _indexes(vocabulary: str) -> Iterator[PageIndex]:
    for source in (SOURCE, CALL_SOURCE, *found_pages):
        stamp = (vocabulary, source.stamp())
        held = _held.get(source)
        if held is None or held[0] != stamp:
            held = _held[source] = (stamp, _read(source, vocabulary))
        yield held[1]


def _read(source: PageSource, vocabulary: str) -> PageIndex:
    return PageIndex.of([_page(page, vocabulary) for page in source.pages()])


@lru_cache(maxsize=MOST_READ)
def _page(page: FoundPage, vocabulary: str) -> ReadPage:
    """Most pages of a source stay as they are when one of them changes."""
    return read_page(page, analyser.vocabulary(vocabulary))
