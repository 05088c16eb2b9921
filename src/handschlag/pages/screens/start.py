"""The start page: what the platform is for, at one glance and with live figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.times import format_date
from handschlag.design import tallies
from handschlag.directory.models import Story
from handschlag.directory.screens import kind_labels, texts
from handschlag.directory.screens.map.small import LandMap, MapPoint, land_map
from handschlag.events.screens.conferences.events import EventRow, event_row
from handschlag.pages.queries.start import Figures, Start
from handschlag.programmes.screens.programmes import ProgrammeLine, line

SOME_FIELDS, SOME_PROGRAMMES = 6, 3
EXAMPLES = (
    gettext_lazy("hydrogen storage"),
    gettext_lazy("photonics in Jena"),
    gettext_lazy("recyclates"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _FieldBar:
    name: str
    url: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A number with its word, and what exactly it counts."""

    value: str
    word: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _StartScreen:
    examples: Sequence[tuple[str, str]]  # words and address
    networks: str
    bars: Sequence[_FieldBar]
    most: int
    programmes: Sequence[ProgrammeLine]
    stories: Sequence[Story]
    events: Sequence[EventRow]
    figures: Sequence[_Figure]
    where: str
    is_map_invented: bool
    map: LandMap
    seen: str
    iso_seen: str


def start_screen(found: Start, *, today: date) -> _StartScreen:
    """The start page in words; `most` is the value of the longest bar, 1 where there are no bars."""
    figures = found.figures
    bars = tuple(
        _FieldBar(
            name=pick(field.label_de, field.label_en),
            url=reverse("directory:field", args=[field.slug]),
            value=figures.networks_of[field.code],
        )
        for field in figures.fields[:SOME_FIELDS]
    )
    funding = [programme for programme in found.programmes if programme.is_funding][:SOME_PROGRAMMES]
    seen = figures.sources_seen
    return _StartScreen(
        examples=tuple(
            (str(one), f"{reverse('directory:search')}?{urlencode({'q': str(one)})}") for one in EXAMPLES
        ),
        networks=tallies.tally_with_noun(figures.networks, kind_labels.networks),
        bars=bars,
        most=max((bar.value for bar in bars), default=1),
        programmes=tuple(line(programme, (), today) for programme in funding),
        stories=found.stories,
        events=tuple(event_row(row) for row in found.events),
        figures=_counted(figures),
        where=_where(figures),
        is_map_invented=not figures.networks.real and figures.networks.invented > 0,
        map=land_map(
            "",
            title=_("Map of Germany with a dot for each place where a network is based"),
            spots=(
                MapPoint(name=one.name, latitude=one.latitude, longitude=one.longitude)
                for one in figures.seats
            ),
        ),
        seen=format_date(seen) if seen else "",
        iso_seen=seen.isoformat() if seen else "",
    )


def _where(figures: Figures) -> str:
    """Only of those whose Land is known it is said in how many they are."""
    on_map = kind_labels.networks(figures.on_map) % {"n": texts.number(figures.on_map)}
    if not figures.lands:
        return on_map
    if figures.in_lands < figures.on_map:
        every = kind_labels.networks_dative(figures.on_map) % {"n": texts.number(figures.on_map)}
        on_map = _("%(n)s of %(networks)s") % {"n": texts.number(figures.in_lands), "networks": every}
    return _("%(networks)s in %(lands)s of 16 federal states") % {
        "networks": on_map,
        "lands": texts.number(figures.lands),
    }


def _counted(figures: Figures) -> tuple[_Figure, ...]:
    """Each number says what it counts: a membership is not an organisation."""
    return (
        _Figure(
            value=tallies.number(figures.organisations),
            word=_("distinct organisations"),
            url=reverse("directory:actors"),
        ),
        _Figure(
            value=tallies.number(figures.memberships), word=_("memberships; an organisation may have several")
        ),
        _Figure(value=tallies.number(figures.offers), word=_("offers")),
        _Figure(value=tallies.number(figures.needs), word=_("needs")),
    )
