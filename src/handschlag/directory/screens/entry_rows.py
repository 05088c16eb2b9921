"""One line of a list: a network or an actor, with what is missing shown as missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.directory.models import Actor, Direction, Label, MemberFigure, Network, NetworkProgramme
from handschlag.directory.queries import listing
from handschlag.directory.screens import kind_labels, texts

NAMED_NETWORKS = 2  # in one line


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntrySeat:
    """Where something is; what is empty was not documented."""

    place: str
    land: str

    @property
    def is_city_state(self) -> bool:
        return bool(self.place) and self.place == self.land


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRow:
    name: str
    url: str
    kind: str
    topic: str  # kind, fields, and since when
    seat: _EntrySeat
    members: str
    members_note: str
    programmes: tuple[str, ...]
    labels: tuple[str, ...]
    about: str  # the beginning of its description; empty for none
    logo: str  # a file name; empty for none
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ActorRow:
    name: str
    url: str
    kind: str
    topic: str
    seat: _EntrySeat
    networks: tuple[str, ...]
    more_networks: int
    offer: str
    need: str
    is_demo: bool


def seat_of(entry: Network | Actor) -> _EntrySeat:
    """Place and Land in the reader's language; either is empty where it is not known."""
    land = pick(entry.land.name_de, entry.land.name_en) if entry.land else ""
    return _EntrySeat(place=entry.place, land=land)


def field_names(entry: Network | Actor) -> list[str]:
    """The fields' labels in the reader's language, in the order in which the rows come."""
    return [pick(field.label_de, field.label_en) for field in entry.fields.all()]


def network_url(network: Network) -> str:
    """The path of its public page, without the host."""
    return reverse("directory:network", args=[network.slug])


def actor_url(actor: Actor) -> str:
    """The path of its public page, without the host."""
    return reverse("directory:actor", args=[actor.slug])


def _network_row(network: Network, *, organisations: int, today: date) -> NetworkRow:
    """A network as fetched by `listing.networks_in_order`; `organisations` are its members listed here."""
    members, note = members_of(network, organisations)
    return NetworkRow(
        name=network.short_name or network.name,
        url=network_url(network),
        kind=kind_labels.network_kind(network.kind),
        topic=f"{kind_labels.network_kind(network.kind)} · {topic}" if (topic := _topic_of(network)) else "",
        seat=seat_of(network),
        members=members,
        members_note=note,
        programmes=tuple(one.programme.short_name for one in programmes_now(network, today)),
        labels=tuple(level_and_year(label) for label in labels_now(network, today)),
        about=texts.excerpt(pick(network.description_de, network.description_en), most=240),
        logo=(network.logo.name or "").rpartition("/")[2],
        is_demo=network.is_demo,
    )


def _topic_of(network: Network) -> str:
    topic = ", ".join(field_names(network))
    if network.founded is None:
        return topic
    since = _("Since %(year)s") % {"year": network.founded}
    return f"{topic}. {since}" if topic else since


def newest_figure(network: Network) -> MemberFigure | None:
    """The published figure of the latest year; one without a year comes last."""
    figures: Iterable[MemberFigure] = network.member_figures.all()
    return max(figures, key=lambda figure: (figure.year or 0, figure.pk), default=None)


def members_of(network: Network, organisations: int) -> tuple[str, str]:
    """How many members, and what that number is: published with its year, or counted here."""
    figure = newest_figure(network)
    if figure is not None:
        year = _("as of %(year)s") % {"year": figure.year} if figure.year else _("year not stated")
        return texts.number(figure.members), year
    return (texts.number(organisations), _("listed here")) if organisations else ("", "")


def holds(since: date | None, until: date | None, today: date) -> bool:
    """Whether `today` is within both days, which count as well; a day that is missing sets no limit."""
    return (since is None or since <= today) and (until is None or until >= today)


def programmes_now(network: Network, today: date) -> list[NetworkProgramme]:
    """The programmes that the network is in on this day, in the order of the programmes."""
    rows = [one for one in network.in_programmes.all() if holds(one.since, one.until, today)]
    return sorted(rows, key=lambda one: (one.programme.position, one.programme.short_name))


def labels_now(network: Network, today: date) -> list[Label]:
    """The newest label that is not known to have expired; older levels are history."""
    valid = [label for label in network.labels.all() if holds(label.awarded_on, label.valid_until, today)]
    return sorted(valid, key=lambda label: label.awarded_on, reverse=True)[:1]


def level_and_year(label: Label) -> str:
    """Gold 2019: how long a label holds is often not published, so its year stands beside it."""
    return f"{kind_labels.LEVELS[label.level]} {label.awarded_on.year}"


def actor_row(actor: Actor) -> _ActorRow:
    """An actor as fetched by `listing.actors_in_order`."""
    names = [network_name(network) for network in listing.networks_of_today(actor)]
    return _ActorRow(
        name=actor.name,
        url=actor_url(actor),
        kind=kind_labels.actor_in_short(actor.kind, actor.is_sme),
        topic=", ".join(field_names(actor)),
        seat=seat_of(actor),
        networks=tuple(names[:NAMED_NETWORKS]),
        more_networks=len(names[NAMED_NETWORKS:]),
        offer=texts.excerpt(_first_statement(actor, Direction.OFFER)),
        need=texts.excerpt(_first_statement(actor, Direction.NEED)),
        is_demo=actor.is_demo,
    )


def network_name(network: Network) -> str:
    """The short name, or the full one where there is none."""
    return network.short_name or network.name


def _first_statement(actor: Actor, direction: Direction) -> str:
    said = (pick(one.text_de, one.text_en) for one in actor.statements.all() if one.direction == direction)
    return next(said, "")


def more(number: int) -> str:
    """ "and 12 more", in the reader's language."""
    return ngettext("and %(n)s more", "and %(n)s more", number) % {"n": texts.number(number)}


def network_rows(
    networks: Sequence[Network], organisations: Mapping[int, int], *, today: date
) -> tuple[NetworkRow, ...]:
    """The lines in the order given; an id that `organisations` lacks counts as none."""
    return tuple(
        _network_row(network, organisations=organisations.get(network.pk, 0), today=today)
        for network in networks
    )
