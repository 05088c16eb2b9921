"""The catalogue of our data sets as DCAT-AP.de wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from handschlag.api.queries.public.datasets import DATASETS, Dataset, DatasetState
from handschlag.api.rules.licences import IN_CATALOGUES
from handschlag.api.rules.rdf import TYPE, Iri, Literal, Statement
from handschlag.api.screens.datasets import MEDIA_TYPES, api_path

EU: Final = "http://publications.europa.eu/resource/authority"
LANGUAGES: Final = {"de": f"{EU}/language/DEU", "en": f"{EU}/language/ENG"}
FILES: Final = {"csv": "text/csv", "json": "application/json"}
FORMS: Final = {
    "csv": _("One line for each entry; semicolons between cells, a byte order mark, commas in numbers."),
    "json": _("One object with licence, day and all rows, as the interface answers them."),
}
TITLE: Final = _("Open data of Handschlag")
INTERFACE: Final = _("Interface, version 1")
ABOUT: Final = _("Innovation networks in Germany, their actors, programmes, fields of technology and events.")
KEYWORDS: Final = {
    "de": ("Innovation", "Cluster", "Netzwerke", "Technologie", "Förderung"),
    "en": ("innovation", "clusters", "networks", "technology", "funding"),
}


def _page() -> str:
    with override("de"):
        return settings.BASE_URL + reverse("api:open_data")


def statements(states: Mapping[str, DatasetState]) -> Iterator[Statement]:
    """Everything that the catalogue says; all of its things have addresses."""
    yield from _catalogue(states)
    yield from _people()
    for one in DATASETS.values():
        yield from _dataset(one, states[one.name])
    yield from _interface()


def _say(subject: str, predicate: str, *values: Iri | Literal) -> Iterator[Statement]:
    for value in values:
        yield Statement(subject, predicate, value)


def _words(lazy: object) -> tuple[Literal, Literal]:
    """A text of ours in German and English."""
    found = []
    for code in ("de", "en"):
        with override(code):
            found.append(Literal(str(lazy), language=code))
    return found[0], found[1]


def _time(at: datetime) -> Literal:
    return Literal(at.isoformat(), kind="xsd:dateTime")


def _catalogue(states: Mapping[str, DatasetState]) -> Iterator[Statement]:
    here = f"{_page()}#catalogue"
    changes = [state.changed_at for state in states.values() if state.changed_at]
    yield from _say(here, TYPE, Iri("dcat:Catalog"))
    yield from _say(here, "dct:title", *_words(TITLE))
    yield from _say(here, "dct:description", *_words(ABOUT))
    yield from _say(here, "dct:publisher", Iri(f"{_page()}#publisher"))
    yield from _say(here, "dct:language", *(Iri(one) for one in LANGUAGES.values()))
    yield from _say(here, "foaf:homepage", Iri(_page()))
    yield from _say(here, "dct:spatial", Iri(f"{EU}/country/DEU"))
    yield from _say(here, "dcat:themeTaxonomy", Iri(f"{EU}/data-theme"))
    yield from _say(here, "dcat:dataset", *(Iri(f"{_page()}#{name}") for name in DATASETS))
    yield from _say(here, "dcat:service", Iri(f"{_page()}#interface"))
    if changes:
        yield from _say(here, "dct:modified", _time(max(changes)))


def _people() -> Iterator[Statement]:
    """Who publishes, as the settings say; whoever asks finds the form."""
    publisher, contact = f"{_page()}#publisher", f"{_page()}#contact"
    name = settings.OPERATOR_NAME or "Handschlag"
    yield from _say(publisher, TYPE, Iri("foaf:Agent"))
    yield from _say(publisher, "foaf:name", Literal(name))
    yield from _say(contact, TYPE, Iri("vcard:Organization"))
    yield from _say(contact, "vcard:fn", Literal(name))
    with override("de"):
        yield from _say(contact, "vcard:hasURL", Iri(settings.BASE_URL + reverse("pages:contact")))
    if settings.OPERATOR_EMAIL:
        yield from _say(contact, "vcard:hasEmail", Iri(f"mailto:{settings.OPERATOR_EMAIL}"))
    for address in LANGUAGES.values():
        yield from _say(address, TYPE, Iri("dct:LinguisticSystem"))
    yield from _say(f"{EU}/country/DEU", TYPE, Iri("dct:Location"))


def _dataset(one: Dataset, state: DatasetState) -> Iterator[Statement]:
    here = f"{_page()}#{one.name}"
    yield from _say(here, TYPE, Iri("dcat:Dataset"))
    yield from _say(here, "dct:title", *_words(one.title))
    yield from _say(here, "dct:description", *_words(one.about))
    yield from _say(here, "dct:identifier", Literal(here))
    if settings.CONTRIBUTOR_ID:
        yield from _say(here, "dcatde:contributorID", Iri(settings.CONTRIBUTOR_ID))
    yield from _say(here, "dct:publisher", Iri(f"{_page()}#publisher"))
    yield from _say(here, "dcat:contactPoint", Iri(f"{_page()}#contact"))
    yield from _say(here, "dct:language", *(Iri(address) for address in LANGUAGES.values()))
    yield from _say(here, "dcat:landingPage", Iri(_page()))
    yield from _say(here, "dcat:theme", Iri(f"{EU}/data-theme/TECH"), Iri(f"{EU}/data-theme/ECON"))
    yield from _say(here, "dct:spatial", Iri(f"{EU}/country/DEU"))
    yield from _say(
        here,
        "dcatde:politicalGeocodingLevelURI",
        Iri("http://dcat-ap.de/def/politicalGeocoding/Level/federal"),
    )
    yield from _say(here, "dct:accrualPeriodicity", Iri(f"{EU}/frequency/CONT"))
    for code, some in KEYWORDS.items():
        yield from _say(here, "dcat:keyword", *(Literal(word, language=code) for word in some))
    yield from _when(here, state)
    if state.period:
        yield from _period(here, *state.period)
    yield from _say(here, "dcat:distribution", *(Iri(f"{here}-{ending}") for ending in MEDIA_TYPES))
    for ending in MEDIA_TYPES:
        yield from _distribution(one, state, ending)


def _distribution(one: Dataset, state: DatasetState, ending: str) -> Iterator[Statement]:
    here = f"{_page()}#{one.name}-{ending}"
    address = settings.BASE_URL + reverse("dataset", args=[one.name, ending])
    yield from _say(here, TYPE, Iri("dcat:Distribution"))
    yield from _say(here, "dct:title", Literal(ending.upper()))
    yield from _say(here, "dct:description", *_words(FORMS[ending]))
    yield from _say(here, "dcat:accessURL", Iri(address))
    yield from _say(here, "dcat:downloadURL", Iri(address))
    yield from _say(here, "dct:format", Iri(f"{EU}/file-type/{ending.upper()}"))
    yield from _say(
        here, "dcat:mediaType", Iri(f"http://www.iana.org/assignments/media-types/{FILES[ending]}")
    )
    yield from _say(here, "dct:license", Iri(IN_CATALOGUES[one.licence.id]))
    yield from _say(here, "dcatde:licenseAttributionByText", Literal(one.licence.attribution))
    yield from _say(here, "dcatap:availability", Iri(f"{EU}/planned-availability/AVAILABLE"))
    yield from _when(here, state)


def _when(here: str, state: DatasetState) -> Iterator[Statement]:
    if state.issued_at:
        yield from _say(here, "dct:issued", _time(state.issued_at))
    if state.changed_at:
        yield from _say(here, "dct:modified", _time(state.changed_at))


def _period(here: str, since: date, until: date) -> Iterator[Statement]:
    """From when to when its rows tell of something."""
    period = f"{here}-period"
    yield from _say(here, "dct:temporal", Iri(period))
    yield from _say(period, TYPE, Iri("dct:PeriodOfTime"))
    yield from _say(period, "dcat:startDate", Literal(since.isoformat(), kind="xsd:date"))
    yield from _say(period, "dcat:endDate", Literal(until.isoformat(), kind="xsd:date"))


def _interface() -> Iterator[Statement]:
    here = f"{_page()}#interface"
    yield from _say(here, TYPE, Iri("dcat:DataService"))
    yield from _say(here, "dct:title", *_words(INTERFACE))
    yield from _say(here, "dcat:endpointURL", Iri(settings.BASE_URL + reverse("v1:api-root")))
    yield from _say(here, "dcat:endpointDescription", Iri(settings.BASE_URL + reverse("v1:openapi-json")))
    yield from _say(here, "dcat:servesDataset", *(Iri(f"{_page()}#{name}") for name in DATASETS))
    yield from _say(here, "foaf:page", *(Iri(settings.BASE_URL + api_path(name)) for name in DATASETS))
