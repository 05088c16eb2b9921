"""What sources state about networks, which of several leads, and what its words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

# The most trusted first. A mirror is a copy of somebody else's page: it is named, never linked.
TRUST: Final = ("own", "programme", "public_body", "press", "encyclopaedia", "mirror")
MIRROR: Final = "mirror"
# What the table calls a fact, where the directory has a field for it.
FIELDS: Final[Mapping[str, str]] = {
    "city": "place",
    "focus_de": "description_de",
    "focus_en": "description_en",
    "label": "labels",
    "management": "management_body",
    "postcode_street": "street",
    "programme": "in_programmes",
    "status": "standing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One statement: `copied_on` is the day, month or year of the copy that was read, where it is known."""

    fact: str
    value: str
    source: str
    source_kind: str
    copied_on: str = ""
    note: str = ""


def stated_by_network(rows: Iterable[Mapping[str, str]]) -> Mapping[str, tuple[Stated, ...]]:
    """The statements of a table by the id of their network."""
    found: dict[str, list[Stated]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(
            Stated(
                fact=FIELDS.get(row["field"], row["field"]),
                value=row["value"],
                source=row["source"],
                source_kind=row["source_kind"],
                copied_on=row["copy_date"],
                note=row["note"],
            )
        )
    return {key: tuple(statements) for key, statements in found.items()}


def most_trusted_first(statements: Iterable[Stated]) -> list[Stated]:
    """By the order of trust, then the newest copy; of equal ones the first of the table.

    >>> old = Stated(fact="founded", value="1999", source="a", source_kind="press", copied_on="2001")
    >>> new = Stated(fact="founded", value="2000", source="b", source_kind="press", copied_on="2019-04")
    >>> own = Stated(fact="founded", value="1998", source="c", source_kind="own")
    >>> [one.value for one in most_trusted_first((old, new, own))]
    ['1998', '2000', '1999']
    """
    newest = sorted(statements, key=lambda one: one.copied_on, reverse=True)
    return sorted(newest, key=lambda one: TRUST.index(one.source_kind))


def leading(statements: Iterable[Stated], fact: str) -> Stated | None:
    """The statement that the page shows for a fact; the others stand beside it."""
    return next(iter(most_trusted_first(one for one in statements if one.fact == fact)), None)


def disagreeing(statements: Iterable[Stated], fact: str) -> list[Stated]:
    """What sources say about a fact where they do not say the same; empty where they agree.

    >>> def founded(year, kind): return Stated(fact="founded", value=year, source=kind, source_kind=kind)
    >>> [one.value for one in disagreeing((founded("2000", "press"), founded("2001-05", "own")), "founded")]
    ['2001-05', '2000']
    >>> disagreeing((founded("2000", "press"), founded("2000-05", "own")), "founded")
    []
    """
    ordered = most_trusted_first(one for one in statements if one.fact == fact)
    return ordered if len({_compared(one) for one in ordered}) > 1 else []


def _compared(statement: Stated) -> str:
    """What two statements have in common that say the same."""
    plain = statement.value.casefold().strip().rstrip("/")
    if statement.fact == "founded":
        return plain[:4]
    if statement.fact == "website":
        return plain.partition("//")[2].removeprefix("www.").partition("/")[0]
    return plain


_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
# A label that is shown, held or valid in a year was not awarded in it.
_NOT_AWARDED: Final = re.compile(
    r"(?:stated|shown|held|about|around|until|bis)(?: the end of)? (?:19|20)\d\d(?:/\d\d)?"
)
_LEVELS: Final = {"gold": "gold", "silver": "silver", "silber": "silver", "bronze": "bronze"}
_PROGRAMMES: Final = (
    ("go-cluster", "go-cluster"),
    ("go cluster", "go-cluster"),
    ("spitzencluster", "spitzencluster"),
    ("cluster-offensive bayern", "cluster-offensive-bayern"),
    ("nrw landescluster", "landescluster-nrw"),
    ("kompetenznetze deutschland", "kompetenznetze"),
    ("zim", "zim"),
    ("igf", "igf"),
    ("aif-mitglied", "igf"),
    ("aif/igf", "igf"),
)
# Words that say that a network was not in the programme, or not yet, or that another one was.
_NOT_IN_IT: Final = (
    *("not ", "nicht ", "beantragt", "geplant", "planned", "finalist", "grew out", "internationalisier"),
    *("prize", "award", "place", "zim-projekt", "bestes", "netzwerk nanoanalytik"),
)
_SINCE: Final = re.compile(r"(?:since|seit|from|ab|admitted|aufgenommen|joined)\D{0,25}((?:19|20)\d\d)")
_SPAN: Final = re.compile(r"((?:19|20)\d\d)(?:-\d\d){0,2}\s*(?:-|to|bis(?: Ende)?)\s*((?:19|20)\d\d)")
_UNTIL: Final = re.compile(r"(?:until|bis)(?: (?:Ende|Mai|September|August|Juli|end of))* ((?:19|20)\d\d)")
_LEGAL_FORMS: Final = (
    ("ggmbh", "gGmbH"),
    ("genossenschaft", "eG"),
    ("gmbh", "GmbH"),
    ("e. v.", "e. V."),
    ("verein", "e. V."),
)
_BEFORE_A_NAME: Final = re.compile(
    r"^(?:c/o|federführung:|koordination:|jointly:|carried by|office at|angesiedelt an der) ", re.IGNORECASE
)
_AFTER_A_NAME: Final = re.compile(r"; | \(|, (?:owned|with|mit) | (?:with|mit) |, second ")
_GERMAN: Final = frozenset(
    {
        "der",
        "die",
        "das",
        "und",
        "mit",
        "von",
        "für",
        "im",
        "seit",
        "zur",
        "des",
        "nach",
        "den",
        "bis",
        "ohne",
        "wird",
    }
)
_ENGLISH: Final = frozenset(
    {"the", "and", "with", "of", "for", "in", "since", "from", "by", "after", "until", "yearly", "funded"}
)


def labels_in(text: str) -> list[tuple[str, int]]:
    """The levels of the European label that a statement names, with the years of their award.

    >>> labels_in("ECEI Gold 2012, recertified 2015 and 2018")
    [('gold', 2012), ('gold', 2015), ('gold', 2018)]
    >>> labels_in("ECEI Bronze 2017; Cluster-Exzellenz Baden-Württemberg 2017")
    [('bronze', 2017)]
    >>> labels_in("ECEI Gold, fourth time in a row, valid until the end of 2027")
    []
    >>> labels_in("ZIM-Netzwerk des Jahres 2017")
    []
    """
    found = []
    for part in text.split(";"):
        if "ECEI" not in part and "EUCLES" not in part:
            continue
        level = next((code for word, code in _LEVELS.items() if word in part.lower()), "")
        years = _YEAR.findall(_NOT_AWARDED.sub("", part))
        found += [(level, int(year)) for year in years if level]
    return found


def programme_in(text: str) -> tuple[str, int | None, int | None] | None:
    """The programme that a statement puts the network into, with the years of its beginning and end.

    >>> programme_in("go-cluster since 2016")
    ('go-cluster', 2016, None)
    >>> programme_in("ZIM-Kooperationsnetzwerk vom 2014-01-01 bis 2016-12-31")
    ('zim', 2014, 2016)
    >>> programme_in("ZIM-Netzwerk bis 2020 (sechster Verbund)")
    ('zim', None, 2020)
    >>> programme_in("ZIM-Innovationsnetzwerk beantragt; Bewilligung für Herbst 2024 erwartet") is None
    True
    """
    plain = text.lower()
    if any(word in plain for word in _NOT_IN_IT):
        return None
    slug = next((slug for word, slug in _PROGRAMMES if word in plain), None)
    if slug is None:
        return None
    span, since, until = _SPAN.search(text), _SINCE.search(text), _UNTIL.search(text)
    if span:
        return slug, int(span[1]), int(span[2])
    return slug, int(since[1]) if since else None, int(until[1]) if until else None


def founded_in(text: str) -> int:
    """The year of a founding that is known to the day, the month or the year.

    >>> founded_in("2006-07-25")
    2006
    """
    return int(text[:4])


def last_year_in(text: str) -> str:
    """The last year that a text names, or nothing.

    >>> last_year_in("eingetragen September 2019, rückwirkend zum 01.01.2019"), last_year_in("dissolved")
    ('2019', '')
    """
    return max(_YEAR.findall(text), default="")


def legal_form_in(text: str) -> str:
    """The legal form that words describe, or none.

    >>> legal_form_in("gemeinnütziger eingetragener Verein"), legal_form_in("gGmbH (seit 2009)")
    ('e. V.', 'gGmbH')
    """
    plain = text.lower()
    found = [(plain.find(word), -len(word), form) for word, form in _LEGAL_FORMS if word in plain]
    return min(found)[2] if found else ""


def body_in(text: str) -> str:
    """The organisation that a statement about the management begins with.

    >>> body_in("Silicon Saxony e. V.; subsidiary Silicon Saxony Management GmbH (100 %) for projects")
    'Silicon Saxony e. V.'
    >>> body_in("c/o IMG Innovations-Management GmbH (2015)")
    'IMG Innovations-Management GmbH'
    """
    return _AFTER_A_NAME.split(_BEFORE_A_NAME.sub("", text))[0].strip().rstrip(",")


def town_in(text: str) -> str:
    """The town of a seat, without its quarter.

    >>> town_in("Planegg (Martinsried)"), town_in("Halle (Saale)"), town_in("Oelsnitz/Vogtland")
    ('Planegg', 'Halle (Saale)', 'Oelsnitz/Vogtland')
    """
    return text if text == "Halle (Saale)" else text.partition(" (")[0]


def laender_in(text: str, known: Iterable[str]) -> list[str]:
    """The codes of the Länder that a statement about the region served lists; none where it is in words.

    >>> laender_in("BE;BB", ("BE", "BB", "BY")), laender_in("Deutschland und Schweden", ("BE",))
    (['BE', 'BB'], [])
    """
    parts = [part.strip() for part in text.split(";")]
    return parts if set(parts) <= set(known) else []


def language_of(text: str) -> str:
    """The language of some words, as far as it can be told: `de`, `en` or none.

    >>> language_of("merged in 2021 with E-Mobilitätscluster Regensburg"), language_of("Silicon Saxony Day")
    ('en', '')
    >>> language_of("nach der ZIM-Förderung selbsttragend")
    'de'
    """
    words = set(re.findall(r"[a-zäöüß]+", text.lower()))
    german, english = len(words & _GERMAN), len(words & _ENGLISH)
    if german == english:
        return ""
    return "de" if german > english else "en"
