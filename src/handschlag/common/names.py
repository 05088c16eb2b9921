"""Names: of people, of entries in an address, and as people mean them when they compare.

Names of people: their parts, and how they are shortened, sorted and marked by letters.

A name is one line that a person typed. Titles stand before it, degrees after it, particles belong to the
surname, and none of them is a first name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " und ", "+": " und "})


def folded_name(text: str) -> str:
    """Lower case, ä as ae, other accents dropped, one space between words."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def slug_of(name: str, *, longest: int = 80) -> str:
    """The name as part of an address; never empty."""
    words = folded_name(name).replace(" ", "-")
    return words[:longest].rstrip("-") or "eintrag"


def free_slug(name: str, taken: Container[str], *, longest: int = 80) -> str:
    """The first of `name`, `name-2`, `name-3` ... that nobody has."""
    plain = slug_of(name, longest=longest - 6)
    number, found = 1, plain
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# "Anna von der Heide" is looked for under H by some lists, under V by ours.
_PARTICLES: Final = _words("von vom zu zum zur van de den der del della di da la le ten ter te")
_SMALL_PARTICLES: Final = _words("d' dos das do du des af av al el bin ibn op auf aus dem y e")
_NOBILITY: Final = _words(
    "freifrau freiherr freiin frhr graf gräfin baron baronin baroness ritter edler edle fürst fürstin prinz "
    "prinzessin herzog herzogin"
)
# What is a title by itself, and what is one beside a title or with a full stop.
_TITLES: Final = _words(
    "prof professor professorin dr dres doktor pd privatdozent privatdozentin ing mag frau herr hr fr mr mrs "
    "ms mx miss sir dame dipl priv-doz dipl-ing dr-ing ra rain stb wp"
)
_TITLE_PARTS: Final = _words(
    "prof dr dipl ing priv doz univ jun apl hon med rer nat phil jur iur oec pol soc theol vet dent pharm "
    "agr paed päd sc techn mont habil mult hc eh h c e fh tu univ inform wirt phys chem math biol kfm kffr "
    "kauf kaufm betriebsw psych geol ök oek volksw des et di mag"
)
_DEGREES: Final = _words(
    "mba emba phd md msc bsc ma ba meng beng llm llb dba mph mpa cfa cpa pmp jr sr jun sen junior senior ii "
    "iii iv mdb mdl mdep mdbb esq fh dphil dea mphil med bed"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonName:
    """The parts of a name, each as it was typed; empty where there is none."""

    title: str = ""
    given: str = ""
    surname: str = ""
    degree: str = ""

    @property
    def without_titles(self) -> str:
        """The name as it is spoken."""
        return " ".join(part for part in (self.given, self.surname) if part)


def split_name(name: str) -> _PersonName:
    """The parts of a name in either order.

    >>> split_name("Prof. Dr.-Ing. habil. Karl von der Heide, MBA")
    _PersonName(title='Prof. Dr.-Ing. habil.', given='Karl', surname='von der Heide', degree='MBA')
    >>> split_name("Adler, Dr. Anna").given, split_name("K.-H. Müller").given, split_name("Madonna").surname
    ('Anna', 'K.-H.', 'Madonna')
    """
    groups = [part.split() for part in name.split(",") if part.strip()]
    if not groups:
        return _PersonName()
    degrees: list[str] = []
    while len(groups) > 1 and all(_is_degree(word) for word in groups[-1]):
        degrees = groups.pop() + degrees
    words = groups[0]
    while len(words) > 1 and _is_degree(words[-1]):
        words, degrees = words[:-1], [words[-1], *degrees]
    if len(groups) > 1:
        title, given = _without_titles([word for group in groups[1:] for word in group])
        before, surname = _without_titles(words)
        return _made([*before, *title], given, surname, degrees)
    title, rest = _without_titles(words)
    at = _start_of_surname(rest)
    return _made(title, rest[:at], rest[at:], degrees)


def surname_first(name: str) -> str:
    """As lists are sorted: the surname with its particles, the first name, and then the titles.

    >>> surname_first("Dr. Anna Maria von der Heide"), surname_first("Ada"), surname_first("Lindqvist, Ada")
    ('von der Heide, Anna Maria, Dr.', 'Ada', 'Lindqvist, Ada')
    """
    parts = split_name(name)
    return ", ".join(part for part in (parts.surname, parts.given, parts.title, parts.degree) if part)


def surname_of(name: str) -> str:
    """The surname alone, with its particles."""
    return split_name(name).surname


def initials(name: str) -> str:
    """The first letters of the first name and of the surname.

    >>> initials("Dr. Anna Adler"), initials("Karl-Heinz von der Heide"), initials("Madonna")
    ('AA', 'KH', 'M')
    """
    parts = split_name(name)
    surname = [word for word in parts.surname.split() if not _is_particle(word)] or parts.surname.split()
    given = [word for word in parts.given.split() if word[0].isalnum()]
    letters = (_first_letter(" ".join(given)), _first_letter(" ".join(surname)))
    return "".join(letters).upper()


def short_name(name: str) -> str:
    """First letter and surname.

    >>> short_name("Dr. Anna Adler"), short_name("Karl-Heinz Müller"), short_name("Madonna")
    ('A. Adler', 'K.-H. Müller', 'Madonna')
    """
    return _shortened(split_name(name), 1)


def short_names(names: Mapping[int, str]) -> dict[int, str]:
    """Short, and told apart: the surname; where two have the same, with as many letters as it takes.

    >>> short_names({1: "Dr. Anna Adler", 2: "Bo Falk", 3: "Arne Adler", 4: "Ben Adler"})
    {1: 'An. Adler', 2: 'Falk', 3: 'Ar. Adler', 4: 'B. Adler'}
    """
    parts = {pk: split_name(name) for pk, name in names.items()}
    found = {pk: one.surname for pk, one in parts.items()}
    for number in range(1, 1 + max((len(one.given) for one in parts.values()), default=0)):
        alike = _alike(found)
        if not alike:
            return found
        found |= {pk: _shortened(parts[pk], number) for pk in alike}
    found |= {pk: parts[pk].without_titles for pk in _alike(found)}
    return found | {pk: names[pk] for pk in _alike(found)}


def _alike(found: Mapping[int, str]) -> list[int]:
    groups: dict[str, list[int]] = defaultdict(list)
    for pk, text in found.items():
        groups[text.casefold().replace(".", "")].append(pk)
    return [pk for group in groups.values() if len(group) > 1 for pk in group]


def _shortened(parts: _PersonName, number: int) -> str:
    first = parts.given.split()[0] if parts.given else ""
    if not first or not parts.surname:
        return parts.without_titles
    if number >= len(first) and number > 1:
        return f"{first} {parts.surname}"
    cut = "-".join(f"{part[:number].rstrip('.')}." for part in first.split("-") if part)
    return f"{cut[0].upper()}{cut[1:]} {parts.surname}"


def _made(
    title: Sequence[str], given: Sequence[str], surname: Sequence[str], degree: Sequence[str]
) -> _PersonName:
    return _PersonName(
        title=" ".join(title), given=" ".join(given), surname=" ".join(surname), degree=", ".join(degree)
    )


def _without_titles(words: Sequence[str]) -> tuple[list[str], list[str]]:
    at = 0
    while at < len(words) - 1 and _is_title(words, at):
        at += 1
    return list(words[:at]), list(words[at:])


def _is_title(words: Sequence[str], at: int) -> bool:
    """Single letters are titles only behind one, in their own spelling: "Dr. h. c.", not "Dr. H. C. May"."""
    word = words[at]
    bare = word.casefold().rstrip(".")
    if bare in _TITLES or bare in _NOBILITY:
        return True
    parts = [part for part in re.split(r"[.\-()/&]+", word) if part]
    if not parts or not all(part.casefold() in _TITLE_PARTS for part in parts):
        return False
    if all(len(part) == 1 for part in parts):
        after = words[at + 1] if at + 1 < len(words) else ""
        is_honorary = word == "E." and after == "h."
        return at > 0 and (word == word.lower() or word == "E.h." or is_honorary)
    return at > 0 or "." in word or "(" in word


def _is_degree(word: str) -> bool:
    bare = re.sub(r"[.()]", "", word).casefold()
    return bare in _DEGREES and (
        "." in word or "(" in word or word.isupper() or word in {"PhD", "MSc", "BSc", "MdB", "MdL"}
    )


def _is_particle(word: str) -> bool:
    return word.casefold() in _PARTICLES or word in _SMALL_PARTICLES or word.casefold() in _NOBILITY


def _start_of_surname(words: Sequence[str]) -> int:
    if words and _is_particle(words[0]) and len(words) > 1:
        return 0
    at = max(len(words) - 1, 0)
    while at > 1 and _is_particle(words[at - 1]):
        at -= 1
    return at


def _first_letter(text: str) -> str:
    return next((letter for letter in text if letter.isalnum()), "")
