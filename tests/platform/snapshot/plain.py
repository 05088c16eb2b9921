"""A page in a form that two runs can compare: of its white space, only what a browser would show is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree as ET

import html5lib
from tests.platform.snapshot.sheets import BLOCK, LAID_OUT, displays


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# White space at the edges of these shows nowhere, neither before nor behind nor within.
BLOCKS = names(
    """
    html head body title meta link base script style template noscript address article aside blockquote dd
    details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend
    li main menu nav ol optgroup option p pre search section summary table caption colgroup col tbody td
    tfoot th thead tr ul datalist br
    """
)
# These stand in a line, but a new one begins within.
BOXES = names("button select meter progress object video audio iframe canvas svg")
ALONE = names("img input wbr embed")
EMPTY = ALONE | names("meta link base hr br col")
DRAWN = names("g path circle rect line polyline polygon ellipse defs use symbol marker text")
SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class Part:
    """Of a line: words, the tag around some of them, or a thing that stands among them like a letter."""

    kind: Literal["words", "tag", "thing"]
    said: str


@dataclass(slots=True)
class Writer:
    """The lines of a page: one for each edge of a block, and one for what stands in a line."""

    above: list[ET.Element] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    depth: int = 0
    is_after_space: bool = True

    def words(self, said: str | None) -> None:
        said = SPACES.sub(" ", said or "")
        said = said.removeprefix(" ") if self.is_after_space else said
        if said:
            self.parts.append(Part("words", said))
            self.is_after_space = said.endswith(" ")

    def thing(self, said: str) -> None:
        self.parts.append(Part("thing", said))
        self.is_after_space = False

    def end(self) -> None:
        """What stood in a line is written down, without the space at its end."""
        for part in reversed(self.parts):
            if part.kind == "words":
                part.said = part.said.removesuffix(" ")
            if part.kind != "tag" and part.said:
                break
        if said := "".join(part.said for part in self.parts):
            self.put(said)
        self.parts, self.is_after_space = [], True

    def put(self, line: str) -> None:
        self.lines.append("  " * self.depth + line)

    def element(self, element: ET.Element, *, is_laid_out: bool) -> None:
        """`is_laid_out`: it is a cell of a flexible box or a grid, and so a block, whatever it is."""
        tag, shown = element.tag, displays([*self.above, element])
        if element.get("type") == "hidden":
            self.parts.append(Part("tag", opened(element)))
        elif tag == "textarea":
            self.thing(f"{opened(element)}{element.text or ''}</textarea>")
        elif is_laid_out or tag in BLOCKS | DRAWN or shown & BLOCK:
            self.block(element, shown)
        elif tag in ALONE:
            self.thing(opened(element))
        elif tag in BOXES or "inline-block" in shown or shown & LAID_OUT:
            self.thing(self.boxed(element, shown))
        else:
            self.parts.append(Part("tag", opened(element)))
            self.children(element, is_laid_out=False)
            self.parts.append(Part("tag", f"</{tag}>"))

    def block(self, element: ET.Element, shown: set[str]) -> None:
        self.end()
        self.put(opened(element))
        if element.tag == "pre":
            self.lines.append("".join(element.itertext()))
        elif element.tag not in EMPTY:
            self.depth += 1
            self.children(element, is_laid_out=bool(shown & LAID_OUT))
            self.end()
            self.depth -= 1
            self.put(f"</{element.tag}>")

    def boxed(self, element: ET.Element, shown: set[str]) -> str:
        """With what is in it, in one line."""
        inside = Writer(above=self.above)
        inside.children(element, is_laid_out=bool(shown & LAID_OUT))
        inside.end()
        within = "".join(line.strip() for line in inside.lines)
        return f"{opened(element)}{within}</{element.tag}>"

    def children(self, element: ET.Element, *, is_laid_out: bool) -> None:
        """Between the cells of a layout, white space is nothing."""
        self.above.append(element)
        self.words(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.element(child, is_laid_out=is_laid_out)
            self.words(child.tail)
        self.above.pop()


def opened(element: ET.Element) -> str:
    """The tag with its attributes by their names."""
    said = dict(element.attrib)
    if said.get("name") == "csrfmiddlewaretoken":
        said["value"] = "a-secret"
    if "style" in said:
        said["style"] = re.sub(r"\s*([:;,])\s*", r"\1", said["style"]).lower()
    inside = "".join(f' {name}="{SPACES.sub(" ", value).strip()}"' for name, value in sorted(said.items()))
    return f"<{element.tag}{inside}>"


def plain(html: str) -> str:
    """`plain("<p>a <b> b</b>\\n</p>")` says `<p>a <b>b</b></p>`, with every block in lines of its own."""
    writer, page = Writer(), html5lib.parse(html, namespaceHTMLElements=False)
    for element in page.iter():
        if isinstance(element.tag, str):  # drawings have names of their own
            element.tag = element.tag.rpartition("}")[2]
    writer.element(page, is_laid_out=False)
    return "\n".join(writer.lines) + "\n"
