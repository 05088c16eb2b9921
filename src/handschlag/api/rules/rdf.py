"""Statements as RDF, in the three ways in which catalogues are read: JSON-LD, Turtle and RDF/XML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

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
