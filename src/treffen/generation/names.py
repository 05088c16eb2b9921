"""Names to show for an invented conference. All are made up, and look it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from treffen.generation.conference import conference
from treffen.problem import EntityKind, PlaceKind, Problem

Labels = Mapping[tuple[str, str], str]

_GIVEN = (
    "Ada",
    "Ben",
    "Cem",
    "Dora",
    "Elif",
    "Finn",
    "Greta",
    "Hanno",
    "Ida",
    "Jonas",
    "Kaya",
    "Lena",
    "Malik",
    "Nora",
    "Oskar",
    "Paula",
    "Quirin",
    "Rosa",
    "Samir",
    "Tilda",
    "Umut",
    "Vera",
    "Willi",
    "Xenia",
    "Yara",
    "Zoe",
)
_FAMILY = tuple(
    start + end
    for start, end in product(
        ("Muster", "Beispiel", "Probe", "Demo"), ("bach", "feld", "berg", "hoff", "tal")
    )
)
_STARTS = ("Quar", "Tavo", "Lum", "Brel", "Zin", "Mox", "Ferri", "Oru", "Plim", "Vexa", "Yolo", "Skan")
_ENDS = ("tronik", "lantis", "werk", "osol", "fluid", "mera", "quant", "bond", "plex", "nova", "dyn", "zell")
_FORMS = {
    "de": ("Demo GmbH", "Demo AG", "Demo-Institut", "Demo-Hochschule", "Demo-Netzwerk"),
    "en": ("Demo Ltd", "Demo Inc", "Demo Institute", "Demo University", "Demo Network"),
}
_TALKS = {
    "de": (
        "Eröffnung: Werkstoffe von morgen",
        "Wasserstoff im Mittelstand",
        "Vom Labor in die Serie",
        "Kreislauf statt Abfall",
        "Ausblick und Verabschiedung",
    ),
    "en": (
        "Opening: materials of tomorrow",
        "Hydrogen for small companies",
        "From the lab to the line",
        "Loops instead of waste",
        "Outlook and farewell",
    ),
}
_PLACES = {
    "de": {PlaceKind.TABLE: "Tisch", PlaceKind.STAND: "Stand", PlaceKind.ROOM: "Raum"},
    "en": {PlaceKind.TABLE: "Table", PlaceKind.STAND: "Stand", PlaceKind.ROOM: "Room"},
}
_INTERPRETER = {"de": "Dolmetschen", "en": "Interpreter"}


def conference_labels(people: int = 150, seed: int = 1, *, language: str = "de") -> Labels:
    """Names by (noun, id) for `conference(people, seed)`, in "de" or "en".

    Nouns are those of `treffen.problem.Noun`, and "organisation". Family names consist of
    Muster, Beispiel, Probe or Demo and an ending, organisations of invented syllables and a
    form that says Demo.

    >>> conference_labels(150, 1)["place", "t01"]
    'Tisch 1'
    """
    problem = conference(people, seed)
    labels: dict[tuple[str, str], str] = {}
    labels |= _people(problem, seed)
    labels |= _organisations(problem, seed, language)
    for place in problem.places:
        number = int("".join(filter(str.isdigit, place.id)))
        labels[EntityKind.PLACE, place.id] = f"{_PLACES[language][place.kind]} {number}"
    for talk, title in zip(problem.talks, _TALKS[language], strict=True):
        labels[EntityKind.TALK, talk.id] = title
    for n, interpreter in enumerate(problem.interpreters, 1):
        labels[EntityKind.INTERPRETER, interpreter.id] = f"{_INTERPRETER[language]} {n}"
    return labels


def _spread(seed: int, names: list[str], count: int) -> list[str]:
    """`count` names in a seeded order; from the second round on with a number."""
    order = np.random.default_rng([seed, len(names)]).permutation(len(names)).tolist()
    rounds = [divmod(n, len(names)) for n in range(count)]
    return [names[order[at]] + (f" {again + 1}" if again else "") for again, at in rounds]


def people_names(count: int, seed: int) -> list[str]:
    """So many names of people that do not exist."""
    return _spread(seed, [f"{given} {family}" for given, family in product(_GIVEN, _FAMILY)], count)


def organisation_names(count: int, seed: int, *, language: str) -> list[str]:
    """So many names of organisations that do not exist, each with a form that says so."""
    chosen = _spread(seed, [start + end for start, end in product(_STARTS, _ENDS)], count)
    forms = _FORMS[language]
    return [f"{name} {forms[at % len(forms)]}" for at, name in enumerate(chosen)]


def _people(problem: Problem, seed: int) -> dict[tuple[str, str], str]:
    chosen = people_names(len(problem.participants), seed)
    return {(EntityKind.PARTICIPANT, p.id): n for p, n in zip(problem.participants, chosen, strict=True)}


def _organisations(problem: Problem, seed: int, language: str) -> dict[tuple[str, str], str]:
    ids = list(dict.fromkeys(p.organisation for p in problem.participants if p.organisation is not None))
    chosen = organisation_names(len(ids), seed, language=language)
    return {("organisation", o): n for o, n in zip(ids, chosen, strict=True)}
