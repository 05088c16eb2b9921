"""The map of demand, the needs behind a cell, and the counts as a file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.common.table_files import MEDIA_TYPES, dated_name, table_download
from handschlag.design.components.organiser import (
    Heat,
    NetworkPicture,
    Node,
    SumRow,
    Table,
    TableRow,
    Tie,
    WarmRow,
    Warmth,
)
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching import access
from handschlag.matching.access import GET_OR_POST, event_for_team, no_matching_yet
from handschlag.matching.demand.counts import (
    NOBODY,
    DemandFacts,
    FieldDemand,
    Link,
    Matrix,
    crowded_of,
    demanded_of,
    fields_said,
    links_of,
    lonely_of,
    matrix_of,
)
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Service

ROUNDS: Final = 80
PULL: Final = 0.3  # of ties, against the push of all
CLOSEST: Final = 0.16
GOLDEN: Final = math.pi * (3 - math.sqrt(5))

type Point = tuple[float, float]


def layout(names: Sequence[str], ties: Mapping[tuple[str, str], int]) -> dict[str, Point]:
    """Both from 0 to 1. Circles push each other away and ties pull (T. Fruchterman, E. Reingold, 1991).

    >>> sorted(layout(["A", "B"], {("A", "B"): 3}))
    ['A', 'B']
    """
    if not names:
        return {}
    at = {name: _spiral(number, len(names)) for number, name in enumerate(sorted(names))}
    near = 1 / math.sqrt(len(names))
    most = max(ties.values(), default=1) or 1
    for turn in range(ROUNDS):
        heat = 0.1 * (1 - turn / ROUNDS)
        at = _moved(at, ties, near=near, heat=heat, most=most)
    at = _spread(at)
    for _turn in range(ROUNDS):
        at = _cleared(at)
    return _spread(at)


def _spiral(number: int, count: int) -> Point:
    radius = 0.5 * math.sqrt((number + 0.5) / count)
    return 0.5 + radius * math.cos(number * GOLDEN), 0.5 + radius * math.sin(number * GOLDEN)


def _moved(
    at: Mapping[str, Point], ties: Mapping[tuple[str, str], int], *, near: float, heat: float, most: int
) -> dict[str, Point]:
    push = {name: [0.0, 0.0] for name in at}
    names = list(at)
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            dx, dy, far = _apart(at[one], at[other])
            pull = PULL * far * far / near * ties.get((one, other), ties.get((other, one), 0)) / most
            force = (near * near / far - pull) / far
            push[one][0] += dx * force
            push[one][1] += dy * force
            push[other][0] -= dx * force
            push[other][1] -= dy * force
    return {name: _stepped(at[name], push[name], heat) for name in at}


def _cleared(at: Mapping[str, Point]) -> dict[str, Point]:
    """Circles that lie on each other move apart."""
    push = {name: [0.0, 0.0] for name in at}
    names = list(at)
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            dx, dy, far = _apart(at[one], at[other])
            lack = max(0.0, CLOSEST - far) / 2
            for name, sign in ((one, 1), (other, -1)):
                push[name][0] += sign * lack * dx / far
                push[name][1] += sign * lack * dy / far
    return {name: (at[name][0] + push[name][0], at[name][1] + push[name][1]) for name in at}


def _apart(one: Point, other: Point) -> tuple[float, float, float]:
    dx, dy = one[0] - other[0], one[1] - other[1]
    return dx, dy, max(0.01, math.hypot(dx, dy))


def _stepped(place: Point, push: Sequence[float], heat: float) -> Point:
    size = math.hypot(push[0], push[1]) or 1.0
    step = min(size, heat) / size
    return place[0] + push[0] * step, place[1] + push[1] * step


def _spread(at: Mapping[str, Point]) -> dict[str, Point]:
    """To the edges of the picture."""
    xs, ys = [x for x, _ in at.values()], [y for _, y in at.values()]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    return {
        name: (
            (x - min(xs)) / width if width > 0.01 else 0.5,
            (y - min(ys)) / height if height > 0.01 else 0.5,
        )
        for name, (x, y) in at.items()
    }


COLUMNS: Final = 10
LINES: Final = 8
LONGEST: Final = 14  # letters of a short name in the matrix and the picture
DRAWN: Final = 4  # mutual wishes from which on a line is drawn
PEOPLE: Final = 10
REMEDIES: Final[dict[str, str | Promise]] = {
    "most": gettext_lazy("own limit higher: up to %(n)s more"),
    "blocked": gettext_lazy("release blocked times: up to %(n)s more"),
    "presence": gettext_lazy("come earlier or stay longer: up to %(n)s more"),
    "group": gettext_lazy("one meeting with several people"),
    "need": gettext_lazy("what is being looked for is missing: complete the profile"),
    "proposals": gettext_lazy("%(n)s recommended people not asked yet"),
    "call": gettext_lazy("call to ask about the goal"),
}


def demand_screen(event: Event, service: Service) -> dict[str, Any]:
    """What people look for and offer, by network and subject."""
    found, facts = demanded_of(service), load_engine_input(service, has_requests=False)
    matrix, links = matrix_of(found), links_of(found)
    crowded, lonely = crowded_of(found, facts), lonely_of(found)
    missing = [one for one in links if one.is_missing]
    missing.sort(key=lambda one: (one.asked - one.fitting, one.one, one.other))
    scarce = next((one for one in matrix.columns if one.is_scarce), None)
    return {
        "scarce": scarce,
        "scarce_field": found.fields[scarce.field] if scarce else "",
        "heat": _heat_of(event, found, matrix) if matrix.columns else None,
        "left_out": max(0, len(matrix.columns) - COLUMNS),
        "picture": _picture_of(found, links, matrix=matrix) if len(found.networks) > 1 else None,
        "bridges": _bridges_of(event, found, missing),
        "missing": len(missing),
        "crowded": [
            (one, _who(event, found, one.participant), _remedy(one.remedy, one.gain))
            for one in crowded[:PEOPLE]
        ],
        "crowded_count": len(crowded),
        "most": max((one.wished for one in crowded), default=0),
        "lonely": [
            (one, _who(event, found, one.participant), _remedy(one.remedy, one.number))
            for one in lonely[:PEOPLE]
        ],
        "lonely_count": len(lonely),
    }


def _remedy(code: str, number: int) -> str:
    return str(REMEDIES[code]) % {"n": number}


def network_names(found: DemandFacts, network: int) -> tuple[str, str]:
    """The short name, and the long one if it differs; people in no network have only the latter."""
    if network == NOBODY:
        return "", _("in no network")
    short, name = found.networks[network]
    return short[:LONGEST], name if short != name else ""


def networks_in_order(found: DemandFacts, matrix: Matrix) -> Sequence[int]:
    """Networks by how much they seek, those in none last."""
    sums = dict.fromkeys(matrix.people, 0)
    for (network, _field), number in matrix.cells.items():
        sums[network] += number
    return sorted(sums, key=lambda one: (one == NOBODY, -sums[one], network_names(found, one)))


def _heat_of(event: Event, found: DemandFacts, matrix: Matrix) -> Heat:
    columns = matrix.columns[:COLUMNS]
    address = reverse("matching:needs", args=[event.slug])

    def cell(network: int, column: FieldDemand) -> Warmth:
        number = matrix.cells.get((network, column.field), 0)
        query = urlencode({"network": network, "field": column.field})
        return Warmth(
            count=number,
            url=f"{address}?{query}",
            is_lack=column.is_scarce and number >= 3,
        )

    def row(network: int) -> WarmRow:
        code, label = network_names(found, network)
        return WarmRow(
            code=code,
            label=label,
            total=str(matrix.people[network]),
            cells=tuple(cell(network, column) for column in columns),
        )

    lacks = tuple(at for at, column in enumerate(columns) if column.is_scarce)
    return Heat(
        title=_("Needs by network and technology field"),
        corner=_("Network"),
        columns=tuple(found.fields[column.field] for column in columns),
        rows=tuple(row(network) for network in networks_in_order(found, matrix)),
        sums=(
            SumRow(label=_("Total demand"), cells=tuple(str(one.needs) for one in columns)),
            SumRow(label=_("Offers together"), cells=tuple(str(one.offers) for one in columns)),
            SumRow(label=_("Demand per offer"), cells=tuple(_ratio(one) for one in columns), lacks=lacks),
        ),
        total=_("People"),
    )


def _ratio(column: FieldDemand) -> str:
    return number_format(column.ratio, decimal_pos=1) if column.offers else _("no offer")


def _picture_of(found: DemandFacts, links: Sequence[Link], *, matrix: Matrix) -> NetworkPicture:
    names = {pk: short[:LONGEST] for pk, (short, _name) in found.networks.items()}
    drawn = [one for one in links if one.mutual >= DRAWN or one.is_missing]
    ties = {(names[one.one], names[one.other]): one.mutual for one in links}
    places = layout(sorted(set(names.values())), ties)
    most = max(links, key=lambda one: one.mutual, default=None)
    alt = _("%(n)s networks.") % {"n": len(names)}
    if most is not None and most.mutual:
        alt += " " + _("Most mutual requests (%(n)s) are between %(one)s and %(other)s.") % {
            "n": most.mutual,
            "one": names[most.one],
            "other": names[most.other],
        }
    return NetworkPicture(
        title=_("Requests between networks"),
        alt=alt,
        nodes=tuple(
            Node(code=name, x=places[name][0], y=places[name][1], people=matrix.people.get(pk, 0))
            for pk, name in names.items()
        ),
        ties=tuple(
            Tie(between=(names[one.one], names[one.other]), wishes=one.mutual, is_missing=one.is_missing)
            for one in drawn
        ),
        twin=_strongest_of(found, links),
    )


def pair_name(found: DemandFacts, one: Link) -> str:
    """The short names of both networks, with a dash between."""
    return f"{found.networks[one.one][0]} – {found.networks[one.other][0]}"


def _bridges_of(event: Event, found: DemandFacts, missing: Sequence[Link]) -> Sequence[dict[str, Any]]:
    """The first of them, each with the needs of both networks in what they have in common."""
    address = reverse("matching:needs", args=[event.slug])
    rows = []
    for one in missing[:LINES]:
        common = [code for code in one.common[:2] if code in found.fields]
        needs = [
            (found.networks[network][0], f"{address}?{urlencode({'network': network, 'field': code})}")
            for network in (one.one, one.other)
            for code in common[:1]
        ]
        fields = ", ".join(found.fields[code] for code in common)
        rows.append({"link": one, "pair": pair_name(found, one), "fields": fields, "needs": needs})
    return rows


def _strongest_of(found: DemandFacts, links: Sequence[Link]) -> Table:
    mutual = sorted((one for one in links if one.mutual), key=lambda one: (-one.mutual, one.one, one.other))
    return Table(
        title=_("Strongest connections"),
        heads=(_("Between"), _("Mutual wishes"), _("Requests")),
        rows=tuple(
            TableRow(cells=(pair_name(found, one), str(one.mutual), str(one.asked))) for one in mutual[:LINES]
        ),
    )


def _who(event: Event, facts: DemandFacts, participant: int) -> dict[str, str]:
    """The name, where somebody is from, and the pages on which something can be done."""
    who = facts.people[participant]
    shorts = ", ".join(facts.networks[pk][0] for pk in who.networks)
    return {
        "name": who.name,
        "sub": " · ".join(part for part in (shorts, who.organisation) if part),
        "url": reverse("registration:registration", args=[event.slug, who.registration]),
        "change_url": reverse("registration:change_for", args=[event.slug, who.registration]),
        "fill_in_url": reverse("matching:assist", args=[event.slug, who.registration]),
    }


FEW: Final = 3


def needs_screen(service: Service, *, network: int, field: str, shows_names: bool) -> dict[str, Any] | None:
    """None where there is no such network or field."""
    found = demanded_of(service)
    if field not in found.fields or (network != NOBODY and network not in found.networks):
        return None
    rows = [
        said
        for said in found.said
        if said.direction == "need"
        and field in fields_said(said)
        and network in (found.people[said.participant].networks or (NOBODY,))
    ]
    people = len({said.participant for said in rows})
    is_hidden = people < FEW and not shows_names
    code, name = network_names(found, network)
    return {
        "title": f"{found.fields[field]}, {name or code}",
        "people": people,
        "is_hidden": is_hidden,
        "rows": tuple((said.text or found.fields[field], found.people[said.participant]) for said in rows)
        if not is_hidden
        else (),
        "network": network,
        "field": field,
    }


def demand_lines(service: Service) -> Iterator[Sequence[str]]:
    """Counts only: the matrix, then pairs of networks. Nobody's name."""
    found = demanded_of(service)
    matrix = matrix_of(found)
    yield (_("Network"), *(found.fields[one.field] for one in matrix.columns), _("People"))
    for network in networks_in_order(found, matrix):
        code, name = network_names(found, network)
        counts = (str(matrix.cells.get((network, one.field), 0)) for one in matrix.columns)
        yield (name or code, *counts, str(matrix.people[network]))
    yield (_("Total demand"), *(str(one.needs) for one in matrix.columns), "")
    yield (_("Offers together"), *(str(one.offers) for one in matrix.columns), "")
    yield ("",)
    yield (_("Between"), _("Mutual wishes"), _("Requests"), _("Fitting pairs"))
    for link in links_of(found):
        yield (pair_name(found, link), str(link.mutual), str(link.asked), str(link.fitting))


FOLDER = "matching/preparing"


@never_cache
@require_safe
def demand_page(request: HttpRequest, slug: str) -> Any:
    """The page of demand for the event's own team; leads to the key dates where none are saved."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    screen = demand_screen(event, service)
    context = console_context(event, by, current="matching:demand", now=timezone.now(), **screen)
    return render(request, f"{FOLDER}/demand.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def needs_page(request: HttpRequest, slug: str) -> Any:
    """Names of few people stand here only after a second click, which is written down."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    given = request.POST if request.method == "POST" else request.GET
    network, field = given.get("network", ""), given.get("field", "")
    number = int(network) if network.isdecimal() and len(network) < 16 else 0
    is_asked = request.method == "POST"
    screen = needs_screen(service, network=number, field=field, shows_names=is_asked)
    if screen is None:
        raise Http404
    if is_asked:
        access.look_at_needs(service=service, field=field, by=by, now=timezone.now())
    context = console_context(event, by, current="matching:demand", screen=screen)
    return render(request, f"{FOLDER}/needs.html", context)


@require_safe
def demand_export(request: HttpRequest, slug: str, ending: str) -> Any:
    """The demand as a table, counts only; the log keeps who took it. 404 for unknown endings."""
    event, by, service = event_for_team(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    if service is None:
        raise no_matching_yet(request, event, by)
    access.note_export(service=service, by=by, now=timezone.now())
    return table_download(demand_lines(service), dated_name(event.slug, "demand", ending))
