"""Related networks and similar actors, each with its reasons and what these name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import get_language

from handschlag.directory.models import Actor, Concept, Field, Membership, Network
from handschlag.directory.queries import entry_facts
from handschlag.directory.rules import relatedness, resemblance
from handschlag.directory.rules.relatedness import Tie
from handschlag.directory.rules.resemblance import Bond
from handschlag.directory.rules.wording import in_a_sentence
from handschlag.directory.screens import entry_rows, texts

NAMED = 3  # fields or concepts in one reason

type _Related[Entry, Reason] = list[tuple[Entry, list[tuple[Reason, str]]]]


def relations_of(
    network: Network, related: Sequence[tuple[Network, relatedness.RelatedNetwork]]
) -> _Related[Network, relatedness.RelatedReason]:
    """Related networks in the order given."""
    fields = _in_sentences(entry_facts.fields_of(network))
    umbrella = entry_rows.network_name(network.umbrella) if network.umbrella else ""

    def named(reason: relatedness.RelatedReason) -> str:
        return umbrella if reason.tie is Tie.SAME_UMBRELLA else _some(reason.fields, fields)

    return [(other, [(reason, named(reason)) for reason in relation.reasons]) for other, relation in related]


def similar_to(
    actor: Actor,
    memberships: Sequence[Membership],
    similar: Sequence[tuple[Actor, resemblance.Resemblance]],
) -> _Related[Actor, resemblance.Likeness]:
    """For an actor that was fetched with its fields and with the concepts of its statements."""
    labels = {**_in_sentences(entry_facts.concepts_of(actor)), **_in_sentences(entry_facts.fields_of(actor))}
    networks = {str(one.network_id): entry_rows.network_name(one.network) for one in memberships}

    def named(reason: resemblance.Likeness) -> str:
        if reason.bond is Bond.COMMON_NETWORKS:
            return _some([str(pk) for pk in reason.networks], networks)
        return _some(reason.codes, labels)

    return [(other, [(reason, named(reason)) for reason in found.reasons]) for other, found in similar]


def _in_sentences(entries: Iterable[Field | Concept]) -> Mapping[str, str]:
    """The words for codes, as they stand within a sentence."""
    language = get_language() or "de"
    return {one.pk: in_a_sentence(one.label, language) for one in entries}


def _some(codes: Sequence[str], labels: Mapping[str, str]) -> str:
    return texts.both([labels[code] for code in codes[:NAMED] if code in labels])
