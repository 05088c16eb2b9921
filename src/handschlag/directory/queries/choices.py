"""The names of what somebody chose: filters say slugs, pages say words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q

from handschlag.directory.models import Field, Land
from handschlag.directory.queries.public import public_networks
from handschlag.directory.rules.criteria import Criteria
from handschlag.programmes.models import Programme

type Names = Mapping[tuple[str, str], tuple[str, str]]


def names_of_choices(criteria: Criteria) -> Names:
    """For the name and value of a filter: what it is called in German and English; unknown ones are left out.

    One query for each filter that is set.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    if criteria.fields:
        for field in Field.objects.filter(either(criteria.fields)):
            for value in (field.slug, field.code):
                found["field", value] = (field.label_de, field.label_en)
    if criteria.lands:
        for land in Land.objects.filter(either(criteria.lands)):
            for value in (land.slug, land.code):
                found["land", value] = (land.name_de, land.name_en)
    if criteria.programmes:
        for programme in Programme.objects.filter(slug__in=criteria.programmes):
            found["programme", programme.slug] = (programme.short_name, programme.short_name)
    if criteria.networks:
        for network in public_networks().filter(slug__in=criteria.networks):
            name = network.short_name or network.name
            found["network", network.slug] = (name, name)
    return found


def either(values: Sequence[str]) -> Q:
    """An address may name the slug or the code of a field or a Land."""
    return Q(slug__in=values) | Q(code__in=values)
