"""Words of the vocabulary inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def in_a_sentence(label: str, language: str) -> str:
    """A label as it stands within a sentence: "Networks for **optics and photonics**".

    German nouns keep their capital and adjectives lose it; English keeps it for abbreviations only.
    """
    words = label.split()
    if not words or not label[0].isupper() or _is_abbreviation(words[0]):
        return label
    if language == "de" and not _begins_with_an_adjective(words):
        return label
    return label[0].lower() + label[1:]


def _is_abbreviation(word: str) -> bool:
    """IT, 3D, E-Health, SiC: more than its first letter is special."""
    return any(c.isupper() or c.isdigit() for c in word[1:]) or len(word) == 1


def _begins_with_an_adjective(words: Sequence[str]) -> bool:
    """German: "Optische Technologien", "Organische und gedruckte Elektronik"; not "Pflege und Technik"."""
    if len(words) < 2 or not words[0].rstrip(",").endswith(("e", "es")):
        return False
    follower = words[2] if words[1] == "und" and len(words) > 2 else words[1]
    return follower[0].islower() if words[1] == "und" else follower[0].isupper()


def enumeration_of(words: Sequence[str], conjunction: str) -> str:
    """ "A, B or C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"
