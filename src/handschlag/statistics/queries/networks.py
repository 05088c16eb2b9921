"""What networks are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handschlag.common.language import pick
from handschlag.directory.models import Field, Network

LONGEST = 12  # letters of a code in the head of a column


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkName:
    """The code stands in narrow places, the name beside it."""

    code: str
    name: str
    slug: str = ""


def names_of(networks: Iterable[int]) -> Mapping[int, NetworkName]:
    """The names of these networks by key, with a short code; keys that no longer exist are left out."""
    rows = Network.objects.filter(pk__in=list(networks)).order_by("pk")
    return {
        pk: NetworkName(code=(short or name)[:LONGEST], name=name, slug=slug)
        for pk, short, name, slug in rows.values_list("pk", "short_name", "name", "slug")
    }


def fields() -> Mapping[str, str]:
    """The fields of the upper level, by code."""
    rows = Field.objects.filter(parent=None).order_by("pk")
    return {code: pick(de, en) for code, de, en in rows.values_list("code", "label_de", "label_en")}
