"""Numbers, dates, addresses and longer texts as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from handschlag.common.language import is_english
from handschlag.common.times import format_date, format_month
from handschlag.design import tallies
from handschlag.directory.models import Membership, NetworkProgramme


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A text in paragraphs; `language` is set where it is not the language of the page."""

    paragraphs: tuple[str, ...] = ()
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.paragraphs)


def prose(de: str, en: str) -> Prose:
    """The text in the language of the page, or the other one, marked as such."""
    own, other, other_language = (en, de, "de") if is_english() else (de, en, "en")
    if own.strip():
        return Prose(paragraphs=_paragraphs(own))
    return Prose(paragraphs=_paragraphs(other), language=other_language if other.strip() else "")


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part for line in text.splitlines() if (part := line.strip()))


def number(value: int) -> str:
    """A whole number with the separators of the language: 13.000 or 13,000."""
    return tallies.format_number(value)


def ratio(value: float) -> str:
    """A factor with one decimal: 1,8 or 1.8."""
    return number_format(value, decimal_pos=1)


def iso(value: date | None, *, is_year_only: bool = False) -> str:
    """A day for machines; the year alone where nothing more is known (ISO 8601 has both)."""
    if value is None:
        return ""
    return str(value.year) if is_year_only else value.isoformat()


def span(since: date | None, until: date | None, *, is_year_only: bool = False) -> str:
    """From when to when something holds, as far as it is known."""

    def when(value: date) -> str:
        return str(value.year) if is_year_only else format_date(value)

    if since and until:
        return _("%(since)s to %(until)s") % {"since": when(since), "until": when(until)}
    if since:
        return _("since %(since)s") % {"since": when(since)}
    if until:
        return _("until %(until)s") % {"until": when(until)}
    return ""


def span_of(one: Membership | NetworkProgramme) -> str:
    """From when to when it holds; of some only the years are known."""
    is_year_only = isinstance(one, NetworkProgramme) and one.is_year_only
    return span(one.since, one.until, is_year_only=is_year_only)


def months(since: date | None, until: date | None) -> str:
    """The same in a line of a list: the days can be read on the page."""
    if since and until:
        return _("%(since)s to %(until)s") % {"since": format_month(since), "until": format_month(until)}
    if since:
        return _("since %(since)s") % {"since": format_month(since)}
    return _("until %(until)s") % {"until": format_month(until)} if until else ""


def host(url: str) -> str:
    """optence.de: an address as a person says it."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def is_web_address(text: str) -> bool:
    """Whether it is a whole http or https address with a host, without spaces or control characters."""
    parts = urlsplit(text) if text.isprintable() and " " not in text else None
    return parts is not None and parts.scheme in {"http", "https"} and bool(parts.hostname)


def either(words: Sequence[str]) -> str:
    """ "A, B or C", in the reader's language."""
    return enumeration_of(words, _("or"))


def both(words: Sequence[str]) -> str:
    """ "A, B and C", in the reader's language."""
    return enumeration_of(words, _("and"))


def excerpt(text: str, *, most: int = 90) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


def in_quotes(text: str) -> str:
    """The text in the quotation marks of the reader's language."""
    return _("“%(text)s”") % {"text": text}


def seat(place: str, land: str) -> str:
    """Wörrstadt, Rheinland-Pfalz; a city that is a Land is said once."""
    return place if place == land else ", ".join(part for part in (place, land) if part)
