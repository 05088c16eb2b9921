"""A language that nobody speaks: English with accents, two fifths longer, each text in brackets.

What a page shows outside the brackets was not translated, unless it is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import django
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from handschlag.common import catalogues, translations

CODE = "en-xa"
ACCENTS = str.maketrans("aeiounycsAEIOUNC", "áéíöúñýçšÁÉÍÖÚÑÇ")
# Places for values, tags and escapes of HTML stay as they are.
FIXED = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\{.*?\}\}|\{\w*\}|<[^>]*>|&#?\w+;|https?://\S+)")
LETTERS = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"(https?:/)?/\S+")
BETWEEN = re.compile(r"[\d,;:()·–→|“”/<>=\"]+|\.(?=\s|$)|\{\w+\}")
EDGES = " ·.:,;–()→|…!?\"“”„’'&/"
OPEN, CLOSE = "‹", "›"


def pseudo(text: str) -> str:
    """`‹Nééwś›`: every vowel twice, with an accent."""
    parts = FIXED.split(text)
    return OPEN + "".join(part if number % 2 else _longer(part) for number, part in enumerate(parts)) + CLOSE


def _longer(text: str) -> str:
    return re.sub("[aeiou]", lambda vowel: vowel[0] * 2, text).translate(ACCENTS)


def write_language(folder: Path) -> None:
    """The one folder that a language is, with everything that the platform and Django say."""
    made = Catalog(locale="en", domain="django", fuzzy=False)
    for floor in catalogues.floors():
        for message in translations.extract(floor):
            _add(made, message.id, message.context)
    own = Path(django.__file__).parent
    for path in [*own.glob("conf/locale/en/*/django.po"), *own.glob("contrib/*/locale/en/*/django.po")]:
        with path.open("rb") as file:
            for message in read_po(file):
                if "FORMAT" not in str(message.id):
                    _add(made, message.id, message.context)
    target = folder / "en_XA" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, made)


def _add(catalogue: Catalog, said: str | tuple[str, ...], context: str | None) -> None:
    if isinstance(said, tuple | list):
        catalogue.add(tuple(said), tuple(map(pseudo, said)), context=context)
    elif said:
        catalogue.add(said, pseudo(said), context=context)


def names_of_days() -> set[str]:
    """Months and days of the week, which Babel says in the nearest language that it knows."""
    english = Locale("en", "GB")
    widths = [
        width for kind in (english.months, english.days) for form in kind.values() for width in form.values()
    ]
    return {str(name).lower() for width in widths for name in width.values()}


def pieces(text: str) -> list[str]:
    """The parts with letters between figures and points, without addresses: `Ada: 3 Wünsche` has two."""
    parts = (part.strip(EDGES) for part in BETWEEN.split(" ".join(ADDRESS.sub(" ", text).split())))
    return [part for part in parts if LETTERS.search(part)]


class _Texts(HTMLParser):
    """What a reader sees or hears of a page: texts, and attributes that are read out."""

    SAID = frozenset(
        {"alt", "title", "aria-label", "aria-description", "placeholder", "aria-roledescription"}
    )
    UNSEEN = frozenset({"script", "style", "code", "svg"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = [""]
        self.above: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        other = said.get("lang")
        if tag not in {"meta", "link", "input", "img", "br", "hr", "wbr", "source", "col", "area", "track"}:
            is_other = bool(other) and other != CODE
            self.above.append(f"{tag}!" if is_other or said.get("translate") == "no" else tag)
        names = self.SAID | (
            {"value"} if tag == "input" and said.get("type") in {"submit", "button"} else set()
        )
        names |= {"content"} if said.get("name") == "description" else set()
        for name in names & said.keys():
            self.found += [str(said[name] or ""), ""]

    def handle_endtag(self, tag: str) -> None:
        while self.above and self.above.pop().rstrip("!") != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(one in self.UNSEEN or one.endswith("!") for one in self.above):
            self.found[-1] += data
            if OPEN not in self.found[-1] or self.found[-1].count(OPEN) <= self.found[-1].count(CLOSE):
                self.found.append("")


def outside_the_brackets(html: str) -> Iterator[str]:
    """Texts, or parts of them, that have letters and no brackets around them."""
    reader = _Texts()
    reader.feed(html)
    yield from unbracketed(reader.found)


def unbracketed(texts: list[str]) -> Iterator[str]:
    """`["‹Áá ‹Béé›› Kim"]` gives Kim."""
    for text in texts:
        depth, outside = 0, []
        for part in re.split(f"([{OPEN}{CLOSE}])", text):
            depth += (part == OPEN) - (part == CLOSE)
            if depth <= 0 and part not in {OPEN, CLOSE}:
                outside.append(part)
        yield from (found for one in outside if LETTERS.search(found := " ".join(one.split())))
