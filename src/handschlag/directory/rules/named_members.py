"""Organisations that sources name with a network: which they are, and what is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from handschlag.common.rules.folding import folded_name
from handschlag.directory.rules.legal_forms import bare_name, legal_form
from handschlag.directory.rules.stated import Stated, most_trusted_first

FACT: Final = "known_members"
_BETWEEN: Final = re.compile(r";(?![^(]*\))")  # what brackets say stays with its name
# One of many of its kind, or several at once: nobody knows who is meant.
_NOBODY: Final = frozenset(
    {
        *("fraunhofer", "fraunhofer gesellschaft", "fraunhofer institut", "handelskammer", "handwerkskammer"),
        *("hochschule", "ihk", "sparkasse", "stadt", "stadtwerke", "universitaet", "volksbank"),
    }
)
_SEVERAL: Final = re.compile(r"^(?:die|der|das|mitgliedsverbaende) |ministerien$|kammern$")
_SHORT_FORMS: Final = (
    (re.compile(r"^tu "), "technische universitaet "),
    (re.compile(r"^th "), "technische hochschule "),
)
# What a name begins with, or has in it, that tells the kind of an organisation.
_KINDS: Final = (
    (
        "university",
        ("tu", "th", "fh", "fau", "haw", "hawk", "htw", "htwg", "oth", "kit", "rwth"),
        ("universit", "hochschule", "college"),
    ),
    (
        "research",
        (
            *("atb", "carnet", "cetex", "desy", "dfki", "dkfz", "dlr", "embl", "ifbb", "ifnano", "imtek"),
            *("iris", "itwm", "skz", "stfi", "titk", "zsw"),
        ),
        ("fraunhofer", "leibniz", "helmholtz", "max planck", "institut", "forschungs", "laser laboratorium"),
    ),
    (
        "other",
        (
            *(
                "agit",
                "amz",
                "biocologne",
                "bioindustry",
                "bioanalytik",
                "bsi",
                "bts",
                "hannoverimpuls",
                "ihk",
            ),
            *("landratsamt", "lena", "lrt", "luxinnovation", "polizei", "saena", "stadt", "thega"),
            *("suedwestrundfunk", "uke", "zdh"),
        ),
        (
            *("akademie", "automotive", "cluster", "diakonie", "gesellschaft fuer", "kammer", "klinik"),
            *("kommando", "kreis", "ministerium", "netzwerk", "network", "region", "stiftung", "verband"),
            *("regio ", "technische sammlungen", "wirtschaftsfoerderung", " e v"),
        ),
    ),
)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOrganisation:
    """An organisation as one source names it; `words` are those of the source, with what brackets say."""

    name: str
    words: str
    source: str
    source_kind: str
    copied_on: str


def named_in(statements: Iterable[Stated], *, networks: Collection[str] = ()) -> list[NamedOrganisation]:
    """Everybody whom these sources name, the most trusted source first; `networks` have entries of their own.

    >>> said = Stated(
    ...     fact="known_members",
    ...     value="Carl Zeiss (founding member); SICK; IHK; die Kammern (a; b)",
    ...     source="s",
    ...     source_kind="own",
    ... )
    >>> [(one.name, one.words) for one in named_in([said])]
    [('Carl Zeiss', 'Carl Zeiss (founding member)'), ('SICK', 'SICK')]
    >>> [one.name for one in named_in([said], networks=[key_of("SICK AG")])]
    ['Carl Zeiss']
    """
    found = []
    for one in most_trusted_first(one for one in statements if one.fact == FACT):
        for words in words_in(one.value):
            name = name_in(words)
            if _is_one(name) and key_of(name) not in networks:
                found.append(
                    NamedOrganisation(
                        name=name,
                        words=words,
                        source=one.source,
                        source_kind=one.source_kind,
                        copied_on=one.copied_on,
                    )
                )
    return found


def words_in(text: str) -> list[str]:
    """The parts of a list, each with what brackets say about it.

    >>> words_in("Carl Zeiss (founding member; board); SICK")
    ['Carl Zeiss (founding member; board)', 'SICK']
    """
    return [part.strip()[:_LONGEST] for part in _BETWEEN.split(text) if part.strip()]


def name_in(words: str) -> str:
    """The name without what brackets say about it."""
    return words.partition(" (")[0].strip()


def _is_one(name: str) -> bool:
    """Whether a name says which organisation it is.

    >>> [_is_one(name) for name in ("Fraunhofer", "Fraunhofer IWU", "IHK", "IHK Köln")]
    [False, True, False, True]
    """
    plain = folded_name(name)
    return len(plain) > 1 and plain not in _NOBODY and not _SEVERAL.search(plain)


def key_of(name: str) -> str:
    """What equal names have in common: no capitals, no legal form, one spelling of technical universities.

    >>> key_of("SGL Carbon SE") == key_of("SGL CARBON")
    True
    >>> key_of("TU Dresden") == key_of("Technische Universität Dresden")
    True
    >>> key_of("Bosch") == key_of("Bosch Rexroth")
    False
    """
    plain = bare_name(name)
    for short, full in _SHORT_FORMS:
        plain = short.sub(full, plain)
    return plain


def together(named: Mapping[int, Iterable[NamedOrganisation]]) -> list[list[tuple[int, NamedOrganisation]]]:
    """What is said of one organisation stands together, with the network it is named with.

    Equal names are one; where legal forms tell two apart, a name without a form is neither of them.

    >>> def said(name):
    ...     return NamedOrganisation(name=name, words=name, source="", source_kind="", copied_on="")
    >>> found = together({1: [said("iba AG"), said("SAP")], 2: [said("IBA GmbH"), said("SAP SE")]})
    >>> [[one.name for _, one in some] for some in found]
    [['iba AG'], ['SAP', 'SAP SE'], ['IBA GmbH']]
    """
    every = [(network, one) for network, some in named.items() for one in some]
    forms: dict[str, set[str]] = {}
    for _network, one in every:
        forms.setdefault(key_of(one.name), set()).add(legal_form(one.name))
    found: dict[tuple[str, str], list[tuple[int, NamedOrganisation]]] = {}
    for network, one in every:
        key = key_of(one.name)
        are_several = len(forms[key] - {""}) > 1
        found.setdefault((key, legal_form(one.name) if are_several else ""), []).append((network, one))
    return list(found.values())


def kind_by_name(name: str) -> str:
    """The kind that a name tells; most organisations whose name tells nothing are companies.

    >>> [kind_by_name(name) for name in ("TU Ilmenau", "Fraunhofer IOF", "IHK Berlin", "Siemens")]
    ['university', 'research', 'other', 'company']
    """
    plain = folded_name(name)
    for kind, first_words, parts in _KINDS:
        if plain.split()[0] in first_words or any(part in plain for part in parts):
            return kind
    return "company"
