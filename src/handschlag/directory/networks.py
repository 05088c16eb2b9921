"""The list of networks, and the page of one: its actors, composition, relatives, what sources say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, Final, Literal

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.web import page_number
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory import labels, linked_data, lists, related, rows, texts
from handschlag.directory import provenance as directory_provenance
from handschlag.directory import rows as directory_rows
from handschlag.directory.access import criteria_of, elsewhere
from handschlag.directory.bookmarks import BookmarkKind, bookmarks_of
from handschlag.directory.criteria import PARAMETERS
from handschlag.directory.index import snapshots
from handschlag.directory.index.snapshots import IndexMemo
from handschlag.directory.labels import Word
from handschlag.directory.lists import networks_context
from handschlag.directory.map.drawing import MapPoint, network_map
from handschlag.directory.models import (
    Actor,
    ActorKind,
    Direction,
    FactSource,
    Land,
    ManagedNetwork,
    MemberFigure,
    Membership,
    NamedMember,
    Network,
    NetworkStatement,
    Statement,
    Story,
)
from handschlag.directory.models.networks import MemberGroup, Segment, counted_segments, published_segments
from handschlag.directory.provenance import FACTS, provenance
from handschlag.directory.public import (
    Whereabouts,
    current,
    is_public,
    network_at,
    of_public_actors,
    public_actors,
    public_networks,
    public_projects_of,
    public_stories,
)
from handschlag.directory.public_data import statements as public_data_statements
from handschlag.directory.public_data.named_members import FACT, name_in, public_words
from handschlag.directory.public_data.statements import Stated, disagreeing, most_trusted_first
from handschlag.directory.related import RelatedNetwork, Relative, relations
from handschlag.directory.rows import holds
from handschlag.directory.texts import in_a_sentence

SPEAKERS, STORIES = 6, 5
type _Member = tuple[int, str, bool | None]  # an actor, its kind, whether it is small
_known_relatives: Final = IndexMemo[str, Sequence[Relative]](1)
# Of these facts several values are no history: sources disagree.
DISPUTED = ("founded", "place", "website")
# What sources say that a page shows beside the facts.
STATED_FACTS = (
    *("topic", "lands_served", "members", "members_as_of", "known_members", "project", "event"),
    *("also_known_as", "standing", *DISPUTED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkProfile:
    """A network with all that its page shows."""

    network: Network
    parts: Sequence[Network]  # the public networks under its umbrella
    composition: Mapping[MemberGroup, int]  # distinct public actors of today
    speakers: Sequence[Actor]  # those that offer or seek something, as `listing.with_statements` fetches them
    related: Sequence[tuple[Network, RelatedNetwork]]
    stories: Sequence[Story]
    projects: int  # public joint projects with members of today
    laender: Mapping[str, str]  # their names in the reader's language, by code
    is_looked_after: bool  # by somebody; who that is stays private
    named: Sequence[NamedMember]  # whom sources name with it, with their actors: also such as are not public


def network_profile(slug: str, *, today: date) -> Whereabouts[NetworkProfile]:
    """What is at the address of a network."""
    sources = Prefetch("sources", FactSource.objects.order_by("fact", "pk"))
    said = Prefetch("statements", NetworkStatement.objects.filter(fact__in=STATED_FACTS))
    rows = directory_rows.with_facts(Network.objects.all()).select_related(
        "district", "umbrella", "successor"
    )
    found = network_at(slug, rows.prefetch_related(sources, said))
    network = found.entry
    if network is None:
        return Whereabouts(is_gone=found.is_gone)
    members = _members_today(network.pk, today=today)
    profile = NetworkProfile(
        network=network,
        parts=_PARTS.rows(network=network.pk),
        composition=_composition(members),
        speakers=_actors_with_statements(network.pk, today=today, most=SPEAKERS),
        related=_related(network, members, today=today),
        stories=_STORIES.rows(network=network.pk),
        projects=public_projects_of(_members_of(network.pk, today=today)).count(),
        laender={land.code: land.name for land in _LAENDER.rows()},
        is_looked_after=_MANAGERS.first(network=network.pk) is not None,
        named=_NAMED.rows(network=network.pk),
    )
    return Whereabouts(entry=profile)


def _composition(members: Collection[_Member]) -> Mapping[MemberGroup, int]:
    """How many of these actors there are of each part."""
    return Counter(part_of(kind, is_sme) for _id, kind, is_sme in members)


def _members_today(network_id: int, *, today: date) -> set[_Member]:
    """The public actors that are members today."""
    rows = _MEMBERS.rows(network=network_id)
    return {(pk, kind, is_sme) for pk, kind, is_sme, since, until in rows if holds(since, until, today)}


def part_of(kind: str, is_sme: bool | None) -> MemberGroup:
    """Where an organisation belongs in the bar; `is_sme` matters for companies only."""
    if kind in {ActorKind.UNIVERSITY, ActorKind.RESEARCH}:
        return MemberGroup.RESEARCH
    if kind == ActorKind.OTHER:
        return MemberGroup.OTHER
    return {True: MemberGroup.SMALL, False: MemberGroup.LARGE, None: MemberGroup.COMPANY}[is_sme]


def _members_of(network_id: int, *, today: date) -> QuerySet[Actor]:
    """The public actors that are members of a network today."""
    memberships = Membership.objects.filter(current(today), network_id=network_id)
    return public_actors().filter(pk__in=memberships.values("actor_id"))


def _actors_with_statements(network_id: int, *, today: date, most: int) -> Sequence[Actor]:
    """Members that offer or seek something; those that do both come first, equal ones by name."""
    said = Statement.objects.filter(actor_id=OuterRef("pk"))
    rows = _members_of(network_id, today=today).annotate(
        offers=Exists(said.filter(direction=Direction.OFFER)),
        needs=Exists(said.filter(direction=Direction.NEED)),
    )
    rows = rows.filter(Q(offers=True) | Q(needs=True))
    both = Q(offers=True, needs=True)
    ordered = rows.annotate(does_both=both).order_by(F("does_both").desc(), "name", "pk")
    shown = ordered.select_related("land", "parent")[:most]
    return directory_rows.with_statements(list(shown), today=today)


def _common_actors(network_id: int, members: Collection[_Member], *, today: date) -> Mapping[int, int]:
    """For every other network: how many of these members are members of it today, too."""
    ids = {pk for pk, _kind, _is_sme in members}
    rows = _ELSEWHERE.rows(network=network_id)
    both = {(other, pk) for other, pk, since, until in rows if pk in ids and holds(since, until, today)}
    return Counter(other for other, _pk in both)


def _relatives() -> Sequence[Relative]:
    """Every public network, as far as the comparison needs it; read again when the index has changed."""
    return _known_relatives.get("all", _read_relatives, version=snapshots.latest())


def _read_relatives() -> Sequence[Relative]:
    fields: defaultdict[int, set[str]] = defaultdict(set)
    pairs = Network.fields.through.objects.filter(network__in=public_networks())
    for network_id, code in pairs.values_list("network_id", "field_id"):
        fields[network_id].add(code)
    rows = list(public_networks().values_list("pk", "name", "umbrella_id", "latitude", "longitude"))
    known = {row[0] for row in rows}
    return [
        Relative(
            id=pk,
            name=name,
            umbrella_id=umbrella_id if umbrella_id in known else None,  # else it is not public itself
            fields=frozenset(fields[pk]),
            at=None if latitude is None or longitude is None else (latitude, longitude),
        )
        for pk, name, umbrella_id, latitude, longitude in rows
    ]


def _related(
    network: Network, members: Collection[_Member], *, today: date
) -> list[tuple[Network, RelatedNetwork]]:
    """The networks most related to this one, each with its reasons."""
    known = _relatives()
    own = next(relative for relative in known if relative.id == network.pk)
    found = relations(own, known, common_actors=_common_actors(network.pk, members, today=today))
    rows = {row.pk: row for row in _RELATED.rows(networks=[relation.id for relation in found])}
    return [(rows[relation.id], relation) for relation in found if relation.id in rows]


# A page of a network is made anew after every change of the directory, for each network.
_PARTS: Final = PreparedQuery(lambda network: public_networks().filter(umbrella=network))
_STORIES: Final = PreparedQuery(
    lambda network: public_stories().filter(network=network).select_related("network")[:STORIES]
)
_LAENDER: Final = PreparedQuery(Land.objects.all)
_MANAGERS: Final = PreparedQuery(
    lambda network: ManagedNetwork.objects.filter(network=network).values_list("pk")[:1]
)
_NAMED: Final = PreparedQuery(
    lambda network: NamedMember.objects.filter(network=network).select_related("actor")
)
_RELATED: Final = PreparedQuery(
    lambda networks: public_networks().filter(pk__in=networks).select_related("land")
)
_MEMBERS: Final = PreparedQuery(
    lambda network: Membership.objects.filter(of_public_actors(), network=network).values_list(
        "actor_id", "actor__kind", "actor__is_sme", "since", "until"
    )
)
_ELSEWHERE: Final = PreparedQuery(
    lambda network: (
        Membership.objects.filter(actor_id__in=Membership.objects.filter(network=network).values("actor_id"))
        .exclude(network=network)
        .values_list("network_id", "actor_id", "since", "until")
    )
)


type Tone = Literal["you", "you-soft", "you-pale", "them", "them-tint", "unknown"]

WIDE = 8  # per cent
TONES: Final[dict[MemberGroup, Tone]] = {
    MemberGroup.SMALL: "you",
    MemberGroup.LARGE: "you-soft",
    MemberGroup.COMPANY: "you-pale",
    MemberGroup.RESEARCH: "them",
    MemberGroup.OTHER: "them-tint",
    MemberGroup.UNSTATED: "unknown",
}


def composition(figure: MemberFigure | None, counts: Mapping[MemberGroup, int]) -> dict[str, Any] | None:
    """Published shares come first; without them memberships are counted; without those there is no bar."""
    if figure and (published := published_segments(figure.shares)):
        return {"segments": _drawn(published), "note": _published_note(figure)}
    counted = counted_segments(counts)
    if not counted:
        return None
    return {"segments": _drawn(counted), "note": _counted_note(sum(counts.values()))}


def _drawn(segments: Sequence[Segment]) -> list[dict[str, Any]]:
    """Places are per cents of the width, written for a drawing."""
    starts = accumulate((one.share for one in segments), initial=0)
    return [
        {
            "label": labels.PARTS[one.part],
            "text": _("%(share)s %%") % {"share": one.share},
            "share": one.share,
            "start": start,
            "middle": f"{start + one.share / 2:g}",
            "tone": TONES[one.part],
            "is_wide": one.share >= WIDE,  # enough for its text
        }
        for one, start in zip(segments, starts, strict=False)
    ]


def _published_note(figure: MemberFigure) -> str:
    members = texts.number(figure.members)
    if figure.year is None:
        return _("Published shares of %(n)s members; the source states no year.") % {"n": members}
    return _("Published shares of %(n)s members, as of %(year)s.") % {"n": members, "year": figure.year}


def _counted_note(number: int) -> str:
    text = ngettext(
        "Counted from %(n)s member that is listed here.",
        "Counted from %(n)s members that are listed here, each organisation once.",
        number,
    )
    return text % {"n": texts.number(number)}


_HEADINGS: Final[dict[str, Word]] = {
    "topic": gettext_lazy("Topic"),
    "lands_served": gettext_lazy("Region served"),
    "members": gettext_lazy("Members over the years"),
    FACT: gettext_lazy("Organisations named by sources"),
    "project": gettext_lazy("Projects"),
    "event": gettext_lazy("Events"),
    "also_known_as": gettext_lazy("Also known as"),
    "standing": gettext_lazy("History"),
}


def statements(
    network: Network, laender: Mapping[str, str], *, named: Iterable[NamedMember] = ()
) -> list[tuple[str, Sequence[dict[str, Any]]]]:
    """Headings, and under each what sources say with where it stands; `laender` are their names by code.

    Whoever is `named` and has a page is linked; whoever was taken out of the directory is left out.
    """
    rows_of_names = list(named)
    said = list(map(_stated, directory_rows.statements_about(network)))
    years = {one.source: one.value for one in said if one.fact == "members_as_of"}
    found = []
    for fact, heading in _HEADINGS.items():
        ordered = most_trusted_first(one for one in said if one.fact == fact)
        if fact == "members":
            ordered = sorted(ordered, key=lambda one: _year_of(one, years), reverse=True)
        if fact == FACT:
            rows = [_row_of_names(one, rows_of_names) for one in ordered]
        else:
            rows = _once(_row(one, _text_of(one, years, laender)) for one in ordered)
        found.append((str(heading), [row for row in rows if row["text"] or row["names"]]))
    for fact in DISPUTED:
        rows = [_row(one, one.value) for one in disagreeing(said, fact)]
        found.append((_("%(fact)s: sources disagree") % {"fact": FACTS[fact]}, rows))
    return [(heading, rows) for heading, rows in found if rows]


def _stated(row: NetworkStatement) -> Stated:
    return Stated(
        fact=row.fact,
        value=row.value,
        source=row.source,
        source_kind=row.source_kind,
        copied_on=row.copied_on,
        note=row.note,
    )


def _row(statement: Stated, text: str) -> dict[str, Any]:
    """A text with its source; `language` is set where the text is known not to be in that of the page."""
    return {
        "text": text,
        "names": (),
        "language": public_data_statements.language_of(statement.value) if text == statement.value else "",
        "origins": directory_provenance.origins(statement.source, source_kind=statement.source_kind),
        "when": directory_provenance.copied(statement.source_kind, statement.copied_on),
    }


def _row_of_names(statement: Stated, named: Iterable[NamedMember]) -> dict[str, Any]:
    """The names as links where they have pages."""
    names = [
        Link(label=name_in(words), url=rows.actor_url(actor) if actor else "")
        for words, actor in public_words(statement.value, statement.source, named)
    ]
    return {**_row(statement, ""), "names": names}


def _once(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same words of several sources are said once, with the most trusted one."""
    return list({row["text"]: row for row in reversed(list(rows))}.values())[::-1]


def _text_of(statement: Stated, years: Mapping[str, str], laender: Mapping[str, str]) -> str:
    if statement.fact == "members":
        return _members(int(statement.value), _year_of(statement, years))
    if statement.fact == "lands_served":
        codes = public_data_statements.laender_in(statement.value, laender)
        return ", ".join(laender[code] for code in codes) or statement.value
    return statement.value


def _year_of(statement: Stated, years: Mapping[str, str]) -> str:
    """The year for which a source gives its number of members; empty where nobody says it."""
    return years.get(statement.source, "")[:4] or statement.copied_on[:4]


def _members(number: int, year: str) -> str:
    said = ngettext("%(n)s member", "%(n)s members", number) % {"n": texts.number(number)}
    return f"{year}: {said}" if year else _("%(said)s, year not stated") % {"said": said}


_CONTACT = (
    *("management_body", "legal_form", "street", "seat", "contact_phone", "contact_email", "website"),
)
STATEMENTS_SHOWN = 2  # offers, and as many needs, of one actor; its own page has the rest


def network_context(profile: NetworkProfile, *, today: date) -> dict[str, Any]:
    """What the page of a network shows, as things are on this day."""
    network = profile.network
    number = sum(profile.composition.values())
    return {
        "slug": network.slug,
        "network": network,
        "lead": _lead_of(network),
        "crumbs": _crumbs(network),
        "about": texts.prose(network.description_de, network.description_en),
        "members": rows.members_of(network, number),
        "is_one_member": rows.is_one_member(network, number),
        "programme": next((one.programme.short for one in directory_rows.programmes_on(network, today)), ""),
        "umbrella": network.umbrella if network.umbrella and is_public(network.umbrella) else None,
        "successor": network.successor if network.successor and is_public(network.successor) else None,
        "has_contact": profile.is_looked_after or any(getattr(network, fact) for fact in _CONTACT),
        "parts": profile.parts,
        "programmes": directory_rows.programmes_of(network),
        "labels": directory_rows.labels_of(network),
        "composition": composition(directory_rows.newest_figure(network), profile.composition),
        "speakers": [
            (actor, _some(actor, Direction.OFFER), _some(actor, Direction.NEED)) for actor in profile.speakers
        ],
        "actors": number,
        "projects": profile.projects,
        "related": related.relations_of(network, profile.related),
        "map": network_map(_spot(network), [_spot(other) for other, _relation in profile.related]),
        "stories": profile.stories,
        "provenance": provenance(network),
        "statements": statements(network, profile.laender, named=profile.named),
        "is_looked_after": profile.is_looked_after,
        "is_demo": network.is_demo,
        "today": today,
        "linked_data": linked_data.of_network(network),
    }


def _spot(network: Network) -> MapPoint:
    name = rows.network_name(network)
    return MapPoint(name=name, latitude=network.latitude, longitude=network.longitude)


def _crumbs(network: Network) -> Sequence[Crumb]:
    trail = [Crumb(_("Networks"), reverse("directory:networks"))]
    if network.land:
        trail.append(Crumb(network.land.name, reverse("directory:land", args=[network.land.slug])))
    return (*trail, Crumb(rows.network_name(network)))


def _lead_of(network: Network) -> str:
    """Cluster for optical technologies with its seat in Wörrstadt, Rheinland-Pfalz."""
    language = get_language() or "de"
    names = [in_a_sentence(name, language) for name in directory_rows.field_names(network)[:3]]
    kind, fields, seat = labels.network_kind(network.kind), texts.both(names), network.seat
    said = {"kind": kind, "fields": fields, "seat": seat}
    if fields and seat:
        return _("%(kind)s for %(fields)s, based in %(seat)s") % said
    if fields:
        return _("%(kind)s for %(fields)s") % said
    return _("%(kind)s based in %(seat)s") % said if seat else kind


def _some(actor: Actor, direction: Direction) -> list[str]:
    return [one.text for one in directory_rows.statements_of(actor, direction)[:STATEMENTS_SHOWN]]


@cached_for_visitors(parameters=(*PARAMETERS, "page"))
@require_safe
def networks_page(request: HttpRequest) -> HttpResponse:
    """The list of networks that the address asks for, one page of it."""
    today = timezone.localdate()
    criteria = criteria_of(request)
    page = lists.page_of_networks(criteria, number=page_number(request), today=today)
    return render(request, "directory/networks.html", {"screen": networks_context(page, today=today)})


@cached_for_visitors
@require_safe
def network_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a network; one that was renamed leads on, one that is gone says so."""
    today = timezone.localdate()
    found = network_profile(slug, today=today)
    if found.entry is None:
        return elsewhere(request, found, name="directory:network")
    context = {
        "screen": network_context(found.entry, today=today),
        "is_kept": bookmarks_of(request).has(BookmarkKind.NETWORK, found.entry.network.pk),
    }
    return render(request, "directory/network.html", context)
