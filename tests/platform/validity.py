"""Whether a page is valid: a strict parser, ids that are there once, references that lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree as ET

import html5lib

REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list", "form")
XHTML = "{http://www.w3.org/1999/xhtml}"


def faults(html: str) -> list[str]:
    """Everything that is wrong with a whole page; an empty list is right."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    tree = parser.parse(html)
    lines = html.splitlines()
    found = [f"{code}: {lines[place[0] - 1].strip()[:160]}" for place, code, _ in parser.errors]
    return found + list(references(tree)) + list(heads(tree))


def references(tree: ET.Element) -> list[str]:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    twice = [f"the id {name} is there {count} times" for name, count in ids.items() if count > 1]
    dangling = [
        f"{name}={target} leads nowhere"
        for element in tree.iter()
        for name in REFERRING
        for target in (element.get(name) or "").split()
        if target not in ids
    ]
    inside = [
        f"the link {element.get('href')} leads nowhere"
        for element in tree.iter(f"{XHTML}a")
        if re.fullmatch(r"#.+", element.get("href") or "") and (element.get("href") or "")[1:] not in ids
    ]
    return twice + dangling + inside


def heads(tree: ET.Element) -> list[str]:
    """One h1, no level left out, a title, a language, a size for each picture."""
    found = []
    levels = [
        int(e.tag[-1]) for e in tree.iter() if isinstance(e.tag, str) and re.fullmatch(r".*}h[1-6]", e.tag)
    ]
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} headings of the first level")
    found += [f"h{b} follows h{a}" for a, b in pairwise(levels) if b > a + 1]
    title = tree.find(f".//{XHTML}title")
    if title is None or not (title.text or "").strip(" ·"):
        found.append("no title")
    if not tree.get("lang"):
        found.append("no language")
    found += [
        f"a picture without its size: {image.get('src')}"
        for image in tree.iter(f"{XHTML}img")
        if not (image.get("width") and image.get("height"))
    ]
    return found
