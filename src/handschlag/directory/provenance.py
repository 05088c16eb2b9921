"""Where the facts about an entry come from: per fact the source and its day, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_known_date, format_month
from handschlag.design.components.parts import Link
from handschlag.directory import rows, texts
from handschlag.directory.labels import Word
from handschlag.directory.models import ActorSource, Basis, FactSource, Network, SourceKind

_KINDS: Final[dict[str, Word]] = {
    SourceKind.OWN: gettext_lazy("own page"),
    SourceKind.PROGRAMME: gettext_lazy("page of the funding programme"),
    SourceKind.PUBLIC_BODY: gettext_lazy("page of a public body"),
    SourceKind.PRESS: gettext_lazy("press or other page"),
    SourceKind.ENCYCLOPAEDIA: gettext_lazy("encyclopaedia"),
    SourceKind.MIRROR: gettext_lazy("copy on another website"),
}


def when_read(source: FactSource) -> str:
    """The day somebody read it, or whose page a stored copy is of, and how old it is."""
    if source.seen_on is not None:
        when = _("read in %(month)s") % {"month": format_month(source.seen_on)}
    else:
        when = copied(source.source_kind, source.copied_on)
    if source.basis == Basis.ASSIGNED:
        return _("assigned by us from the name or the source, %(when)s") % {"when": when}
    return when


def copied(source_kind: str, copied_on: str) -> str:
    """own page, copy of 9 April 2019; or: press, copy without a date."""
    kind = str(_KINDS[source_kind]) if source_kind else ""
    if not copied_on:
        age = _("copy without a date")
    else:
        age = _("copy of %(when)s") % {"when": format_known_date(copied_on)}
    return ", ".join(filter(None, (kind, age)))


def origins(source: str, *, source_kind: str = "") -> list[Link]:
    """The addresses or titles of a source that names several; a mirror is named, not linked."""
    is_linked = source_kind != SourceKind.MIRROR
    return [
        Link(label=texts.host(part), url=part if is_linked else "")
        if texts.is_web_address(part)
        else Link(label=part, url="")
        for part in map(str.strip, source.split("; "))
        if part
    ]


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
    known = {fact for fact in FACTS if rows.is_known(network, fact)}
    sources = rows.sources_of(network)
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
