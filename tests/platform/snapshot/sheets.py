"""What our style sheets say of white space: which elements are blocks, which lay out their children."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

from tests.databases import ROOT

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DISPLAY = re.compile(r"(?:^|;)\s*display:\s*([a-z-]+)")
CHOICE = re.compile(r":(?:is|where)\(([^()]*)\)")
COMMA_OUTSIDE = re.compile(r",(?![^()]*\))")
SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<classes>(?:\.[\w-]+)*)$")
LAID_OUT = frozenset(("flex", "grid", "inline-flex", "inline-grid"))
BLOCK = frozenset(("block", "flex", "grid", "list-item", "flow-root", "none"))


@dataclass(frozen=True, slots=True)
class Compound:
    """`p.hs-meta`: a tag or none, and classes."""

    tag: str
    classes: frozenset[str]

    def fits(self, element: ET.Element) -> bool:
        return self.tag in {"", element.tag} and self.classes <= set(element.get("class", "").split())


@dataclass(frozen=True, slots=True)
class Rule:
    """`.hs-who > div p { display: block }`: compounds from the inside out, and what is a child."""

    chain: tuple[Compound, ...]
    is_child: tuple[bool, ...]
    display: str

    def fits(self, line: list[ET.Element]) -> bool:
        """Whether it speaks of the last element of a line of ancestors."""
        return self.chain[0].fits(line[-1]) and self._outer(1, line[:-1])

    def _outer(self, step: int, line: list[ET.Element]) -> bool:
        if step == len(self.chain):
            return True
        for end in range(len(line), 0, -1):
            if self.chain[step].fits(line[end - 1]) and self._outer(step + 1, line[: end - 1]):
                return True
            if self.is_child[step]:
                break
        return False


def rule_of(selector: str, display: str) -> Rule | None:
    """None where the selector says more than tags, classes, descendants and children."""
    words = re.sub(r"\s*>\s*", " >", selector.strip()).split()
    found = [SIMPLE.match(word.removeprefix(">")) for word in words]
    compounds = [
        Compound(one["tag"] or "", frozenset(one["classes"].split(".")) - {""}) for one in found if one
    ]
    if not words or len(compounds) < len(words):
        return None
    before = [False, *(word.startswith(">") for word in reversed(words[1:]))]
    return Rule(tuple(reversed(compounds)), tuple(before), display)


def said() -> Iterator[Rule]:
    for path in sorted(ROOT.glob("src/handschlag/*/static/**/*.css")):
        for selectors, body in RULE.findall(COMMENT.sub("", path.read_text("utf-8"))):
            if found := DISPLAY.search(body.strip()):
                rules = (rule_of(selector, found[1]) for selector in parted(selectors.split(";")[-1]))
                yield from (rule for rule in rules if rule)


def parted(selectors: str) -> Iterator[str]:
    """`a :is(b, c), d` is `a b`, `a c` and `d`."""
    for selector in COMMA_OUTSIDE.split(selectors):
        if choice := CHOICE.search(selector):
            for one in choice[1].split(","):
                yield from parted(selector.replace(choice[0], one.strip(), 1))
        else:
            yield selector


@cache
def rules() -> dict[str, list[Rule]]:
    """By a class or tag that the element has to have."""
    kept: dict[str, list[Rule]] = defaultdict(list)
    for rule in said():
        kept[min(rule.chain[0].classes, default=rule.chain[0].tag)].append(rule)
    return kept


def displays(line: list[ET.Element]) -> set[str]:
    """Everything that some sheet says of the last element of this line of ancestors, at some width."""
    element = line[-1]
    names = (element.tag, *element.get("class", "").split())
    return {rule.display for name in names for rule in rules().get(name, ()) if rule.fits(line)}
