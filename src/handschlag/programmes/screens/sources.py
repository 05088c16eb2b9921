"""Where facts were read: each source once; those that were read alike stand together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from handschlag.programmes.models import Fact
from handschlag.programmes.screens.facts import read_words


def sources(facts: Iterable[Fact], *, today: date) -> Sequence[tuple[str, Sequence[Fact]]]:
    """In the order of the facts, with when they were read: of two readings of a source the first one."""
    found: dict[str, Fact] = {}
    for fact in facts:
        known = found.get(fact.source_url)
        if known is None or fact.read_on < known.read_on:
            found[fact.source_url] = fact
    alike: dict[str, list[Fact]] = {}
    for fact in found.values():
        alike.setdefault(_words(fact, today), []).append(fact)
    return tuple(alike.items())


def _words(fact: Fact, today: date) -> str:
    read = read_words(fact)
    return _("%(read)s, to be checked again") % {"read": read} if fact.old_from <= today else read
