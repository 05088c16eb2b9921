"""The words for verbs and kinds of the audit trail, from all apps."""

from __future__ import annotations

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, override

from handschlag.common.audit.hooks import Labels, audit_verbs


class TwoMeanings(ValueError):
    """Two apps use one verb for different things, and an entry could not say which."""


@cache
def verbs() -> Labels:
    """Every verb with its words."""
    labels: Labels = {}
    for plugin in audit_verbs:
        labels = merged_labels(labels, plugin.verbs)
    return labels


@cache
def kinds() -> Labels:
    """Every kind of thing that an entry can be about, with its words."""
    return {kind: label for plugin in audit_verbs for kind, label in plugin.kinds.items()}


@cache
def private_verbs() -> frozenset[str]:
    """Verbs of entries that nobody but the person is shown."""
    return frozenset(verb for plugin in audit_verbs for verb in plugin.private)


@cache
def access_verbs() -> frozenset[str]:
    """Verbs of entries that the person they are about is told of."""
    return frozenset(verb for plugin in audit_verbs for verb in plugin.access)


def merged_labels(one: Labels, other: Labels) -> dict[str, str | Promise]:
    """Both together; apps may share a verb as long as it means the same."""
    with override("en"):
        odd = sorted(verb for verb in one.keys() & other.keys() if str(one[verb]) != str(other[verb]))
    if odd:
        raise TwoMeanings(", ".join(odd))
    return {**one, **other}


def verb_label(verb: str, *, language: str | None = None) -> str:
    """The words for a verb, in the page's language or another; a verb that no app knows is its own word."""
    with override(language or get_language()):
        return str(verbs().get(verb, verb))


def kind_label(kind: str) -> str:
    """The words for what an entry is about, in the page's language; what no app knows is its own word."""
    return str(kinds().get(kind, kind))
