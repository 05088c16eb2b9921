"""The names of what somebody chose: filters say slugs, pages say words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q

from handschlag.directory.models import Field, Land
from handschlag.directory.queries.public import public_networks
from handschlag.directory.rules.criteria import Criteria
from handschlag.programmes.models import Programme

type Names = Mapping[tuple[str, str], tuple[str, str]]
type Named = tuple[tuple[str, str], tuple[str, str]]


def names_of_choices(criteria: Criteria) -> Names:
    """For the name and value of a filter: what it is called in German and English; unknown ones are left out.

    One query for each filter that is set.
    """
    return dict(
        pair
        for values, names in (
            (criteria.fields, _of_fields),
            (criteria.lands, _of_lands),
            (criteria.programmes, _of_programmes),
            (criteria.networks, _of_networks),
        )
        if values
        for pair in names(values)
    )


def _of_fields(values: Sequence[str]) -> Iterator[Named]:
    for field in Field.objects.filter(_either(values)):
        for value in (field.slug, field.code):
            yield ("field", value), (field.label_de, field.label_en)


def _of_lands(values: Sequence[str]) -> Iterator[Named]:
    for land in Land.objects.filter(_either(values)):
        for value in (land.slug, land.code):
            yield ("land", value), (land.name_de, land.name_en)


def _of_programmes(values: Sequence[str]) -> Iterator[Named]:
    for programme in Programme.objects.filter(slug__in=values):
        yield ("programme", programme.slug), (programme.short_name, programme.short_name_en)


def _of_networks(values: Sequence[str]) -> Iterator[Named]:
    for network in public_networks().filter(slug__in=values):
        name = network.short_name or network.name
        yield ("network", network.slug), (name, name)


def _either(values: Sequence[str]) -> Q:
    """An address may name the slug or the code of a field or a Land."""
    return Q(slug__in=values) | Q(code__in=values)
