"""Published figures of several events together, and which of them are looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from handschlag.common.language import pick
from handschlag.design.components.parts import Link
from handschlag.design.tallies import format_number
from handschlag.directory.models import Field, Land, Network, NetworkProgramme
from handschlag.events.models import Event, EventStatus
from handschlag.programmes.models import Programme
from handschlag.statistics.matrix import NetworkName, Together, network_names
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.public_figures import Content, Synergy, decoded
from handschlag.statistics.suppression import NOBODY, Pair, pair_of

type Groups = Mapping[int, tuple[int, ...]]  # of each network: itself, its programmes, fields or Länder


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedYear:
    """One event with its year and published figures."""

    event: int
    year: int
    content: Content
    is_invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Meetings that are told; those between and within networks, at least; pairs, and those new this year."""

    year: int
    events: int
    people: int
    meetings: int
    between: int
    within: int
    pairs: int
    new_pairs: int


def together(
    held: Iterable[PublishedYear], groups: Groups, *, within: frozenset[int] | None = None
) -> Together:
    """Of all events, by groups; with `within` only meetings in which one of these networks took part."""
    cells: Counter[Pair] = Counter()
    bounds: set[Pair] = set()
    for one in held:
        for pair, number in _met(one.content):
            if within is not None and not within.intersection(pair):
                continue
            places = {
                pair_of(some, other)
                for some in groups.get(pair[0], (NOBODY,))
                for other in groups.get(pair[1], (NOBODY,))
            }
            for place in places:
                cells[place] += number
            if pair in one.content.shown.hidden:
                bounds |= places
    return Together(cells=dict(cells), bounds=frozenset(bounds))


def _met(content: Content) -> Iterable[tuple[Pair, int]]:
    """Each cell with the meetings that it holds at least."""
    yield from content.shown.cells.items()
    for pair in content.shown.hidden:
        yield pair, 1


def years_of(held: Iterable[PublishedYear]) -> tuple[Year, ...]:
    """The latest first."""
    by_year: dict[int, list[Content]] = defaultdict(list)
    for one in held:
        by_year[one.year].append(one.content)
    known: set[Pair] = set()
    found = []
    for year in sorted(by_year):
        contents = by_year[year]
        between = {pair for content in contents for pair, _number in _met(content) if _is_between(pair)}
        found.append(
            Year(
                year=year,
                events=len(contents),
                people=sum(content.people or 0 for content in contents),
                meetings=sum(content.meetings or 0 for content in contents),
                between=_count(contents, is_own=False),
                within=_count(contents, is_own=True),
                pairs=len(between),
                new_pairs=len(between - known),
            )
        )
        known |= between
    return tuple(reversed(found))


def _is_between(pair: Pair) -> bool:
    return pair[0] != pair[1] and min(pair) > NOBODY


def _count(contents: Iterable[Content], *, is_own: bool) -> int:
    return sum(
        number
        for content in contents
        for pair, number in _met(content)
        if min(pair) > NOBODY and (pair[0] == pair[1]) is is_own
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Two networks that fit: in how many events, with how many pairs of people in the one with most."""

    one: int
    other: int
    fitting: int
    year: int
    fields: tuple[str, ...]
    has_met: bool


def fits_of(held: Sequence[PublishedYear]) -> tuple[Fit, ...]:
    """Synergies of all events, the most fitting first; met is met at any event."""
    ever = {pair for one in held for pair, _number in _met(one.content)}
    best: dict[Pair, tuple[Synergy, int]] = {}
    for one in held:
        for synergy in one.content.synergies:
            pair = (synergy.one, synergy.other)
            if pair not in best or best[pair][0].fitting < synergy.fitting:
                best[pair] = (synergy, one.year)
    found = [
        Fit(
            one=pair[0],
            other=pair[1],
            fitting=synergy.fitting,
            year=year,
            fields=synergy.fields,
            has_met=pair in ever,
        )
        for pair, (synergy, year) in best.items()
    ]
    return tuple(sorted(found, key=lambda fit: (-fit.fitting, fit.one, fit.other)))


class By(TextChoices):
    """By what meetings are put together."""

    NETWORK = "network", _("Networks")
    PROGRAMME = "programme", _("Programmes")
    FIELD = "field", _("Technology fields")
    LAND = "land", _("Federal states")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grouping:
    """The groups of each network, and what groups are called; networks without one are not in it."""

    groups: Groups
    names: Mapping[int, NetworkName]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllPublished:
    held: tuple[PublishedYear, ...]
    events: tuple[Event, ...]
    names: Mapping[int, NetworkName]
    groupings: Mapping[By, _Grouping]


def all_published() -> AllPublished:
    """In a constant number of queries."""
    rows = PublicFigures.objects.filter(event__status=EventStatus.PUBLISHED).select_related("event")
    rows = rows.order_by("-event__first_day", "event_id")
    held = tuple(
        PublishedYear(
            event=row.event_id,
            year=row.event.first_day.year,
            content=decoded(row.content),
            is_invented=row.event.is_demo,
        )
        for row in rows
    )
    networks = {one for each in held for one in each.content.networks if one > 0}
    names = dict(network_names(networks))
    return AllPublished(
        held=held,
        events=tuple(row.event for row in rows),
        names=names,
        groupings={
            By.NETWORK: _Grouping(groups={one: (one,) for one in names}, names=names),
            By.PROGRAMME: _programmes_of(networks),
            By.FIELD: _fields_of(networks),
            By.LAND: _lands_of(networks),
        },
    )


def _programmes_of(networks: set[int]) -> _Grouping:
    found: dict[int, list[int]] = defaultdict(list)
    rows = NetworkProgramme.objects.filter(network__in=networks).order_by("network_id", "programme_id")
    for network, programme in rows.values_list("network_id", "programme_id"):
        found[network].append(programme)
    names = {
        one.pk: NetworkName(code=one.short_name[:14], name=pick(one.name_de, one.name_en))
        for one in Programme.objects.order_by("pk")
    }
    return _Grouping(groups={one: tuple(several) for one, several in found.items()}, names=names)


def _fields_of(networks: set[int]) -> _Grouping:
    """Fields of the upper level; those below count in the one above them."""
    rows = list(Field.objects.order_by("pk"))
    upper = {one.pk: number for number, one in enumerate(rows, start=1) if one.parent_id is None}
    above = {one.pk: upper.get(one.parent_id or one.pk) for one in rows}
    found: dict[int, set[int]] = defaultdict(set)
    through = Network.fields.through.objects.filter(network__in=networks)
    for network, field in through.values_list("network_id", "field_id"):
        number = above.get(field)
        if number is not None:
            found[network].add(number)
    return _Grouping(
        groups={one: tuple(sorted(several)) for one, several in found.items()},
        names={
            upper[one.pk]: NetworkName(code=str(one.pk), name=pick(one.label_de, one.label_en))
            for one in rows
            if one.pk in upper
        },
    )


def _lands_of(networks: set[int]) -> _Grouping:
    """Where networks have their seat. Groups are numbers: where keys are letters, in their order."""
    lands = list(Land.objects.order_by("code"))
    numbers = {land.code: number for number, land in enumerate(lands, start=1)}
    rows = Network.objects.filter(pk__in=networks, land__isnull=False).order_by("pk")
    return _Grouping(
        groups={pk: (numbers[code],) for pk, code in rows.values_list("pk", "land_id") if code in numbers},
        names={
            numbers[land.code]: NetworkName(code=land.code, name=pick(land.name_de, land.name_en))
            for land in lands
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCriteria:
    """What the page shows: `by` groups; `year` and one group of each kind narrow it, 0 is all."""

    by: By = By.NETWORK
    year: int = 0
    groups: Mapping[By, int]
    invented: str = ""  # "yes" asks for invented events

    def query(self, **changed: str) -> str:
        given = {"by": self.by.value, "year": str(self.year or "")}
        given |= {kind.value: str(number or "") for kind, number in self.groups.items()}
        given["invented"] = self.invented
        return urlencode({key: value for key, value in (given | changed).items() if value})

    def address(self, **changed: str) -> str:
        return f"{reverse('statistics:overview')}?{self.query(**changed)}"


def chosen(all_: AllPublished, choice: FilterCriteria) -> tuple[PublishedYear, ...]:
    """Those of real events, or of invented ones: never both together."""
    is_invented = shows_inventions(all_, choice)
    return tuple(one for one in all_.held if choice.year in {0, one.year} and one.is_invented == is_invented)


def shows_inventions(all_: AllPublished, choice: FilterCriteria) -> bool:
    """Only if somebody asks for them, or where nothing else was published."""
    kinds = {one.is_invented for one in all_.held}
    return True in kinds and (choice.invented == "yes" or False not in kinds)


def inventions_of(all_: AllPublished, choice: FilterCriteria) -> str:
    """What is said of them beside the figures."""
    events = [one for one in all_.held if one.is_invented]
    if not events:
        return ""
    if shows_inventions(all_, choice):
        return gettext("These events, their meetings and everything calculated from them are invented.")
    text = ngettext(
        "%(n)s invented event is not counted here.",
        "%(n)s invented events are not counted here.",
        len(events),
    )
    return text % {"n": format_number(len(events))}


def switch_of(all_: AllPublished, choice: FilterCriteria) -> tuple[Link, ...]:
    """Real events or invented ones; no choice where there is one kind only."""
    if len({one.is_invented for one in all_.held}) < 2:
        return ()
    is_invented = shows_inventions(all_, choice)
    return (
        Link(label=gettext("Real entries only"), url=choice.address(invented=""), is_current=not is_invented),
        Link(
            label=gettext("Invented entries only"), url=choice.address(invented="yes"), is_current=is_invented
        ),
    )
