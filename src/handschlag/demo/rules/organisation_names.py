"""Names of organisations that do not exist, each given once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from handschlag.demo.rules.bank import Bank, Institution, words_for

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
CHAIRS = ("Lehrstuhl für {}", "Professur für {}", "Fachgebiet {}", "Institut für {}")
DEPARTMENTS = ("Abteilung {}", "Arbeitsgruppe {}", "Bereich {}")
TRIES = 200


def slug_of(name: str) -> str:
    """The name as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", name.translate(GERMAN).lower()).strip("-")[:90]


class Exhausted(Exception):
    """There are no names left of this kind: the bank of words is too small."""


@dataclass
class Namer:
    """Gives names and remembers them."""

    dice: Random
    bank: Bank
    given: set[str] = field(default_factory=set)

    def once(self, make: Callable[[], str]) -> str:
        """A name that nobody bears yet."""
        for _ in range(TRIES):
            name = make()
            slug = slug_of(name)
            if slug not in self.given:
                self.given.add(slug)
                return name
        raise Exhausted(make())

    def company(self, *, top: str, concept: str, is_sme: bool) -> str:
        """Two companies never differ in their legal form alone: that would look like one entered twice."""
        forms = self.bank.small_forms if is_sme else self.bank.large_forms
        choose, words = self.dice.choice, words_for(self.bank.branches[top], concept)
        name = self.once(lambda: f"{choose(self.bank.stems)} {choose(words)}")
        return f"{name} {choose(forms)}"

    def part(self, house: Institution, *, top: str, concept: str, patterns: Sequence[str]) -> str:
        """A chair of a university, or a department of an institute."""
        choose, words = self.dice.choice, words_for(self.bank.subjects[top], concept)
        return self.once(lambda: f"{house.name}, {choose(patterns).format(choose(words))}")

    def other(self) -> str:
        choose = self.dice.choice
        return self.once(lambda: choose(self.bank.others).format(stem=choose(self.bank.stems)))
