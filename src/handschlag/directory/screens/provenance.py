"""Where the facts about a network come from: per fact the source and its day, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_month
from handschlag.design.components.parts import Link
from handschlag.directory.models import ActorSource, FactSource, Network
from handschlag.directory.queries import entry_facts
from handschlag.directory.screens.kind_labels import Word
from handschlag.directory.screens.source_words import origins, when_read

EVERYTHING = "all"
# Every fact that a source can prove, in the order of the page.
FACTS: Final[dict[str, Word]] = {
    "name": gettext_lazy("Name"),
    "place": gettext_lazy("Location"),
    "land": gettext_lazy("Federal state"),
    "fields": gettext_lazy("Fields"),
    "founded": gettext_lazy("Founding year"),
    "member_figures": gettext_lazy("Members and shares"),
    "in_programmes": gettext_lazy("Programmes"),
    "labels": gettext_lazy("Quality labels"),
    "legal_form": gettext_lazy("Legal form"),
    "management_body": gettext_lazy("Management"),
    "street": gettext_lazy("Address"),
    "contact_phone": gettext_lazy("Telephone"),
    "contact_email": gettext_lazy("Email"),
    "website": gettext_lazy("Website"),
    "umbrella": gettext_lazy("Umbrella organisation"),
    "standing": gettext_lazy("Whether it still exists"),
    "description": gettext_lazy("Description"),
}
# Facts that most networks do not have: nothing is missing without them.
NEVER_MISSING: Final = ("umbrella", "standing", "labels", "in_programmes")

type SourceOrigin = Link  # one place where something was read; without an address the `url` is empty
type SourcedFacts = tuple[str, Sequence[SourceOrigin], str]  # facts, what they rest on, when that was read


def provenance(network: Network) -> dict[str, Any]:
    """For a network that was fetched with its sources and facts."""
    known = {fact for fact in FACTS if entry_facts.is_known(network, fact)}
    sources = entry_facts.sources_of(network)
    proven = {source.fact for source in sources}
    return {
        "proofs": () if network.is_demo else _proofs(sources, known),
        "unproven": "" if EVERYTHING in proven else _listing(known - proven),  # on the page, without a source
        "missing": _listing(set(FACTS) - known - set(NEVER_MISSING)),  # what nobody has documented
    }


# The facts of an actor that a catalogue can give.
FACTS_OF_ACTORS: Final[dict[str, Word]] = {
    "name": FACTS["name"],
    "kind": gettext_lazy("Kind"),
    "spot": FACTS["place"],
    "is_sme": gettext_lazy("Size"),
    "employees": gettext_lazy("Employees"),
    "website": FACTS["website"],
    "description_de": FACTS["description"],
    "description_en": FACTS["description"],
    "fields": FACTS["fields"],
}


def of_actor(sources: Iterable[ActorSource]) -> list[SourcedFacts]:
    """The facts that were read in catalogues, grouped by where and when."""
    grouped: dict[tuple[str, date], set[str]] = {}
    for source in sources:
        grouped.setdefault((source.source, source.seen_on), set()).add(source.fact)
    return [
        (
            _words_for(facts, FACTS_OF_ACTORS),
            origins(text),
            _("read in %(month)s") % {"month": format_month(seen_on)},
        )
        for (text, seen_on), facts in grouped.items()
        if facts & set(FACTS_OF_ACTORS)
    ]


def _words_for(facts: set[str], words: Mapping[str, Word]) -> str:
    return ", ".join(dict.fromkeys(str(word) for fact, word in words.items() if fact in facts))


def _proofs(sources: Iterable[FactSource], known: set[str]) -> list[SourcedFacts]:
    """The facts grouped by what they rest on, in the order of the page."""
    grouped: dict[tuple[str, str], tuple[FactSource, list[str]]] = {}
    for source in sorted(sources, key=lambda one: (_place_of(one.fact), one.pk)):
        facts = known if source.fact == EVERYTHING else {source.fact} & known
        grouped.setdefault((source.source, when_read(source)), (source, []))[1].extend(facts)
    return [
        (_listing(set(facts)), origins(text, source_kind=source.source_kind), when)
        for (text, when), (source, facts) in grouped.items()
        if facts
    ]


def _place_of(fact: str) -> int:
    return list(FACTS).index(fact) if fact in FACTS else len(FACTS)


def _listing(facts: set[str]) -> str:
    return _words_for(facts, FACTS)
