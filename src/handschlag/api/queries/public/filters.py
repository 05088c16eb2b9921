"""Values of filters that do not exist are said to be wrong, not left out: a slip must not find everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from handschlag.api.queries.public.pagination import UnknownValue
from handschlag.directory.models import Field, Land
from handschlag.directory.queries import snapshots
from handschlag.directory.rules.criteria import Criteria
from handschlag.directory.rules.snapshot import FacetValue
from handschlag.programmes.models import Programme


def checked(criteria: Criteria, *, today: date) -> None:
    """Fields, regions, programmes and networks of the criteria exist, by slug or code."""
    if not criteria.chosen:
        return
    taxonomy = snapshots.view_on(today).snapshot.taxonomy
    wrong = [
        *unknown("field", criteria, taxonomy.fields),
        *unknown("land", criteria, taxonomy.lands),
        *unknown("programme", criteria, taxonomy.programmes, has_codes=False),
        *unknown("network", criteria, taxonomy.networks, has_codes=False),
    ]
    if wrong:
        raise UnknownValue(*wrong)


def unknown(
    name: str, criteria: Criteria, choices: Sequence[FacetValue], *, has_codes: bool = True
) -> Iterator[str]:
    """Yields the name of the filter where a value is none of its choices, nor one of their codes."""
    values = criteria.values(name)
    if not values:
        return
    known = {choice.value for choice in choices}
    if has_codes:
        known |= {str(choice.id).lower() for choice in choices}
    if any(value not in known and value.lower() not in known for value in values):
        yield name


def slugs_exist(name: str, values: Sequence[str], model: type[Field | Land | Programme]) -> None:
    """The same for filters that the directory does not know."""
    if values and model.objects.filter(slug__in=values).count() < len(set(values)):
        raise UnknownValue(name)
