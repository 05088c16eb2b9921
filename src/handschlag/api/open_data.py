"""Open data: the page, the files, and the catalogue for portals (DCAT-AP.de) in three ways of RDF."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from handschlag.accounts import limits as known
from handschlag.accounts import sessions
from handschlag.api import datasets
from handschlag.api.access import count_call
from handschlag.api.datasets import (
    CATALOGUES,
    DATASETS,
    MEDIA_TYPES,
    Dataset,
    DatasetState,
    api_path,
    csv_of,
    json_of,
    open_data_context,
)
from handschlag.api.errors import failed, refused, tagged
from handschlag.api.shapes import IN_CATALOGUES, Licence
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.refusals import Refusal

PREFIXES: Final[Mapping[str, str]] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
}
TYPE: Final = "rdf:type"


@dataclass(frozen=True, slots=True)
class Iri:
    """An address; `dcat:Dataset` stands for the whole of it."""

    text: str

    @property
    def whole(self) -> str:
        prefix, _, rest = self.text.partition(":")
        return PREFIXES[prefix] + rest if prefix in PREFIXES else self.text


@dataclass(frozen=True, slots=True)
class Literal:
    text: str
    language: str = ""
    kind: str = ""  # a type such as xsd:dateTime


@dataclass(frozen=True, slots=True)
class Statement:
    """`predicate` is a short name, such as dct:title."""

    subject: str
    predicate: str
    object: Iri | Literal


def turtle(statements: Iterable[Statement]) -> str:
    """The statements one a line, in the order given, after the prefixes."""
    heads = [f"@prefix {name}: <{url}> ." for name, url in PREFIXES.items()]
    lines = [f"<{one.subject}> {one.predicate} {_in_turtle(one.object)} ." for one in statements]
    return "\n".join([*heads, "", *lines]) + "\n"


def _in_turtle(value: Iri | Literal) -> str:
    if isinstance(value, Iri):
        return f"<{value.whole}>"
    text = json.dumps(value.text, ensure_ascii=False)  # the same escapes as Turtle's
    return text + (f"@{value.language}" if value.language else f"^^{value.kind}" if value.kind else "")


def json_ld(statements: Iterable[Statement]) -> str:
    """One node for each subject, in the order of their first statements."""
    nodes: dict[str, dict[str, Any]] = {}
    for one in statements:
        node = nodes.setdefault(one.subject, {"@id": one.subject})
        if one.predicate == TYPE:
            node.setdefault("@type", []).append(one.object.text)
        else:
            node.setdefault(one.predicate, []).append(_in_json(one.object))
    whole = {"@context": dict(PREFIXES), "@graph": list(nodes.values())}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _in_json(value: Iri | Literal) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.whole}
    more = {"@language": value.language} if value.language else {"@type": value.kind} if value.kind else {}
    return {"@value": value.text, **more}


def rdf_xml(statements: Iterable[Statement]) -> str:
    """One description for each statement, in the order given; texts are escaped."""
    names = " ".join(f"xmlns:{name}={quoteattr(url)}" for name, url in PREFIXES.items())
    lines = [
        f"<rdf:Description rdf:about={quoteattr(one.subject)}>{_in_xml(one)}</rdf:Description>"
        for one in statements
    ]
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return "\n".join([head, f"<rdf:RDF {names}>", *lines, "</rdf:RDF>"]) + "\n"


def _in_xml(one: Statement) -> str:
    value = one.object
    if isinstance(value, Iri):
        return f"<{one.predicate} rdf:resource={quoteattr(value.whole)}/>"
    more = f" xml:lang={quoteattr(value.language)}" if value.language else ""
    if value.kind:
        more = f" rdf:datatype={quoteattr(Iri(value.kind).whole)}"
    return f"<{one.predicate}{more}>{escape(value.text)}</{one.predicate}>"


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


WRITERS: dict[str, Callable[..., str]] = {"jsonld": json_ld, "ttl": turtle, "rdf": rdf_xml}


@cached_for_visitors
@require_safe
def open_data_page(request: HttpRequest) -> HttpResponse:
    """The page of data sets, for everybody."""
    return render(request, "api/open_data.html", {"screen": open_data_context(datasets.states())})


def dataset_file(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """All rows of a data set, written while they are sent."""
    found = datasets.DATASETS.get(name)
    if found is None or ending not in MEDIA_TYPES:
        return failed(request, "not_found", 404)
    now, today = timezone.now(), timezone.localdate()
    try:
        count_call(request, known.DOWNLOADS_FROM_A_PLACE, sessions.place(request), now=now)
    except Refusal as no:
        return refused(request, no)
    rows: Iterator[Any] = found.rows(today)
    state = datasets.states()[name]
    body = csv_of(found.row, rows) if ending == "csv" else json_of(found, rows, state=state, today=today)
    response = StreamingHttpResponse(body, content_type=MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="handschlag-{name}-{today}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return _under(found.licence, response)


def catalogue_file(request: HttpRequest, ending: str) -> HttpResponse:
    """What there is, for portals: DCAT-AP.de."""
    if ending not in CATALOGUES:
        return failed(request, "not_found", 404)
    said = list(statements(datasets.states()))
    return tagged(request, HttpResponse(WRITERS[ending](said), content_type=CATALOGUES[ending]))


def _under[Answer: HttpResponseBase](licence: Licence, response: Answer) -> Answer:
    if licence.url:
        response["Link"] = f'<{licence.url}>; rel="license"'
    return response
