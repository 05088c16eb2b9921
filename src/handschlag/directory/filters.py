"""The filters of a list: what can be chosen, what was chosen, and the title that answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design import tallies
from handschlag.design.components import parts
from handschlag.design.tallies import Tally
from handschlag.directory import labels, texts
from handschlag.directory.criteria import WORDS, Criteria, Loosening, Sort
from handschlag.directory.index.facets import Facet, Option, SearchResult
from handschlag.directory.labels import Word
from handschlag.directory.models import ActorKind, Field, Land, NetworkKind
from handschlag.directory.public import public_networks
from handschlag.directory.texts import in_a_sentence
from handschlag.programmes.models import Programme

type Names = Mapping[tuple[str, str], tuple[str, str]]
type Named = tuple[tuple[str, str], tuple[str, str]]


def names_of_choices(criteria: Criteria) -> Names:
    """For the name and value of a filter: what it is called in German and English; unknown ones are left out.

    One query for each filter that is set.
    """
    return dict(
        pair
        for values, names in (
            (criteria.fields, _names_of_fields),
            (criteria.lands, _of_lands),
            (criteria.programmes, _of_programmes),
            (criteria.networks, _of_networks),
        )
        if values
        for pair in names(values)
    )


def _names_of_fields(values: Sequence[str]) -> Iterator[Named]:
    for field in Field.objects.filter(_either(values)):
        for value in (field.slug, field.code):
            yield ("field", value), (field.label_de, field.label_en)


def _of_lands(values: Sequence[str]) -> Iterator[Named]:
    for land in Land.objects.filter(_either(values)):
        for value in (land.slug, land.code):
            yield ("land", value), (land.name_de, land.name_en)


def _of_programmes(values: Sequence[str]) -> Iterator[Named]:
    for programme in Programme.objects.filter(slug__in=values):
        yield ("programme", programme.slug), (programme.short_name, programme.short_name_en)


def _of_networks(values: Sequence[str]) -> Iterator[Named]:
    for network in public_networks().filter(slug__in=values):
        name = network.short_name or network.name
        yield ("network", network.slug), (name, name)


def _either(values: Sequence[str]) -> Q:
    """An address may name the slug or the code of a field or a Land."""
    return Q(slug__in=values) | Q(code__in=values)


TITLES: Final[dict[str, Word]] = {
    "kind": gettext_lazy("Kind"),
    "field": gettext_lazy("Field of technology"),
    "land": gettext_lazy("Federal state"),
    "programme": gettext_lazy("Programme"),
    "label": gettext_lazy("Quality label"),
    "size": gettext_lazy("Size"),
    "network": gettext_lazy("Network"),
    "when": gettext_lazy("Project period"),
}
SORTS: Final[dict[Sort, Word]] = {
    Sort.RELEVANCE: gettext_lazy("Best matches"),
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.NAME: gettext_lazy("Name"),
    Sort.MEMBERS: gettext_lazy("Number of members"),
    Sort.DISTANCE: gettext_lazy("Distance"),
}
WORDS_OF_OPTIONS: Final[dict[str, dict[str, Word]]] = {
    "kind": {**labels.NETWORK_KINDS, **labels.ACTOR_KINDS},
    "label": dict(labels.LEVELS),
    "size": {
        "sme": gettext_lazy("Small or medium-sized"),
        "large": gettext_lazy("Large"),
        "unknown": gettext_lazy("Size not known yet"),
    },
}
ENTRIES: Final = frozenset({"field", "land", "programme", "network"})  # `names` knows every one of them
OPEN_AT_FIRST, SHOWN = 3, 6  # facets, and options of each


def filters(
    criteria: Criteria,
    found: SearchResult,
    *,
    names: Names,
    url: str,
    has_members: bool = False,
    usual: Sort | None = None,
) -> dict[str, Any]:
    """`url` is the address of the list without any filter; `usual` its order where nobody names one."""
    titled = [facet for facet in found.facets if facet.name in TITLES and facet.options]
    return {
        "chosen": criteria.chosen,  # as pairs of an address, for the form that searches in the result
        "facets": [_facet_of(facet, place) for place, facet in enumerate(titled)],
        "chips": _chips(criteria, found.facets, names, url),
        "clear_url": url,
        "sorts": _sorts(criteria, url, has_members=has_members, usual=usual),
        "suggestion": _suggestion(criteria, found, url),
        "switch": _switch_of_lists(criteria, found, url),  # with inventions or without, where there are any
        "ended": _way_to_ended(criteria, found, url),
    }


def _way_to_ended(criteria: Criteria, found: SearchResult, url: str) -> parts.Link | None:
    """To the networks that are no more: they are in no list but their own."""
    if not found.ended or found.is_of_ended:
        return None
    label = labels.ended_networks(found.ended) % {"n": texts.number(found.ended)}
    return parts.Link(label=label, url=address(url, replace(criteria, ended="yes")))


def _switch_of_lists(criteria: Criteria, found: SearchResult, url: str) -> tuple[parts.Link, ...]:
    """Lists show inventions, marked, until somebody wants none."""
    is_real_only = criteria.invented == "no"
    if not found.invented and not is_real_only:
        return ()
    return (
        _way(_("All entries"), url, criteria, invented="", is_current=not is_real_only),
        _way(_("Real entries only"), url, criteria, invented="no", is_current=is_real_only),
    )


def switch_of_figures(
    criteria: Criteria, found: SearchResult, url: str, *, is_invented: bool
) -> tuple[parts.Link, ...]:
    """Figures are of real entries, or of invented ones if somebody wants them, and never of both."""
    if not found.tally.is_mixed:
        return ()
    return (
        _way(_("Real entries only"), url, criteria, invented="", is_current=not is_invented),
        _way(_("Invented entries only"), url, criteria, invented="yes", is_current=is_invented),
    )


def _way(label: str, url: str, criteria: Criteria, *, invented: str, is_current: bool) -> parts.Link:
    return parts.Link(
        label=label, url=address(url, replace(criteria, invented=invented)), is_current=is_current
    )


def address(url: str, criteria: Criteria) -> str:
    """The path with the criteria as its query; without any, the path alone."""
    query = criteria.query_string()
    return f"{url}?{query}" if query else url


def _facet_of(facet: Facet, place: int) -> parts.Facet:
    """What is chosen comes first; lower fields show themselves under a field that is chosen."""
    unfolded = {option.value for option in facet.options if option.is_chosen}
    unfolded |= {option.parent for option in facet.options if option.is_chosen}
    shown = [option for option in facet.options if not option.parent or option.parent in unfolded]
    shown.sort(key=lambda option: (option.parent or option.value) not in unfolded)
    options = tuple(
        parts.Option(
            value=option.value,
            label=f"– {label}" if option.parent else label,
            count=option.count,
            apart=tallies.invented_note(option.invented) if option.invented else "",
            is_chosen=option.is_chosen,
        )
        for option in shown
        for label in [_word_of(facet.name, option)]
    )
    first = sum((option.parent or option.value) in unfolded for option in shown)
    return parts.Facet(
        name=facet.name,
        title=str(TITLES[facet.name]),
        options=options,
        shown=max(SHOWN, first),
        is_open=place < OPEN_AT_FIRST or bool(unfolded),
    )


def _word_of(name: str, option: Option) -> str:
    word = WORDS_OF_OPTIONS.get(name, {}).get(option.value)
    return str(word) if word else pick(option.label_de, option.label_en) or option.value


def _label_of(name: str, value: str, facets: Sequence[Facet], names: Names) -> str:
    """The word for a choice; empty for an entry that does not exist, which narrows nothing."""
    if (name, value) in names:
        return pick(*names[name, value])
    options = (option for facet in facets if facet.name == name for option in facet.options)
    known = (_word_of(name, option) for option in options if option.value == value)
    return next(known, "" if name in ENTRIES else value)


def _chips(criteria: Criteria, facets: Sequence[Facet], names: Names, url: str) -> list[parts.Chip]:
    chips = []
    if criteria.text:
        chips.append((texts.in_quotes(criteria.text), replace(criteria, text="")))
    for name, value in criteria.chosen:
        chips.append((_label_of(name, value, facets, names), criteria.without(name, value)))
    if criteria.ended:
        chips.append((_("ended"), replace(criteria, ended="")))
    if criteria.near:
        nowhere = replace(criteria, near="", sort=Sort.RELEVANCE)
        chips.append((_("near %(place)s") % {"place": criteria.near}, nowhere))
    return [parts.Chip(label=label, url=address(url, rest)) for label, rest in chips if label]


def _sorts(criteria: Criteria, url: str, *, has_members: bool, usual: Sort | None) -> list[parts.Link]:
    """Orders that make sense here: a best match needs words, a distance needs a place."""
    usual = usual or (Sort.RELEVANCE if criteria.text else Sort.NAME)
    makes_sense = {
        Sort.RELEVANCE: bool(criteria.text),
        Sort.NEWEST: usual is Sort.NEWEST,
        Sort.NAME: True,
        Sort.MEMBERS: has_members,
        Sort.DISTANCE: bool(criteria.near),
    }
    offered = [order for order in SORTS if makes_sense[order]]
    current = criteria.sort if criteria.sort in offered else usual
    links = []
    for order in offered:
        sorted_so = replace(criteria, sort=Sort.RELEVANCE if order is usual else order)
        label, is_current = str(SORTS[order]), order is current
        links.append(parts.Link(label=label, url=address(url, sorted_so), is_current=is_current))
    return links


def _suggestion(criteria: Criteria, found: SearchResult, url: str) -> parts.Link | None:
    if not found.suggestion:
        return None
    return parts.Link(label=found.suggestion, url=address(url, replace(criteria, text=found.suggestion)))


def looser_searches(
    ways: Sequence[tuple[Loosening, Tally]], facets: Sequence[Facet], names: Names, url: str
) -> list[tuple[parts.Link, Tally]]:
    """Ways out of a search that finds too little, each with the number of hits that it leads to."""
    return [
        (parts.Link(label=_without(way, facets, names), url=address(url, way.rest)), found)
        for way, found in ways
    ]


def _without(way: Loosening, facets: Sequence[Facet], names: Names) -> str:
    if way.name == WORDS:
        return _("Without the words %(words)s") % {"words": texts.in_quotes(way.value)}
    label = _label_of(way.name, way.value, facets, names)
    return _("Without the filter %(filter)s") % {"filter": label}


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
        number = tallies.tally_with_noun(total, labels.networks)
        return number if _is_told_apart(total) else _("All %(networks)s") % {"networks": number}
    nothing = NO_NETWORK.get(criteria.kinds, gettext_lazy("No network yet"))
    noun = {"": labels.ended_networks} if criteria.ended else labels.COUNTED_NETWORKS
    return _sentence(total, noun, nothing, criteria, names)


def actors_title(total: Tally, criteria: Criteria, names: Names) -> str:
    """What the list of actors says about itself; it counts distinct organisations."""
    if criteria.is_empty:
        number = tallies.tally_with_noun(total, labels.actors)
        return number if _is_told_apart(total) else _("All %(actors)s") % {"actors": number}
    nothing = NO_ACTOR.get(criteria.kinds, gettext_lazy("No actor yet"))
    return _sentence(total, labels.COUNTED_ACTORS, nothing, criteria, names)


def projects_title(total: Tally, criteria: Criteria, names: Names) -> str:
    """What the list of joint projects says about itself."""
    if criteria.is_empty:
        number = tallies.tally_with_noun(total, labels.projects)
        return number if _is_told_apart(total) else _("All %(projects)s") % {"projects": number}
    nothing = _("No joint project yet")
    return _sentence(total, labels.COUNTED_PROJECTS, nothing, criteria, names)


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
