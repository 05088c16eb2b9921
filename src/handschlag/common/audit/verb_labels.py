"""What the audit trail says for its verbs and for what they were done to: every floor names its own.

A floor that records verbs has a module `plugins.audit_verbs` with `VERBS`: each verb with its words.
Where it has them, it also names there

- `KINDS`: the models that entries are about, each with its words.
- `PRIVATE`: verbs of what people do for themselves alone. Such entries are shown and handed out to nobody
  else, as even their number says something.
- `ACCESS`: verbs of those who looked at or took what is kept about one person. The person is told of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import get_language, override

Words = Mapping[str, str | Promise]
MODULE = "plugins.audit_verbs"


class TwoMeanings(ValueError):
    """Two floors use one verb for different things, and an entry could not say which."""


@cache
def verbs() -> Words:
    """Every verb with its words."""
    found: dict[str, str | Promise] = {}
    for module in _modules():
        found = merged_labels(found, module.VERBS)
    return found


@cache
def kinds() -> Words:
    """Every kind of thing that an entry can be about, with its words."""
    return {kind: said for module in _modules() for kind, said in getattr(module, "KINDS", {}).items()}


@cache
def private_verbs() -> frozenset[str]:
    """Verbs of entries that nobody but the person is shown."""
    return _named("PRIVATE")


@cache
def access_verbs() -> frozenset[str]:
    """Verbs of entries that the person they are about is told of."""
    return _named("ACCESS")


def _named(name: str) -> frozenset[str]:
    return frozenset(verb for module in _modules() for verb in getattr(module, name, ()))


def _modules() -> Iterator[ModuleType]:
    for floor in apps.get_app_configs():
        if floor.module and module_has_submodule(floor.module, MODULE):
            yield import_module(f"{floor.name}.{MODULE}")


def merged_labels(one: Words, other: Words) -> dict[str, str | Promise]:
    """Both together; floors may share a verb as long as it means the same."""
    with override("en"):
        odd = sorted(verb for verb in one.keys() & other.keys() if str(one[verb]) != str(other[verb]))
    if odd:
        raise TwoMeanings(", ".join(odd))
    return {**one, **other}


def verb_label(verb: str, *, language: str | None = None) -> str:
    """The words for a verb, in the page's language or another; a verb that no floor knows is its own word."""
    with override(language or get_language()):
        return str(verbs().get(verb, verb))


def kind_label(kind: str) -> str:
    """The words for what an entry is about, in the page's language; what no floor knows is its own word."""
    return str(kinds().get(kind, kind))
