"""Light stems: what the forms of a word have in common, in German and in English at once.

A statement may mix both languages, so one procedure serves both. It is light on purpose (D. Harman, "How
Effective Is Suffixing?", 1991; J. Savoy, "Light Stemming Approaches for the French, Portuguese, German and
Hungarian Languages", 2006): inflection goes, and those derivations that both languages share, so that
Simulation, simulieren and simulate meet, and so do Optik, optisch, optical and optics. What is written with
k, z or f in one language and with c or ph in the other is written alike at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from treffen.language.folding import fold

_SHORTEST = 4
# British and American, old and new spellings are written alike first.
_SPELLINGS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"iz(ations?|ing|ed|es?)$", r"is\1"),
        (r"^(fib|cent|met|lit|theat)re(s?)$", r"\1er\2"),
        (r"^alumini?um", "alumin"),
        (r"^colour", "color"),
        (r"ogues?$", "og"),
        (r"grafi", "graphi"),
        (r"^(sili[zc]i?um|siliz)", "silici"),
        (r"karbid", "carbid"),
    )
)
# Suffix, what stands in its place, and how many letters must stay before it; the first that fits is taken.
_DERIVED: tuple[tuple[str, str, int], ...] = (
    ("isierungen", "", 4), ("isierung", "", 4), ("isierend", "", 4), ("isieren", "", 4), ("isiert", "", 4),
    ("isations", "", 4), ("isation", "", 4), ("ications", "ic", 4), ("ication", "ic", 4),
    ("ising", "", 4), ("ised", "", 4), ("ises", "", 5), ("ise", "", 5),
    ("ierungen", "", 4), ("ierung", "", 4), ("ierend", "", 4), ("ieren", "", 4), ("iert", "", 4),
    ("ationen", "", 5), ("ations", "", 5), ("ation", "", 5), ("ating", "", 5), ("ated", "", 5),
    ("ates", "", 5), ("aten", "", 5), ("ate", "", 5), ("at", "", 5),
    ("ifying", "ific", 3), ("ified", "ific", 3), ("ifies", "ific", 3), ("ify", "ific", 3),
    ("atoren", "ator", 3),
    ("itaten", "", 4), ("itat", "", 4), ("ities", "", 4), ("ity", "", 4),
    ("ischen", "ik", 3), ("ischer", "ik", 3), ("isches", "ik", 3), ("ische", "ik", 3), ("isch", "ik", 3),
    ("ically", "ik", 3), ("ical", "ik", 3), ("iken", "ik", 3), ("ics", "ik", 3), ("ic", "ik", 3),
    ("ungen", "", 3), ("ung", "", 3), ("ings", "", 4), ("ing", "", 4),
    ("ies", "i", 3), ("ien", "i", 4), ("ie", "i", 3), ("y", "i", 3),
)  # fmt: skip
_INFLECTED: tuple[tuple[str, str, int], ...] = (
    ("ern", "er", 3), ("ers", "er", 3), ("enden", "", 4), ("ende", "", 4), ("end", "", 5),
    ("ten", "t", 4), ("en", "", 3), ("em", "", 4), ("er", "", 5), ("es", "", 4), ("ed", "", 4), ("e", "", 3),
    ("ns", "n", 3), ("s", "", 3), ("et", "", 5), ("igt", "ig", 3), ("eln", "el", 3),
)  # fmt: skip
_Rules = Mapping[str, tuple[tuple[str, str, int], ...]]


def _by_last_letter(rules: tuple[tuple[str, str, int], ...]) -> _Rules:
    """The rules that may fit a word, in their order: most words end in a letter that few suffixes have."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for rule in rules:
        found.setdefault(rule[0][-1], []).append(rule)
    return {letter: tuple(some) for letter, some in found.items()}


_DERIVATIONS, _INFLECTIONS = _by_last_letter(_DERIVED), _by_last_letter(_INFLECTED)
_KEEPS_ITS_S = re.compile(r"(ss|us|is|as|os)$")
_UNG_OF_ER = re.compile(r"erung(en|s)?$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_HARD_C = re.compile(r"c(?![eiyh])")
# Words that would fall together with others of a different meaning, or lose what is no ending.
_APART = frozenset(
    """
    anode arms bearing biene bildung boden bohne digitalisierung diode festival gase gene hering
    hospital kathode leiter leitung lens linse material messe messing metall meter mobil mobile moor
    moore muster number oled paper personal polen pollen poly power signal spring spritze
    standardisation standardisierung stiftung string zeitung
    """.split()
)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What all forms of a word share, in folded letters; equal words have equal stems.

    >>> stem("Speicherung") == stem("Speicher") == stem("speichern")
    True
    >>> stem("Beschichtungen") == stem("beschichten"), stem("Batterien") == stem("batteries")
    (True, True)
    >>> stem("Katalysator"), stem("catalytic")
    ('katalysator', 'katalytik')
    """
    plain = fold(word)
    if len(plain) < _SHORTEST or not plain.isalpha():
        return _HARD_C.sub("k", plain) if plain.isalpha() else plain
    if plain in _APART:
        return plain
    for pattern, written in _SPELLINGS:
        plain = pattern.sub(written, plain)
    plain = plain.replace("ph", "f").replace("z", "c")
    derived = _first(plain, _DERIVATIONS)
    if derived and _UNG_OF_ER.search(plain):  # Speicherung as Speicher and speichern
        derived = _first(derived, _INFLECTIONS) or derived
    plain = derived or _inflected(plain)
    return _HARD_C.sub("k", plain).replace("kk", "k")


def _first(word: str, rules: _Rules) -> str:
    """What the first rule that fits makes of the word; empty if none does."""
    for end, written, left in rules.get(word[-1:], ()):
        if word.endswith(end) and len(word) - len(end) >= left:
            kept = word[: -len(end)]
            return (_DOUBLED.sub(r"\1", kept) if end in ("ing", "ed") else kept) + written
    return ""


def _inflected(word: str) -> str:
    """Without an ending of case, number or tense; then a derivation below it is looked for once."""
    if word.endswith("s") and _KEEPS_ITS_S.search(word):
        return word
    bare = _first(word, _INFLECTIONS)
    if not bare:
        return word
    derived = _first(bare, _DERIVATIONS)
    return derived or (bare if _KEEPS_ITS_S.search(bare) else _first(bare, _INFLECTIONS) or bare)
