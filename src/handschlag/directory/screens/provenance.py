"""Where the facts about a network come from: per fact the source and its day, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_month
from handschlag.directory.models import ActorSource, Basis, FactSource, Network
from handschlag.directory.screens import texts
from handschlag.directory.screens.kind_labels import Word

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
    "management_body": gettext_lazy("Management"),
    "website": gettext_lazy("Website"),
    "umbrella": gettext_lazy("Umbrella organisation"),
    "description": gettext_lazy("Description"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _SourceOrigin:
    """One place where something was read; `url` is empty where it has no address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedFacts:
    """Facts that rest on the same sources."""

    facts: str
    origins: tuple[_SourceOrigin, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProvenancePanel:
    proofs: tuple[SourcedFacts, ...]
    unproven: str  # facts on the page without a source
    missing: str  # facts that nobody has documented
    is_demo: bool


def provenance(network: Network) -> _ProvenancePanel:
    """For a network that was fetched with its sources and facts."""
    known = {fact for fact in FACTS if _is_known(network, fact)}
    sources = list(network.sources.all())
    proven = {source.fact for source in sources}
    is_all_proven = EVERYTHING in proven
    return _ProvenancePanel(
        proofs=() if network.is_demo else _proofs(sources, known),
        unproven="" if is_all_proven else _listing(known - proven),
        missing=_listing(set(FACTS) - known),
        is_demo=network.is_demo,
    )


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


def of_actor(sources: Iterable[ActorSource]) -> tuple[SourcedFacts, ...]:
    """The facts that were read in catalogues, grouped by where and when."""
    grouped: dict[tuple[str, date], set[str]] = {}
    for source in sources:
        grouped.setdefault((source.source, source.seen_on), set()).add(source.fact)
    return tuple(
        SourcedFacts(
            facts=", ".join(
                dict.fromkeys(str(word) for fact, word in FACTS_OF_ACTORS.items() if fact in facts)
            ),
            origins=origins(text),
            note=_note(Basis.PUBLISHED, seen_on),
        )
        for (text, seen_on), facts in grouped.items()
        if facts & set(FACTS_OF_ACTORS)
    )


def _is_known(network: Network, fact: str) -> bool:
    if fact in {"fields", "member_figures", "in_programmes", "labels"}:
        return bool(getattr(network, fact).all())
    if fact == "description":
        return bool(network.description_de or network.description_en)
    return bool(getattr(network, f"{fact}_id" if fact in {"land", "umbrella"} else fact))


def _proofs(sources: Iterable[FactSource], known: set[str]) -> tuple[SourcedFacts, ...]:
    """The facts grouped by what they rest on, in the order of the page."""
    grouped: dict[tuple[str, str, date], list[str]] = {}
    for source in sorted(sources, key=lambda one: (_place_of(one.fact), one.pk)):
        facts = known if source.fact == EVERYTHING else {source.fact} & known
        grouped.setdefault((source.source, source.basis, source.seen_on), []).extend(facts)
    return tuple(
        SourcedFacts(facts=_listing(set(facts)), origins=origins(text), note=_note(basis, seen_on))
        for (text, basis, seen_on), facts in grouped.items()
        if facts
    )


def _place_of(fact: str) -> int:
    return list(FACTS).index(fact) if fact in FACTS else len(FACTS)


def _listing(facts: set[str]) -> str:
    return ", ".join(str(word) for fact, word in FACTS.items() if fact in facts)


def _note(basis: str, seen_on: date) -> str:
    """When it was read, and whether the source says it or we concluded it."""
    when = format_month(seen_on)
    if basis == Basis.ASSIGNED:
        return _("assigned by us from the name or the source, %(month)s") % {"month": when}
    return _("read in %(month)s") % {"month": when}


def origins(source: str) -> tuple[_SourceOrigin, ...]:
    """The addresses or titles of a source that names several, separated by semicolons."""
    named: Sequence[str] = [part.strip() for part in source.split("; ") if part.strip()]
    return tuple(
        _SourceOrigin(label=texts.host(part), url=part)
        if texts.is_web_address(part)
        else _SourceOrigin(label=part, url="")
        for part in named
    )
