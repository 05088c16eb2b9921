"""Related networks and similar actors, each with the reason in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handschlag.directory.models import Actor, Concept, Field, Membership, Network
from handschlag.directory.queries import entry_facts
from handschlag.directory.rules import relatedness, resemblance
from handschlag.directory.rules.relatedness import Tie
from handschlag.directory.rules.resemblance import Bond
from handschlag.directory.rules.wording import in_a_sentence
from handschlag.directory.screens import entry_rows, texts

NAMED = 3  # fields or concepts in one reason


type _Related[Entry] = list[tuple[Entry, list[str]]]


def relations_of(
    network: Network, related: Sequence[tuple[Network, relatedness.RelatedNetwork]]
) -> _Related[Network]:
    """Related networks in the order given, each with the reasons in words."""
    fields = labels_of(entry_facts.fields_of(network))
    umbrella = entry_rows.network_name(network.umbrella) if network.umbrella else ""
    return [
        (other, [_tie_in_words(reason, fields, umbrella) for reason in relation.reasons])
        for other, relation in related
    ]


def labels_of(entries: Iterable[Field | Concept]) -> Mapping[str, str]:
    """The words for codes, as they stand within a sentence."""
    language = get_language() or "de"
    return {one.pk: in_a_sentence(one.label, language) for one in entries}


def _tie_in_words(reason: relatedness.RelatedReason, fields: Mapping[str, str], umbrella: str) -> str:
    if reason.tie is Tie.UMBRELLA:
        return _("is the umbrella of this network")
    if reason.tie is Tie.PART:
        return _("is a part of this network")
    if reason.tie is Tie.SAME_UMBRELLA:
        return _("is also under the umbrella of %(name)s") % {"name": umbrella}
    if reason.tie is Tie.COMMON_ACTORS:
        text = ngettext(
            "%(n)s organisation is a member of both",
            "%(n)s organisations are members of both",
            reason.actors,
        )
        return text % {"n": texts.number(reason.actors)}
    if reason.tie is Tie.COMMON_FIELDS:
        return _("both work on %(fields)s") % {"fields": _some(reason.fields, fields)}
    return _away(reason.distance)


def _some(codes: Sequence[str], labels: Mapping[str, str]) -> str:
    return texts.both([labels[code] for code in codes[:NAMED] if code in labels])


def _away(kilometres: int) -> str:
    if kilometres == 0:
        return _("in the same place")
    return _("%(n)s km away") % {"n": texts.number(kilometres)}


BONDS: Final[Mapping[Bond, Callable[[str], str]]] = {
    Bond.OFFERS_WHAT_IS_SOUGHT: lambda what: _("offers what is wanted here: %(what)s") % {"what": what},
    Bond.SEEKS_WHAT_IS_OFFERED: lambda what: (
        _("is looking for what is offered here: %(what)s") % {"what": what}
    ),
    Bond.SAME_OFFER: lambda what: _("offers the same: %(what)s") % {"what": what},
    Bond.COMMON_FIELDS: lambda what: _("works on %(what)s as well") % {"what": what},
    Bond.COMMON_NETWORKS: lambda what: _("is also a member of %(what)s") % {"what": what},
}


def similar_to(
    actor: Actor,
    memberships: Sequence[Membership],
    similar: Sequence[tuple[Actor, resemblance.Resemblance]],
) -> _Related[Actor]:
    """For an actor that was fetched with its fields and with the concepts of its statements."""
    labels = {**labels_of(entry_facts.concepts_of(actor)), **labels_of(entry_facts.fields_of(actor))}
    networks = {str(one.network_id): entry_rows.network_name(one.network) for one in memberships}
    return [
        (other, [_bond_in_words(reason, labels, networks) for reason in found.reasons])
        for other, found in similar
    ]


def _bond_in_words(
    reason: resemblance.Likeness, labels: Mapping[str, str], networks: Mapping[str, str]
) -> str:
    if reason.bond is Bond.NEIGHBOUR:
        return _away(reason.distance)
    if reason.bond is Bond.COMMON_NETWORKS:
        return BONDS[reason.bond](_some([str(pk) for pk in reason.networks], networks))
    return BONDS[reason.bond](_some(reason.codes, labels))
