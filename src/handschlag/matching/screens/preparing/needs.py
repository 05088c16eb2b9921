"""The needs behind a cell; names of few people only for whoever asks for them, and the whole as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from handschlag.matching.engine.demand import NOBODY, fields_said, links_of, matrix_of
from handschlag.matching.models import Service
from handschlag.matching.queries.demand import demanded_of
from handschlag.matching.screens.preparing.demand import network_names, ordered, pair_name

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
    for network in ordered(found, matrix):
        code, name = network_names(found, network)
        counts = (str(matrix.cells.get((network, one.field), 0)) for one in matrix.columns)
        yield (name or code, *counts, str(matrix.people[network]))
    yield (_("Total demand"), *(str(one.needs) for one in matrix.columns), "")
    yield (_("Offers together"), *(str(one.offers) for one in matrix.columns), "")
    yield ("",)
    yield (_("Between"), _("Mutual wishes"), _("Requests"), _("Fitting pairs"))
    for link in links_of(found):
        yield (pair_name(found, link), str(link.mutual), str(link.asked), str(link.fitting))
