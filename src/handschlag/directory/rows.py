"""The lines of lists: networks, actors and joint projects in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.design.components.parts import Link, Pages
from handschlag.directory import labels, texts
from handschlag.directory.index.documents import KINDS
from handschlag.directory.labels import KIND_NAMES, STATE_NAMES, Word
from handschlag.directory.models import (
    Actor,
    Catalogue,
    Concept,
    Direction,
    FactSource,
    Field,
    Label,
    MemberFigure,
    Membership,
    NamedMember,
    Network,
    NetworkProgramme,
    NetworkStatement,
    Participation,
    Project,
    ProjectRole,
    Statement,
    Status,
)
from handschlag.directory.public import ActorsProjects, public_actors, public_networks


def fields_of(entry: Network | Actor) -> list[Field]:
    """Its fields, in the order in which the rows come."""
    return list(entry.fields.all())


def field_names(entry: Network | Actor) -> list[str]:
    """The labels of its fields in the reader's language."""
    return [field.label for field in entry.fields.all()]


def newest_figure(network: Network) -> MemberFigure | None:
    """The published figure of the latest year; one without a year comes last."""
    figures: Iterable[MemberFigure] = network.member_figures.all()
    return max(figures, key=lambda figure: (figure.year or 0, figure.pk), default=None)


def holds(since: date | None, until: date | None, today: date) -> bool:
    """Whether `today` is within both days, which count as well; a day that is missing sets no limit."""
    return (since is None or since <= today) and (until is None or until >= today)


def programmes_as_stored(network: Network) -> list[NetworkProgramme]:
    """All programmes that it is or was in, as the rows come."""
    return list(network.in_programmes.all())


def programmes_of(network: Network) -> list[NetworkProgramme]:
    """All programmes that it is or was in, in the order of the programmes."""
    return sorted(network.in_programmes.all(), key=lambda one: (one.programme.position, one.pk))


def programmes_on(network: Network, today: date) -> list[NetworkProgramme]:
    """The programmes that it is in on this day, in the order of the programmes."""
    rows = [one for one in network.in_programmes.all() if holds(one.since, one.until, today)]
    return sorted(rows, key=lambda one: (one.programme.position, one.programme.short_name))


def labels_of(network: Network) -> list[Label]:
    """All its labels, the newest first."""
    return list(network.labels.all())


def labels_on(network: Network, today: date) -> list[Label]:
    """The newest label that is not known to have expired; older levels are history."""
    valid = [label for label in network.labels.all() if holds(label.awarded_on, label.valid_until, today)]
    return sorted(valid, key=lambda label: label.awarded_on, reverse=True)[:1]


def statements_of(actor: Actor, direction: Direction) -> list[Statement]:
    """What it offers, or what it seeks."""
    return [one for one in actor.statements.all() if one.direction == direction]


def concepts_of(actor: Actor) -> list[Concept]:
    """The concepts of all its statements, as they come."""
    return [concept for one in actor.statements.all() for concept in one.concepts.all()]


def sources_of(network: Network) -> list[FactSource]:
    """Where its facts were read."""
    return list(network.sources.all())


def statements_about(network: Network) -> list[NetworkStatement]:
    """What sources say about it, as far as its page shows that."""
    return list(network.statements.all())


def is_known(network: Network, fact: str) -> bool:
    """Whether anybody has documented this fact of it."""
    if fact in {"fields", "member_figures", "in_programmes", "labels"}:
        return bool(getattr(network, fact).all())
    if fact == "description":
        return bool(network.description_de or network.description_en)
    return bool(getattr(network, f"{fact}_id" if fact in {"land", "umbrella"} else fact))


NAMED = ("actor_id", *(f"network__{column}" for column in ("name", "short_name", "slug")))


def in_order[Entry: (Network, Actor)](rows: QuerySet[Entry], ids: Sequence[int]) -> list[Entry]:
    """The rows with these ids, in this order; those that are not there any more are left out."""
    found = rows.in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def _names_of_fields() -> Prefetch:
    """The fields of many entries, without the synonyms that only the search needs."""
    return Prefetch("fields", Field.objects.defer("synonyms"))


def with_facts(rows: QuerySet[Network]) -> QuerySet[Network]:
    """Networks with their Land, fields, programmes, labels and figures."""
    return rows.select_related("land").prefetch_related(
        _names_of_fields(),
        Prefetch("in_programmes", NetworkProgramme.objects.select_related("programme")),
        "labels",
        "member_figures",
    )


def with_statements(rows: Sequence[Actor], *, today: date) -> Sequence[Actor]:
    """The same actors with fields, offers and needs, and their memberships of today in public networks.

    They stand where Django's own fetching, which words its questions anew each time, would put them.
    """
    ids = [row.pk for row in rows]
    fields = _grouped(_FIELDS.rows(actors=ids), by="of_actor")
    said = _grouped(_STATEMENTS.rows(actors=ids))
    memberships = _MEMBERSHIPS.rows(actors=ids)
    members = _grouped(one for one in memberships if holds(one.since, one.until, today))
    named = _grouped(_NAMED.rows(actors=ids))
    for row in rows:
        vars(row).update(
            _prefetched_objects_cache={"fields": fields[row.pk], "statements": said[row.pk]},
            memberships_now=members[row.pk],
            named_now=named[row.pk],
        )
    return rows


def _grouped[Row](rows: Iterable[Row], *, by: str = "actor_id") -> Mapping[int, list[Row]]:
    """What belongs to each actor, in the order of the rows."""
    found = defaultdict[int, list[Row]](list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def networks_of_today(actor: Actor) -> list[Network]:
    """The public networks that an actor fetched by `with_statements` is a member of, each once, by name."""
    memberships: list[Membership] = actor.memberships_now  # type: ignore[attr-defined]
    return list({one.network_id: one.network for one in memberships}.values())


def networks_that_name(actor: Actor) -> list[Network]:
    """The public networks that sources name the actor with, each once, by name."""
    rows: list[NamedMember] = actor.named_now  # type: ignore[attr-defined]
    return list({one.network_id: one.network for one in rows}.values())


def networks_in_order(ids: Sequence[int]) -> list[Network]:
    """The public networks with these ids, in this order, with the facts that a row shows."""
    return in_order(with_facts(public_networks()), ids)


def actors_in_order(ids: Sequence[int], *, today: date) -> list[Actor]:
    """The public actors with these ids, in this order, with statements and networks of today."""
    found = {row.pk: row for row in _ACTORS.rows(actors=ids)}
    return list(with_statements([found[pk] for pk in ids if pk in found], today=today))


# Lists are made anew after every change of the directory, for each choice of filters.
_ACTORS: Final = PreparedQuery(
    lambda actors: public_actors().filter(pk__in=actors).select_related("land", "parent")
)
_FIELDS: Final = PreparedQuery(
    lambda actors: Field.objects.filter(actors__in=actors).annotate(of_actor=F("actors")).defer("synonyms")
)
_STATEMENTS: Final = PreparedQuery(
    lambda actors: Statement.objects.filter(actor_id__in=actors).order_by("position", "pk")
)
_MEMBERSHIPS: Final = PreparedQuery(
    lambda actors: _in_public_networks(Membership.objects.filter(actor_id__in=actors), "since", "until")
)
_NAMED: Final = PreparedQuery(
    lambda actors: _in_public_networks(NamedMember.objects.filter(actor_id__in=actors))
)


def _in_public_networks[Row: (Membership, NamedMember)](rows: QuerySet[Row], *more: str) -> QuerySet[Row]:
    """With the names of the networks, and by them."""
    public = rows.filter(network__status=Status.PUBLISHED).select_related("network")
    return public.only(*NAMED, *more).order_by("network__name", "pk")


NAMED_NETWORKS = 2  # in one line
type NetworkRow = dict[str, Any]


def network_url(network: Network) -> str:
    """The path of its public page, without the host."""
    return reverse("directory:network", args=[network.slug])


def actor_url(actor: Actor) -> str:
    """The path of its public page, without the host."""
    return reverse("directory:actor", args=[actor.slug])


def network_name(network: Network) -> str:
    """The short name, or the full one where there is none."""
    return network.short_name or network.name


def network_rows(
    networks: Sequence[Network], organisations: Mapping[int, int], *, today: date
) -> list[NetworkRow]:
    """Networks as fetched by `listing.networks_in_order`; an id that `organisations` lacks counts as none."""
    return [
        {
            "network": network,
            "topic": _topic_of(network),
            "members": members_of(network, organisations.get(network.pk, 0)),
            "is_one_member": is_one_member(network, organisations.get(network.pk, 0)),
            "programmes": [one.programme for one in programmes_on(network, today)],
            "labels": labels_on(network, today),
        }
        for network in networks
    ]


def _topic_of(network: Network) -> str:
    """Kind, fields, and since when."""
    since = _("Since %(year)s") % {"year": network.founded} if network.founded is not None else ""
    topic = ". ".join(filter(None, (", ".join(field_names(network)), since)))
    return " · ".join(filter(None, (labels.network_kind(network.kind), topic)))


def members_of(network: Network, organisations: int) -> tuple[str, str]:
    """How many members, and what that number is: published with its year, or counted here."""
    figure = newest_figure(network)
    if figure is not None:
        year = _("as of %(year)s") % {"year": figure.year} if figure.year else _("year not stated")
        return texts.number(figure.members), year
    return (texts.number(organisations), _("listed here")) if organisations else ("", "")


def is_one_member(network: Network, organisations: int) -> bool:
    """Whether the number of `members_of` is one, for the word behind it."""
    figure = newest_figure(network)
    return (figure.members if figure is not None else organisations) == 1


def level_and_year(label: Label) -> str:
    """Gold 2019: how long a label holds is often not published, so its year stands beside it."""
    return f"{labels.LEVELS[label.level]} {label.awarded_on.year}"


def actor_row(actor: Actor) -> dict[str, Any]:
    """An actor as fetched by `listing.actors_in_order`."""
    networks = networks_of_today(actor)
    return {
        "actor": actor,
        "networks": ", ".join(map(network_name, networks[:NAMED_NETWORKS])),
        "more_networks": len(networks[NAMED_NETWORKS:]),
        "named": ", ".join(map(network_name, networks_that_name(actor)[:NAMED_NETWORKS])),
        "offer": _first_statement(actor, Direction.OFFER),
        "need": _first_statement(actor, Direction.NEED),
    }


def _first_statement(actor: Actor, direction: Direction) -> str:
    said = statements_of(actor, direction)
    return texts.excerpt(said[0].text) if said else ""


MOST_PARTNERS = 8
NAMES: Final[dict[str, str]] = {Catalogue.CORDIS: "CORDIS", Catalogue.FOERDERKATALOG: "Förderkatalog"}
ROLES: Final[dict[str, Word]] = {
    ProjectRole.COORDINATOR: gettext_lazy("leads the project"),
    ProjectRole.PARTNER: gettext_lazy("partner"),
    ProjectRole.ASSOCIATED: gettext_lazy("associated partner"),
}
HEADS: Final[Mapping[str, Word]] = {
    "title": gettext_lazy("Title"),
    "acronym": gettext_lazy("Acronym"),
    "catalogue": gettext_lazy("Catalogue"),
    "number": gettext_lazy("Grant number"),
    "programme": gettext_lazy("Programme"),
    "funder": gettext_lazy("Ministry"),
    "starts_on": gettext_lazy("Start"),
    "ends_on": gettext_lazy("End"),
    "actors": gettext_lazy("Actors"),
    "source": gettext_lazy("Source"),
    "read_on": gettext_lazy("Read on"),
    "address": gettext_lazy("Address"),
    "is_invented": gettext_lazy("Invented"),
}
# The facts of a project as such, in the order of its page.
FACTS: Final[Mapping[str, Word]] = {
    "title_de": gettext_lazy("Title in German"),
    "title_en": gettext_lazy("Title in English"),
    "acronym": HEADS["acronym"],
    "programme": HEADS["programme"],
    "funder": HEADS["funder"],
    "starts_on": HEADS["starts_on"],
    "ends_on": HEADS["ends_on"],
}


FACTS_OF_PARTS: Final[Mapping[str, Word]] = {
    "role": gettext_lazy("Role in the project"),
    "title_de": gettext_lazy("Subject of the grant"),
    "cents": gettext_lazy("Grant"),
    "starts_on": HEADS["starts_on"],
    "ends_on": HEADS["ends_on"],
}


def projects_context(actor: Actor, found: ActorsProjects) -> dict[str, Any]:
    """One page of the actor's joint projects with their partners; `total` counts all pages."""
    return {
        "total": found.total,
        "rows": [_project_row(one, found.partners.get(one.project_id, ())) for one in found.rows],
        "pages": Pages(number=found.number, count=found.pages, parameter="projects"),
        "downloads": [
            Link(label=label, url=f"{reverse('directory:projects_export', args=[ending])}?actor={actor.slug}")
            for ending, label in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"))
        ],
    }


def _project_row(part: Participation, partners: Sequence[Actor]) -> dict[str, Any]:
    project = part.project
    title, language = project_title(project)
    number = part.reference or project.reference
    return {
        "part": part,
        "title": title,
        "language": language,
        "acronym": short_name(project, title),
        "facts": list(filter(None, _facts_of(part))),
        "partners": partners[:MOST_PARTNERS],
        "more": max(0, len(partners) - MOST_PARTNERS),
        "source": f"{NAMES[project.catalogue]} {number}",
        "url": address_of(project.catalogue, number),
    }


def project_title(project: Project) -> tuple[str, str]:
    """In the language of the page where there is one; the other language is named."""
    title = pick(project.title_de, project.title_en)
    language = "de" if title == project.title_de else "en"
    return title, "" if language == pick("de", "en") else language


def short_name(project: Project, title: str) -> str:
    """The acronym, where the title does not say it."""
    return project.acronym if project.acronym.casefold() not in title.casefold() else ""


def kind_of(project: Project) -> str:
    """What its catalogue calls such a project, in the reader's language."""
    return pick(*KIND_NAMES[KINDS[project.catalogue]])


def project_state(project: Project, *, today: date) -> str:
    """Whether it runs; empty where nobody knows."""
    if project.ends_on and project.ends_on < today:
        return pick(*STATE_NAMES["ended"])
    if project.starts_on and project.starts_on > today:
        return pick(*STATE_NAMES["ahead"])
    return pick(*STATE_NAMES["running"]) if project.starts_on and project.ends_on else ""


def project_url(project: Project) -> str:
    """The path of its public page, without the host."""
    return reverse("directory:project", args=[project.slug])


def euros(cents: int) -> str:
    """An amount of cents in whole euros, rounded, in words for the reader."""
    return _("%(n)s euros") % {"n": texts.number(round(cents / 100))}


def own_address(project: Project) -> str:
    """Where the catalogue shows it; the Förderkatalog shows only its grants, and nobody what is invented."""
    if project.is_demo or project.catalogue != Catalogue.CORDIS:
        return ""
    return address_of(project.catalogue, project.reference)


def _facts_of(part: Participation) -> tuple[str, ...]:
    """When, in which role, with how much money, in which programme."""
    project = part.project
    return (
        texts.span(part.starts_on or project.starts_on, part.ends_on or project.ends_on),
        str(ROLES.get(part.role, "")),
        "" if part.cents is None else _("grant %(n)s euros") % {"n": texts.number(round(part.cents / 100))},
        project.programme,
        project.funder,
    )


def address_of(catalogue: str, number: str) -> str:
    """Where the catalogue itself shows it."""
    if catalogue == Catalogue.CORDIS:
        return f"https://cordis.europa.eu/project/id/{quote(number)}"
    page = "https://foerderportal.bund.de/foekat/jsp/SucheAction.do?actionMode=view&fkz="
    return page + quote(number)


def project_record(project: Project, actors: Sequence[Actor]) -> dict[str, Any]:
    """A project as an exported file has it: addresses with the host, days as YYYY-MM-DD or empty.

    Its actors are those that the directory shows.
    """
    return {
        "title": project.title_de or project.title_en,
        "acronym": project.acronym,
        "catalogue": NAMES[project.catalogue],
        "number": project.reference if project.catalogue == Catalogue.CORDIS else "",
        "programme": project.programme,
        "funder": project.funder,
        "starts_on": texts.iso(project.starts_on),
        "ends_on": texts.iso(project.ends_on),
        "actors": tuple(one.name for one in actors),
        "pages": tuple(settings.BASE_URL + actor_url(one) for one in actors),
        "source": project.source,
        "read_on": texts.iso(project.seen_on),
        "address": settings.BASE_URL + project_url(project),
        "is_invented": project.is_demo,
    }
