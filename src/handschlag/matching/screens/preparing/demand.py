"""Where supply is missing, who is overrun, who is alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.components.charts import NetworkPicture, Node, Tie
from handschlag.design.components.organiser import Heat, SumRow, Table, TableRow, WarmRow, Warmth
from handschlag.events.models import Event
from handschlag.matching.engine.demand import (
    NOBODY,
    FieldDemand,
    Link,
    Matrix,
    crowded_of,
    links_of,
    lonely_of,
    matrix_of,
)
from handschlag.matching.models import Service
from handschlag.matching.queries.demand import DemandFacts, demanded_of
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.rules.layout import layout

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


def ordered(found: DemandFacts, matrix: Matrix) -> Sequence[int]:
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
        rows=tuple(row(network) for network in ordered(found, matrix)),
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
