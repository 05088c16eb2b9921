"""Invented people with what they offer and need, in sentences: something to try `treffen recommend` with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treffen.generation.names import organisation_names, people_names

_FIELDS = {
    "de": (
        "Batterieprüfung",
        "Laserschweißen von Kupfer",
        "Wasserstoffspeicher",
        "Leichtbau mit Naturfasern",
        "Bildverarbeitung für die Qualitätskontrolle",
        "Rezyklate aus Mischkunststoff",
        "Sensoren für Obstbau",
        "3D-Druck von Prothesen",
        "Energiemanagement in Gebäuden",
        "Membranen für die Wasseraufbereitung",
        "Roboter für kleine Serien",
        "Oberflächen gegen Keime",
        "Digitale Zwillinge von Maschinen",
        "Lieferketten für Holzbau",
        "Funktechnik für abgelegene Anlagen",
        "Lernspiele für die Ausbildung",
    ),
    "en": (
        "battery testing",
        "laser welding of copper",
        "hydrogen storage",
        "lightweight parts of natural fibre",
        "machine vision for quality control",
        "recycled material from mixed plastics",
        "sensors for orchards",
        "3D printing of prostheses",
        "energy management in buildings",
        "membranes for water treatment",
        "robots for small series",
        "surfaces against germs",
        "digital twins of machines",
        "supply chains for timber construction",
        "radio links for remote plants",
        "learning games for vocational training",
    ),
}
_OFFERS = {
    "de": (
        "{}: Fertigung nach Auftrag",
        "{}: Prüfstand und Messungen",
        "Forschung zu: {}",
        "Beratung zu: {}",
    ),
    "en": ("{}: made to order", "{}: test bench and measurements", "Research on {}", "Advice on {}"),
}
_NEEDS = {
    "de": (
        "{}: Hersteller gesucht",
        "{}: Prüflabor gesucht",
        "Partner aus der Forschung zu: {}",
        "Rat zu: {}",
    ),
    "en": (
        "{}: manufacturer wanted",
        "{}: test laboratory wanted",
        "Research partner for {}",
        "Advice wanted on {}",
    ),
}
_POPULARITY = 0.4  # how unequally fields are offered and sought: the n-th with weight n ** -0.4
_A_HOUSE = 2  # people of one organisation, on average


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedPerson:
    """Somebody who does not exist: sentences of what they offer and what they need."""

    id: str
    name: str
    organisation: str
    network: str
    offers: tuple[str, ...]
    needs: tuple[str, ...]


def people(count: int = 150, seed: int = 1, *, language: str = "de") -> tuple[InventedPerson, ...]:
    """So many people, each with two offers and two needs; the same numbers always give the same people.

    >>> one = people(4, 1, language="en")[0]
    >>> len(one.offers), len(one.needs), "Demo" in one.organisation
    (2, 2, True)
    """
    rng = np.random.default_rng([seed, count])
    weight = (1.0 + np.arange(len(_FIELDS[language]))) ** -_POPULARITY
    names = people_names(count, seed)
    houses = organisation_names(-(-count // _A_HOUSE), seed, language=language)
    found = []
    for number in range(count):
        fields = rng.choice(len(weight), 4, replace=False, p=weight / weight.sum()).tolist()
        house = int(rng.integers(len(houses)))
        found.append(
            InventedPerson(
                id=f"p{number + 1:0{len(str(count))}d}",
                name=names[number],
                organisation=houses[house],
                network=f"n{house % 3 + 1}",
                offers=tuple(_said(rng, _OFFERS[language], _FIELDS[language][f]) for f in fields[:2]),
                needs=tuple(_said(rng, _NEEDS[language], _FIELDS[language][f]) for f in fields[2:]),
            )
        )
    return tuple(found)


def _said(rng: np.random.Generator, forms: tuple[str, ...], field: str) -> str:
    """A field in one of the sentences, with a capital letter."""
    text = forms[int(rng.integers(len(forms)))].format(field)
    return text[0].upper() + text[1:]
