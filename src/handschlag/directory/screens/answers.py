"""The title of a list is its answer: "10 networks for optics and photonics in Saxony"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design import tallies
from handschlag.design.rules.tallies import Tally
from handschlag.directory.models import ActorKind, NetworkKind
from handschlag.directory.queries.choices import Names
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.wording import in_a_sentence
from handschlag.directory.screens import kind_labels, texts

NAMED = 2  # more choices than these are counted
SAARLAND = "saarland"  # the one Land that German says with an article


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    title: str
    lead: str
    description: str  # for search engines


def networks_answer(
    total: Tally, *, of: Tally, criteria: Criteria, names: Names, left_out: int = 0
) -> Answer:
    """What the list of networks says about itself; `of` is the number of all."""
    if left_out:
        return _without_inventions(left_out, criteria, names)
    if criteria.is_empty:
        number = tallies.tally_with_noun(total, kind_labels.networks)
        title = number if _is_told_apart(total) else _("All %(networks)s") % {"networks": number}
        lead = _("Each figure shows its year; missing facts are marked.")
        return Answer(title=title, lead=lead, description=_about_networks())
    title = _sentence(total, kind_labels.COUNTED_NETWORKS, _nothing_networks(criteria), criteria, names)
    lead = _("%(found)s of %(all)s. Each figure shows its year; missing facts are marked.")
    lead %= {"found": texts.number(total.every), "all": _all_of(of, kind_labels.networks_dative)}
    return Answer(title=title, lead=lead, description=f"{title}. {lead}")


def actors_answer(total: Tally, *, of: Tally, criteria: Criteria, names: Names, left_out: int = 0) -> Answer:
    """What the list of actors says about itself; it counts distinct organisations."""
    if left_out:
        return _without_inventions(left_out, criteria, names)
    if criteria.is_empty:
        number = tallies.tally_with_noun(total, kind_labels.actors)
        title = number if _is_told_apart(total) else _("All %(actors)s") % {"actors": number}
        lead = _("Distinct organisations: those in several networks are listed once.")
        return Answer(title=title, lead=lead, description=_about_actors())
    title = _sentence(total, kind_labels.COUNTED_ACTORS, _nothing_actors(criteria), criteria, names)
    lead = _("%(found)s of %(all)s. Organisations in several networks are listed once.")
    lead %= {"found": texts.number(total.every), "all": _all_of(of, kind_labels.actors_dative)}
    return Answer(title=title, lead=lead, description=f"{title}. {lead}")


def projects_answer(
    total: Tally, *, of: Tally, criteria: Criteria, names: Names, left_out: int = 0
) -> Answer:
    """What the list of joint projects says about itself."""
    if left_out:
        return _without_inventions(left_out, criteria, names)
    about = _about_projects(of)
    if criteria.is_empty:
        number = tallies.tally_with_noun(total, kind_labels.projects)
        title = number if _is_told_apart(total) else _("All %(projects)s") % {"projects": number}
        return Answer(title=title, lead=about, description=about)
    title = _sentence(total, kind_labels.COUNTED_PROJECTS, _("No joint project yet"), criteria, names)
    lead = _("%(found)s of %(all)s. Federal state, field and network are those of the partners.")
    lead %= {"found": texts.number(total.every), "all": _all_of(of, kind_labels.projects_dative)}
    return Answer(title=title, lead=lead, description=f"{title}. {lead}")


def _without_inventions(number: int, criteria: Criteria, names: Names) -> Answer:
    """Only real entries are wanted, and the `number` of those that fit are all invented."""
    counted = _("%(real)s real, %(invented)s invented") % {
        "real": texts.number(0),
        "invented": texts.number(number),
    }
    title = " ".join([counted, *(part for part in _qualities(criteria, names) if part)])
    lead = _("You see real entries only, and what fits is invented.")
    return Answer(title=title, lead=lead, description=f"{title}. {lead}")


def _is_told_apart(total: Tally) -> bool:
    """Whether a number stands without "all": a single one, and where invented ones are told apart."""
    return total.every == 1 or total.invented > 0


def _all_of(of: Tally, word: Callable[[int], str]) -> str:
    """All that there are in a list; what of it is invented is said."""
    said = _counted(word, of.every)
    if not of.invented:
        return said
    return _("%(all)s (invented: %(n)s)") % {"all": said, "n": texts.number(of.invented)}


def _about_projects(of: Tally) -> str:
    """Nothing is read in a catalogue where everything is invented."""
    if of.invented and not of.real:
        return _(
            "Who has worked with whom. All of these are invented; real ones would be read in CORDIS and in "
            "the Förderkatalog."
        )
    read = _("Joint projects and partners from CORDIS and the Förderkatalog, each with source and date.")
    if not of.invented:
        return read
    return f"{read} " + _("%(n)s of them are invented.") % {"n": texts.number(of.invented)}


def _about_networks() -> str:
    return _(
        "Clusters, ZIM networks and research associations in Germany, with fields, location, "
        "members and programmes. Unofficial, from public sources."
    )


def _about_actors() -> str:
    return _(
        "Companies, university institutes and research departments in innovation networks: what "
        "they offer, what they are looking for and where they are members."
    )


def _counted(word: Callable[[int], str], number: int) -> str:
    return word(number) % {"n": texts.number(number)}


def _sentence(
    total: Tally,
    noun: Mapping[str, Callable[[int], str]],
    nothing: str,
    criteria: Criteria,
    names: Names,
) -> str:
    """How many of what, for which fields, in which Länder, and so on."""
    only = criteria.kinds[0] if len(criteria.kinds) == 1 else ""
    subject = tallies.tally_with_noun(total, noun.get(only, noun[""])) if total.every else nothing
    return " ".join([subject, *(part for part in _qualities(criteria, names) if part)])


def _nothing_networks(criteria: Criteria) -> str:
    none: dict[tuple[str, ...], str] = {
        (NetworkKind.CLUSTER,): _("No cluster yet"),
        (NetworkKind.ZIM_NETWORK,): _("No ZIM network yet"),
        (NetworkKind.RESEARCH_ASSOCIATION,): _("No research association yet"),
    }
    return none.get(criteria.kinds, _("No network yet"))


def _nothing_actors(criteria: Criteria) -> str:
    none: dict[tuple[str, ...], str] = {
        (ActorKind.COMPANY,): _("No company yet"),
        (ActorKind.UNIVERSITY,): _("No university chair or institute yet"),
        (ActorKind.RESEARCH,): _("No department of a research institution yet"),
    }
    return none.get(criteria.kinds, _("No actor yet"))


def _qualities(criteria: Criteria, names: Names) -> Iterable[str]:
    """The parts after "10 networks"; a filter that is not set says nothing."""
    yield _of_fields(_named(names, "field", criteria.fields))
    if criteria.text:
        yield pgettext("after: 10 networks", "on %(text)s") % {"text": texts.in_quotes(criteria.text)}
    yield _in_lands(criteria.lands, _named(names, "land", criteria.lands))
    yield _of_networks(_named(names, "network", criteria.networks))
    yield _in_programmes(_named(names, "programme", criteria.programmes))


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


def _of_networks(names: Sequence[str]) -> str:
    if not names:
        return ""
    return pgettext("after: 10 actors", "of %(networks)s") % {"networks": texts.either(names)}


def _in_programmes(names: Sequence[str]) -> str:
    if not names:
        return ""
    programmes = texts.either(names)
    return pgettext("after: 10 networks", "in the programme %(programmes)s") % {"programmes": programmes}
