"""The title of a list is its answer: "10 networks for optics and photonics in Saxony"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design import tallies
from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import ActorKind, NetworkKind
from handschlag.directory.queries.choices import Names
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.wording import in_a_sentence
from handschlag.directory.screens import kind_labels, texts
from handschlag.directory.screens.kind_labels import Word

NAMED = 2  # more choices than these are counted
SAARLAND = "saarland"  # the one Land that German says with an article
NO_NETWORK: Final[dict[tuple[str, ...], Word]] = {
    (NetworkKind.CLUSTER,): gettext_lazy("No cluster yet"),
    (NetworkKind.ZIM_NETWORK,): gettext_lazy("No ZIM network yet"),
    (NetworkKind.RESEARCH_ASSOCIATION,): gettext_lazy("No research association yet"),
}
NO_ACTOR: Final[dict[tuple[str, ...], Word]] = {
    (ActorKind.COMPANY,): gettext_lazy("No company yet"),
    (ActorKind.UNIVERSITY,): gettext_lazy("No university chair or institute yet"),
    (ActorKind.RESEARCH,): gettext_lazy("No department of a research institution yet"),
}


def networks_title(total: Tally, criteria: Criteria, names: Names) -> str:
    """What the list of networks says about itself."""
    if criteria.is_empty:
        number = tallies.tally_with_noun(total, kind_labels.networks)
        return number if _is_told_apart(total) else _("All %(networks)s") % {"networks": number}
    nothing = NO_NETWORK.get(criteria.kinds, gettext_lazy("No network yet"))
    noun = {"": kind_labels.ended_networks} if criteria.ended else kind_labels.COUNTED_NETWORKS
    return _sentence(total, noun, nothing, criteria, names)


def actors_title(total: Tally, criteria: Criteria, names: Names) -> str:
    """What the list of actors says about itself; it counts distinct organisations."""
    if criteria.is_empty:
        number = tallies.tally_with_noun(total, kind_labels.actors)
        return number if _is_told_apart(total) else _("All %(actors)s") % {"actors": number}
    nothing = NO_ACTOR.get(criteria.kinds, gettext_lazy("No actor yet"))
    return _sentence(total, kind_labels.COUNTED_ACTORS, nothing, criteria, names)


def projects_title(total: Tally, criteria: Criteria, names: Names) -> str:
    """What the list of joint projects says about itself."""
    if criteria.is_empty:
        number = tallies.tally_with_noun(total, kind_labels.projects)
        return number if _is_told_apart(total) else _("All %(projects)s") % {"projects": number}
    nothing = _("No joint project yet")
    return _sentence(total, kind_labels.COUNTED_PROJECTS, nothing, criteria, names)


def title_without_inventions(number: int, criteria: Criteria, names: Names) -> str:
    """Only real entries are wanted, and the `number` of those that fit are all invented."""
    counted = _("%(real)s real, %(invented)s invented") % {
        "real": texts.number(0),
        "invented": texts.number(number),
    }
    return " ".join([counted, *filter(None, _qualities(criteria, names))])


def title_without_number(noun: str, criteria: Criteria, names: Names) -> str:
    """What is asked for, whatever is found: "Networks for optics and photonics in Saxony"."""
    return " ".join([noun, *filter(None, _qualities(criteria, names))])


def _is_told_apart(total: Tally) -> bool:
    """Whether a number stands without "all": a single one, and where invented ones are told apart."""
    return total.every == 1 or total.invented > 0


def _sentence(
    total: Tally,
    noun: Mapping[str, Callable[[int], str]],
    nothing: Word,
    criteria: Criteria,
    names: Names,
) -> str:
    """How many of what, for which fields, in which Länder, and so on."""
    only = criteria.kinds[0] if len(criteria.kinds) == 1 else ""
    subject = tallies.tally_with_noun(total, noun.get(only, noun[""])) if total.every else str(nothing)
    return " ".join([subject, *filter(None, _qualities(criteria, names))])


def _qualities(criteria: Criteria, names: Names) -> Iterable[str]:
    """The parts after "10 networks"; a filter that is not set says nothing."""
    yield _of_fields(_named(names, "field", criteria.fields))
    if criteria.text:
        yield pgettext("after: 10 networks", "on %(text)s") % {"text": texts.in_quotes(criteria.text)}
    yield _in_lands(criteria.lands, _named(names, "land", criteria.lands))
    if networks := texts.either(_named(names, "network", criteria.networks)):
        yield pgettext("after: 10 actors", "of %(networks)s") % {"networks": networks}
    if programmes := texts.either(_named(names, "programme", criteria.programmes)):
        yield pgettext("after: 10 networks", "in the programme %(programmes)s") % {"programmes": programmes}


def _named(names: Names, name: str, values: Sequence[str]) -> list[str]:
    return [pick(*names[name, value]) for value in values if (name, value) in names]


def _of_fields(labels: Sequence[str]) -> str:
    if not labels:
        return ""
    if len(labels) > NAMED:
        many = ngettext("for %(n)s field", "for %(n)s fields", len(labels))
        return many % {"n": texts.number(len(labels))}
    language = get_language() or "de"
    fields = texts.either([in_a_sentence(label, language) for label in labels])
    return pgettext("after: 10 networks", "for %(fields)s") % {"fields": fields}


def _in_lands(slugs: Sequence[str], names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) > NAMED:
        many = ngettext("in %(n)s federal state", "in %(n)s federal states", len(names))
        return many % {"n": texts.number(len(names))}
    if SAARLAND in slugs and len(names) == 1:
        return pgettext("after: 10 networks", "in the Saarland")
    return pgettext("after: 10 networks", "in %(lands)s") % {"lands": texts.either(names)}
